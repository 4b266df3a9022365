"""Ground that everything stands on: database, clock, settings, text, outbox, files."""
