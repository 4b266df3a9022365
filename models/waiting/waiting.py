"""What waits for a person: one statement for entries, one for spaces, both bounded whatever stands in the database."""

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from sqlalchemy import (
    Date,
    Integer,
    String,
    and_,
    bindparam,
    case,
    cast,
    literal,
    literal_column,
    null,
    select,
    union_all,
)
from sqlalchemy.orm import Session

from models.core import clock
from models.core.base import BigId, Moment
from models.core.db import among, as_words, rows, words
from models.entries.entry import LIVE, Entry
from models.entries.linking import Mention
from models.entries.rows import LIST_COLUMNS, list_rows
from models.people.person import Person
from models.policy.viewer import Viewer
from models.spaces.membership import JoinRequest
from models.spaces.space import Space
from models.waiting import duties, pages
from models.wiki.page import Page

# So many of a person's newest mentions and entries are looked at; what is older no longer waits.
WALK = 200
MOST = 20
# So many of the pages that a person answers for are looked at for comments.
MOST_OWNED = 500
ANSWERED_WITHIN = timedelta(days=14)
UNANSWERED_AFTER = timedelta(days=1)
MOST_UNANSWERED = 3


@dataclass
class Waiting:
    """List rows by reason: `comments` stand on pages that the person answers for, `answered` in threads they wrote in.
    `requests` have id, name, username, space; `reviews` space and review_on; for `checks`, `given` and `desks` see
    `pages.asked`, for `approve`, `mine`, `confirm` and `late` see `duties.PARTS`."""

    mentions: list[Any] = field(default_factory=list)
    answers: list[Any] = field(default_factory=list)
    comments: list[Any] = field(default_factory=list)
    answered: list[Any] = field(default_factory=list)
    unanswered: list[Any] = field(default_factory=list)
    requests: list[Any] = field(default_factory=list)
    reviews: list[Any] = field(default_factory=list)
    checks: list[Any] = field(default_factory=list)
    given: list[Any] = field(default_factory=list)
    desks: list[Any] = field(default_factory=list)
    approve: list[Any] = field(default_factory=list)
    mine: list[Any] = field(default_factory=list)
    confirm: list[Any] = field(default_factory=list)
    late: list[Any] = field(default_factory=list)
    # One row when questions may wait for the person to answer them (`forums.queue`).
    queue: list[Any] = field(default_factory=list)


_ME: Any = bindparam("me", type_=Integer)
_named = (
    select(Mention.entry_id, Mention.seen_at)
    .where(Mention.person_id == _ME)
    .order_by(Mention.entry_id.desc())
    .limit(literal_column(str(WALK)))
    .subquery("named")
)
_mine = (
    select(
        Entry.id,
        Entry.kind,
        Entry.status,
        Entry.reply_count,
        Entry.created_at,
        case((Entry.parent_id == Entry.root_id, Entry.id), else_=Entry.parent_id).label("thread_id"),
    )
    .where(Entry.author_id == _ME)
    .order_by(Entry.created_at.desc(), Entry.id.desc())
    .limit(literal_column(str(WALK)))
    .subquery("mine")
)
# Comments: open threads of others on pages that the person answers for and did not answer in, and what others added
# lately to threads that the person wrote in.
_owned_pages = (
    select(Page.__table__.c.id)
    .where(Page.__table__.c.owner_person_id == _ME)
    .limit(literal_column(str(MOST_OWNED)))
    .subquery("owned_pages")
)
_talked = Entry.__table__.alias("talked")
_said, _own = Entry.__table__.alias("said"), Entry.__table__.alias("own")
_is_open = (_said.c.state == literal_column("'live'"), _said.c.author_id != _ME)
_newest_comment = (
    select(_said.c.id)
    .where(
        _said.c.root_id == _talked.c.id,
        _said.c.parent_id == _talked.c.id,
        _said.c.status == literal_column("''"),
        *_is_open,
        ~select(_own.c.id).where(_own.c.parent_id == _said.c.id, _own.c.author_id == _ME).exists(),
    )
    .order_by(_said.c.created_at.desc(), _said.c.id.desc())
    .limit(literal_column("1"))
    .correlate(_talked)
    .scalar_subquery()
)
_thread = Entry.__table__.alias("thread")
_newest_answer = (
    select(_said.c.id)
    .join(_thread, _thread.c.id == _said.c.parent_id)
    .where(
        _said.c.parent_id == _mine.c.thread_id,
        _said.c.created_at > _mine.c.created_at,
        _said.c.created_at > bindparam("said_after", type_=Moment),
        _thread.c.status == literal_column("''"),
        *_is_open,
        ~select(_own.c.id)
        .where(_own.c.parent_id == _mine.c.thread_id, _own.c.author_id == _ME, _own.c.created_at > _said.c.created_at)
        .exists(),
    )
    .order_by(_said.c.created_at.desc(), _said.c.id.desc())
    .limit(literal_column("1"))
    .correlate(_mine)
    .scalar_subquery()
)
_asked = Entry.__table__.alias("asked")
_curated = words("curated")
# The newest of each space: the conditions are those of its index, word for word.
_newest_unanswered = (
    select(_asked.c.id)
    .where(
        _asked.c.space_id == cast(_curated.c.value, Integer),
        _asked.c.state == literal_column("'live'"),
        _asked.c.kind == literal_column("'question'"),
        _asked.c.status == literal_column("'open'"),
        _asked.c.reply_count == literal_column("0"),
        _asked.c.created_at < bindparam("asked_before", type_=Moment),
    )
    .order_by(_asked.c.created_at.desc(), _asked.c.id.desc())
    .limit(literal_column("1"))
    .correlate(_curated)
    .scalar_subquery()
)
_waits = union_all(
    select(literal("mentions").label("what"), _named.c.entry_id).where(_named.c.seen_at.is_(None)),
    select(literal("answers"), _mine.c.id).where(
        _mine.c.kind == "question", _mine.c.status == "open", _mine.c.reply_count > 0
    ),
    select(literal("unanswered"), _newest_unanswered).select_from(_curated),
    select(literal("comments"), _newest_comment)
    .select_from(_owned_pages)
    .join(_talked, _talked.c.id == _owned_pages.c.id)
    .where(_talked.c.reply_count > literal_column("0")),
    select(literal("answered"), _newest_answer).where(_mine.c.kind == literal_column("'comment'")).distinct(),
).subquery("waits")
ENTRIES = (
    list_rows(*LIST_COLUMNS, _waits.c.what)
    .join(_waits, _waits.c.entry_id == Entry.id)
    .where(LIVE, among(Entry.audience, "keys"))
    .order_by(Entry.created_at.desc(), Entry.id.desc())
)
# The columns of `waiting.pages`, so that pages, requests and reviews are one statement.
_requests = (
    select(
        literal("requests").label("what"),
        JoinRequest.id,
        literal("").label("kind"),
        cast(null(), BigId).label("root_id"),
        literal("").label("title"),
        literal("").label("slug"),
        Space.slug.label("space_slug"),
        Space.name.label("space_name"),
        cast(null(), Date).label("review_on"),
        literal_column("1").label("n"),
        Person.name,
        Person.username,
        JoinRequest.created_at,
    )
    .join(Person, Person.id == JoinRequest.person_id)
    .join(Space, Space.id == JoinRequest.space_id)
    .where(
        JoinRequest.decided_at.is_(None),
        Person.disabled_at.is_(None),
        JoinRequest.space_id.in_(select(cast(words("owned").c.value, Integer))),
    )
    .order_by(JoinRequest.created_at)
    .limit(literal_column(str(MOST)))
    .subquery("requests")
)
DUTIES = union_all(
    *pages.PARTS,
    select(_requests),
    select(
        literal("reviews"),
        Space.id,
        literal(""),
        cast(null(), BigId),
        literal(""),
        literal(""),
        Space.slug,
        Space.name,
        Space.review_on,
        literal_column("1"),
        cast(null(), String),
        cast(null(), String),
        cast(null(), Moment),
    ).where(
        and_(
            Space.id.in_(select(cast(words("owned_too").c.value, Integer))),
            Space.openness != "open",
            Space.archived_at.is_(None),
            Space.review_on <= bindparam("until", type_=Date),
        )
    ),
    *duties.PARTS,
)


def waiting(session: Session, viewer: Viewer) -> Waiting:
    """Mentions not dealt with, answers to look at, and what owners and curators are asked to do."""
    found = Waiting()
    curated = [space_id for space_id in viewer.roles if viewer.has_role(space_id, "curator")]
    entries = rows(
        session,
        ENTRIES,
        me=viewer.id,
        keys=viewer.keys_json,
        curated=as_words(curated),
        asked_before=clock.now() - UNANSWERED_AFTER,
        said_after=clock.now() - ANSWERED_WITHIN,
    )
    _sort_in(found, entries)
    # What I asked myself waits for others; what names me stands under that reason alone.
    named = {row.id for row in found.mentions}
    unanswered = [row for row in found.unanswered if row.author_id != viewer.id and row.id not in named]
    found.unanswered = unanswered[:MOST_UNANSWERED]
    found.comments = [row for row in found.comments if row.id not in named]
    known = named | {row.id for row in found.comments}
    found.answered = [row for row in found.answered if row.id not in known]
    owned = as_words(space_id for space_id, role in viewer.roles.items() if role == "owner")
    values = {**duties.values_of(viewer), **pages.asked(viewer), "owned": owned, "owned_too": owned}
    _sort_in(found, rows(session, DUTIES, **values))
    found.late = [row for row in found.late if row.review_on < clock.now().date()]
    return found


def _sort_in(found: Waiting, every: list[Any]) -> None:
    for row in every:
        kept = getattr(found, row.what)
        if len(kept) < MOST:
            kept.append(row)
