"""Everything that speaks to the outside: HTTP, sockets and the command line."""
