"""Spaces: finding, founding, the home of each, its members, settings and trash."""
