"""Fetching a round of confirmations for a route, and where its page is read."""

from typing import Any

from blueprints.kit.request import db, viewer
from models.wiki.page import Page
from models.wiki.procedures.reading import visible_confirmation
from models.wiki.procedures.rounds import Confirmation


def confirmation(values: dict[str, Any]) -> Confirmation:
    """The round whose number is in the address, when the viewer may read its page."""
    return visible_confirmation(db(), viewer(), values.pop("confirmation_id"))


def href_of(page: Page) -> str:
    return f"/s/{page.space.slug}/wiki/{page.slug}" if page.space else f"/e/{page.id}"


def crumbs_of(page: Page) -> list[tuple[str, str]]:
    """The way to a page for the kit's breadcrumbs."""
    if page.space is None:
        return [(page.title, href_of(page))]
    return [(page.space.name, f"/s/{page.space.slug}"), (page.title, href_of(page))]
