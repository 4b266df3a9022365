"""The bell: what concerns the viewer, and what they want to hear of."""
