"""The part of the access matrix that is about direct messages; see access_matrix.py.

The conversation of the examples is between Mei (K), Rita (R) and somebody else: for all others, moderators and
administrators too, there is none.
"""

MESSAGES = """\
GET  /messages                                    -     s. .. .... . .. s
GET  /messages/<conversation_id>                  -     s- -- .--- . -- s
GET  /messages/<conversation_id>/<message_id>/edit -     s- -- ---- . -- s
GET  /messages/<conversation_id>/<message_id>/report -     s- -- .--- . -- s
GET  /messages/<conversation_id>/people           -     s- -- .--- . -- s
GET  /messages/blocked                            -     s. .. .... . .. s
GET  /messages/new                                -     s. .. .... . .. s
POST /account/receipts                            -     s> >> >>>> > >> s
POST /messages/<conversation_id>                  -     s- -- >--- > -- s
POST /messages/<conversation_id>/<message_id>/edit -     s- -- ---- > -- s
POST /messages/<conversation_id>/<message_id>/remove -     s- -- >--- > -- s
POST /messages/<conversation_id>/<message_id>/report -     s- -- >--- ? -- s
POST /messages/<conversation_id>/leave            -     s- -- >--- > -- s
POST /messages/<conversation_id>/mute             -     s- -- >--- > -- s
POST /messages/<conversation_id>/name             -     s- -- >--- > -- s
POST /messages/<conversation_id>/people           -     s- -- >--- > -- s
POST /messages/<conversation_id>/read             -     s- -- >--- > -- s
POST /messages/new                                -     s> >> >>>> ? >> s
POST /people/<username>/block                     desk  s- >> >>>> > >> s
POST /people/<username>/block                     mill  s> -- ---- > -- s
"""
