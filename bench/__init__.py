"""Speed and scale, printed as tables."""
