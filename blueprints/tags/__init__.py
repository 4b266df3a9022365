"""Topics: the tags that entries carry."""
