"""What happened to a topic: the lines on its page that merging, splitting and moving leave, and all of it on one page.

Made from acts, which hold numbers only: the titles and spaces of others are those that the viewer may see now.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, literal_column, select
from sqlalchemy.orm import Session

from models.activity.act import Act
from models.core.base import BigId
from models.core.db import among, as_words, rows
from models.entries.rows import visible_rows
from models.forums.reading import TRACED
from models.forums.topic import TOPIC_KINDS
from models.people.person import Person
from models.policy.finding import space_names
from models.policy.viewer import Viewer

# Decisions about a topic, besides those that leave a line on its page.
DECIDED = (
    *("closed", "reopened", "archived", "pinned", "unpinned", "converted", "unaccepted", "categorised"),
    *TRACED,
)
MOST = 200
EVENTS = (
    select(Act.id, Act.at, Act.verb, Act.detail, Act.space_id, Person.name, Person.username)
    .outerjoin(Person, Person.id == Act.actor_id)
    .where(
        Act.subject_kind.in_([literal_column(f"'{kind}'") for kind in TOPIC_KINDS]),
        Act.subject_id == bindparam("topic_id", type_=BigId),
        among(Act.verb, "verbs"),
    )
    .order_by(Act.id.desc())
    .limit(literal_column(str(MOST)))
)


@dataclass(frozen=True)
class Event:
    """One thing that was done to a topic. `other` is the list row of the other topic and `space` the row of the space
    it came from, each None where the viewer may not see it."""

    verb: str
    at: datetime
    name: str | None
    username: str | None
    reason: str
    posts: int
    other: Any
    space: Any
    to: str
    source: int = 0


def traces(session: Session, viewer: Viewer, topic_id: int) -> list[Event]:
    """What was merged, split off and moved, the last first."""
    return _events(session, viewer, topic_id, TRACED)


def events(session: Session, viewer: Viewer, topic_id: int) -> list[Event]:
    """All decisions about a topic, the last first; 200 at most."""
    return _events(session, viewer, topic_id, DECIDED)


def _events(session: Session, viewer: Viewer, topic_id: int, verbs: Sequence[str]) -> list[Event]:
    found = rows(session, EVENTS, topic_id=topic_id, verbs=as_words(verbs))
    others = {number for row in found if (number := _other(row))}
    spaces = {number for row in found if (number := _detail(row).get("from_space"))}
    shown = visible_rows(session, viewer, as_words(others)) if others else {}
    named = space_names(session, viewer, sorted(spaces)) if spaces else {}
    return [
        Event(
            verb=row.verb,
            at=row.at,
            name=row.name,
            username=row.username,
            reason=str(_detail(row).get("reason") or ""),
            posts=int(_detail(row).get("posts") or 0),
            other=shown.get(_other(row) or 0),
            space=named.get(_detail(row).get("from_space") or 0),
            to=str(_detail(row).get("to") or ""),
            source=int(_detail(row).get("source") or 0),
        )
        for row in found
    ]


def _detail(row: Any) -> dict[str, Any]:
    return row.detail or {}


def _other(row: Any) -> int | None:
    return _detail(row).get("source") or _detail(row).get("other")
