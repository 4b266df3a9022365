"""Search: the page of results, suggestions, the description for browsers, and the commands that measure and mend."""
