"""The part of the access matrix that is about reading and arranging topics; see access_matrix.py."""

TOPICS = """\
POST /topics/<entry_id>/read                      desk  s- >> >>>> > >> s
POST /topics/<entry_id>/read                      mill  s> -- ---- > -- s
POST /topics/<entry_id>/unread                    desk  s- >> >>>> > >> s
POST /topics/<entry_id>/unread                    mill  s> -- ---- > -- s
GET  /unread                                      -     s. .. .... . .. s
"""
