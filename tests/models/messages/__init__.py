"""Tests of this part of the models."""
