"""Procedures: pages that hold from a day on, and the people who are asked to read and confirm them."""
