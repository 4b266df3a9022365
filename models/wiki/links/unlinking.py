"""Texts without links that lead nowhere, and what a save of them is called."""

from models.core.text import without_link
from models.entries.summaries import neutral
from models.wiki.page import Page


def body_without_link(page: Page, space_slug: str, slug: str) -> str:
    """The text with plain words in place of the wiki links to an address; the same text when it has none."""
    return without_link(page.body, page.space.slug if page.space else "", space_slug, slug)


def unlinking_summary() -> str:
    return neutral("unlinked")
