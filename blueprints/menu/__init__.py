"""The menu of phones, help, and the accessibility statement."""
