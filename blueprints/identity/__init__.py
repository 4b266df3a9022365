"""Signing in and out, making an account, forgotten passwords, and accounts on the command line."""
