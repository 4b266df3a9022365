"""What links the departments: related entries, likely twins, and searches that nobody could answer."""
