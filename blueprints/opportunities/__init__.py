"""Opportunities: their list, their pages, offering to take part, and what may be suggested."""
