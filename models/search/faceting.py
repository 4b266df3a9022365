"""The choices by which results can be narrowed: values that an engine counted, with names from the database.

A name that does not exist for the viewer (a closed space, a tag of closed entries) is no choice, whatever was counted.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import and_, bindparam, func, or_, select
from sqlalchemy.orm import Session, aliased

from models.core.automatic import Automatic, automatic
from models.core.db import among, as_words, rows
from models.core.language import gettext as _
from models.core.language import language_name
from models.core.language import lazy_gettext as _l
from models.entries.kinds import REVIEW_WORDS, STATUS_WORDS, all_kinds
from models.entries.tagging import Tag, Tagging
from models.people.department import Department, path_ids
from models.people.person import Person
from models.policy.finding import space_names
from models.policy.viewer import Viewer
from models.search.engine import OLDER, PAST_MONTH, PAST_WEEK, PAST_YEAR, Query
from models.spaces.membership import Membership

SHOWN = ("kind", "department", "space", "tag", "author", "date", "status", "language")
MOST = 12
# Asked for by name: some may not exist for the viewer.
LOOKED_AT = 20

Counts = dict[str, int]
Chosen = tuple[str, ...]

DATE_WORDS: dict[str, Callable[[], str]] = {
    PAST_WEEK: lambda: _("Past week"),
    PAST_MONTH: lambda: _("Past month"),
    PAST_YEAR: lambda: _("Past year"),
    OLDER: lambda: _("Older than a year"),
}


@dataclass(frozen=True, slots=True)
class Choice:
    """One value of a facet. `value` stands in addresses: a department's id, a space's slug, an author's username."""

    value: str
    label: str
    count: int
    chosen: bool = False


def choices(
    session: Session, viewer: Viewer, query: Query, counts: dict[str, Counts], named: Iterable[int]
) -> tuple[dict[str, list[Choice]], dict[int, str]]:
    """Choices by facet; and the names of departments, those of `named` for certain.

    What the query has chosen is always among them, where it exists. Dates are chosen by the caller.
    """
    departments, names = _departments(session, query.departments, counts.get("department", {}), set(named))
    kinds = {kind.name: kind.word for kind in all_kinds()} | {"person": lambda: _("Person")}
    found = {
        "kind": sorted(_known(counts.get("kind", {}), kinds, query.kinds), key=lambda kind: -kind.count),
        "department": departments,
        "space": _spaces(session, viewer, query.spaces, counts.get("space", {})),
        "tag": _tags(session, viewer, query.tags, counts.get("tag", {})),
        "author": _authors(session, viewer, query.authors, counts.get("author", {})),
        "date": _known(counts.get("date", {}), DATE_WORDS),
        "status": _known(counts.get("status", {}), STATUS_WORDS | REVIEW_WORDS, query.statuses),
        "language": _languages(counts.get("language", {}), query.languages),
    }
    return {name: each for name, each in found.items() if each}, names


def _known(counts: Counts, words: dict[str, Callable[[], str]], chosen: Chosen = ()) -> list[Choice]:
    """Values of a short list that the program knows, in the order of that list."""
    shown = [value for value in words if counts.get(value) or value in chosen]
    return [Choice(value, words[value](), counts.get(value, 0), value in chosen) for value in shown]


def _languages(counts: Counts, chosen: Chosen) -> list[Choice]:
    values = dict.fromkeys([*counts, *chosen])
    return _named(counts, chosen, {value: (value, language_name(value)) for value in values if value})


DEPARTMENTS = select(Department.id, Department.name, Department.path).where(among(Department.id, "departments"))
_chosen, _below = aliased(Department), aliased(Department)
BELOW = select(_below.id).where(
    among(_chosen.id, "departments"), func.substr(_below.path, 1, func.length(_chosen.path)) == _chosen.path
)


def with_all_below(session: Session, departments: Chosen) -> Chosen:
    """Ids of the departments and of all below them; of unknown ones, what was given."""
    found = rows(session, BELOW, departments=as_words(_numbers(departments)))
    return tuple(dict.fromkeys([*departments, *(str(row.id) for row in found)]))


def _departments(
    session: Session, chosen: Chosen, counts: Counts, named: set[int]
) -> tuple[list[Choice], dict[int, str]]:
    own = {int(value): count for value, count in counts.items() if value}
    totals = dict.fromkeys(_numbers(chosen), 0)
    wanted = own.keys() | named | totals.keys()
    found = rows(session, DEPARTMENTS, departments=as_words(wanted)) if wanted else []
    for row in found:
        # Choosing a department finds what belongs to those below it as well, so it is counted there too.
        for above in path_ids(row.path) if row.id in own else ():
            totals[above] = totals.get(above, 0) + own[row.id]
    names = {row.id: row.name for row in found}
    top = sorted(totals, key=lambda number: (-totals[number], number))[: MOST + len(chosen)]
    if missing := set(top) - names.keys():
        names |= {row.id: row.name for row in rows(session, DEPARTMENTS, departments=as_words(missing))}
    return _shown([Choice(str(n), names[n], totals[n], str(n) in chosen) for n in top if n in names]), names


def _spaces(session: Session, viewer: Viewer, chosen: Chosen, counts: Counts) -> list[Choice]:
    wanted = _numbers([*chosen, *list(counts)[:LOOKED_AT]])
    found = space_names(session, viewer, wanted) if wanted else {}
    return _named(counts, chosen, {str(each): (row.slug, row.name) for each, row in found.items()})


# Somebody who is chosen has a name for those alone who may know of them: guests exist in the spaces they share.
AUTHORS = select(Person.id, Person.username, Person.name).where(
    among(Person.id, "people"),
    or_(
        among(Person.id, "counted"),
        and_(bindparam("colleague") == 1, ~Person.is_guest),
        Person.id.in_(select(Membership.person_id).where(among(Membership.space_id, "spaces"))),
    ),
)


def _authors(session: Session, viewer: Viewer, chosen: Chosen, counts: Counts) -> list[Choice]:
    counted = _numbers(list(counts)[:LOOKED_AT])
    wanted = _numbers([*chosen, *list(counts)[:LOOKED_AT]])
    found = (
        rows(
            session,
            AUTHORS,
            people=as_words(wanted),
            counted=as_words(counted),
            colleague=int(not viewer.is_guest),
            spaces=as_words(viewer.roles),
        )
        if wanted
        else []
    )
    return _named(counts, chosen, {str(row.id): (row.username, row.name) for row in found})


TAGS = select(Tag.name).where(
    among(Tag.name, "tags"),
    select(Tagging.tag_id).where(Tagging.tag_id == Tag.id, among(Tagging.audience, "keys")).exists(),
)


def _tags(session: Session, viewer: Viewer, chosen: Chosen, counts: Counts) -> list[Choice]:
    wanted = [*chosen, *list(counts)[:LOOKED_AT]]
    found = rows(session, TAGS, tags=as_words(wanted), keys=viewer.keys_json) if wanted else []
    return _named(counts, chosen, {row.name: (row.name, row.name) for row in found})


def _numbers(values: Iterable[str]) -> list[int]:
    """The ids among values that may have been typed into an address."""
    return [int(value) for value in dict.fromkeys(values) if value.isascii() and value.isdigit() and len(value) < 10]


def _named(counts: Counts, chosen: Chosen, known: dict[str, tuple[str, str]]) -> list[Choice]:
    made = [Choice(*each, counts.get(value, 0), value in chosen) for value, each in known.items()]
    return _shown(sorted(made, key=lambda choice: (-choice.count, choice.label)))


def _shown(ordered: list[Choice]) -> list[Choice]:
    """The most frequent, and whatever is chosen."""
    return ordered[:MOST] + [choice for choice in ordered[MOST:] if choice.chosen]


USERNAMES = select(Person.id, Person.username, Person.name).where(among(Person.username, "usernames"))


def people_named(session: Session, usernames: Iterable[str]) -> dict[str, Any]:
    """Rows (id, username, name) by username."""
    found = rows(session, USERNAMES, usernames=as_words(usernames))
    return {row.username: row for row in found}


automatic(
    Automatic(
        name="search-filters",
        title=_l("The filters beside search results"),
        does=_l(
            "Offers up to %(most)s choices of each kind to narrow the results, those with most results first.",
            most=MOST,
        ),
        inputs=(_l("How many of the results that you may read have each choice."),),
        never=(_l("What you or others chose before."),),
        owner=_l("The administrators of Witan"),
        switch=_l("It cannot be switched off. Results are narrowed only when you choose."),
        address="/search",
    )
)
