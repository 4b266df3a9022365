"""The part of the access matrix that is about votes, experts, what waits for an answer and what answers become."""

ANSWERING = """\
GET  /answers/<entry_id>/page                     desk  s- .. .... . .. s
GET  /answers/<entry_id>/page                     mill  s. -- ---- . -- s
GET  /questions                                   -     s. .. .... . .. s
GET  /s/<space_slug>/forum/experts                desk  s- .. .... . .. s
GET  /s/<space_slug>/forum/experts                gate  s- xx xxxx . xx s
GET  /s/<space_slug>/forum/experts                mill  s. -- ---- . -- s
GET  /s/<space_slug>/forum/settings               desk  s- xx xxx. x xx s
GET  /s/<space_slug>/forum/settings               gate  s- xx xxxx . xx s
GET  /s/<space_slug>/forum/settings               mill  sx -- ---- . -- s
GET  /topics/<entry_id>/invite                    desk  s- .. .... . .. s
GET  /topics/<entry_id>/invite                    mill  s. -- ---- . -- s
POST /answers/<entry_id>/vote                     desk  s- >> >>>> c >> s
POST /answers/<entry_id>/vote                     mill  s> -- ---- c -- s
POST /s/<space_slug>/forum/experts                desk  s- xx xx>> x xx s
POST /s/<space_slug>/forum/experts                gate  s- xx xxxx c xx s
POST /s/<space_slug>/forum/experts                mill  sx -- ---- c -- s
POST /s/<space_slug>/forum/experts/me             desk  s- cc cccc c cc s
POST /s/<space_slug>/forum/experts/me             gate  s- xx xxxx c xx s
POST /s/<space_slug>/forum/experts/me             mill  sc -- ---- c -- s
POST /s/<space_slug>/forum/experts/remove         desk  s- xx xx>> x xx s
POST /s/<space_slug>/forum/experts/remove         gate  s- xx xxxx > xx s
POST /s/<space_slug>/forum/experts/remove         mill  sx -- ---- > -- s
POST /s/<space_slug>/forum/settings               desk  s- xx xxx> x xx s
POST /s/<space_slug>/forum/settings               gate  s- xx xxxx > xx s
POST /s/<space_slug>/forum/settings               mill  sx -- ---- > -- s
POST /topics/<entry_id>/claim                     desk  s- >> >>>> > >> s
POST /topics/<entry_id>/claim                     mill  s> -- ---- > -- s
POST /topics/<entry_id>/invite                    desk  s- >> >>>c > >> s
POST /topics/<entry_id>/invite                    mill  sc -- ---- > -- s
POST /topics/<entry_id>/pass                      desk  s- >> >>>> > >> s
POST /topics/<entry_id>/pass                      mill  s> -- ---- > -- s
POST /topics/<entry_id>/solved                    desk  s- xx xxxx > xx s
POST /topics/<entry_id>/solved                    mill  sx -- ---- > -- s
"""
