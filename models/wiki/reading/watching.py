"""Following a page with all below it, and what changed lately in followed pages. Small and silent saves tell nobody."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from types import SimpleNamespace
from typing import Any

from sqlalchemy import BigInteger, bindparam, cast, false, literal_column, select, union_all
from sqlalchemy.orm import Session

from models.core import clock
from models.core.base import Moment, from_microseconds
from models.core.db import among, rows
from models.entries.entry import Entry
from models.entries.following import Follow
from models.entries.revision import Revision
from models.people.person import Person
from models.policy.viewer import Viewer
from models.spaces.space import Space
from models.wiki.structure.places import IS_PAGE

MOST_WATCHED = 5000
SHOWN = 5
LATELY = timedelta(days=7)

_entries = Entry.__table__
_IS_LIVE = _entries.c.state == literal_column("'live'")
# Pages that are followed, and from those followed with their branch all the way down.
_first = select(Follow.entry_id.label("id"), Follow.subtree.label("goes_on")).where(
    Follow.person_id == bindparam("person_id"), Follow.entry_id.is_not(None)
)
_watched = _first.cte("watched", recursive=True)
_watched = _watched.union(
    select(_entries.c.id, literal_column("1 = 1"))
    .where(_entries.c.parent_id == _watched.c.id, IS_PAGE, _entries.c.parent_id.is_not(None), _IS_LIVE)
    .where(_watched.c.goes_on)
)
_branches = select(_watched.c.id).where(_watched.c.goes_on).distinct().limit(literal_column(str(MOST_WATCHED)))
_changes = (
    select(
        literal_column("'change'").label("what"),
        _entries.c.id,
        Revision.number,
        Revision.created_at.label("at"),
        _entries.c.title,
        _entries.c.slug,
        Space.slug.label("space_slug"),
        Revision.summary,
        Person.name,
    )
    .select_from(_entries)
    .join(Revision, Revision.entry_id == _entries.c.id)
    .join(Person, Person.id == Revision.editor_id)
    .join(Space, Space.id == _entries.c.space_id)
    .where(
        _entries.c.id.in_(select(_watched.c.id)),
        IS_PAGE,
        _IS_LIVE,
        among(_entries.c.audience, "keys"),
        _entries.c.edited_at > bindparam("since", type_=Moment),
        Revision.created_at > bindparam("since", type_=Moment),
        Revision.editor_id != bindparam("person_id"),
        Revision.minor.is_(false()),
        Revision.silent.is_(false()),
    )
    .order_by(Revision.created_at.desc(), _entries.c.id.desc())
    .limit(literal_column("40"))
    .subquery("changes")
)


def _ids(what: str, number: Any) -> Any:
    nothing: Any = literal_column("''")
    return select(
        literal_column(f"'{what}'").label("what"),
        cast(number, BigInteger).label("id"),
        literal_column("0").label("number"),
        cast(literal_column("0"), BigInteger).label("at"),
        *(nothing.label(name) for name in ("title", "slug", "space_slug", "summary", "name")),
    )


def _mine(what: str, column: Any) -> Any:
    return _ids(what, column).where(Follow.person_id == bindparam("person_id"), column.is_not(None))


_branch = _branches.subquery("branches")
# One statement for home: what is followed, the branches page by page, and what changed in followed pages.
WATCHED = union_all(
    _mine("entry", Follow.entry_id),
    _mine("space", Follow.space_id),
    _mine("tag", Follow.tag_id),
    _mine("person", Follow.followed_id),
    _ids("branch", _branch.c.id).select_from(_branch),
    select(
        _changes.c.what,
        cast(_changes.c.id, BigInteger),
        _changes.c.number,
        cast(_changes.c.at, BigInteger),
        *(_changes.c[name] for name in ("title", "slug", "space_slug", "summary", "name")),
    ),
)


@dataclass
class Watched:
    """Ids of what a person follows (`entry`, `space`, `tag`, `person`, and `branch`: every page of followed branches),
    and the last changes by others in followed pages."""

    ids: dict[str, list[int]]
    changed: list[SimpleNamespace]


def watched(session: Session, viewer: Viewer, since: datetime | None = None) -> Watched:
    """What of a branch the viewer may read is asked where it is shown. `changed` has up to five pages with id, title,
    slug, space_slug, number, summary, at and name (of who saved it)."""
    since = since or clock.now() - LATELY
    ids: dict[str, list[int]] = {name: [] for name in ("entry", "space", "tag", "person", "branch")}
    last: dict[int, SimpleNamespace] = {}
    for row in rows(session, WATCHED, person_id=viewer.id, keys=viewer.keys_json, since=since):
        if row.what == "change":
            last.setdefault(row.id, SimpleNamespace(**{**row._mapping, "at": from_microseconds(row.at)}))
        else:
            ids[row.what].append(row.id)
    changed = sorted(last.values(), key=lambda each: (each.at, each.id), reverse=True)
    return Watched(ids, changed[:SHOWN])
