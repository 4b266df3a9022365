"""Reading what is said about a page: the threads below it with their passages, one window at a time, and open ones of
a whole space. Writing is `commenting.py`'s matter."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from sqlalchemy import String, bindparam, case, func, literal_column, select, tuple_
from sqlalchemy.orm import Session

from models.core.base import BigId
from models.core.db import among, one, rows
from models.entries.entry import Entry
from models.entries.reacting import Reaction
from models.entries.rows import LIST_COLUMNS, list_rows
from models.people.department import Department
from models.people.person import Person
from models.policy.viewer import Viewer
from models.wiki.comments.commenting import Anchor, Resolution

PAGE = 60

_said = Entry.__table__.alias("said")
_head = Entry.__table__.alias("head")
_live = (_said.c.state == literal_column("'live'"), among(_said.c.audience, "keys"))
_thread = case((_said.c.parent_id == _said.c.root_id, _said.c.id), else_=_said.c.parent_id)
# An answer whose thread is gone from sight stands as a thread of its own.
_state = func.coalesce(_head.c.status, literal_column("''"))
_resolver = Person.__table__.alias("resolver")
_page = bindparam("page_id", type_=BigId)
THREADS = (
    select(
        _said.c.id,
        _said.c.parent_id,
        _said.c.created_at,
        _said.c.version,
        _said.c.reaction_count,
        _said.c.html,
        _said.c.language,
        _said.c.author_id,
        _thread.label("thread_id"),
        _state.label("state"),
        Person.name.label("author_name"),
        Person.username.label("author_username"),
        Person.is_guest.label("author_is_guest"),
        Department.name.label("author_department"),
        Anchor.quote,
        Anchor.now,
        Anchor.before,
        Anchor.after,
        Anchor.heading,
        Anchor.start,
        Anchor.gone_at,
        Resolution.at.label("resolved_at"),
        _resolver.c.name.label("resolved_by"),
        select(literal_column("1"))
        .where(
            Reaction.entry_id == _said.c.id,
            Reaction.person_id == bindparam("person_id"),
            Reaction.word == literal_column("'thanks'"),
        )
        .correlate(_said)
        .exists()
        .label("mine"),
    )
    .select_from(_said)
    .outerjoin(_head, (_head.c.id == _thread) & (_head.c.state == literal_column("'live'")))
    .join(Person, Person.id == _said.c.author_id)
    .outerjoin(Department, Department.id == Person.department_id)
    .outerjoin(Anchor, Anchor.comment_id == _said.c.id)
    .outerjoin(Resolution, Resolution.comment_id == _said.c.id)
    .outerjoin(_resolver, _resolver.c.id == Resolution.by_id)
    .where(
        _said.c.root_id == _page,
        _said.c.kind == literal_column("'comment'"),
        *_live,
        tuple_(_state, _thread, _said.c.id)
        > tuple_(
            bindparam("after_state", type_=String),
            bindparam("after_thread", type_=BigId),
            bindparam("after_id", type_=BigId),
        ),
    )
    .order_by(_state, _thread, _said.c.id)
    .limit(literal_column(str(PAGE + 1)))
)


class Place(NamedTuple):
    """A place in the order of a page's comments: open threads first, each with its answers."""

    state: str = ""
    thread: int = 0
    id: int = 0

    def __str__(self) -> str:
        return f"{self.state or 'open'}-{self.thread}-{self.id}"

    @classmethod
    def parse(cls, text: str | None) -> "Place":
        """The place in an address; what cannot be read is the beginning."""
        state, _dash, rest = (text or "").partition("-")
        thread, _dash, last = rest.partition("-")
        numbers = [int(each) if each.isascii() and each.isdigit() and len(each) < 19 else 0 for each in (thread, last)]
        return cls(state, *numbers) if state == "resolved" else cls("", *numbers)


@dataclass
class Thread:
    """One thread: its first comment (None when the page before ended inside it) and what is answered."""

    id: int
    head: Any = None
    answers: list[Any] = field(default_factory=list)


@dataclass
class Discussion:
    """What a page shows of its comments. `later` is the place after which more stand, `earlier` true past the start."""

    open: list[Thread] = field(default_factory=list)
    resolved: list[Thread] = field(default_factory=list)
    earlier: bool = False
    later: Place | None = None


def discussion(session: Session, viewer: Viewer, page_id: int, after: Place | None = None, at: int = 0) -> Discussion:
    """One window of the comments of a page that the viewer was found to read; the one that holds the comment `at`."""
    after = after or Place()
    found = _window(session, viewer, page_id, after)
    if at and len(found) > PAGE and all(row.id != at for row in found[:PAGE]):
        after = _place_of(session, page_id, at) or after
        found = _window(session, viewer, page_id, after)
    shown = found[:PAGE]
    last = shown[-1] if len(found) > PAGE else None
    return Discussion(
        open=_threads(row for row in shown if row.state != "resolved"),
        resolved=_threads(row for row in shown if row.state == "resolved"),
        earlier=after != Place(),
        later=Place(last.state, last.thread_id, last.id) if last is not None else None,
    )


def _window(session: Session, viewer: Viewer, page_id: int, after: Place) -> list[Any]:
    return rows(
        session, THREADS, page_id=page_id, person_id=viewer.id, keys=viewer.keys_json,
        after_state=after.state, after_thread=after.thread, after_id=after.id,
    )  # fmt: skip


def _threads(shown: Iterable[Any]) -> list[Thread]:
    threads: dict[int, Thread] = {}
    for row in shown:
        thread = threads.setdefault(row.thread_id, Thread(row.thread_id))
        if row.id == row.thread_id:
            thread.head = row
        else:
            thread.answers.append(row)
    return list(threads.values())


THREAD_OF = (
    select(_thread.label("thread_id"), _state.label("state"))
    .select_from(_said)
    .outerjoin(_head, (_head.c.id == _thread) & (_head.c.state == literal_column("'live'")))
    .where(_said.c.id == bindparam("comment_id", type_=BigId), _said.c.root_id == _page)
)


def _place_of(session: Session, page_id: int, comment_id: int) -> Place | None:
    """The place right before the thread of a comment."""
    row = one(session, THREAD_OF, page_id=page_id, comment_id=comment_id)
    return Place(row.state, row.thread_id - 1, 2**62) if row else None


OPEN_IN_SPACE = (
    list_rows(*LIST_COLUMNS, Anchor.now.label("passage"), Anchor.gone_at)
    .outerjoin(Anchor, Anchor.comment_id == Entry.id)
    .where(
        Entry.space_id == bindparam("space_id"),
        Entry.kind == literal_column("'comment'"),
        Entry.parent_id == Entry.root_id,
        Entry.status == literal_column("''"),
        Entry.state == literal_column("'live'"),
        among(Entry.audience, "keys"),
    )
    .order_by(Entry.last_activity_at, Entry.id)
    .limit(bindparam("limit"))
)


def open_comments(session: Session, viewer: Viewer, space_id: int, limit: int = 50) -> list[Any]:
    """List rows, the oldest first, of the threads in a space that nobody resolved; also `passage` and `gone_at`."""
    return rows(session, OPEN_IN_SPACE, space_id=space_id, keys=viewer.keys_json, limit=limit)
