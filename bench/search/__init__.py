"""How search compares: the same documents and queries for our engines and for others. One file a matter."""
