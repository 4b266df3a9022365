"""Forums: lists, topics, asking and deciding."""
