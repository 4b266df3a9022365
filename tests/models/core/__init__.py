"""Tests of models/core."""
