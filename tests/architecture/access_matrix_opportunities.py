"""The part of the access matrix that is about opportunities; see access_matrix.py."""

OPPORTUNITIES = """
GET  /opportunities                               -     s. .. .... . .. s
GET  /opportunities/<entry_id>                    desk  s- .. .... . .. s
GET  /opportunities/<entry_id>                    mill  s. -- ---- . -- s
GET  /opportunities/<entry_id>/edit               desk  s- xx xx.. . xx s
GET  /opportunities/<entry_id>/edit               mill  sx -- ---- . -- s
GET  /opportunities/for-you                       -     sx .. .... . .. s
GET  /opportunities/mine                          -     s. .. .... . .. s
GET  /opportunities/new                           -     s. .. .... . .. s
GET  /opportunities/offers                        -     s. .. .... . .. s
GET  /opportunities/wishes                        -     sx .. .... . .. s
POST /opportunities/<entry_id>/close              desk  s- xx xx>> > xx s
POST /opportunities/<entry_id>/close              mill  sx -- ---- > -- s
POST /opportunities/<entry_id>/edit               desk  s- xx xx>> > xx s
POST /opportunities/<entry_id>/edit               mill  sx -- ---- > -- s
POST /opportunities/<entry_id>/for-me             desk  s- >> >>>> > >> s
POST /opportunities/<entry_id>/for-me             mill  s> -- ---- > -- s
POST /opportunities/<entry_id>/not-for-me         desk  s- >> >>>> > >> s
POST /opportunities/<entry_id>/not-for-me         mill  s> -- ---- > -- s
POST /opportunities/<entry_id>/offer              desk  s- >> >c>> c >> s
POST /opportunities/<entry_id>/offer              mill  s> -- ---- c -- s
POST /opportunities/<entry_id>/offers/<person_id> desk  s- xx xxxx > xx s
POST /opportunities/<entry_id>/offers/<person_id> mill  sx -- ---- > -- s
POST /opportunities/<entry_id>/reopen             desk  s- xx xxcc c xx s
POST /opportunities/<entry_id>/reopen             mill  sx -- ---- c -- s
POST /opportunities/<entry_id>/withdraw           desk  s- cc c>cc c cc s
POST /opportunities/<entry_id>/withdraw           mill  sc -- ---- c -- s
POST /opportunities/new                           desk  s? >> >>>> > >> s
POST /opportunities/new                           mill  s> ?? ???? > ?? s
POST /opportunities/wishes                        -     sx >> >>>> > >> s
"""
