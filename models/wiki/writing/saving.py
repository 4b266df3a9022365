"""Saving a page from any of its editors, the whole page or one section: the one way that never loses a text."""

from collections.abc import Sequence

from models.activity.act import Actor
from models.core.db import session_of
from models.entries import drafts, presence
from models.entries.saving import Conflict, Saved, save
from models.wiki.page import Page

__all__ = ["Conflict", "Saved", "save_page"]


def save_page(
    page: Page,
    *,
    by: Actor,
    based_on: int,
    body: str,
    title: str | None = None,
    tags: Sequence[str] | None = None,
    tags_before: Sequence[str] | None = None,
    summary: str = "",
    minor: bool = False,
    silent: bool = False,
    draft: int = 0,
    draft_place: str = "",
) -> Saved:
    """Save the whole text of a page that was begun from version `based_on`, merged with what others saved since.

    `title` None leaves the title. `draft` is the number of the draft that the form knows of: it is forgotten with
    the save; it is that of the whole page unless `draft_place` says another. Raises Conflict, and Invalid.
    """
    done = save(
        page,
        by=by,
        based_on=based_on,
        body=body,
        title=page.title if title is None else title,
        tags=tags,
        tags_before=tags_before,
        write=page.revise,
        summary=summary,
        minor=minor,
        silent=silent,
    )
    session = session_of(page)
    if draft:
        drafts.saved(session, by, draft_place or drafts.place_of_edit(page), draft)
    presence.leave(session, by, page)
    return done
