"""Reading topics: the page of one with its state, the order of answers, and the list of a space."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Integer, Select, String, bindparam, cast, func, literal, literal_column, or_, select, tuple_
from sqlalchemy.orm import Session

from models.activity.act import Act
from models.core import clock
from models.core.automatic import Automatic, automatic
from models.core.base import BigId, Moment
from models.core.db import among, as_words, one, rows, words
from models.core.language import lazy_gettext as _l
from models.entries import stretches, threads
from models.entries.drafts import Draft
from models.entries.entry import LIVE, Entry
from models.entries.following import IS_FOLLOW, Follow
from models.entries.marker import MARKS, NEW_COUNT
from models.entries.rows import LIST_COLUMNS, list_rows
from models.entries.streams import PAGE, Position
from models.forums.answering import Acceptance, Closing
from models.forums.standing import with_standing
from models.forums.topic import TOPIC_KINDS
from models.people.person import Person
from models.policy.viewer import Viewer
from models.spaces.category import Category
from models.spaces.space import Space

_closer = Person.__table__.alias("closer")
_accepter = Person.__table__.alias("accepter")
# What leaves a line on the page of a topic (see `tracing`).
TRACED = ("merged", "split", "split-off", "moved")
_draft: Any = (
    select(Draft.id)
    .where(
        Draft.person_id == bindparam("reader"),
        Draft.place == literal("say:") + cast(Entry.id, String) + literal(":0"),
    )
    .correlate(Entry)
    .scalar_subquery()
)
_traced: Any = (
    select(Act.id)
    .where(
        Act.subject_kind.in_([literal_column(f"'{kind}'") for kind in TOPIC_KINDS]),
        Act.subject_id == Entry.id,
        Act.verb.in_([literal_column(f"'{verb}'") for verb in TRACED]),
    )
    .correlate(Entry)
    .exists()
)
_muted: Any = (
    select(Follow.id)
    .where(Follow.person_id == bindparam("reader"), Follow.entry_id == Entry.id, ~IS_FOLLOW)
    .correlate(Entry)
    .exists()
)
TOPIC = (
    threads.HEAD.add_columns(
        Acceptance.answer_id,
        Acceptance.at.label("accepted_at"),
        _accepter.c.name.label("accepted_by"),
        Closing.at.label("closed_at"),
        Closing.reason.label("closed_reason"),
        Closing.cause.label("closed_cause"),
        _closer.c.name.label("closed_by"),
        _closer.c.username.label("closed_by_username"),
        Closing.archived,
        MARKS.c.read_at,
        MARKS.c.read_id,
        MARKS.c.seen_at,
        NEW_COUNT,
        _traced.label("traced"),
        _muted.label("muted"),
        Entry.category_id,
        Category.name.label("category_name"),
        Category.slug.label("category_slug"),
        Category.posters.label("category_posters"),
        Category.archived_at.label("category_archived_at"),
        Space.revealer_id,
        _draft.label("draft_id"),
    )
    .outerjoin(Category, Category.id == Entry.category_id)
    .outerjoin(Acceptance, Acceptance.question_id == Entry.id)
    .outerjoin(_accepter, _accepter.c.id == Acceptance.by_id)
    .outerjoin(Closing, Closing.entry_id == Entry.id)
    .outerjoin(_closer, _closer.c.id == Closing.by_id)
    .outerjoin(MARKS, (MARKS.c.topic_id == Entry.id) & (MARKS.c.person_id == bindparam("reader")))
)
TOPIC = with_standing(TOPIC)


def topic_head(session: Session, viewer: Viewer, topic_id: int) -> Any:
    """The topic's row with text, space, state (accepted, closed: each may be None), how far the viewer has read and how
    much is new to them; None when not visible."""
    values = {"entry_id": topic_id, "kinds": as_words(TOPIC_KINDS), "keys": viewer.keys_json}
    return one(session, TOPIC, person_id=viewer.id, reader=viewer.id, **values)


@dataclass(frozen=True)
class Reading:
    """What of a topic one page shows: `window` (threads.Window or stretches.Stretch), the rows `said`, the ids of all
    answers that are known, and `by_time`: whether posts stand in the order in which they were written."""

    window: Any
    said: list[Any]
    answers: frozenset[int]
    answer_count: int
    by_time: bool


# A question with more posts than this is read in the order of time, a stretch at a time: nobody compares so many
# answers, and to sort them by usefulness all of them would have to be counted for each page.
MOST_SORTED = 500
LAST = -1


def read_topic(
    session: Session, viewer: Viewer, topic: Any, *, after: Position | None = None, at: int | None = None
) -> Reading:
    """One page of a topic: after a position, the one that holds the post `at` (LAST: the last one), or, asked for
    neither, the one with the first post that is new to the viewer."""
    if topic.kind == "question":
        outline = threads.outline(session, viewer, topic.id, MOST_SORTED + 1)
        if len(outline) <= MOST_SORTED:
            return _sorted(session, viewer, topic, outline, after, at)
    total = topic.reply_count if topic.kind == "discussion" else stretches.count_posts(session, topic.id)
    whole = at is not None or after is None
    if at is not None:
        wanted = stretches.last_post(session, viewer, topic.id) if at == LAST else at
        after = stretches.before(session, viewer, topic.id, wanted or 0)
    elif after is None and topic.new_count:
        after = Position(topic.read_at, topic.read_id)
    found = stretches.stretch(session, viewer, topic.id, total, after, whole=whole)
    answers = frozenset(row.id for row in found.shown if row.kind == "answer")
    return Reading(found, found.shown, answers, topic.reply_count, by_time=True)


def _sorted(
    session: Session, viewer: Viewer, topic: Any, outline: list[Any], after: Position | None, at: int | None
) -> Reading:
    ordered = in_order(outline, topic.answer_id)
    if at == LAST:
        at = ordered[-1].id if ordered else None
    elif at is None and after is None and topic.new_count:
        at = next((row.id for row in ordered if is_new(row, topic, viewer)), None)
    window = threads.window(ordered, after, at)
    answers = frozenset(row.id for row in outline if row.kind == "answer")
    return Reading(window, threads.said(session, viewer, window.shown), answers, len(answers), by_time=False)


def is_new(row: Any, topic: Any, viewer: Viewer) -> bool:
    """True for a post of somebody else that was written after what the viewer has read."""
    if topic.read_at is None or row.author_id == viewer.id:
        return False
    return (row.created_at, row.id) > (topic.read_at, topic.read_id)


PINNING = (
    select(Act.at, Act.detail, Person.name, Person.username)
    .join(Person, Person.id == Act.actor_id)
    .where(Act.subject_kind == bindparam("kind"), Act.subject_id == bindparam("topic_id"), Act.verb == "pinned")
    .order_by(Act.id.desc())
    .limit(1)
)


def pinning_of(session: Session, topic: Any) -> Any:
    """Who pinned a topic, when and why, as a row (at, detail, name, username), or None when it is not pinned now."""
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
    return list_rows(*LIST_COLUMNS, NEW_COUNT).where(
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
        or_(
            (bindparam("status") == literal("")) & (Entry.status != literal_column("'archived'")),
            Entry.status == bindparam("status"),
        ),
        or_(bindparam("with_pinned") == 1, Entry.pinned_until.is_(None), Entry.pinned_until <= _NOW),
        tuple_(Entry.last_activity_at, Entry.id)
        < tuple_(bindparam("before_at", type_=Moment), bindparam("before_id", type_=Entry.id.type)),
    )
    .order_by(Entry.last_activity_at.desc(), Entry.id.desc())
    .limit(literal_column(str(PAGE + 1)))
)
TOPICS_IN = TOPICS.where(among(Entry.category_id, "categories"))
PINNED_IN = PINNED.where(among(Entry.category_id, "categories"))
# View of the list -> kinds and status. A question is in exactly one of open, answered, closed and archived; what is
# archived stands in its own view alone.
VIEWS: dict[str, tuple[tuple[str, ...], str]] = {
    "all": (TOPIC_KINDS, ""),
    "open": (("question",), "open"),
    "answered": (("question",), "answered"),
    "discussions": (("discussion",), ""),
    "archived": (TOPIC_KINDS, "archived"),
}


def topics(
    session: Session,
    viewer: Viewer,
    space_id: int,
    view: str = "all",
    before: Position | None = None,
    categories: Sequence[int] = (),
) -> list[Any]:
    """Up to 21 topics of a space, or of some categories of it, by last activity (the 21st tells that there is more),
    one of VIEWS.

    In the view "all" pinned topics are left out: `pinned` gives them.
    """
    kinds, status = VIEWS[view]
    before = before or Position.parse(None)
    return rows(
        session,
        TOPICS_IN if categories else TOPICS,
        **({"categories": as_words(categories)} if categories else {}),
        space_id=space_id,
        keys=viewer.keys_json,
        reader=viewer.id,
        kinds=as_words(kinds),
        status=status,
        with_pinned=int(view != "all"),
        now=clock.now(),
        before_at=before.at,
        before_id=before.id,
    )


def pinned(session: Session, viewer: Viewer, space_id: int, categories: Sequence[int] = ()) -> list[Any]:
    """The topics that are pinned in a space, or in some categories of it, now; ten at most."""
    values: dict[str, Any] = {"keys": viewer.keys_json, "reader": viewer.id, "kinds": as_words(TOPIC_KINDS)}
    values |= {"categories": as_words(categories)} if categories else {}
    return rows(session, PINNED_IN if categories else PINNED, space_id=space_id, now=clock.now(), **values)


# More than this is said as "more than 100".
MOST_COUNTED = 100
_counted = Entry.__table__.alias("counted")
_in_it = (
    select(literal_column("1"))
    .where(
        _counted.c.category_id == Category.id,
        _counted.c.root_id.is_(None),
        _counted.c.state == literal_column("'live'"),
        among(_counted.c.kind, "kinds"),
        among(_counted.c.audience, "keys"),
    )
    .limit(literal_column(str(MOST_COUNTED + 1)))
    .correlate(Category)
    .subquery()
)
COUNTS = select(Category.id, select(func.count()).select_from(_in_it).scalar_subquery().label("n")).where(
    among(Category.id, "categories")
)


def counts_by_category(session: Session, viewer: Viewer, found: Sequence[Any]) -> dict[int, int]:
    """How many topics the viewer can read in each of the categories (rows with id); 101 stands for more."""
    values = {"keys": viewer.keys_json, "kinds": as_words(TOPIC_KINDS), "categories": as_words(row.id for row in found)}
    return {row.id: row.n for row in rows(session, COUNTS, **values)} if found else {}


LIKE = (
    list_rows()
    .where(
        LIVE,
        among(Entry.audience, "keys"),
        among(Entry.kind, "kinds"),
        or_(Entry.space_id.in_(select(cast(words("spaces").c.value, Integer))), Entry.space_id.is_(None)),
        or_(Entry.id == bindparam("number", type_=BigId), func.lower(Entry.title).like(bindparam("like"))),
        Entry.status != literal_column("'archived'"),
    )
    .order_by(Entry.last_activity_at.desc(), Entry.id.desc())
    .limit(literal_column("20"))
)


def topics_like(session: Session, viewer: Viewer, words_: str, number: int) -> list[Any]:
    """List rows of 20 topics with this number, or these words in the title, in the spaces that the viewer belongs to
    and in none."""
    like = f"%{words_.strip().lower().replace('%', '').replace('_', ' ')}%"
    values = {"keys": viewer.keys_json, "kinds": as_words(TOPIC_KINDS), "spaces": as_words(viewer.roles)}
    return rows(session, LIKE, number=number, like=like, **values)


automatic(
    Automatic(
        name="order-of-answers",
        title=_l("The order of answers"),
        does=_l("Puts the accepted answer first, then those that most people called useful, then the oldest."),
        inputs=(_l("Which answer was accepted, the votes “Useful”, and the time."),),
        never=(_l("Who wrote an answer, and who voted."),),
        owner=_l("The forum of each space"),
        switch=_l("Long topics stand in the order of time by themselves. In short ones it cannot be switched off."),
    )
)
