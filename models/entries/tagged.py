"""What carries a tag: by its last activity and by its use, at a cost that does not grow with what else carries it.

A tagging repeats audience and last activity of its entry: the newest of a tag are found in the index of taggings, cut
by a floor as in `streams`.
"""

from typing import Any

from sqlalchemy import ColumnElement, and_, bindparam, func, literal, literal_column, or_, select, tuple_, type_coerce
from sqlalchemy.orm import Session

from models.core.automatic import Automatic, automatic
from models.core.base import BigId, Moment
from models.core.db import among, rows, words
from models.core.language import lazy_gettext as _l
from models.entries.entry import LIVE, Entry
from models.entries.rows import list_rows
from models.entries.streams import PAGE, Position, listed_under, page_of
from models.entries.tagging import Tagging
from models.policy.viewer import Viewer

# So many of the newest entries with a tag are looked at for what cannot be found by an index.
WALK = 1000


def newest_tagged(number: int, paged: bool = False) -> Any:
    """Ids of the `number` entries with `tag_id` that were last active, among `tag_keys`; `wide` bounds the floor.

    `paged`: below the position `before_at`, `before_id`.
    """
    above, mine, wide = Tagging.__table__.alias("above"), Tagging.__table__, words("wide")
    each = (
        select(above.c.active_at)
        .where(above.c.audience == wide.c.value, _of_tag(above, paged))
        .order_by(above.c.active_at.desc(), above.c.entry_id.desc())
        .limit(literal_column("1"))
        .offset(literal_column(str(number - 1)))
        .correlate(wide)
        .scalar_subquery()
    )
    found = select(each.label("at")).select_from(wide).subquery()
    floor: Any = func.coalesce(select(func.max(found.c.at)).scalar_subquery(), literal_column("0"), type_=BigId)
    return (
        select(mine.c.entry_id)
        .where(_of_tag(mine, paged), among(mine.c.audience, "tag_keys"), type_coerce(mine.c.active_at, BigId) >= floor)
        .order_by(mine.c.active_at.desc(), mine.c.entry_id.desc())
        .limit(literal_column(str(number)))
    )


def _of_tag(table: Any, paged: bool) -> ColumnElement[bool]:
    tag: ColumnElement[bool] = table.c.tag_id == bindparam("tag_id")
    position = tuple_(bindparam("before_at", type_=Moment), bindparam("before_id", type_=BigId))
    return and_(tag, tuple_(table.c.active_at, table.c.entry_id) < position) if paged else tag


_OF_KIND = Entry.__table__.c.kind == bindparam("kind")
WITH_TAG = listed_under(Entry.__table__.c.id.in_(newest_tagged(PAGE, paged=True)))
# Nothing says of which kind a tagging is: all with the tag are looked at, and those of the kind sorted.
OF_KIND_WITH_TAG = listed_under(
    and_(
        Entry.__table__.c.id.in_(
            select(Tagging.entry_id).where(Tagging.tag_id == bindparam("tag_id"), among(Tagging.audience, "tag_keys"))
        ),
        _OF_KIND,
    )
)
USEFUL_WITH_TAG = (
    list_rows()
    .where(
        Entry.id.in_(newest_tagged(WALK)),
        or_(bindparam("kind") == literal(""), _OF_KIND),
        LIVE,
        among(Entry.audience, "keys"),
    )
    .order_by((Entry.reaction_count * 2 + Entry.reply_count).desc(), Entry.id.desc())
    .limit(literal_column(str(PAGE)))
)


def with_tag(
    session: Session, viewer: Viewer, tag_id: int, kind: str = "", before: Position | None = None
) -> list[Any]:
    """The 20 entries with a tag with the newest activity."""
    if kind:
        return page_of(session, OF_KIND_WITH_TAG, viewer, before, tag_id=tag_id, kind=kind, tag_keys=viewer.keys_json)
    return page_of(session, WITH_TAG, viewer, before, tag_id=tag_id, tag_keys=viewer.keys_json)


def useful_with_tag(session: Session, viewer: Viewer, tag_id: int, kind: str = "") -> list[Any]:
    """Of the 1,000 entries with a tag that were last active those 20 that people thanked for and answered most."""
    keys = viewer.keys_json
    return rows(session, USEFUL_WITH_TAG, tag_id=tag_id, kind=kind, keys=keys, tag_keys=keys, wide=viewer.wide_json)


automatic(
    Automatic(
        name="topic-most-useful",
        title=_l("“Most useful” in a topic"),
        does=_l("Sorts the entries of a topic by how they were received."),
        inputs=(
            _l("The number of reactions, counted twice, and of replies."),
            _l("Only the %(number)s entries that were active last are looked at.", number=WALK),
        ),
        never=(_l("Who reacted, and who you are."),),
        owner=_l("The curators of topics"),
        switch=_l("Choose “Last active”. That is also how a topic opens."),
        address="/tags",
    )
)
