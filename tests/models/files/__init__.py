"""Tests of models/files."""
