"""The curator's desk of a space."""
