"""Files of entries, for those who may read the entry."""
