"""Alembic migrations: the history of the tables. `env.py` and `versions/` are read by Alembic alone."""
