"""Who answers for a page, until when it holds, and whether it is a draft, official or outdated."""
