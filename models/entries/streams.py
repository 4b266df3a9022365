"""Streams: the newest entries that a viewer may see, cut by a floor so that their cost stays flat.

Nothing older than the n-th newest entry of my widest audience can be among my newest n: that entry's time is the
floor. All statements are constants; a page of a stream goes on below a key (time, id), never by offset.
"""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import (
    ColumnElement,
    Integer,
    Select,
    String,
    and_,
    bindparam,
    case,
    cast,
    func,
    literal,
    literal_column,
    or_,
    select,
    tuple_,
    type_coerce,
)
from sqlalchemy.orm import Session

from models.core import clock
from models.core.base import BigId, Moment, from_microseconds, to_microseconds
from models.core.db import among, as_words, rows, words
from models.entries.entry import LIVE, Entry
from models.entries.marker import NEW_COUNT
from models.entries.muting import Muted, in_units, muted_values, not_muted
from models.entries.reaching import newest_activity
from models.entries.rows import LIST_COLUMNS, list_rows
from models.entries.tagging import Tagging
from models.people.person import Person
from models.policy.viewer import EVERYONE, Viewer

PAGE = 20
WALK = 3000
END_OF_TIME = datetime(9999, 1, 1, tzinfo=UTC)

Condition = Callable[[Any], Any]


class Position(NamedTuple):
    """Where a page of a stream ended: the next one holds what is older."""

    at: datetime
    id: int

    def __str__(self) -> str:
        return f"{to_microseconds(self.at)}-{self.id}"

    @classmethod
    def parse(cls, text: str | None) -> "Position":
        """The position in an address; anything unreadable means the beginning."""
        at, _, entry_id = (text or "").partition("-")
        if (at + entry_id).isascii() and at.isdigit() and entry_id.isdigit() and len(at) < 18 and len(entry_id) < 19:
            return cls(from_microseconds(int(at)), int(entry_id))
        return cls(END_OF_TIME, 2**62)


_TABLE = Entry.__table__


def _floor(order: str, where: tuple[Condition, ...], number: int) -> Any:
    """The time of the `number`-th newest entry of the reader's widest audience, or the beginning of time."""
    above = _TABLE.alias("above")
    wide = words("wide")
    each = (
        select(above.c[order])
        .where(above.c.audience == wide.c.value, above.c.state == literal_column("'live'"), *[w(above) for w in where])
        .order_by(above.c[order].desc(), above.c.id.desc())
        .limit(literal_column("1"))
        .offset(literal_column(str(number - 1)))
        .correlate(wide)
        .scalar_subquery()
    )
    found = select(each.label("at")).select_from(wide).subquery()
    return func.coalesce(select(func.max(found.c.at)).scalar_subquery(), literal_column("0"), type_=BigId)


def _before(order: str) -> Condition:
    return lambda table: (
        tuple_(table.c[order], table.c.id)
        < tuple_(bindparam("before_at", type_=Moment), bindparam("before_id", type_=BigId))
    )


def _newest(*where: Condition, order: str = "last_activity_at", number: int = PAGE) -> Select[Any]:
    where = (*where, _before(order))
    found = _TABLE.alias("found")
    # Their ids first: what lists show of them would else be put together for all above the floor, before the sort.
    ids = (
        select(found.c.id)
        .where(
            found.c.state == literal_column("'live'"),
            among(found.c.audience, "keys"),
            type_coerce(found.c[order], BigId) >= _floor(order, where, number),
            *[condition(found) for condition in where],
        )
        .order_by(found.c[order].desc(), found.c.id.desc())
        .limit(literal_column(str(number)))
    )
    return (
        list_rows(*LIST_COLUMNS, NEW_COUNT)
        .where(_TABLE.c.id.in_(ids))
        .order_by(_TABLE.c[order].desc(), _TABLE.c.id.desc())
    )


def _of_kind(table: Any) -> Any:
    return table.c.kind == bindparam("kind")


def _of_space(table: Any) -> Any:
    return table.c.space_id == bindparam("space_id")


def _rooted(table: Any) -> Any:
    # Word for word as in the indexes (entry.ROOTS).
    return and_(table.c.root_id.is_(None), table.c.kind != literal_column("'file'"))


def _posts(table: Any) -> Any:
    return and_(table.c.kind == literal_column("'post'"), table.c.root_id.is_(None))


NEWEST = _newest(_rooted, not_muted)
NEWEST_OF_KIND = _newest(_of_kind, _rooted, not_muted)
NEWEST_POSTS = _newest(_posts, not_muted, order="created_at")


def page_of(session: Session, statement: Any, viewer: Viewer, before: Position | None, **values: Any) -> list[Any]:
    """One page of a stream below `before`, with what each statement of a stream needs bound."""
    before = before or Position.parse(None)
    return rows(
        session,
        statement,
        keys=viewer.keys_json,
        reader=viewer.id,
        wide=viewer.wide_json,
        before_at=before.at,
        before_id=before.id,
        **values,
    )


def newest(session: Session, viewer: Viewer, before: Position | None = None, muted: Muted | None = None) -> list[Any]:
    """List rows of the 20 entries (no replies) with the newest activity that the viewer may see and did not mute."""
    return page_of(session, NEWEST, viewer, before, **muted_values(muted, viewer.id))


def newest_of_kind(
    session: Session, viewer: Viewer, kind: str, before: Position | None = None, muted: Muted | None = None
) -> list[Any]:
    """The same for one kind."""
    return page_of(session, NEWEST_OF_KIND, viewer, before, kind=kind, **muted_values(muted, viewer.id))


def newest_posts(
    session: Session, viewer: Viewer, before: Position | None = None, muted: Muted | None = None
) -> list[Any]:
    """The 20 newest short posts by the time they were written."""
    return page_of(session, NEWEST_POSTS, viewer, before, **muted_values(muted, viewer.id))


def listed_under(
    condition: ColumnElement[bool], order: str = "last_activity_at", number: int = PAGE, more: tuple[Any, ...] = ()
) -> Select[Any]:
    """A stream that its own index bounds: a space, an author, a tag. Rights are checked on the few rows it walks."""
    return (
        list_rows(*LIST_COLUMNS, NEW_COUNT, *more)
        .where(condition, LIVE, among(_TABLE.c.audience, "keys"), _before(order)(_TABLE))
        .order_by(_TABLE.c[order].desc(), _TABLE.c.id.desc())
        .limit(literal_column(str(number)))
    )


_editor = Person.__table__.alias("editor")
# Who changed it last: beside the time of a change no other name is right.
EDITED_BY: tuple[Any, ...] = (
    _TABLE.c.editor_id,
    *(
        select(_editor.c[name])
        .where(_editor.c.id == _TABLE.c.editor_id)
        .correlate(_TABLE)
        .scalar_subquery()
        .label(f"editor_{name}")
        for name in ("name", "username")
    ),
)
IN_SPACE = listed_under(and_(_of_space(_TABLE), _rooted(_TABLE)), more=EDITED_BY)
IN_SPACE_OF_KINDS = listed_under(
    and_(_of_space(_TABLE), _rooted(_TABLE), among(_TABLE.c.kind, "kinds")), more=EDITED_BY
)
IN_SPACE_OF_STATUS = listed_under(
    and_(
        _of_space(_TABLE),
        _rooted(_TABLE),
        among(_TABLE.c.kind, "kinds"),
        _TABLE.c.status == bindparam("status"),
    )
)
BY_AUTHOR = listed_under(
    and_(
        _TABLE.c.author_id == bindparam("author_id"),
        or_(bindparam("kind") == literal(""), _TABLE.c.kind == bindparam("kind")),
    ),
    order="created_at",
)


def in_space(
    session: Session,
    viewer: Viewer,
    space_id: int,
    kinds: tuple[str, ...] = (),
    status: str = "",
    before: Position | None = None,
) -> list[Any]:
    """The 20 entries of a space with the newest activity, of some kinds and with a status where given."""
    if status:
        return page_of(
            session, IN_SPACE_OF_STATUS, viewer, before, space_id=space_id, kinds=as_words(kinds), status=status
        )
    if kinds:
        return page_of(session, IN_SPACE_OF_KINDS, viewer, before, space_id=space_id, kinds=as_words(kinds))
    return page_of(session, IN_SPACE, viewer, before, space_id=space_id)


def by_author(
    session: Session, viewer: Viewer, author_id: int, kind: str = "", before: Position | None = None
) -> list[Any]:
    """The 20 newest entries that somebody wrote and that the viewer may see."""
    return page_of(session, BY_AUTHOR, viewer, before, author_id=author_id, kind=kind)


# Home: walk the newest entries once and keep what I may see and follow. The join of '' keeps the planner off the
# audience index, the scalar tag test is one probe a row (EXISTS took seven times as long).
_walked = (
    select(
        _TABLE.c.id,
        _TABLE.c.created_at,
        _TABLE.c.kind,
        _TABLE.c.audience,
        _TABLE.c.space_id,
        _TABLE.c.author_id,
        _TABLE.c.root_id,
    )
    .where(LIVE, _before("created_at")(_TABLE))
    .order_by(_TABLE.c.created_at.desc(), _TABLE.c.id.desc())
    .limit(literal_column(str(WALK)))
    .subquery("walked")
)
_followed_tag = (
    select(literal_column("1"))
    .where(
        Tagging.entry_id == _walked.c.id,
        Tagging.tag_id.in_(select(cast(words("tags").c.value, Integer))),
    )
    .limit(literal_column("1"))
    .scalar_subquery()
)


def _my(column: Any, parameter: str) -> Any:
    return column.in_(select(cast(words(parameter).c.value, BigId)))


_I_FOLLOW = or_(
    _my(_walked.c.space_id, "spaces"),
    _my(_walked.c.author_id, "people"),
    _my(_walked.c.id, "branch"),
    _walked.c.author_id == bindparam("me"),
    case((bindparam("has_tags", type_=Integer) == 1, _followed_tag), else_=literal_column("0")) == 1,
    case((bindparam("has_units", type_=Integer) == 1, in_units(_walked, "units")), else_=literal_column("0")) == 1,
)
_MAY_SEE = (cast(_walked.c.audience, String) + literal_column("''")).in_(select(words("keys").c.value))
# In the order of the walk, without another sort: so the walk ends with the twentieth (0.07 instead of 3.4 ms).
FOLLOWED_IDS = (
    select(_walked.c.id, _walked.c.created_at)
    .where(
        _rooted(_walked),
        or_(bindparam("kind") == literal(""), _walked.c.kind == bindparam("kind")),
        _MAY_SEE,
        _I_FOLLOW,
        not_muted(_walked),
    )
    .limit(literal_column(str(PAGE)))
)
_ROWS_OF_IDS = list_rows(*LIST_COLUMNS, NEW_COUNT)
ROWS_OF_IDS = _ROWS_OF_IDS.where(among(_TABLE.c.id, "entries"), LIVE, among(_TABLE.c.audience, "keys"))


def home(
    session: Session,
    viewer: Viewer,
    followed: dict[str, list[int]],
    before: Position | None = None,
    kind: str = "",
    muted: Muted | None = None,
) -> list[Any]:
    """The newest 20 of what the viewer follows and did not mute, by the time it was written. `followed` is from
    `following.followed`, or from `watching.watched` together with `muted`; its `department` has all below, too.
    """
    before = before or Position.parse(None)
    if EVERYONE not in viewer.keys:
        # Who sees little may see nothing new: the walk begins where it can find something.
        before = min(before, Position(newest_activity(session, viewer), 2**62))
    ids = rows(
        session,
        FOLLOWED_IDS,
        keys=viewer.keys_json,
        kind=kind,
        spaces=as_words(followed["space"]),
        people=as_words(followed["person"]),
        branch=as_words(followed.get("branch", ())),
        tags=as_words(followed["tag"]),
        has_tags=int(bool(followed["tag"])),
        units=as_words(followed.get("department", ())),
        has_units=int(bool(followed.get("department"))),
        me=viewer.id,
        **muted_values(muted, viewer.id),
        before_at=before.at,
        before_id=before.id,
    )
    if not ids:
        return []
    values = {"keys": viewer.keys_json, "reader": viewer.id, "entries": as_words(row.id for row in ids)}
    found = rows(session, ROWS_OF_IDS, **values)
    return sorted(found, key=lambda row: (row.created_at, row.id), reverse=True)


SINCE = select(func.count()).select_from(
    select(literal_column("1"))
    .select_from(_TABLE)
    .where(
        LIVE,
        _TABLE.c.created_at > bindparam("since", type_=Moment),
        _rooted(_TABLE),
        _TABLE.c.author_id != bindparam("me"),
        (cast(_TABLE.c.audience, String) + literal_column("''")).in_(select(words("keys").c.value)),
        or_(
            bindparam("kind") == literal(""),
            _TABLE.c.kind == bindparam("kind"),
        ),
        or_(
            bindparam("all", type_=Integer) == 1,
            _my(_TABLE.c.space_id, "spaces"),
            _my(_TABLE.c.author_id, "people"),
            _my(_TABLE.c.id, "branch"),
            case((bindparam("has_units", type_=Integer) == 1, in_units(_TABLE, "units")), else_=literal_column("0"))
            == 1,
        ),
        not_muted(_TABLE),
    )
    .limit(literal_column("100"))
    .subquery()
)


def count_since(
    session: Session,
    viewer: Viewer,
    since: datetime,
    followed: dict[str, list[int]] | None = None,
    kind: str = "",
    muted: Muted | None = None,
) -> int:
    """How many entries by others came after `since` (100 at most, from the last week at most)."""
    since = max(since, clock.now() - timedelta(days=7))
    values = {
        "since": since,
        "me": viewer.id,
        "keys": viewer.keys_json,
        "kind": kind,
        "all": int(followed is None),
        "spaces": as_words(followed["space"] if followed else ()),
        "people": as_words(followed["person"] if followed else ()),
        "branch": as_words(followed.get("branch", ()) if followed else ()),
        "units": as_words(followed.get("department", ()) if followed else ()),
        "has_units": int(bool(followed and followed.get("department"))),
        **muted_values(muted, viewer.id),
    }
    return int(session.connection().execute(SINCE, values).scalar() or 0)
