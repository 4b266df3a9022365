"""The part of the access matrix that is about links between departments and pages; see access_matrix.py."""

LINKING = """\
GET  /e/<entry_id>/related                        desk  s- .. .... . .. s
GET  /e/<entry_id>/related                        mill  s. -- ---- . -- s
POST /e/<entry_id>/related                        desk  s- >> >>>> > >> s
POST /e/<entry_id>/related                        mill  s> -- ---- > -- s
GET  /e/<entry_id>/twin                           desk  s- xx xx-- x xx s
GET  /e/<entry_id>/twin                           mill  sx -- ---- - -- s
GET  /twins                                       -     sx xx xx.. . xx s
POST /e/<entry_id>/twin/again                     desk  s- xx xx-- x xx s
POST /e/<entry_id>/twin/again                     mill  sx -- ---- - -- s
POST /e/<entry_id>/twin/difference                desk  s- xx xx-- x xx s
POST /e/<entry_id>/twin/difference                mill  sx -- ---- - -- s
POST /e/<entry_id>/twin/links                     desk  s- xx xx-- x xx s
POST /e/<entry_id>/twin/links                     mill  sx -- ---- - -- s
POST /e/<entry_id>/twin/text                      desk  s- -- ---- - -- s
POST /e/<entry_id>/twin/text                      mill  s- -- ---- - -- s
GET  /s/<space_slug>/reports/unlinked             desk  s- xx xx.. x xx s
GET  /s/<space_slug>/reports/unlinked             gate  s- xx xxxx . xx s
GET  /s/<space_slug>/reports/unlinked             mill  sx -- ---- . -- s
"""
