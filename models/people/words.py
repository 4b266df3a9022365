"""The words that colleagues are found by in the directory: what all staff may read of each, kept in memory. No filters.

To look through them in the database takes longer than all the rest of the page, and they are the same for all staff. So
they are kept for as long as nothing about anybody changed, which each request asks the database anew (`STAMP`). Then
those alone are read again who did change: whatever changes what others see of a person changes `Person.changed_at`.
"""

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import accumulate
from threading import Lock
from typing import Any

from sqlalchemy import (
    BigInteger,
    Date,
    String,
    bindparam,
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
from models.core.db import listed, one, rows
from models.core.text import unaccented
from models.people.department import Department
from models.people.person import Person
from models.people.post import Holding, Post
from models.people.profile import Profile
from models.people.section import EVERYONE
from models.people.skill import PersonSkill, Skill, SkillName
from models.people.statement import ASK, Statement

LANGUAGE: Any = listed(Profile.languages).table_valued(column("value", String), name="language")
OPEN_SKILL = PersonSkill.audience == literal(EVERYONE)
HELD = (Holding.until.is_(None), Post.ended_at.is_(None))
# Between the names of one skill: words that are looked for do not reach across it.
BAR = "|"
# Databases whose words are kept; one in all but tests.
MOST_KEPT = 4
# Texts of which it is known who holds them.
MOST_FOUND = 100
# Which of several words is rare is told from one part in so many.
SAMPLE = 16


@dataclass(frozen=True, slots=True)
class Said:
    """What one person is found by: `own` holds name, username, job title and place, `lines` all else, one a line.

    `places` is what each line is: (`skill`, `topic`, `language`, `about`, `ask` or `post`, the words as shown).
    """

    changed: int
    own: str
    lines: str
    places: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Words:
    """What all colleagues are found by, in the order of the directory, as it stood at `stamp`."""

    stamp: tuple[Any, ...]
    people: dict[int, Said]
    # All that they say in one text, in their order, and where each begins in it.
    whole: str
    order: tuple[int, ...]
    starts: tuple[int, ...]
    # Who holds words that were asked for: a page asks several times. It goes with the rest when anybody changes.
    found: dict[tuple[str, bool], list[int]] = field(default_factory=dict, compare=False)

    @classmethod
    def of(cls, stamp: tuple[Any, ...], people: dict[int, Said]) -> "Words":
        """Those of these people, by their numbers."""
        texts = [f"{said.own}\n{said.lines}\n" for said in people.values()]
        starts = tuple(accumulate(map(len, texts), initial=0))[:-1]
        return cls(stamp, people, "".join(texts), tuple(people), starts)

    def holding(self, text: str, *, by_name: bool = False) -> list[int]:
        """Who is found by these words, in this order in one text: all people for no words."""
        key = text, by_name
        if key not in self.found:
            if len(self.found) >= MOST_FOUND:
                self.found.clear()
            self.found[key] = self._holding(text, by_name)
        return self.found[key]

    def _holding(self, text: str, by_name: bool) -> list[int]:
        holds = matcher(text)
        if by_name:
            return [each for each, said in self.people.items() if holds(said.own)]
        # The rarest word is looked for in one long text; the others, and their order, in what the few say who have it.
        rarest = min(plain(text).split(), key=self._often, default="")
        people = self.people
        return [each for each in self._with(rarest) if holds(people[each].own) or holds(people[each].lines)]

    def _often(self, word: str) -> int:
        """How often a word stands in a part of the text: enough to tell the rare from the common."""
        return self.whole.count(word, 0, len(self.whole) // SAMPLE)

    def _with(self, word: str) -> Iterator[int]:
        """Who says this word anywhere, in order."""
        last, at = -1, self.whole.find(word)
        while at >= 0:
            place = bisect_right(self.starts, at) - 1
            if place > last:
                yield self.order[place]
            last = place
            # On with the next person: one who says it again is not looked at again.
            if place + 1 == len(self.starts):
                return
            at = self.whole.find(word, self.starts[place + 1])

    def found_by(self, text: str, ids: Iterable[int]) -> dict[int, list[tuple[str, str]]]:
        """For each person what the words were found in, beside the name, the job title and the place."""
        holds = matcher(text)
        found = {}
        for each in ids:
            said = self.people.get(each)
            if said is not None and holds(said.lines):
                lines = zip(said.places, said.lines.split("\n"), strict=True)
                found[each] = list(dict.fromkeys(place for place, line in lines if holds(line)))
        return found


def plain(text: str) -> str:
    """For comparing: case, accents and the width of blanks are alike, as "zoe" for "Zoë"."""
    return " ".join(unaccented(text).casefold().replace(BAR, " ").split())


def matcher(text: str) -> Callable[[str], bool]:
    """Whether a text in the form of `plain` holds these words in order, with anything between them but a line's end."""
    words = plain(text).split()
    if len(words) < 2:
        word = "".join(words)
        return lambda said: word in said
    found = re.compile(r"[^\n|]*".join(map(re.escape, words))).search
    return lambda said: found(said) is not None


STAMP = select(
    select(func.sum(type_coerce(Person.changed_at, BigInteger) % 1_000_000_007)).scalar_subquery().label("people"),
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
        # What people say until a day is another thing on the next.
        same_day = kept is not None and kept.stamp[0] == stamp[0]
        kept = Words.of(stamp, _renewed(session, kept.people if kept and same_day else {}))
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


# Those who changed later than that are read again.
_since: Any = bindparam("since", type_=BigInteger)
_changed: Any = type_coerce(Person.changed_at, BigInteger)
_nothing: Any = literal_column("0")


def _part(by: str, person: Any, shown: Any, words: Any, source: Any) -> Any:
    """Rows (by, shown, words, person_id, changed, place) of what those say who changed."""
    return (
        select(
            literal_column(f"'{by}'").label("by"),
            shown.label("shown"),
            words.label("words"),
            person.label("person_id"),
            _nothing.label("changed"),
            _nothing.label("place"),
        )
        .select_from(source.join(Person, Person.id == person))
        .where(_changed > _since)
    )


_own = Person.name + _blank + Person.username + _blank + Person.job_title + _blank + Person.place
_about = Profile.about + _blank + Profile.experience + _blank + Profile.portfolio
_says = (
    Statement.kind == literal(ASK),
    Statement.audience == literal(EVERYONE),
    Statement.until >= bindparam("today", type_=Date),
)
_everybody = select(
    literal_column("''").label("by"),
    literal_column("''").label("shown"),
    _own.label("words"),
    Person.id.label("person_id"),
    _changed.label("changed"),
    # The order of the directory is the database's own.
    func.row_number().over(order_by=(Person.filed_as, Person.id)).label("place"),
).where(~Person.is_guest, Person.disabled_at.is_(None))
# Topics that the person accepted. Named, not imported: `expertise` stands far above this module.
_topic = table("person_topics", column("person_id"), column("topic", String), column("word"))
_accepted = _topic.c.word == literal_column("'accepted'")
_topic_words = func.replace(_topic.c.topic, literal("-"), literal(" "))
_has, _profile, _statement, _holding = (each.__table__ for each in (PersonSkill, Profile, Statement, Holding))
_skilled = _has.join(Skill, Skill.id == _has.c.skill_id)
_posted = _holding.join(Post, Post.id == _holding.c.post_id)
_called = Skill.name + literal(BAR) + func.coalesce(_names, literal(""))
SAID = union_all(
    _everybody,
    _part("skill", _has.c.person_id, Skill.name, _called, _skilled).where(_has.c.audience == literal(EVERYONE)),
    _part("topic", _topic.c.person_id, _topic.c.topic, _topic_words, _topic).where(_accepted),
    _part("language", _profile.c.person_id, LANGUAGE.c.value, LANGUAGE.c.value, _profile.join(LANGUAGE, true())),
    _part("about", _profile.c.person_id, literal_column("''"), _about, _profile),
    _part("ask", _statement.c.person_id, Statement.text, Statement.text, _statement).where(*_says),
    _part("post", _holding.c.person_id, Post.title, Post.title + _blank + Post.unit, _posted).where(*HELD),
)


def _renewed(session: Session, known: dict[int, Said]) -> dict[int, Said]:
    """Everybody in order; those who did not change as they are known."""
    since = max((said.changed for said in known.values()), default=-1)
    found = rows(session, SAID, since=since, today=clock.now().date())
    everybody = sorted((row for row in found if not row.by), key=lambda row: row.place)
    if known and any(_missed(row, known, since) for row in everybody):
        # Written earlier than what is known, but kept later, or taken back.
        return _renewed(session, {})
    lines: dict[int, list[str]] = defaultdict(list)
    places: dict[int, list[tuple[str, str]]] = defaultdict(list)
    for row in found:
        if row.by and (words := _folded(row.words)):
            lines[row.person_id].append(words)
            places[row.person_id].append((row.by, row.shown))
    return {
        row.person_id: known[row.person_id]
        if row.changed <= since
        else Said(row.changed, _folded(row.words), "\n".join(lines[row.person_id]), tuple(places[row.person_id]))
        for row in everybody
    }


def _missed(row: Any, known: dict[int, Said], since: int) -> bool:
    return row.changed <= since and (row.person_id not in known or known[row.person_id].changed != row.changed)


def _folded(words: str) -> str:
    return BAR.join(filter(None, map(plain, words.split(BAR))))
