"""Home: what waits, what is new, my spaces."""
