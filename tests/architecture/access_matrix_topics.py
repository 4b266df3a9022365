"""The part of the access matrix that is about reading and arranging topics; see access_matrix.py."""

from tests.architecture.access_matrix_words import WORDS

TOPICS = (
    WORDS
    + """\
GET  /e/<entry_id>/history/<number>/hide          desk  s- xx xx.. x .x s
GET  /e/<entry_id>/history/<number>/hide          mill  sx -- ---- . -- s
POST /e/<entry_id>/mute                           desk  s- >> >>>> > >> s
POST /e/<entry_id>/mute                           mill  s> -- ---- > -- s
GET  /e/<entry_id>/quote                          desk  s- .. .... . .. s
GET  /e/<entry_id>/quote                          mill  s. -- ---- . -- s
GET  /topics/<entry_id>/archive                   desk  s- xx xx.. x xx s
GET  /topics/<entry_id>/archive                   mill  sx -- ---- . -- s
GET  /topics/<entry_id>/events                    desk  s- .. .... . .. s
GET  /topics/<entry_id>/events                    mill  s. -- ---- . -- s
GET  /topics/<entry_id>/merge                     desk  s- xx xx.. x xx s
GET  /topics/<entry_id>/merge                     mill  sx -- ---- . -- s
GET  /topics/<entry_id>/move                      desk  s- xx xx.. x .x s
GET  /topics/<entry_id>/move                      mill  sx -- ---- . -- s
GET  /topics/<entry_id>/pin                       desk  s- xx xx.. x xx s
GET  /topics/<entry_id>/pin                       mill  sx -- ---- . -- s
GET  /topics/<entry_id>/split                     desk  s- xx xx.. x xx s
GET  /topics/<entry_id>/split                     mill  sx -- ---- . -- s
POST /e/<entry_id>/history/<number>/hide          desk  s- xx xxcc x cx s
POST /e/<entry_id>/history/<number>/hide          mill  sx -- ---- c -- s
POST /e/<entry_id>/history/<number>/show          desk  s- xx xxxx x -x s
POST /e/<entry_id>/history/<number>/show          mill  sx -- ---- x -- s
POST /topics/<entry_id>/archive                   desk  s- xx xx>> x xx s
POST /topics/<entry_id>/archive                   mill  sx -- ---- > -- s
POST /topics/<entry_id>/merge                     desk  s- xx xx-- x xx s
POST /topics/<entry_id>/merge                     mill  sx -- ---- - -- s
POST /topics/<entry_id>/move                      desk  s- xx xx?? x ?x s
POST /topics/<entry_id>/move                      mill  sx -- ---- ? -- s
POST /topics/<entry_id>/split                     desk  s- xx xx>> x xx s
POST /topics/<entry_id>/split                     mill  sx -- ---- > -- s
POST /topics/<entry_id>/unmerge                   desk  s- xx xx-- x xx s
POST /topics/<entry_id>/unmerge                   mill  sx -- ---- - -- s
POST /topics/<entry_id>/read                      desk  s- >> >>>> > >> s
POST /topics/<entry_id>/read                      mill  s> -- ---- > -- s
POST /topics/<entry_id>/unread                    desk  s- >> >>>> > >> s
POST /topics/<entry_id>/unread                    mill  s> -- ---- > -- s
GET  /unread                                      -     s. .. .... . .. s
"""
)
