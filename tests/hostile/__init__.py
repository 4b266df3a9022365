"""Hostile input: every text field takes any string and gives it back, nothing sent ever runs or crashes a page."""
