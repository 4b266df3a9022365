"""How much came under a topic since a moment. What came into a stream is counted in streams.count_since."""

from datetime import datetime, timedelta

from sqlalchemy import bindparam, func, literal, literal_column, or_, select
from sqlalchemy.orm import Session

from models.core import clock
from models.core.base import Moment
from models.core.db import among
from models.entries.entry import LIVE, Entry
from models.entries.tagging import Tagging
from models.policy.viewer import Viewer

_TABLE = Entry.__table__
# What came lately is little: each of it is asked for the tag, however much else has it.
_tagged = (
    select(literal_column("1"))
    .where(Tagging.entry_id == _TABLE.c.id, Tagging.tag_id == bindparam("tag_id"))
    .scalar_subquery()
)
WITH_TAG_SINCE = select(func.count()).select_from(
    select(literal_column("1"))
    .select_from(_TABLE)
    .where(
        LIVE,
        _TABLE.c.created_at > bindparam("since", type_=Moment),
        _TABLE.c.author_id != bindparam("me"),
        among(_TABLE.c.audience, "keys"),
        or_(bindparam("kind") == literal(""), _TABLE.c.kind == bindparam("kind")),
        _tagged == literal_column("1"),
    )
    .limit(literal_column("100"))
    .subquery()
)


def count_with_tag(session: Session, viewer: Viewer, tag_id: int, since: datetime, kind: str = "") -> int:
    """How many entries by others with the tag came after `since` (100 at most, from the last week at most)."""
    since = max(since, clock.now() - timedelta(days=7))
    values = {"tag_id": tag_id, "since": since, "me": viewer.id, "keys": viewer.keys_json, "kind": kind}
    return int(session.connection().execute(WITH_TAG_SINCE, values).scalar() or 0)
