"""What a reader sees around and about pages: surroundings, recent changes, followed pages."""
