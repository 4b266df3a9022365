"""Runs Witan: one command for the web server, the sockets and the worker."""
