"""The part of the access matrix about people and what they say of themselves; see access_matrix.py."""

PROFILES = """\
GET  /people/<username>                           desk  s- .. .... . .. s
GET  /people/<username>                           mill  s. -- ---- . -- s
POST /people/<username>/follow                    desk  s- >> >>>> > >> s
POST /people/<username>/follow                    mill  s> -- ---- > -- s
GET  /people/me/edit                              -     s. .. .... . .. s
POST /people/me/edit                              -     s> >> >>>> > >> s
GET  /people/me/sources                           -     s. .. .... . .. s
POST /people/me/sources/<field>                   -     s> >> >>>> > >> s
POST /people/me/sources/<field>/follow            -     s> >> >>>> > >> s
GET  /people/<username>/photo                     desk  s- .. .... . .. s
GET  /people/<username>/photo                     mill  s. -- ---- . -- s
GET  /people/<username>/photo/small               desk  s- .. .... . .. s
GET  /people/<username>/photo/small               mill  s. -- ---- . -- s
GET  /people/<username>/skills/<skill_id>         desk  s- .. .... . .. s
GET  /people/<username>/skills/<skill_id>         mill  s. -- ---- . -- s
GET  /people/me/absence                           -     s. .. .... . .. s
GET  /people/me/photo                             -     s. .. .... . .. s
GET  /people/me/skills                            -     s. .. .... . .. s
GET  /people/me/skills/<skill_id>                 -     s- -- ---. - -- s
GET  /people/me/skills/<skill_id>/remove          -     s- -- ---. - -- s
GET  /people/me/statements                        -     s. .. .... . .. s
GET  /people/me/view                              -     s. .. .... . .. s
GET  /skills/suggest                              -     s. .. .... . .. s
POST /people/<username>/skills/<skill_id>/endorse desk  s- >> >>>x > >> s
POST /people/<username>/skills/<skill_id>/endorse mill  sx -- ---- > -- s
POST /people/<username>/stand-in/decline          desk  s- -- ---- - -- s
POST /people/<username>/stand-in/decline          mill  s- -- ---- - -- s
POST /people/me/absence                           -     s> >> >>>> > >> s
POST /people/me/absence/end                       -     s> >> >>>> > >> s
POST /people/me/not-now                           -     s> >> >>>> > >> s
POST /people/me/photo                             -     s? ?? ???? ? ?? s
POST /people/me/photo/audience                    -     s> >> >>>> > >> s
POST /people/me/photo/remove                      -     s> >> >>>> > >> s
POST /people/me/skills                            -     s> >> >>>> > >> s
POST /people/me/skills/<skill_id>/ask             -     s- -- ---> - -- s
POST /people/me/skills/<skill_id>/level           -     s- -- ---> - -- s
POST /people/me/skills/<skill_id>/remove          -     s- -- ---> - -- s
POST /people/me/skills/<skill_id>/take-off        -     s- -- ---> - -- s
POST /people/me/skills/audience                   -     s> >> >>>> > >> s
POST /people/me/statements                        -     s> >> >>>> > >> s
POST /people/me/statements/<statement_id>/prolong -     s- -- ---> - -- s
POST /people/me/statements/<statement_id>/remove  -     s- -- ---> - -- s
POST /people/me/statements/audience               -     s> >> >>>> > >> s
"""
