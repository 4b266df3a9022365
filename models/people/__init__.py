"""People and departments: the one user model, accounts and sessions."""
