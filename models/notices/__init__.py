"""Notices: what concerns a person, one line a matter, each saying why they got it."""
