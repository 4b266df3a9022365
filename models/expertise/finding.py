"""Who can answer a question, and which departments: documents that are like it, weighed by what people did with them.

Finding experts is retrieval (docs/experts.md). The engine finds documents under the viewer's keyring; what people did
with them is read from the database under the same keyring once more; nothing else counts.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.core import clock
from models.core.automatic import Automatic, automatic
from models.core.db import among, as_words, rows
from models.core.language import lazy_gettext as _l
from models.expertise.closeness import Closeness, close_to, closeness
from models.expertise.evidence import KINDS, Deed, deeds_on
from models.expertise.listing import TOGETHER, about, worth_naming
from models.expertise.never import NEVER
from models.expertise.refusing import willing
from models.expertise.together import fits
from models.expertise.weights import (
    FEW_WORDS,
    HALF_LIFE,
    LEAST_CLOSE,
    LEAST_SHARED,
    LISTED_OF_TEN,
    LISTED_SHARED,
    LISTED_SHARED_OF_FEW,
    LOOKED_AT,
    LOOKED_AT_IN_DIRECTORY,
    UNIT_LEAST,
    UNIT_POWER,
    WEIGHT,
    faded,
)
from models.people.department import Department
from models.people.person import Person
from models.policy.finding import held_from_search
from models.policy.viewer import Viewer
from models.search.engine import Asking, Engine
from models.search.similar import number_of
from models.search.wording import matter_in

SHOWN = 10
# Fewer letters than these say nothing yet.
LEAST = 4


@dataclass(frozen=True, slots=True)
class Piece:
    """One piece of evidence: what was done where and when, and what it is worth for this question.

    `closeness` is how like the question the document is (1: the most like), `weight` that of the act, `left` the share
    that age has left; `worth` is their product.
    """

    deed: Deed
    closeness: float
    weight: float
    left: float

    @property
    def worth(self) -> float:
        return self.closeness * self.weight * self.left


@dataclass(frozen=True)
class Expert:
    """Somebody who can probably answer: row (id, username, name, job_title, place, department_id, department_name,
    origin_id), score, the pieces it stands on, one a matter and the weightiest first, how well they fit the words of
    the question together (1: the best), and the share of the department in all that was found."""

    person: Any
    score: float
    pieces: list[Piece] = field(default_factory=list)
    fit: float = 1.0
    unit_share: float = 1.0


@dataclass(frozen=True)
class Unit:
    """A department whose people can probably answer: row (id, name), its share of what was found, how many people."""

    department: Any
    score: float
    people: int


@dataclass(frozen=True)
class Ranked:
    """Somebody by number: what their pieces come to, which says whether to name them, and the score, which says where.

    `fit`: how well their pieces fit the words of the question together, 1 for the best.
    """

    person_id: int
    worth: float
    score: float
    fit: float
    pieces: list[Piece]


@dataclass(frozen=True)
class Ranking:
    """Who did what that counts: people, the best first, and the shares of their departments."""

    people: list[Ranked]
    units: dict[int | None, float]


@dataclass(frozen=True)
class Evidence:
    """What was found for a question: how like it documents are, which are about it, and what people did with them."""

    close: Closeness
    about: frozenset[int]
    deeds: list[Deed]
    now: datetime

    def ranking(self, but: int = 0, *, weak: bool = False) -> Ranking:
        """The ranking of all but one person; `weak`: also of those who would not be named to anybody."""
        found = rank(self.close, [deed for deed in self.deeds if deed.person_id != but], self.now)
        return found if weak else _named(found, self.about)


def find_experts(
    session: Session,
    engine: Engine,
    viewer: Viewer,
    text: str,
    limit: int = SHOWN,
    *,
    weak: bool = False,
    looked_at: int = LOOKED_AT,
) -> list[Expert]:
    """People who can probably answer a question, by what the viewer may read of what they did; the viewer is left out.

    Nothing for a few letters. `weak`: also those who would not be named to anybody, for measuring. `looked_at`: so many
    documents, those most like the question.
    """
    found = _evidence(session, engine, viewer, text, looked_at)
    return _experts(session, found.ranking(but=viewer.id, weak=weak), limit)


def find_with_oneself(
    session: Session, engine: Engine, viewer: Viewer, text: str, limit: int = SHOWN
) -> tuple[list[Expert], list[Piece]]:
    """The same, and what the viewer would be named for to others who can read it, for nobody else's eyes; nothing when
    they would not be."""
    found = _evidence(session, engine, viewer, text)
    experts = _experts(session, found.ranking(but=viewer.id), limit)
    if all(deed.person_id != viewer.id for deed in found.deeds):
        return experts, []
    return experts, next((each.pieces for each in found.ranking().people if each.person_id == viewer.id), [])


def _experts(session: Session, ranking: Ranking, limit: int) -> list[Expert]:
    best = ranking.people[:limit]
    found = rows(session, PEOPLE, people=as_words(each.person_id for each in best)) if best else []
    people = {row.id: row for row in found}
    return [
        Expert(person, each.score, each.pieces, each.fit, ranking.units.get(person.department_id, 0.0))
        for each in best
        if (person := people.get(each.person_id))
    ]


def find_departments(
    session: Session, engine: Engine, viewer: Viewer, text: str, limit: int = SHOWN, *, weak: bool = False
) -> list[Unit]:
    """The same for departments: what their people did, added up."""
    ranking = _evidence(session, engine, viewer, text).ranking(but=viewer.id, weak=weak)
    people = Counter(each.pieces[0].deed.department_id for each in ranking.people)
    best = sorted((-share, unit) for unit, share in ranking.units.items() if unit is not None)[:limit]
    names = {row.id: row for row in rows(session, UNITS, units=as_words(unit for _, unit in best))} if best else {}
    return [Unit(names[unit], -share, people[unit]) for share, unit in best if unit in names]


def _evidence(session: Session, engine: Engine, viewer: Viewer, text: str, looked_at: int = LOOKED_AT) -> Evidence:
    """What the viewer may read of it. Nothing for a few letters."""
    if len(text.strip()) < LEAST:
        return Evidence(close_to("", {}, {}), frozenset(), [], clock.now())
    held = frozenset(str(space_id) for space_id in held_from_search(session))
    engine.refresh()
    matter = matter_in(text)
    # Far from every moment: when something was begun says nothing of who knows it; age counts with each deed.
    hits = engine.similar(Asking("", matter, 0, KINDS, least=LEAST_SHARED), viewer.keys, looked_at, held)
    close = closeness(session, viewer, text, hits)
    deeds = willing(session, text, deeds_on(session, viewer, list(close.people)))
    return Evidence(close, about(matter, {number_of(hit): hit.part for hit in hits}), deeds, clock.now())


def _named(ranking: Ranking, about: frozenset[int]) -> Ranking:
    """Of a ranking, whom to name to people: who did something that is about the question, and is not far behind.

    Each matter counts in full for that: what orders people would keep out who is right where many answer.
    """
    people = [each for each in ranking.people if any(piece.deed.found_id in about for piece in each.pieces)]
    worth = worth_naming([each.worth for each in people])
    units = ranking.units if people else {}
    worthy = worth_naming(list(units.values()))
    return Ranking(
        [each for each, is_named in zip(people, worth, strict=True) if is_named],
        {unit: units[unit] for unit, is_named in zip(units, worthy, strict=True) if is_named},
    )


def rank(close: Closeness, deeds: list[Deed], now: datetime) -> Ranking:
    """People by all their pieces, by the share of their department, and by how well they fit together."""
    units: dict[int | None, float] = defaultdict(float)
    for deed, worth in _best_of_each(close.units, deeds, now):
        units[deed.department_id] += worth
    total = sum(units.values())
    shares = {unit: worth / total for unit, worth in units.items()} if total else {}
    pieces: dict[int, list[Piece]] = defaultdict(list)
    for deed, _worth in _best_of_each(close.people, deeds, now):
        piece = Piece(deed, close.people[deed.found_id], WEIGHT[deed.act], faded(now - deed.at))
        pieces[deed.person_id].append(piece)
    fit = fits(close.words, ((deed.person_id, deed.found_id) for deed in deeds))
    people = []
    for person_id, each in pieces.items():
        each.sort(key=lambda piece: (-piece.worth, piece.deed.entry_id))
        share = shares.get(each[0].deed.department_id, 0.0) + UNIT_LEAST
        unit, together = share**UNIT_POWER, fit[person_id]
        worth = sum(piece.worth for piece in each)
        people.append(Ranked(person_id, unit * worth, unit * together * falling(each), together, each))
    return Ranking(sorted(people, key=lambda one: (-one.score, one.person_id)), shares)


def falling(pieces: Iterable[Piece]) -> float:
    """What somebody's pieces, the best first, come to when the second counts half, the third a third, and so on.

    Whoever answers often is the likelier to answer again, but many that are near do not outdo the one that is the same.
    """
    return sum(piece.worth / place for place, piece in enumerate(pieces, 1))


def _best_of_each(close: Mapping[int, float], deeds: list[Deed], now: datetime) -> Iterable[tuple[Deed, float]]:
    """Of each person and matter the deed that is worth most, and what it is worth."""
    best: dict[tuple[int, int], tuple[Deed, float]] = {}
    for deed in deeds:
        like = close[deed.found_id]
        if like < LEAST_CLOSE:
            continue
        worth = like * WEIGHT[deed.act] * faded(now - deed.at)
        key = deed.person_id, deed.matter_id
        if key not in best or worth > best[key][1]:
            best[key] = deed, worth
    return best.values()


PEOPLE = (
    select(
        Person.id,
        Person.username,
        Person.name,
        Person.job_title,
        Person.place,
        Person.origin_id,
        Person.department_id,
        Department.name.label("department_name"),
    )
    .outerjoin(Department, Department.id == Person.department_id)
    .where(among(Person.id, "people"))
)
UNITS = select(Department.id, Department.name).where(among(Department.id, "units"))

automatic(
    Automatic(
        name="experts",
        title=_l("People and departments who can answer"),
        does=_l("Names people, or departments, for a question, each with what it stands on."),
        inputs=(
            _l(
                "The %(number)s documents that are most like the question, of those that you may read; in the "
                "directory the %(fewer)s that are most like the words.",
                number=LOOKED_AT,
                fewer=LOOKED_AT_IN_DIRECTORY,
            ),
            _l(
                "What people did with them: an accepted answer counts %(accepted)s, one called useful %(upvoted)s, "
                "a page that they checked or own %(owned)s, one that they wrote %(written)s, another answer "
                "%(answered)s, anything else %(said)s.",
                **WEIGHT,
            ),
            _l("Age: after %(days)s days it counts half.", days=HALF_LIFE.days),
            _l("How like the question each is, its words of asking left out; the closest count most."),
            _l(
                "On how many different matters: the one most like the question counts in full, the second half, the "
                "third a third, and so on."
            ),
            _l("What the colleagues of their department did with such documents."),
            _l(
                "How well all that was found of somebody, taken together, fits the words of the question beside the "
                "others: it decides who comes first, and keeps nobody out."
            ),
            _l(
                "Nobody is named whose documents share less than %(share)s %% of what the words of the question are "
                "worth (%(few)s %% up to %(words)s words), or who comes to less than %(least)s %% of what the first "
                "%(together)s people come to together.",
                share=round(100 * LISTED_SHARED),
                few=round(100 * LISTED_SHARED_OF_FEW),
                words=FEW_WORDS,
                least=round(100 * LISTED_OF_TEN),
                together=TOGETHER,
            ),
        ),
        never=tuple(each.what for each in NEVER),
        owner=_l("The administrators of Witan"),
        switch=_l(
            "Say on your profile what you do not want to be matched on, and hide or contest topics: it holds at once. "
            "Nothing of a question is kept, so whoever asks cannot put somebody aside for it."
        ),
        address="/experts",
    )
)
