"""The part of the access matrix that is about links between departments and pages; see access_matrix.py."""

LINKING = """\
GET  /e/<entry_id>/related                        desk  s- .. .... . .. s
GET  /e/<entry_id>/related                        mill  s. -- ---- . -- s
GET  /s/<space_slug>/reports/unlinked             desk  s- xx xx.. x xx s
GET  /s/<space_slug>/reports/unlinked             gate  s- xx xxxx . xx s
GET  /s/<space_slug>/reports/unlinked             mill  sx -- ---- . -- s
"""
