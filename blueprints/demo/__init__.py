"""The demo world on the command line."""
