"""Telling curators that likely twins were found: at most one line a space and week, and only of what they may read."""

from collections.abc import Iterator
from datetime import datetime

from sqlalchemy import bindparam, literal_column, select, union
from sqlalchemy.orm import Session

from models.activity.act import record
from models.activity.matters import Done, Matter, matter
from models.core.base import Moment, from_microseconds, to_microseconds
from models.core.db import rows
from models.core.language import gettext as _
from models.entries.entry import Entry
from models.policy.viewer import CURATING, viewer_of
from models.search.twins import Twin, any_fresh
from models.spaces.membership import Membership

FOUND = "twins-found"
_fresh = (Twin.found_at >= bindparam("since", type_=Moment), Twin.settled_at.is_(None))
SPACES = union(
    *[
        select(Entry.space_id).select_from(Entry.__table__).join(Twin.__table__, side == Entry.id).where(*_fresh)
        for side in (Twin.one_id, Twin.other_id)
    ]
)
CURATORS = select(Membership.person_id).where(
    Membership.space_id == bindparam("space_id"),
    Membership.role.in_([literal_column(f"'{role}'") for role in CURATING]),
)


def tell_curators(session: Session, since: datetime) -> int:
    """Note for each space that something was found since then; returns for how many."""
    spaces = [row.space_id for row in rows(session, SPACES, since=since) if row.space_id is not None]
    for space_id in spaces:
        audience = f"curators:{space_id}"
        record(
            session, None, FOUND, "space", space_id, space_id=space_id, audience=audience, since=to_microseconds(since)
        )
    return len(spaces)


def _who_can_see_any(session: Session, act: Done) -> Iterator[int]:
    """Curators who may read both of at least one pair: nobody hears of a pair that is not for them."""
    since = from_microseconds(act.detail["since"])
    for row in rows(session, CURATORS, space_id=act.subject_id):
        if any_fresh(session, viewer_of(session, row.person_id), act.subject_id, since):
            yield row.person_id


matter(
    Matter(
        verb=FOUND,
        reason="twins",
        people=_who_can_see_any,
        said=lambda who: _("What stands here has likely twins in other spaces. They are on the desk"),
        why=lambda: _("You curate this space."),
        label=lambda: _("Likely twins of what I curate are found"),
        kinds=("space",),
    )
)
