"""Reports about content."""
