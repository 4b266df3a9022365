"""The part of the access matrix about people who are warned, silenced or suspended; see access_matrix.py."""

CONDUCT = """\
GET  /people/<username>/moderate                  desk  s- xx xxxx x .x s
GET  /people/<username>/moderate                  mill  sx -- ---- x -- s
POST /people/<username>/moderate                  desk  s- xx xxxx x >x s
POST /people/<username>/moderate                  mill  sx -- ---- x -- s
GET  /s/<space_slug>/people/<username>/moderate   desk  s- xx xx.x x .x s
GET  /s/<space_slug>/people/<username>/moderate   gate  s- xx xxxx . .x s
GET  /s/<space_slug>/people/<username>/moderate   mill  sx -- ---- . -- s
POST /s/<space_slug>/people/<username>/moderate   desk  s- xx xx>x x >x s
POST /s/<space_slug>/people/<username>/moderate   gate  s- xx xxxx > >x s
POST /s/<space_slug>/people/<username>/moderate   mill  sx -- ---- > -- s
GET  /suspended                                   -     >> >> >>>> > >> >
POST /suspended/appeal                            -     >> >> >>>> > >> >
GET  /suspended/data                              -     >> >> >>>> > >> >
"""
