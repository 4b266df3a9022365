"""The part of the access matrix that is about asking, categories and names that are not shown; see access_matrix.py."""

ASKING = """\
GET  /questions/mine                              -     s. .. .... . .. s
GET  /s/<space_slug>/forum/categories             desk  s- xx xxx. x xx s
GET  /s/<space_slug>/forum/categories             gate  s- xx xxxx . xx s
GET  /s/<space_slug>/forum/categories             mill  sx -- ---- . -- s
GET  /s/<space_slug>/forum/categories/<slug>      desk  s- xx xxx- x xx s
GET  /s/<space_slug>/forum/categories/<slug>      gate  s- xx xxxx - xx s
GET  /s/<space_slug>/forum/categories/<slug>      mill  sx -- ---- - -- s
GET  /s/<space_slug>/forum/names                  desk  s- xx xxx. x xx s
GET  /s/<space_slug>/forum/names                  gate  s- xx xxxx . xx s
GET  /s/<space_slug>/forum/names                  mill  sx -- ---- . -- s
GET  /topics/<entry_id>/category                  desk  s- xx xx.. x xx s
GET  /topics/<entry_id>/category                  mill  sx -- ---- . -- s
GET  /topics/<entry_id>/name                      desk  s- xx xxxx x xx s
GET  /topics/<entry_id>/name                      mill  sx -- ---- x -- s
POST /ask/draft                                   -     s> >> >>>> > >> s
POST /ask/people                                  -     s. .. .... . .. s
POST /ask/similar                                 -     s. .. .... . .. s
POST /discuss/draft                               -     s> >> >>>> > >> s
POST /s/<space_slug>/forum/categories             desk  s- xx xxx? x xx s
POST /s/<space_slug>/forum/categories             gate  s- xx xxxx ? xx s
POST /s/<space_slug>/forum/categories             mill  sx -- ---- ? -- s
POST /s/<space_slug>/forum/categories/<slug>      desk  s- xx xxx- x xx s
POST /s/<space_slug>/forum/categories/<slug>      gate  s- xx xxxx - xx s
POST /s/<space_slug>/forum/categories/<slug>      mill  sx -- ---- - -- s
POST /s/<space_slug>/forum/categories/<slug>/archive desk  s- xx xxx- x xx s
POST /s/<space_slug>/forum/categories/<slug>/archive gate  s- xx xxxx - xx s
POST /s/<space_slug>/forum/categories/<slug>/archive mill  sx -- ---- - -- s
POST /s/<space_slug>/forum/categories/<slug>/delete desk  s- xx xxx- x xx s
POST /s/<space_slug>/forum/categories/<slug>/delete gate  s- xx xxxx - xx s
POST /s/<space_slug>/forum/categories/<slug>/delete mill  sx -- ---- - -- s
POST /s/<space_slug>/forum/categories/<slug>/place desk  s- xx xxx- x xx s
POST /s/<space_slug>/forum/categories/<slug>/place gate  s- xx xxxx - xx s
POST /s/<space_slug>/forum/categories/<slug>/place mill  sx -- ---- - -- s
POST /s/<space_slug>/forum/names                  desk  s- xx xxx? x xx s
POST /s/<space_slug>/forum/names                  gate  s- xx xxxx ? xx s
POST /s/<space_slug>/forum/names                  mill  sx -- ---- ? -- s
POST /topics/<entry_id>/category                  desk  s- xx xx?? x xx s
POST /topics/<entry_id>/category                  mill  sx -- ---- ? -- s
POST /topics/<entry_id>/draft                     desk  s- >> >>>> > >> s
POST /topics/<entry_id>/draft                     mill  s> -- ---- > -- s
POST /topics/<entry_id>/name                      desk  s- xx xxxx x xx s
POST /topics/<entry_id>/name                      mill  sx -- ---- x -- s
"""
