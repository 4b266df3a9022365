"""Pages that say how something is done, and asking people to read them and to confirm it."""
