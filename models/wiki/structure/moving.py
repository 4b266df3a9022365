"""Moving pages: to another place of the tree, and with all below them to another space."""

from collections.abc import Sequence

from sqlalchemy import bindparam, literal_column, select, update
from sqlalchemy.orm import Session, undefer
from sqlalchemy.orm.attributes import set_committed_value

from models.activity.act import Actor
from models.core.base import BigId
from models.core.db import as_words, rows, session_of
from models.core.errors import Refused
from models.core.language import gettext as _
from models.core.text import relinked
from models.entries import editing
from models.entries.carrying import carry
from models.entries.entry import Entry
from models.entries.linking import Link, Redirect, link_up
from models.policy.viewer import Viewer
from models.spaces.space import Space
from models.wiki.page import PAGES_AMONG, Page, drop_redirects
from models.wiki.structure.places import IS_PAGE, next_position, position_between
from models.wiki.structure.readers import chosen_readers, keep_readers, readers_above

MOST_MOVED = 1000
NAMED = 5

_entries = Entry.__table__
_first = select(_entries.c.id, _entries.c.state).where(_entries.c.id == bindparam("page_id", type_=BigId))
_below = _first.cte("subtree", recursive=True)
_below = _below.union(
    select(_entries.c.id, _entries.c.state)
    .where(_entries.c.parent_id == _below.c.id, IS_PAGE, _entries.c.parent_id.is_not(None))
    .where(_below.c.state == literal_column("'live'"))
)
SUBTREE = select(_below.c.id, _below.c.state).limit(literal_column(str(MOST_MOVED + 1)))


def subtree(session: Session, page_id: int) -> list[int]:
    """Ids of a page and of all live pages below it, whoever may read them."""
    return [row.id for row in rows(session, SUBTREE, page_id=page_id) if row.state == "live" or row.id == page_id]


def move_page(
    page: Page,
    parent: Page | None,
    by: Actor,
    *,
    before: int | None = None,
    after: int | None = None,
    follow: bool = False,
) -> None:
    """Put the page below `parent` (None: to the top) right before or after a sibling (ids), else behind the last one.

    It never gets more readers on the way, unless it is to `follow` those of its new place; below a page that fewer
    people read it is read by them. Raises Refused for a loop and when the sibling does not stand there any more.
    """
    session = session_of(page)
    if page.space_id is None:
        raise LookupError("a page belongs to a space")
    # One move of a space at a time: two that cross could make a circle.
    session.execute(select(Space.id).where(Space.id == page.space_id).with_for_update())
    _check_above(session, page, parent)
    try:
        place = position_between(session, page.space_id, parent.id if parent else None, page.id, before, after)
    except LookupError as error:
        raise Refused(
            _("The pages there changed while you were choosing. Nothing was moved. Choose the place again.")
        ) from error
    readers, chosen = readers_above(page)[0], chosen_readers(page)
    page.parent_id, page.position = parent.id if parent else None, place
    keep_readers(page, readers, chosen, follow)
    editing.note(session, by, "moved", page)


def _check_above(session: Session, page: Page, parent: Page | None) -> None:
    above, seen = parent, set[int]()
    while above is not None and above.id not in seen:
        if above.id == page.id:
            raise Refused(_("A page cannot stand below itself or below a page that stands below it."))
        seen.add(above.id)
        above = session.get(Page, above.parent_id) if above.parent_id else None


def move_to_space(page: Page, space: Space, by: Viewer) -> int:
    """Move a page with all pages below it to the top of another space's wiki; returns how many pages went.

    Their old addresses lead on, links between them and to the pages that stay keep working, comments and files go
    along. Raises Refused when a page of the other space has the same address, naming those that the mover may read.
    """
    session, old = session_of(page), page.space
    if old is None or old.id == space.id:
        raise Refused(_("The page stands in this space already."))
    session.execute(select(Space.id).where(Space.id.in_((old.id, space.id))).with_for_update())
    ids = subtree(session, page.id)
    if len(ids) > MOST_MOVED:
        raise Refused(_("These are too many pages to move at once. Move the branches below this page one by one."))
    pages = _loaded(session, ids)
    before = {each.id: each.slug for each in pages}
    _check_addresses(session, pages, space, by)
    position = next_position(session, space.id, None)
    for each in pages:
        session.merge(Redirect(space_id=old.id, slug=before[each.id], page_id=each.id))
    drop_redirects(session, space, sorted(each.slug for each in pages))
    # What lies in the trash below them stays in the trash of the old space.
    session.execute(
        update(_entries).where(_entries.c.parent_id.in_(ids), _entries.c.state == "trashed").values(parent_id=None)  # type: ignore[arg-type]
    )
    page.parent_id, page.position = None, position
    session.flush()
    carry(session, ids, space)
    _keep_links(session, _loaded(session, ids), set(before.values()), old, space, by)
    editing.note(session, by, "moved", page, from_space=old.id, pages=len(ids))
    return len(ids)


def _loaded(session: Session, ids: Sequence[int]) -> list[Page]:
    found = select(Page).where(Page.id.in_(ids)).options(undefer(Page.body)).order_by(Page.id)
    return list(session.scalars(found, execution_options={"populate_existing": True}))


def _check_addresses(session: Session, pages: list[Page], space: Space, by: Viewer) -> None:
    taken = {row.slug for row in rows(session, PAGES_AMONG, space_id=space.id, slugs=as_words(p.slug for p in pages))}
    for each in pages:
        if each.slug in taken and each.audience not in by.keys:
            # Nobody who moves it knows of this page: it gets an address that is free, and tells nothing.
            each.slug = f"{each.slug[:110]}-{each.id}"
    named = [each.title for each in pages if each.slug in taken]
    if named:
        shown = ", ".join(f"“{title}”" for title in named[:NAMED])
        raise Refused(
            _("These titles are not available in %(space)s: %(titles)s. Nothing was moved. Rename the pages first.",
              space=space.name, titles=shown)
        )  # fmt: skip


def _keep_links(session: Session, pages: list[Page], names: set[str], old: Space, space: Space, by: Actor) -> None:
    """[[Title]] means a page of the same space: what stayed behind is named with its space from now on."""
    said = _("Moved here from %(space)s", space=old.name)
    session.execute(
        update(Link)
        .where(Link.source_id.in_([each.id for each in pages]), Link.space_slug == old.slug, Link.slug.in_(names))
        .values(space_slug=space.slug)
    )
    for each in pages:
        set_committed_value(each, "space", space)
        body = relinked(each.body, old.slug, names)
        if body != each.body:
            editing.edit(each, by=by, based_on=each.version, body=body, summary=said, minor=True, approved=True)
        elif "[[" in body or "{{" in body:
            # Drawn anew at night; until then its links lead through the old addresses.
            each.renderer = 0
        link_up(session, each, space)
