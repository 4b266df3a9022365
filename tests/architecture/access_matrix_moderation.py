"""The part of the access matrix that is about reports and decisions; see access_matrix.py.

K wrote what was reported and what the moderator decided about, so that they are told of decisions and never see a case.
In Mill another curator decides, so that nobody outside hears of it.
"""

MODERATION = """\
GET  /decisions/<decision_id>                     desk  s- -- --.. . .. s
GET  /decisions/<decision_id>                     mill  s- -- ---- . -- s
GET  /decisions/about/<entry_id>                  desk  s- -- ---- - -- s
GET  /decisions/about/<entry_id>                  mill  s- -- ---- - -- s
GET  /e/<entry_id>/moderate                       desk  s- xx xx.. x .x s
GET  /e/<entry_id>/moderate                       mill  sx -- ---- x -- s
GET  /moderation/appeals                          -     s. .. .... . .. s
GET  /moderation/cases/<case_id>                  desk  s- -- --.. - .- s
GET  /moderation/cases/<case_id>                  mill  s- -- ---- - -- s
GET  /moderation/log                              -     sx xx xx.. . .. s
GET  /people/<username>/report                    desk  s- .. .... . .. s
GET  /people/<username>/report                    mill  s. -- ---- . -- s
GET  /reports                                     -     s. .. .... . .. s
POST /decisions/<decision_id>/answer              desk  s- -- --cc c cc s
POST /decisions/<decision_id>/answer              mill  s- -- ---- c -- s
POST /decisions/<decision_id>/appeal              desk  s- -- --xx > xx s
POST /decisions/<decision_id>/appeal              mill  s- -- ---- > -- s
POST /e/<entry_id>/moderate                       desk  s- xx xx>> x >x s
POST /e/<entry_id>/moderate                       mill  sx -- ---- x -- s
POST /moderation/cases/<case_id>                  desk  s- -- -->> - >- s
POST /moderation/cases/<case_id>                  mill  s- -- ---- - -- s
POST /moderation/cases/<case_id>/claim            desk  s- -- -->> - >- s
POST /moderation/cases/<case_id>/claim            mill  s- -- ---- - -- s
POST /people/<username>/report                    desk  s- >> >>>> > >> s
POST /people/<username>/report                    mill  s> -- ---- > -- s
"""
