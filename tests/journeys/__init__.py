"""Journeys in a real Chromium against a real server with the demo: what people do, at both widths, and axe."""
