"""Matters: whom an act concerns and why. Each part registers its own beside its verbs; notices are made from them.

Nothing is known here of kinds, rights or notices: who may not read the thing is left out where notices are made.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Select
from sqlalchemy.orm import Session


class Done(NamedTuple):
    """One act as matters see it; `detail` is what was given to `record` besides."""

    id: int
    at: datetime
    actor_id: int | None
    verb: str
    subject_kind: str
    subject_id: int
    space_id: int | None
    audience: str
    detail: dict[str, Any]


class Thing(NamedTuple):
    """What a notice is about: one line a person, reason and thing. `entry_id` and `space_id` say whose readers may see
    it; with neither it is the person's own matter, and whoever registers it answers for that."""

    kind: str
    id: int
    entry_id: int | None = None
    space_id: int | None = None


class Who(str):
    """Who did it, in words such as "Ben and 3 others"; `number` says how many, for languages whose verbs differ."""

    number = 1

    @classmethod
    def of(cls, names: str, number: int) -> "Who":
        made = cls(names)
        made.number = number
        return made


def thing_of(act: Done) -> Thing:
    """The thread that the act belongs to (`root` in its detail), else its subject."""
    if act.subject_kind == "space":
        return Thing("space", act.subject_id, space_id=act.subject_id)
    entry_id = act.detail.get("root") or act.subject_id
    return Thing("entry", entry_id, entry_id=entry_id)


def person_in(session: Session, act: Done) -> Iterable[int]:
    """Whom the act names as `person=ID` in its detail."""
    return [act.detail["person"]] if act.detail.get("person") else []


# Ids of persons; a Select of one column of them where they may be many: it is walked in parts.
People = Callable[[Session, Done], Iterable[int] | Select[Any]]


@dataclass(frozen=True)
class Matter:
    """What an act with this verb means to people.

    `reason` is a short stable word, kept with the notice and in people's settings. `said` is the sentence that says
    what happened, given who did it: where they may be several, by ngettext with their number; `why` says why the reader
    hears of it; `label` names the reason in the settings.
    """

    verb: str
    reason: str
    people: People
    said: Callable[[Who], str]
    why: Callable[[], str]
    label: Callable[[], str]
    # Of the kinds of subjects; none: of every kind.
    kinds: tuple[str, ...] = ()
    # Where one act concerns a person in several ways, the lowest is the one they hear of.
    rank: int = 50
    thing: Callable[[Done], Thing] = thing_of
    # Comes even from what the person muted: it names them, or waits for them alone.
    personal: bool = False
    # About something that the reader wrote and that is there no more: the author may know it, nobody else.
    removed: bool = False
    # The entries that the line is about, where they are not the act's subject: each is shown to those who may read it,
    # and where none is left there is no line.
    items: Callable[[Done], list[int]] | None = None
    # What stands behind the sentence, where it is not the reason or the outcome that the act names.
    note: Callable[[Session, Done], str] | None = None
    # Verbs of acts that settle it for everybody, such as a decision where one was waited for.
    settled_by: tuple[str, ...] = ()


_matters: dict[str, list[Matter]] = {}
_settling: dict[str, list[Matter]] = {}


def matter(made: Matter) -> Matter:
    """Make a matter known."""
    _matters.setdefault(made.verb, []).append(made)
    for verb in made.settled_by:
        _settling.setdefault(verb, []).append(made)
    return made


def matters_of(verb: str, kind: str = "") -> list[Matter]:
    """The matters of acts with this verb on such a subject, the most personal first."""
    found = [each for each in _matters.get(verb, ()) if not each.kinds or not kind or kind in each.kinds]
    return sorted(found, key=lambda each: each.rank)


def settled_by(verb: str) -> list[Matter]:
    """The matters that an act with this verb settles."""
    return _settling.get(verb, [])


def concerns_somebody(verb: str) -> bool:
    """True when anybody may have to hear of acts with this verb."""
    return verb in _matters or verb in _settling


def matter_of(verb: str, reason: str) -> Matter | None:
    """The matter that a notice was made for; another of its reason, or None, when the product has changed since."""
    exact = (each for each in _matters.get(verb, ()) if each.reason == reason)
    return next(exact, None) or by_reason().get(reason)


def by_reason() -> dict[str, Matter]:
    """One matter for each reason, the most personal first: for settings, and for drawing what was made earlier."""
    found: dict[str, Matter] = {}
    for each in sorted((each for every in _matters.values() for each in every), key=lambda each: each.rank):
        found.setdefault(each.reason, each)
    return found
