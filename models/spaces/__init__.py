"""Spaces, where groups work, and who belongs to them."""
