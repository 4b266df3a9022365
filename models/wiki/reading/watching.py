"""Following a page with all below it, and what changed lately in followed pages. Small and silent saves tell nobody."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from types import SimpleNamespace
from typing import Any

from sqlalchemy import BigInteger, bindparam, case, cast, false, func, literal_column, or_, select, union_all
from sqlalchemy.orm import Session, aliased

from models.core import clock
from models.core.base import Moment, from_microseconds
from models.core.db import among, rows
from models.entries.entry import Entry
from models.entries.following import IS_FOLLOW, MUTE, Follow
from models.entries.muting import Muted
from models.entries.revision import Revision
from models.people.department import Department
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
    Follow.person_id == bindparam("person_id"), Follow.entry_id.is_not(None), IS_FOLLOW
)
_watched = _first.cte("watched", recursive=True)
_watched = _watched.union(
    select(_entries.c.id, literal_column("1 = 1"))
    .where(_entries.c.parent_id == _watched.c.id, IS_PAGE, _entries.c.parent_id.is_not(None), _IS_LIVE)
    .where(_watched.c.goes_on)
)
_branches = select(_watched.c.id).where(_watched.c.goes_on).distinct().limit(literal_column(str(MOST_WATCHED)))
_mute = aliased(Follow, name="mute", flat=True)
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
        ~select(_mute.id)
        .where(
            _mute.person_id == bindparam("person_id"),
            _mute.level == literal_column(f"'{MUTE}'"),
            or_(_mute.space_id == _entries.c.space_id, _mute.followed_id == Revision.editor_id),
        )
        .correlate(_entries, Revision)
        .exists(),
    )
    .order_by(Revision.created_at.desc(), _entries.c.id.desc())
    .limit(literal_column("40"))
    .subquery("changes")
)


def _ids(what: Any, id_: Any, muted: Any = None) -> Any:
    nothing: Any = literal_column("''")
    return select(
        what.label("what"),
        cast(id_, BigInteger).label("id"),
        (literal_column("0") if muted is None else muted).label("number"),
        cast(literal_column("0"), BigInteger).label("at"),
        *(nothing.label(name) for name in ("title", "slug", "space_slug", "summary", "name")),
    )


_is_muted = case((IS_FOLLOW, literal_column("0")), else_=literal_column("1"))
_mine = Follow.person_id == bindparam("person_id")
_things = {
    "entry": Follow.entry_id,
    "space": Follow.space_id,
    "tag": Follow.tag_id,
    "person": Follow.followed_id,
}
_kind_of_thing = case(*((column.is_not(None), literal_column(f"'{what}'")) for what, column in _things.items()))
_unit, _below = Department.__table__.alias("unit"), Department.__table__.alias("below")
_branch = _branches.subquery("branches")
# One statement for home: what is followed or muted (departments with all below them), the followed branches page by
# page, and what changed in followed pages.
WATCHED = union_all(
    _ids(_kind_of_thing, func.coalesce(*_things.values()), _is_muted).where(_mine, Follow.department_id.is_(None)),
    _ids(literal_column("'department'"), _below.c.id, _is_muted)
    .select_from(Follow)
    .join(_unit, _unit.c.id == Follow.department_id)
    .join(_below, func.substr(_below.c.path, 1, func.length(_unit.c.path)) == _unit.c.path)
    .where(_mine, Follow.department_id.is_not(None)),
    _ids(literal_column("'branch'"), _branch.c.id).select_from(_branch),
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
    """Ids of what a person follows (`entry`, `space`, `tag`, `person`, `department` with all below it, and
    `branch`: every page of followed branches), of what they muted, and the last changes by others in followed pages."""

    ids: dict[str, list[int]]
    changed: list[SimpleNamespace]
    muted: Muted = field(default_factory=Muted)


def watched(session: Session, viewer: Viewer, since: datetime | None = None) -> Watched:
    """What of a branch the viewer may read is asked where it is shown. `changed` has up to five pages with id, title,
    slug, space_slug, number, summary, at and name (of who saved it)."""
    since = since or clock.now() - LATELY
    ids: dict[str, list[int]] = {name: [] for name in ("entry", "space", "tag", "person", "department", "branch")}
    muted = Muted()
    last: dict[int, SimpleNamespace] = {}
    for row in rows(session, WATCHED, person_id=viewer.id, keys=viewer.keys_json, since=since):
        if row.what == "change":
            last.setdefault(row.id, SimpleNamespace(**{**row._mapping, "at": from_microseconds(row.at)}))
        elif row.number:
            getattr(muted, row.what).append(row.id)
        else:
            ids[row.what].append(row.id)
    changed = sorted(last.values(), key=lambda each: (each.at, each.id), reverse=True)
    return Watched(ids, changed[:SHOWN], muted)
