"""Until when a page holds: checking it, what changed around it since the last check, and the nightly marks."""

from datetime import timedelta
from typing import Any

from sqlalchemy import and_, bindparam, func, literal_column, select
from sqlalchemy.orm import Session

from models.activity.act import Actor
from models.core import clock
from models.core.base import BigId, Moment
from models.core.db import among, rows, session_of
from models.entries import editing
from models.entries.entry import LIVE, Entry
from models.entries.linking import Link
from models.entries.revision import Revision
from models.policy.viewer import Viewer
from models.spaces.space import Space
from models.wiki.care.columns import USUAL_MONTHS, months_after, state_of
from models.wiki.care.owning import kept, promise_index
from models.wiki.page import Page

# So long before the date those who answer for a page hear of it.
AHEAD = timedelta(days=14)
MOST_CHANGES = 20
A_NIGHT = 500


def check(page: Page, by: Actor) -> None:
    """Say that the page is still right; the next check is due when its interval has passed again."""
    session, before = session_of(page), kept(page)
    earlier = {
        "checked_at": page.checked_at.isoformat() if page.checked_at else None,
        "checked_by": page.checked_by_id,
    }
    page.checked_at, page.checked_by_id = clock.now(), by.id
    page.review_months = page.review_months or USUAL_MONTHS
    page.review_on = months_after(clock.now().date(), page.review_months)
    page.review = state_of(page.review_on, page.checked_at)
    editing.note(session, by, "checked", page, before=before, after=kept(page), **earlier)
    promise_index(session, [page.id])


_since = bindparam("since", type_=Moment)
CHANGED = (
    select(
        Entry.id,
        Entry.kind,
        Entry.title,
        Entry.slug,
        Entry.root_id,
        Space.slug.label("space_slug"),
        Space.name.label("space_name"),
        func.min(Revision.number).label("first"),
        func.max(Revision.number).label("last"),
        func.max(Revision.created_at).label("changed_at"),
    )
    .select_from(Link)
    .join(Entry.__table__, Entry.id == Link.target_id)
    .join(
        Revision,
        and_(Revision.entry_id == Entry.id, Revision.created_at > _since, Revision.minor.is_(False)),
    )
    .outerjoin(Space, Space.id == Entry.space_id)
    .where(
        Link.source_id == bindparam("page_id", type_=BigId),
        Entry.id != bindparam("page_id", type_=BigId),
        Entry.kind == literal_column("'page'"),
        LIVE,
        among(Entry.audience, "keys"),
    )
    .group_by(Entry.id, Entry.kind, Entry.title, Entry.slug, Entry.root_id, Space.slug, Space.name)
    .order_by(func.max(Revision.created_at).desc(), Entry.id)
    .limit(literal_column(str(MOST_CHANGES + 1)))
)


def changed_since(session: Session, viewer: Viewer, page: Page) -> list[Any]:
    """Pages that this one links to and that got a new text, minor edits aside, since it was last checked or written.

    Rows as an address needs them, with `first` and `last`, the numbers of the new texts; one more than MOST_CHANGES
    when there are more. Only pages that the viewer may read.
    """
    since = page.checked_at or page.edited_at
    return rows(session, CHANGED, page_id=page.id, since=since, keys=viewer.keys_json)


_pages = Page.__table__
FELL_DUE = (
    select(Entry.id)
    .select_from(Entry.__table__)
    .join(_pages, _pages.c.id == Entry.id)
    .where(_pages.c.review_on < bindparam("today"), Entry.review != literal_column("'overdue'"), LIVE)
    .limit(A_NIGHT)
)


def mark_overdue(session: Session) -> int:
    """Mark pages whose date has passed, so that search knows; returns how many, some hundreds at a time."""
    ids = [row.id for row in rows(session, FELL_DUE, today=clock.now().date())]
    for page in session.scalars(select(Page).where(Page.id.in_(ids))):
        page.review = state_of(page.review_on, page.checked_at)
        if page.review == "overdue":
            editing.note(session, None, "fell-due", page)
    promise_index(session, ids)
    return len(ids)
