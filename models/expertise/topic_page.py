"""The page of a topic beyond the word itself: official pages, open questions, the people who accepted the topic, and
the departments that are at work on it. What the word means and who curates it is in `entries.curating`.

Nobody stands here who did not accept the topic; whoever hides or contests it, or does not want to be matched on it, is
gone from here at once, and counts for no department.
"""

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any

from sqlalchemy import BigInteger, String, bindparam, cast, func, literal_column, or_, select, type_coerce, union_all
from sqlalchemy.orm import Session

from models.core import clock
from models.core.automatic import Automatic, automatic
from models.core.base import from_microseconds
from models.core.db import among, rows
from models.core.language import lazy_gettext as _l
from models.entries.curating import (
    ABOUT_PARTS,
    LOOKED_AT,
    MOST_PINS,
    About,
    TagPin,
    about,
    about_from,
    about_values,
)
from models.entries.entry import LIVE, Entry
from models.entries.rows import LIST_COLUMNS, list_rows
from models.entries.tagged import WALK, newest_tagged
from models.entries.tagging import Tag, TagSynonym
from models.expertise.claim import ACCEPTED_WORD, PersonTopic
from models.expertise.evidence import THERE, deeds_where
from models.expertise.never import NEVER
from models.expertise.refusing import refuses
from models.expertise.weights import HALF_LIFE, WEIGHT, faded
from models.people.department import Department
from models.people.faces import face_of
from models.people.person import Person
from models.people.photo import Photo
from models.people.profile import Profile
from models.people.statement import NO_MATCH, Statement, holds
from models.policy.viewer import EVERYONE, Viewer

MOST_OFFICIAL = 3
MOST_QUESTIONS = 5
MOST_PEOPLE = 6
MOST_UNITS = 8
# So many of those who accepted a topic last are looked at.
MOST_ACCEPTED = 200


@dataclass
class Known:
    """Somebody who accepted the topic: what they did with it, of what the viewer may read, one act a matter.

    `topic` is the word that they accepted: the topic may be called otherwise by now.
    """

    id: int
    topic: str
    name: str = ""
    username: str = ""
    job_title: str = ""
    department: str = ""
    acts: list[str] = field(default_factory=list)
    score: float = 0.0
    photo: str = ""


@dataclass(frozen=True)
class AtWork:
    """A department whose people worked on so many matters with the topic."""

    id: int
    name: str
    matters: int


@dataclass(frozen=True)
class TopicPage:
    """`people` are the first, of `number` who accepted the topic."""

    about: About
    people: list[Known] = field(default_factory=list)
    number: int = 0
    units: list[AtWork] = field(default_factory=list)


_tag: Any = bindparam("tag_id")
_nothing: Any = literal_column("''")
_zero: Any = literal_column("0")
_words = (
    select(Tag.name.label("name"))
    .where(Tag.id == _tag)
    .union_all(select(TagSynonym.name).where(TagSynonym.tag_id == _tag))
    .subquery("words_for_it")
)
_refusing = select(PersonTopic.person_id).where(
    PersonTopic.topic.in_(select(_words.c.name)), PersonTopic.word != literal_column(f"'{ACCEPTED_WORD}'")
)
_accepted = (
    select(PersonTopic.person_id, func.max(PersonTopic.topic).label("topic"))
    .join(Person, Person.id == PersonTopic.person_id)
    .where(
        PersonTopic.topic.in_(select(_words.c.name)),
        PersonTopic.word == literal_column(f"'{ACCEPTED_WORD}'"),
        PersonTopic.person_id.not_in(_refusing),
        *THERE,
    )
    .group_by(PersonTopic.person_id)
    .order_by(func.max(PersonTopic.at).desc(), PersonTopic.person_id)
    .limit(literal_column(str(MOST_ACCEPTED)))
    .cte("accepted")
)
_window = newest_tagged(LOOKED_AT).cte("newest_of_topic")
_deeds = deeds_where(lambda column, _part: column.in_(select(_window.c.entry_id))).cte("deeds_on_topic")
_matters = (
    select(_deeds.c.person_id, _deeds.c.department_id, _deeds.c.matter_id)
    .where(_deeds.c.person_id.not_in(_refusing), _deeds.c.department_id.is_not(None))
    .distinct()
    .cte("matters_of_people")
)
_said_not = (Statement.kind == literal_column(f"'{NO_MATCH}'"), holds)
_of_these = select(_accepted.c.person_id)
_choice = func.coalesce(Profile.audiences["photo"].as_string(), _nothing)
_path = func.coalesce(Department.path, _nothing)
# Like the parts of `about`: what, id, name, text, n. They look at what people did and said of their topics alone.
PEOPLE_PARTS: tuple[Any, ...] = (
    select(literal_column("'known'"), Person.id, Person.name, Person.username, _zero).where(Person.id.in_(_of_these)),
    select(literal_column("'line'"), Person.id, Person.job_title, func.coalesce(Department.name, _nothing), _zero)
    .outerjoin(Department, Department.id == Person.department_id)
    .where(Person.id.in_(_of_these)),
    select(literal_column("'claim'"), _accepted.c.person_id, _accepted.c.topic, _nothing, _zero),
    select(
        literal_column("'did'"),
        _deeds.c.person_id,
        _deeds.c.act,
        cast(_deeds.c.matter_id, String),
        type_coerce(_deeds.c.at, BigInteger),
    ).where(_deeds.c.person_id.in_(_of_these)),
    select(literal_column("'work'"), Department.id, Department.name, _nothing, func.count())
    .select_from(_matters)
    .join(Department, Department.id == _matters.c.department_id)
    .group_by(Department.id, Department.name),
    # What of it is by those who do not want to be matched on something: taken off where that is the topic.
    select(literal_column("'less'"), _matters.c.person_id, _nothing, cast(_matters.c.department_id, String))
    .add_columns(func.count())
    .where(_matters.c.person_id.in_(select(Statement.person_id).where(*_said_not)))
    .group_by(_matters.c.person_id, _matters.c.department_id),
    select(literal_column("'not'"), Statement.person_id, Statement.text, _nothing, _zero).where(
        *_said_not,
        or_(Statement.person_id.in_(_of_these), Statement.person_id.in_(select(_matters.c.person_id))),
    ),
)
# Who shows their photo to whom: how they look is drawn, and is no evidence.
FACES_PART: Any = (
    select(literal_column("'face'"), Person.id, Photo.digest, _choice + literal_column("' '") + _path, _zero)
    .join(Photo, Photo.person_id == Person.id)
    .outerjoin(Profile, Profile.person_id == Person.id)
    .outerjoin(Department, Department.id == Person.department_id)
    .where(Person.id.in_(_of_these))
)
GROWN = union_all(*ABOUT_PARTS, *PEOPLE_PARTS, FACES_PART)


def topic_page(session: Session, viewer: Viewer, tag: Any) -> TopicPage:
    """What the page of a topic says besides its list, to somebody who was found to see the tag (its id and name). One
    statement.

    Guests learn of no people and no departments.
    """
    if EVERYONE not in viewer.keys:
        return TopicPage(about(session, viewer, tag.id))
    values = about_values(viewer, tag.id) | people_values(viewer)
    parts: dict[str, list[Any]] = defaultdict(list)
    for row in rows(session, GROWN, **values):
        parts[row.what].append(row)
    said = about_from(row for each in parts.values() for row in each)
    away = _unwilling(parts["not"], [tag.name, *said.words])
    people = _people(parts, away)
    _show_faces(people[:MOST_PEOPLE], parts["face"], viewer)
    return TopicPage(said, people[:MOST_PEOPLE], len(people), _units(parts, away))


def people_values(viewer: Viewer) -> dict[str, Any]:
    """What PEOPLE_PARTS bind besides the tag."""
    return {"keys": viewer.keys_json, "now": clock.now(), "today": clock.now().date()}


def _unwilling(said: list[Any], words: list[str]) -> set[int]:
    """Ids of those who do not want to be matched on one of these words."""
    return {row.id for row in said if any(refuses(row.name, word) for word in words)}


def _people(parts: dict[str, list[Any]], away: set[int]) -> list[Known]:
    """Who accepted the topic, those first whose work with it says most now; then by name."""
    found = {row.id: Known(row.id, row.name) for row in parts["claim"] if row.id not in away}
    for row in parts["known"]:
        if known := found.get(row.id):
            known.name, known.username = row.name, row.text
    for row in parts["line"]:
        if known := found.get(row.id):
            known.job_title, known.department = row.name, row.text
    for person_id, best in _best_of_each_matter(parts["did"]).items():
        if known := found.get(person_id):
            known.acts = [act for _worth, act in best]
            known.score = sum(worth for worth, _act in best)
    return sorted(found.values(), key=lambda known: (-known.score, known.name, known.id))


def _show_faces(people: list[Known], found: list[Any], viewer: Viewer) -> None:
    """Which photo of each shows to the viewer."""
    by_id = {row.id: row for row in found}
    for known in people:
        if row := by_id.get(known.id):
            choice, _blank, path = row.text.partition(" ")
            known.photo = face_of(SimpleNamespace(id=known.id, photo=row.name, for_whom=choice, unit_path=path), viewer)


def _best_of_each_matter(did: list[Any]) -> dict[int, list[tuple[float, str]]]:
    """By person: what each of their matters is worth now, and by which act, the weightiest first."""
    now = clock.now()
    best: dict[int, dict[str, tuple[float, str]]] = defaultdict(dict)
    for row in did:
        worth = WEIGHT[row.name] * faded(now - from_microseconds(row.n))
        known = best[row.id].get(row.text)
        if known is None or worth > known[0]:
            best[row.id][row.text] = worth, row.name
    return {person_id: sorted(each.values(), reverse=True) for person_id, each in best.items()}


def _units(parts: dict[str, list[Any]], away: set[int]) -> list[AtWork]:
    """Departments by how much their people did, each matter of a person once."""
    matters = Counter({row.id: row.n for row in parts["work"]})
    for row in parts["less"]:
        if row.id in away:
            matters[int(row.text)] -= row.n
    found = [AtWork(row.id, row.name, matters[row.id]) for row in parts["work"] if matters[row.id]]
    return sorted(found, key=lambda each: (-each.matters, each.name))[:MOST_UNITS]


def _first(part: str, rank: Any, most: int, *where: Any, pins: bool = False) -> Any:
    found = list_rows(*LIST_COLUMNS, literal_column(f"'{part}'").label("part"), rank.label("rank"))
    if pins:
        found = found.join(TagPin, TagPin.entry_id == Entry.id).where(TagPin.tag_id == _tag)
    found = found.where(*where, LIVE, among(Entry.audience, "keys"))
    shown = found.order_by(rank.desc(), Entry.id.desc()).limit(literal_column(str(most))).subquery(part)
    return select(*shown.c)


_looked_at = (
    select(newest_tagged(WALK).subquery("widely").c.entry_id)
    .union_all(select(TagPin.entry_id).where(TagPin.tag_id == _tag))
    .subquery("looked_at")
)
_pages = Entry.__table__.alias("official_pages")
# By the index of official pages alone, word for word: most of a thousand entries are none, and are not read for it.
_official = select(_pages.c.id).where(
    _pages.c.kind == literal_column("'page'"),
    _pages.c.status == literal_column("'official'"),
    _pages.c.state == literal_column("'live'"),
    _pages.c.id.in_(select(_looked_at.c.entry_id)),
)
FIRST = union_all(
    _first("pinned", TagPin.at, MOST_PINS, pins=True),
    _first(
        "official",
        Entry.last_activity_at,
        MOST_OFFICIAL,
        Entry.id.in_(_official),
    ),
    _first(
        "open",
        Entry.created_at,
        MOST_QUESTIONS,
        Entry.kind == literal_column("'question'"),
        Entry.status == literal_column("'open'"),
        Entry.id.in_(select(newest_tagged(LOOKED_AT).subquery("lately").c.entry_id)),
    ),
)


@dataclass(frozen=True)
class First:
    """List rows of what stands before all else with the topic, each entry once."""

    official: list[Any]
    pinned: list[Any]
    open: list[Any]


def first_of_topic(session: Session, viewer: Viewer, tag: Any) -> First:
    """Official pages, what curators pinned and open questions, as far as the viewer may read them. One statement."""
    keys = viewer.keys_json
    parts: dict[str, list[Any]] = defaultdict(list)
    for row in rows(session, FIRST, tag_id=tag.id, tag_keys=keys, wide=viewer.wide_json, keys=keys):
        parts[row.part].append(row)
    for each in parts.values():
        each.sort(key=lambda row: (row.rank, row.id), reverse=True)
    official = {row.id for row in parts["official"]}
    pinned = [row for row in parts["pinned"] if row.id not in official]
    there = {row.id for row in pinned}
    return First(parts["official"], pinned, [row for row in parts["open"] if row.id not in there])


automatic(
    Automatic(
        name="topic-people",
        title=_l("People, departments and official pages of a topic"),
        does=_l(
            "Names on the page of a topic who accepted it, which departments work on it, its official pages and the "
            "questions on it that are open."
        ),
        inputs=(
            _l("Who accepted the topic. Nobody else is named."),
            _l("What they did with it, of what you may read, and its age: after %(days)s days it counts half.",
               days=HALF_LIFE.days),
            _l("For departments: what their people did with the %(number)s entries that were active last.",
               number=LOOKED_AT),
            _l("Official pages among the %(number)s entries that were active last, and those that curators pinned.",
               number=WALK),
        ),
        never=tuple(each.what for each in NEVER),
        owner=_l("The curators of topics"),
        switch=_l("Hide or contest the topic, or say that you do not want to be matched on it: it holds at once."),
        address="/tags",
    )
)  # fmt: skip
