"""Files of spaces and pages: folders, versions, locks, what they hold as text, and who had them."""
