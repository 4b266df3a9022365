"""How recent anything can be that somebody may see who does not hold the key of everyone: where their walks begin."""

from datetime import datetime
from typing import Any

from sqlalchemy import func, literal_column, select
from sqlalchemy.orm import Session

from models.core.base import from_microseconds
from models.core.db import words
from models.entries.entry import Entry
from models.policy.viewer import Viewer

_own: Any = words("wide")
_latest = Entry.__table__.alias("latest")
NEWEST_ACTIVITY = select(
    func.max(
        select(_latest.c.last_activity_at)
        .where(
            _latest.c.audience == _own.c.value,
            # Word for word as in the index (entry.ROOTS).
            _latest.c.state == literal_column("'live'"),
            _latest.c.root_id.is_(None),
            _latest.c.kind != literal_column("'file'"),
        )
        .order_by(_latest.c.last_activity_at.desc(), _latest.c.id.desc())
        .limit(literal_column("1"))
        .correlate(_own)
        .scalar_subquery()
    )
).select_from(_own)


def newest_activity(session: Session, viewer: Viewer) -> datetime:
    """Nothing that the viewer may see was written after this: one look into the index for each of their keys."""
    found = session.connection().execute(NEWEST_ACTIVITY, {"wide": viewer.keys_json}).scalar()
    return found if isinstance(found, datetime) else from_microseconds(int(found or 0))
