"""Wiki pages and their tree."""
