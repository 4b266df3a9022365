"""Reports: the desk of those who decide."""
