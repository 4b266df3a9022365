"""How many notices are unread. The number rides along with the roles of whoever looks, so that the bell on every page
costs no statement; rights are asked of the keyring, as in the list.
"""

from typing import Any

from sqlalchemy import Integer, String, and_, bindparam, case, cast, column, func, literal_column, or_, select

from models.core.base import BigId
from models.core.db import listed
from models.entries.entry import Entry
from models.notices.notice import Notice
from models.policy.viewer import Viewer, ride_along
from models.spaces.space import FOUND_BY_OTHERS, Space

# The bell says "99+".
MOST_COUNTED = 100
MARK = "unread"

_me: Any = bindparam("person_id", type_=Integer)
_live: Any = literal_column("'live'")
_none: Any = literal_column("''")
_bar: Any = literal_column("'|'")
_nothing_written = Notice.items == literal_column("'[]'")
_about = Entry.__table__.alias("about")
_written = Entry.__table__.alias("written")
_value: Any = column("value", String)
_item = listed(Notice.items).table_valued(_value, name="item")
# The newest that is left of what was written; those of one line stand in one thread and have the same readers.
_newest = (
    select(_written.c.audience)
    .select_from(_item.join(_written, _written.c.id == cast(_item.c.value, BigId)))
    .where(_written.c.state == _live)
    .order_by(_written.c.id.desc())
    .limit(literal_column("1"))
    .correlate(Notice)
    .scalar_subquery()
)
_lines = (
    select(
        _about.c.audience.label("about"),
        case((_nothing_written, None), else_=_newest).label("written"),
        Notice.space_id,
        Space.openness,
        _nothing_written.label("bare"),
    )
    .select_from(
        Notice.__table__.outerjoin(_about, _about.c.id == Notice.entry_id).outerjoin(
            Space.__table__, Space.id == Notice.space_id
        )
    )
    .where(
        Notice.person_id == _me,
        Notice.read_at.is_(None),
        or_(
            Notice.entry_id.is_(None),
            _about.c.state == _live,
            and_(Notice.removed, _about.c.author_id == _me),
        ),
    )
    .order_by(Notice.last_at.desc())
    # Beyond so many unread ones the number says "99+" anyway, or nearly all of them may not be read any more.
    .limit(literal_column(str(2 * MOST_COUNTED)))
    .subquery("lines")
)
# Few rows whatever stands there: one for each set of readers.
_words = (
    literal_column(f"'{MARK} '")
    + func.coalesce(_lines.c.about, _none)
    + _bar
    + func.coalesce(_lines.c.written, _none)
    + _bar
    + func.coalesce(_lines.c.openness + literal_column("':'") + cast(_lines.c.space_id, String), _none)
)
ride_along(
    MARK,
    select(cast(func.count(), Integer), _words)
    .where(or_(_lines.c.bare, _lines.c.written.is_not(None)))
    .group_by(_lines.c.about, _lines.c.written, _lines.c.openness, _lines.c.space_id),
)


def unread_count(viewer: Viewer) -> int:
    """How many unread notices the viewer had as this request began and may read; 100 stands for more than 99."""
    found = sum(number for number, words in viewer.riding.get(MARK, ()) if _may_read(viewer, words))
    return min(found, MOST_COUNTED)


def _may_read(viewer: Viewer, words: str) -> bool:
    about, written, space = words.split("|")
    return all(not key or key in viewer.keys for key in (about, written)) and (not space or _finds(viewer, space))


def _finds(viewer: Viewer, space: str) -> bool:
    openness, _colon, number = space.partition(":")
    return int(number) in viewer.roles or (openness in FOUND_BY_OTHERS and not viewer.is_guest)
