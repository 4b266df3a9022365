"""The spine that every kind of entry shares."""
