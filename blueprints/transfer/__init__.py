"""Importers on the command line."""
