"""What is the same for every kind of entry: history, reactions, follows, trash, reports. Written once."""
