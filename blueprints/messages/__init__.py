"""Pages of direct messages."""
