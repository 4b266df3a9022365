"""People and departments: the directory, a person's page, one's own profile, the tree of organisations."""
