"""Tests of the product without the web."""
