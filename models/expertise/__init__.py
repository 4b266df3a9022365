"""Who knows about something, found in what people wrote where others can read it; and what they say to that."""
