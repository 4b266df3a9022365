"""The part of the access matrix that is about the words of search; see access_matrix.py."""

WORDS = """\
GET  /acronyms                                    -     sx .. .... . .. s
GET  /acronyms/<acronym_id>                       -     sx xx xx.. . x. s
GET  /acronyms/explained                          -     sx .. .... . .. s
GET  /admin/search                                -     sx xx xxxx x x. s
GET  /best-results                                -     sx xx xx.. . x. s
GET  /e/<entry_id>/best-result                    desk  s- xx xx.. x x. s
GET  /e/<entry_id>/best-result                    mill  sx -- ---- . -- s
GET  /gaps                                        -     sx .. .... . .. s
GET  /gaps/<gap_id>                               -     s- .. .... . .. s
GET  /searches                                    -     s. .. .... . .. s
GET  /searches/<search_id>                        -     s- -- ---- > -- s
GET  /searches/<search_id>/edit                   -     s- -- ---- . -- s
GET  /synonyms                                    -     sx xx xx.. . x. s
GET  /synonyms/<set_id>                           -     sx xx xx.. . x. s
POST /acronyms                                    -     sx xx xx>> > x> s
POST /acronyms/<acronym_id>                       -     sx xx xx>> > x> s
POST /acronyms/<acronym_id>/remove                -     sx xx xx>> > x> s
POST /acronyms/<acronym_id>/restore               -     sx xx xx>> > x> s
POST /e/<entry_id>/best-result                    desk  s- xx xx>> x x> s
POST /e/<entry_id>/best-result                    mill  sx -- ---- > -- s
POST /gaps/<gap_id>/close                         -     s- xx xxxx > xx s
POST /gaps/<gap_id>/release                       -     s- xx xxxx > xx s
POST /gaps/<gap_id>/remove                        -     s- xx xx>> > x> s
POST /gaps/<gap_id>/reopen                        -     s- xx xxxx > xx s
POST /gaps/<gap_id>/restore                       -     s- xx xx>> > x> s
POST /gaps/<gap_id>/take                          -     s- >> >>>> > >> s
POST /searches                                    -     s> >> >>>> > >> s
POST /searches/counting                           -     s> >> >>>> > >> s
POST /searches/<search_id>                        -     s- -- ---- > -- s
POST /searches/<search_id>/move                   -     s- -- ---- > -- s
POST /searches/<search_id>/remove                 -     s- -- ---- > -- s
POST /searches/<search_id>/restore                -     s- -- ---- > -- s
POST /synonyms                                    -     sx xx xx>> > x> s
POST /synonyms/<set_id>                           -     sx xx xx>> > x> s
POST /synonyms/<set_id>/remove                    -     sx xx xx>> > x> s
"""
