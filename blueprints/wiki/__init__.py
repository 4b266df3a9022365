"""Wiki pages as people read, write and arrange them."""
