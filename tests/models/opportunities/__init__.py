"""Tests of opportunities, on both databases."""
