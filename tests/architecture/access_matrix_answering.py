"""The part of the access matrix that is about votes, experts, what waits for an answer and what answers become."""

ANSWERING = """\
POST /answers/<entry_id>/vote                     desk  s- >> >>>> c >> s
POST /answers/<entry_id>/vote                     mill  s> -- ---- c -- s
"""
