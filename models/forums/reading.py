"""Reading topics: the page of one with its state, the order of answers, and the list of a space."""

from typing import Any

from sqlalchemy import Select, bindparam, literal, literal_column, or_, select, tuple_
from sqlalchemy.orm import Session

from models.activity.act import Act
from models.core import clock
from models.core.base import Moment
from models.core.db import among, as_words, one, rows
from models.entries import threads
from models.entries.entry import LIVE, Entry
from models.entries.rows import list_rows
from models.entries.streams import PAGE, Position
from models.forums.answering import Acceptance, Closing
from models.forums.topic import TOPIC_KINDS
from models.people.person import Person
from models.policy.viewer import Viewer

_closer = Person.__table__.alias("closer")
_accepter = Person.__table__.alias("accepter")
TOPIC = (
    threads.HEAD.add_columns(
        Acceptance.answer_id,
        Acceptance.at.label("accepted_at"),
        _accepter.c.name.label("accepted_by"),
        Closing.at.label("closed_at"),
        Closing.reason.label("closed_reason"),
        _closer.c.name.label("closed_by"),
        _closer.c.username.label("closed_by_username"),
    )
    .outerjoin(Acceptance, Acceptance.question_id == Entry.id)
    .outerjoin(_accepter, _accepter.c.id == Acceptance.by_id)
    .outerjoin(Closing, Closing.entry_id == Entry.id)
    .outerjoin(_closer, _closer.c.id == Closing.by_id)
)


def topic_head(session: Session, viewer: Viewer, topic_id: int) -> Any:
    """The topic's row with text, space and state (accepted, closed: each may be None); None when not visible."""
    return threads.head(session, viewer, topic_id, TOPIC_KINDS, TOPIC)


PINNING = (
    select(Act.at, Person.name, Person.username)
    .join(Person, Person.id == Act.actor_id)
    .where(Act.subject_kind == bindparam("kind"), Act.subject_id == bindparam("topic_id"), Act.verb == "pinned")
    .order_by(Act.id.desc())
    .limit(1)
)


def pinning_of(session: Session, topic: Any) -> Any:
    """Who pinned a topic and when, as a row (at, name, username), or None when it is not pinned now."""
    if topic.pinned_until is None or topic.pinned_until <= clock.now():
        return None
    return one(session, PINNING, kind=topic.kind, topic_id=topic.id)


def in_order(outline: list[Any], accepted_id: int | None) -> list[Any]:
    """The outline of a question as its page shows it.

    Remarks on the question come first, then the accepted answer, then the others by usefulness and time; the remarks
    on an answer, and on remarks on it, follow it in time order.
    """
    below: dict[int, list[Any]] = {}
    home: dict[int, int] = {}
    answers = []
    for row in outline:
        if row.kind == "answer":
            answers.append(row)
            home[row.id] = row.id
        else:
            home[row.id] = home.get(row.parent_id, 0)
            below.setdefault(home[row.id], []).append(row)
    answers.sort(key=lambda row: (row.id != accepted_id, -row.useful, row.created_at, row.id))
    ordered = list(below.get(0, []))
    for each in answers:
        ordered += [each, *below.get(each.id, [])]
    return ordered


_NOW = bindparam("now", type_=Moment)


def _topics() -> Select[Any]:
    return list_rows().where(
        Entry.space_id == bindparam("space_id"),
        LIVE,
        among(Entry.audience, "keys"),
        among(Entry.kind, "kinds"),
    )


PINNED = (
    _topics()
    .where(Entry.pinned_until.is_not(None), Entry.pinned_until > _NOW)
    .order_by(Entry.last_activity_at.desc(), Entry.id.desc())
    .limit(literal_column("10"))
)
TOPICS = (
    _topics()
    .where(
        or_(bindparam("status") == literal(""), Entry.status == bindparam("status")),
        or_(bindparam("with_pinned") == 1, Entry.pinned_until.is_(None), Entry.pinned_until <= _NOW),
        tuple_(Entry.last_activity_at, Entry.id)
        < tuple_(bindparam("before_at", type_=Moment), bindparam("before_id", type_=Entry.id.type)),
    )
    .order_by(Entry.last_activity_at.desc(), Entry.id.desc())
    .limit(literal_column(str(PAGE + 1)))
)
# View of the list -> kinds and status. A question is in exactly one of open, answered and closed.
VIEWS: dict[str, tuple[tuple[str, ...], str]] = {
    "all": (TOPIC_KINDS, ""),
    "open": (("question",), "open"),
    "answered": (("question",), "answered"),
    "discussions": (("discussion",), ""),
}


def topics(
    session: Session, viewer: Viewer, space_id: int, view: str = "all", before: Position | None = None
) -> list[Any]:
    """Up to 21 topics of a space by last activity (the 21st tells that there is more), one of VIEWS.

    In the view "all" pinned topics are left out: `pinned` gives them.
    """
    kinds, status = VIEWS[view]
    before = before or Position.parse(None)
    return rows(
        session,
        TOPICS,
        space_id=space_id,
        keys=viewer.keys_json,
        kinds=as_words(kinds),
        status=status,
        with_pinned=int(view != "all"),
        now=clock.now(),
        before_at=before.at,
        before_id=before.id,
    )


def pinned(session: Session, viewer: Viewer, space_id: int) -> list[Any]:
    """The topics that are pinned in a space now, ten at most."""
    return rows(session, PINNED, space_id=space_id, keys=viewer.keys_json, kinds=as_words(TOPIC_KINDS), now=clock.now())
