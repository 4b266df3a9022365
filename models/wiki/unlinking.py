"""Takes links that lead nowhere out of a page's text, through the one write path."""

from models.activity.act import Actor
from models.core.language import gettext as _
from models.core.text import without_link
from models.wiki.page import Page


def take_link_out(page: Page, by: Actor, space_slug: str, slug: str) -> bool:
    """Make plain words of the wiki links to an address. False when the text has none."""
    home = page.space.slug if page.space else ""
    body = without_link(page.body, home, space_slug, slug)
    if body == page.body:
        return False
    page.revise(
        by=by,
        based_on=page.version,
        title=page.title,
        body=body,
        summary=_("Took out a link that leads nowhere"),
        minor=True,
    )
    return True
