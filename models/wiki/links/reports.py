"""Reports about links: what links to a page, pages that nothing leads to, links that lead nowhere. All capped or paged,
all with the viewer's rights: what somebody may not read neither stands in a list nor counts in one.
"""

from typing import Any

from sqlalchemy import and_, bindparam, func, literal_column, select, tuple_
from sqlalchemy.orm import Session, aliased

from models.core.base import BigId
from models.core.db import among, one, rows
from models.entries.entry import LIVE, Entry
from models.entries.linking import LEADS_NOWHERE, Link
from models.people.person import Person
from models.policy.viewer import Viewer
from models.spaces.space import Space
from models.wiki.reading.changes import Wanted, wanted
from models.wiki.structure.choices import WikiChoice
from models.wiki.structure.places import IS_PAGE

PAGE = 50
MOST = 100

_entries = Entry.__table__
_root = aliased(Entry, flat=True)
_home = func.coalesce(Entry.space_id, 0)

# By space, so that a page of the list has one heading for each; within it the newest first.
LINKS_HERE = (
    select(
        Entry.id,
        Entry.kind,
        Entry.slug,
        Entry.root_id,
        Entry.title,
        _root.title.label("root_title"),
        Entry.excerpt,
        _home.label("space_id"),
        Space.slug.label("space_slug"),
        Space.name.label("space_name"),
        Person.name.label("author_name"),
    )
    .select_from(Entry.__table__)
    .join(Person, Person.id == Entry.author_id)
    .outerjoin(Space, Space.id == Entry.space_id)
    .outerjoin(_root, _root.id == Entry.root_id)
    .where(
        Entry.id.in_(select(Link.source_id).where(Link.target_id == bindparam("entry_id", type_=BigId))),
        Entry.id != bindparam("entry_id", type_=BigId),
        LIVE,
        among(Entry.audience, "keys"),
        tuple_(_home, -Entry.id) > tuple_(bindparam("after_space", type_=BigId), bindparam("after_id", type_=BigId)),
    )
    .order_by(_home, -Entry.id)
    .limit(literal_column(str(PAGE + 1)))
)


def links_here(session: Session, viewer: Viewer, entry_id: int, after: str = "") -> tuple[list[Any], str]:
    """Up to 50 entries of every kind that link to one, ordered by space, and where the next part begins ('' for none).

    Rows have id, kind, slug, root_id, title, root_title, excerpt, space_id (0 for none), space_slug, space_name and
    author_name.
    """
    space_id, number = pair(after)
    values = {"entry_id": entry_id, "after_space": space_id if after else -1, "after_id": -number if after else 0}
    found = rows(session, LINKS_HERE, keys=viewer.keys_json, **values)
    shown = found[:PAGE]
    return shown, f"{shown[-1].space_id}-{shown[-1].id}" if len(found) > PAGE else ""


def pair(text: str) -> tuple[int, int]:
    """Two numbers of an address such as 12-345; zeros for anything else."""
    first, _dash, second = text.partition("-")
    if all(each.isascii() and each.isdigit() and len(each) < 16 for each in (first, second)):
        return int(first), int(second)
    return 0, 0


_source, _child = _entries.alias("source"), _entries.alias("child")
_linked = (
    select(literal_column("1"))
    .select_from(Link.__table__.join(_source, _source.c.id == Link.source_id))
    .where(
        Link.target_id == _entries.c.id,
        _source.c.id != _entries.c.id,
        _source.c.state == literal_column("'live'"),
        among(_source.c.audience, "keys"),
    )
    .correlate(_entries)
    .exists()
)
_has_child = (
    select(literal_column("1"))
    .where(
        _child.c.parent_id == _entries.c.id,
        _child.c.kind == literal_column("'page'"),
        _child.c.parent_id.is_not(None),
        _child.c.state == literal_column("'live'"),
        among(_child.c.audience, "keys"),
    )
    .correlate(_entries)
    .exists()
)
_is_home = select(WikiChoice.space_id).where(WikiChoice.home_id == _entries.c.id).correlate(_entries).exists()
ORPHANS = (
    select(_entries.c.id, _entries.c.title, _entries.c.slug, _entries.c.excerpt, _entries.c.edited_at, Person.name)
    .join(Person, Person.id == _entries.c.editor_id)
    .where(
        _entries.c.space_id == bindparam("space_id"),
        IS_PAGE,
        _entries.c.parent_id.is_(None),
        LIVE,
        among(_entries.c.audience, "keys"),
        _entries.c.id > bindparam("after_id", type_=BigId),
        ~_linked,
        ~_has_child,
        ~_is_home,
    )
    .order_by(_entries.c.id)
    .limit(bindparam("limit"))
)


def orphans(session: Session, viewer: Viewer, space_id: int, after_id: int = 0, limit: int = PAGE + 1) -> list[Any]:
    """Pages that nothing leads to but the list of all pages: at the top of the tree with none below them, not the home
    of the space, and no text links to them. Rows: id, title, slug, excerpt, edited_at, name (of the last editor)."""
    values = {"space_id": space_id, "after_id": after_id, "limit": min(limit, MOST)}
    return rows(session, ORPHANS, keys=viewer.keys_json, **values)


BROKEN_LINKS = (
    select(Link.id, Link.space_slug, Link.slug, Entry.id.label("entry_id"), Entry.title, Entry.slug.label("page_slug"))
    .select_from(Entry.__table__)
    .join(Link, and_(Link.source_id == Entry.id, LEADS_NOWHERE))
    .where(
        Entry.space_id == bindparam("space_id"),
        Entry.kind == literal_column("'page'"),
        LIVE,
        among(Entry.audience, "keys"),
        tuple_(Entry.id, Link.id) > tuple_(bindparam("after_entry", type_=BigId), bindparam("after_id", type_=BigId)),
    )
    .order_by(Entry.id, Link.id)
    .limit(bindparam("limit"))
)


def broken_links(
    session: Session, viewer: Viewer, space_id: int, after: tuple[int, int] = (0, 0), limit: int = PAGE + 1
) -> list[Any]:
    """Links in the pages of a space that lead to nothing the viewer may read: missing, in the trash or hidden are one.

    Rows: id, space_slug and slug of the address ('' for a pasted one), and of the page entry_id, title, page_slug.
    """
    values = {"space_id": space_id, "after_entry": after[0], "after_id": after[1], "limit": min(limit, MOST)}
    return rows(session, BROKEN_LINKS, keys=viewer.keys_json, **values)


COUNTED = select(
    select(func.count())
    .select_from(ORPHANS.with_only_columns(literal_column("1")).order_by(None).subquery())
    .scalar_subquery()
    .label("orphans"),
)


def count_orphans(session: Session, viewer: Viewer, space_id: int) -> int:
    """How many orphans there are, 100 at most."""
    return int(one(session, COUNTED, space_id=space_id, keys=viewer.keys_json, after_id=0, limit=MOST).orphans)


__all__ = ["Wanted", "broken_links", "count_orphans", "links_here", "orphans", "pair", "wanted"]
