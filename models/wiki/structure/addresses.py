"""The old addresses of a page: where it stood before it was renamed or moved. Each leads straight to the page."""

from typing import Any

from sqlalchemy import bindparam, delete, or_, select, update
from sqlalchemy.orm import Session

from models.core.db import among, as_words, rows, session_of
from models.core.errors import Refused
from models.core.language import gettext as _
from models.entries import editing
from models.entries.linking import Link, Redirect
from models.policy.viewer import Viewer
from models.spaces.space import Space
from models.wiki.page import Page

OLD_ADDRESSES = (
    select(Redirect.slug, Space.slug.label("space_slug"), Space.name.label("space_name"))
    .join(Space, Space.id == Redirect.space_id)
    .where(Redirect.page_id == bindparam("page_id"))
    # In another space it is named only to those who may read that space.
    .where(or_(Space.id == bindparam("space_id"), among(Space.id, "spaces"), Space.openness == bindparam("open")))
    .order_by(Space.name, Redirect.slug)
    .limit(200)
)


def old_addresses(session: Session, viewer: Viewer, page: Page) -> list[Any]:
    """Rows (slug, space_slug, space_name) of the addresses that lead to the page."""
    return rows(
        session,
        OLD_ADDRESSES,
        page_id=page.id,
        space_id=page.space_id,
        spaces=as_words(viewer.roles),
        open="" if viewer.is_guest else "open",
    )


def forget_address(page: Page, space_slug: str, slug: str, by: Viewer) -> None:
    """Remove an old address; links that name it lead nowhere from now on. Raises Refused when it is gone already."""
    session = session_of(page)
    if (space_slug, slug) not in {(row.space_slug, row.slug) for row in old_addresses(session, by, page)}:
        raise Refused(_("This old address is not there any more."))
    space = select(Space.id).where(Space.slug == space_slug).scalar_subquery()
    session.execute(
        delete(Redirect)
        .where(Redirect.space_id == space, Redirect.slug == slug, Redirect.page_id == page.id)
        .execution_options(synchronize_session=False)
    )
    session.execute(
        update(Link)
        .where(Link.space_slug == space_slug, Link.slug == slug, Link.target_id == page.id)
        .values(target_id=None)
    )
    editing.note(session, by, "removed-address", page, space=space_slug, slug=slug)
