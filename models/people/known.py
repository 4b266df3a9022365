"""What all staff may know of each colleague, read and kept in memory: words and choices. No matching, no filters.

To look through all that in the database takes longer than all the rest of the page, and it is the same for all staff.
So it is kept for as long as nothing about anybody changed, which each request asks the database anew (`STAMP`). Then
those alone are read again who did change: whatever changes what others see of a person changes `Person.changed_at`.
"""

from collections import defaultdict
from functools import lru_cache
from threading import Lock
from typing import Any

from sqlalchemy import (
    BigInteger,
    Date,
    Integer,
    String,
    bindparam,
    cast,
    column,
    func,
    literal,
    literal_column,
    select,
    table,
    true,
    type_coerce,
    union_all,
)
from sqlalchemy.orm import Session

from models.core import clock
from models.core.db import among, as_words, listed, one, rows
from models.people.absence import Absence
from models.people.department import Department
from models.people.person import Person
from models.people.post import Holding, Post
from models.people.profile import Profile
from models.people.section import EVERYONE
from models.people.skill import PersonSkill, Skill, SkillName
from models.people.statement import ASK, Statement
from models.people.words import BAR, Said, Words, plain

LANGUAGE: Any = listed(Profile.languages).table_valued(column("value", String), name="language")
OPEN_SKILL = PersonSkill.audience == literal(EVERYONE)
HELD = (Holding.until.is_(None), Post.ended_at.is_(None))
# Databases whose words are kept; one in all but tests.
MOST_KEPT = 4
# What a person says that is a choice in the directory as well.
CHOICES = {"language": "language", "skill": "skill", "post": "profession"}

STAMP = select(
    select(func.sum(type_coerce(Person.changed_at, BigInteger) % 1_000_000_007)).scalar_subquery().label("people"),
    # By itself: to count alone is next to nothing.
    select(func.count()).select_from(Person).scalar_subquery().label("all"),
    select(func.sum(Department.id * func.coalesce(Department.parent_id, 0) % 1_000_003))
    .scalar_subquery()
    .label("tree"),
)
_turn = Lock()
_kept: dict[object, Words] = {}


def words_of(session: Session) -> Words:
    """Everybody's words as the database holds them now."""
    name, stamp = session.get_bind().engine.url, (clock.now().date(), *one(session, STAMP))
    kept = _kept.get(name)
    if kept is None or kept.stamp != stamp:
        # Who is away, or says something until a day, is another on the next; departments move with all their people.
        alike = kept is not None and (kept.stamp[0], kept.stamp[-1]) == (stamp[0], stamp[-1])
        kept = Words.of(stamp, _renewed(session, kept.people if kept and alike else {}))
        with _turn:
            _kept[name] = kept
            while len(_kept) > MOST_KEPT:
                _kept.pop(next(iter(_kept)))
    return kept


_blank = literal(" ")
_names = (
    select(func.aggregate_strings(SkillName.name, BAR))
    .where(SkillName.skill_id == Skill.id)
    .correlate(Skill)
    .scalar_subquery()
)


_changed: Any = type_coerce(Person.changed_at, BigInteger)
_none: Any = literal_column("''")


def _part(by: str, person: Any, shown: Any, words: Any, source: Any, value: Any = _none) -> Any:
    """Rows (by, shown, words, value, person_id) of what is known of these people; `value` is the choice that it is in
    the directory."""
    said = select(
        literal_column(f"'{by}'").label("by"),
        shown.label("shown"),
        words.label("words"),
        value.label("value"),
        person.label("person_id"),
    )
    return said.select_from(source).where(among(person, "people"))


_own = Person.name + _blank + Person.username + _blank + Person.job_title + _blank + Person.place
_about = Profile.about + _blank + Profile.experience + _blank + Profile.portfolio
_day: Any = bindparam("today", type_=Date)
AWAY = (Absence.starts_on <= _day, Absence.until >= _day)
_says = (
    Statement.kind == literal(ASK),
    Statement.audience == literal(EVERYONE),
    Statement.until >= _day,
)
# Topics that the person accepted. Named, not imported: `expertise` stands far above this module.
_topic = table("person_topics", column("person_id", Integer), column("topic", String), column("word"))
_accepted = _topic.c.word == literal_column("'accepted'")
_topic_words = func.replace(_topic.c.topic, literal("-"), literal(" "))
_staff = Person.__table__.outerjoin(Department, Department.id == Person.department_id)
_has, _profile, _statement, _holding = (each.__table__ for each in (PersonSkill, Profile, Statement, Holding))
_skilled = _has.join(Skill, Skill.id == _has.c.skill_id)
_posted = _holding.join(Post, Post.id == _holding.c.post_id)
_held = Post.title + _blank + Post.unit
_called = Skill.name + literal(BAR) + func.coalesce(_names, literal(""))
_speaks, _skill_id = _profile.join(LANGUAGE, true()), cast(Skill.id, String)
SAID = union_all(
    _part("own", Person.id, Person.place, _own, _staff, func.coalesce(Department.path, _none)),
    _part("away", Absence.person_id, _none, _none, Absence.__table__).where(*AWAY),
    _part("skill", _has.c.person_id, Skill.name, _called, _skilled, _skill_id).where(OPEN_SKILL),
    _part("topic", _topic.c.person_id, _topic.c.topic, _topic_words, _topic).where(_accepted),
    _part("language", _profile.c.person_id, LANGUAGE.c.value, LANGUAGE.c.value, _speaks, LANGUAGE.c.value),
    _part("about", _profile.c.person_id, _none, _about, _profile),
    _part("ask", _statement.c.person_id, Statement.text, Statement.text, _statement).where(*_says),
    _part("post", _holding.c.person_id, Post.title, _held, _posted, Post.profession).where(*HELD),
)
# The order of the directory is the database's own.
EVERYBODY = (
    select(Person.id, _changed.label("changed"))
    .where(~Person.is_guest, Person.disabled_at.is_(None))
    .order_by(Person.filed_as, Person.id)
)


def _renewed(session: Session, known: dict[int, Said]) -> dict[int, Said]:
    """Everybody in order; those who did not change as they are known."""
    everybody: dict[int, int] = dict(map(tuple, rows(session, EVERYBODY)))
    people = {each: known.get(each) for each in everybody}
    anew = [each for each, said in people.items() if said is None or said.changed != everybody[each]]
    found = defaultdict[int, list[Any]](list)
    for row in rows(session, SAID, people=as_words(anew), today=clock.now().date()):
        found[row.person_id].append(row)
    said = {each: _said(everybody[each], found[each]) for each in anew}
    return {each: said.get(each) or known[each] for each in everybody}


def _said(changed: int, all_of_it: list[Any]) -> Said:
    """What a person is found by: `own` words, whether they are `away`, and one row for each thing that they say."""
    (own,) = (row for row in all_of_it if row.by == "own")
    more = [row for row in all_of_it if row.words and row is not own]
    lines = [(words, row) for row in more if (words := _folded(row.words))]
    choices = {_choice("place", own.shown): own.shown} if own.shown else {}
    choices |= {_choice(CHOICES[row.by], row.value): _label(row) for row in more if row.value}
    return Said(
        changed,
        _folded(own.words),
        tuple(words for words, _row in lines),
        tuple((row.by, row.shown) for _words, row in lines),
        own.value,
        choices,
        all(row.by != "away" for row in all_of_it),
    )


@lru_cache(maxsize=4096)
def _choice(facet: str, value: str) -> tuple[str, str]:
    """The same pair for everybody: thousands of people share some hundred choices."""
    return facet, value


def _label(row: Any) -> str:
    return str(row.shown if row.by == "skill" else row.value)


def _folded(words: str) -> str:
    return BAR.join(filter(None, map(plain, words.split(BAR))))
