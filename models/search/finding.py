"""What a viewer finds: an engine's hits joined with the database's rows, and the words to mark. No HTML here.

The engine filters by the keyring; whatever it found is read from the database under the same keyring once more.
"""

from dataclasses import dataclass, field, replace
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models.core.automatic import Automatic, automatic
from models.core.db import among, as_words, rows
from models.core.language import lazy_gettext as _l
from models.entries.entry import LIVE, Entry
from models.entries.rows import LIST_COLUMNS, list_rows
from models.people.department import Department
from models.people.faces import FACE
from models.people.person import Person
from models.people.photo import Photo
from models.people.profile import Profile
from models.policy.finding import held_from_search
from models.policy.viewer import EVERYONE, Viewer
from models.search import faceting, weights
from models.search.engine import Engine, Hit, Query, Result
from models.search.faceting import Choice
from models.search.highlighting import ELLIPSIS, MAX_TEXT, Highlighter, Piece
from models.search.query import Parsed
from models.search.understanding import understood
from models.spaces.space import Space

FIRST_WORDS = 100


@dataclass(frozen=True, slots=True)
class FoundEntry:
    """An entry: its list row with `department_id`, its title and the best part of its text with the words marked; the
    stems of the query that stand in either.

    The title of an answer or reply is that of its topic; a post is called by its first words.
    """

    row: Any
    title: list[Piece]
    excerpt: list[Piece]
    matched: tuple[str, ...]
    score: float
    kind: str
    page: int = 0
    in_title: frozenset[str] = frozenset()
    in_text: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class FoundPerson:
    """A colleague: row with id, name, username, job_title, place, department_id; the excerpt is of what they wrote."""

    row: Any
    title: list[Piece]
    excerpt: list[Piece]
    matched: tuple[str, ...]
    score: float
    kind: str = "person"
    in_title: frozenset[str] = frozenset()
    in_text: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Found:
    """One page of results. `departments` gives the names of those that hits belong to, by id; `units` counts all;
    `asked` is how the text was understood, `acronyms` rows (short, expansion, meaning) of those in it.
    `instead`: nothing held the words as they were typed, and these are the hits of the suggestion."""

    hits: list[FoundEntry | FoundPerson] = field(default_factory=list)
    total: int = 0
    facets: dict[str, list[Choice]] = field(default_factory=dict)
    suggestion: str | None = None
    catching_up: bool = False
    departments: dict[int, str] = field(default_factory=dict)
    units: int = 0
    asked: Parsed = field(default_factory=Parsed)
    acronyms: list[Any] = field(default_factory=list)
    instead: bool = False


def find(session: Session, engine: Engine, viewer: Viewer, query: Query) -> Found:
    """What the viewer finds for a query; a department stands for all below it as well."""
    wide = query
    if query.departments:
        wide = replace(query, departments=faceting.with_all_below(session, query.departments))
    (asked, acronyms), result = _search(session, engine, viewer, wide)
    hits = _visible_hits(session, viewer, result.hits, Highlighter(asked.marks, asked.elsewhere))
    mine = {hit.row.department_id for hit in hits if hit.row.department_id}
    facets, departments = faceting.choices(session, viewer, query, result.facets, mine)
    return Found(
        hits,
        # What was found but may not be seen is not counted either.
        result.total - (len(result.hits) - len(hits)),
        facets,
        result.suggestion,
        result.catching_up,
        departments,
        len(result.facets.get("department", ())),
        asked,
        acronyms,
    )


def find_as_meant(session: Session, engine: Engine, viewer: Viewer, query: Query) -> Found:
    """The same; where nothing holds the words, the hits of another spelling. One without a hit is not suggested."""
    found = find(session, engine, viewer, query)
    if found.total or not found.suggestion:
        return found
    meant = find(session, engine, viewer, replace(query, text=found.suggestion))
    if not meant.total:
        return replace(found, suggestion=None)
    return replace(meant, suggestion=found.suggestion, instead=True)


def _search(session: Session, engine: Engine, viewer: Viewer, query: Query) -> tuple[tuple[Parsed, list[Any]], Result]:
    held = frozenset(str(space_id) for space_id in held_from_search(session))
    # In this order: a space that is no longer held was indexed before, by whichever process, and this sees it.
    engine.refresh()
    meant = understood(session, engine, viewer, query.text, held)
    return meant, engine.search(replace(query, asked=meant[0]), viewer.keys, held)


HITS = list_rows(
    *LIST_COLUMNS,
    func.coalesce(Space.department_id, Person.department_id).label("department_id"),
    func.substr(Entry.text, 1, MAX_TEXT).label("text"),
    Entry.review,
).where(among(Entry.id, "entries"), LIVE, among(Entry.audience, "keys"))

PEOPLE = (
    select(
        Person.id,
        Person.name,
        Person.username,
        Person.job_title,
        Person.place,
        Person.department_id,
        Person.changed_at,
        Department.name.label("department_name"),
        Profile.about,
        *FACE,
    )
    .outerjoin(Photo, Photo.person_id == Person.id)
    .outerjoin(Profile, Profile.person_id == Person.id)
    .outerjoin(Department, Department.id == Person.department_id)
    .where(among(Person.id, "people"), Person.disabled_at.is_(None), ~Person.is_guest)
)


def _visible_hits(
    session: Session, viewer: Viewer, hits: tuple[Hit, ...], marker: Highlighter
) -> list[FoundEntry | FoundPerson]:
    numbers = _numbers(hits)
    entries, people = {}, {}
    if wanted := numbers.get("entry"):
        entries = {row.id: row for row in rows(session, HITS, entries=as_words(wanted), keys=viewer.keys_json)}
    if (wanted := numbers.get("person")) and EVERYONE in viewer.keys:
        people = {row.id: row for row in people_found(session, wanted)}
    shown: list[FoundEntry | FoundPerson] = []
    for hit in hits:
        source, number = _split(hit.id)
        row = (people if source == "person" else entries).get(number)
        if row is not None:
            shown.append(
                _person(row, hit, marker) if source == "person" else _entry(row, hit, marker.within(row.language))
            )
    return shown


def people_found(session: Session, ids: list[int]) -> list[Any]:
    """Rows of those of the people who can be found; for viewers who may read what everyone may."""
    return rows(session, PEOPLE, people=as_words(ids))


def _numbers(hits: tuple[Hit, ...]) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    for hit in hits:
        source, number = _split(hit.id)
        found.setdefault(source, []).append(number)
    return found


def _split(id: str) -> tuple[str, int]:
    source, _, number = id.partition(":")
    return source, int(number)


def _entry(row: Any, hit: Hit, words: Highlighter) -> FoundEntry:
    marker = words.within(row.language)
    title, text = row.title or row.root_title or "", row.text
    if not title:
        title, text = _first_words(text)
    excerpt, in_text = marker.look(text) if text.strip() else ([], frozenset[str]())
    page = _page(text, excerpt)
    # The end of a page is no letter: what has no sign of its own would be drawn as a box.
    shown = [(piece.replace("\f", " "), is_match) for piece, is_match in excerpt]
    return FoundEntry(
        row, marker.mark(title), shown, hit.matched, hit.score, row.kind, page, marker.holds(title), in_text
    )


def _page(text: str, excerpt: list[Piece]) -> int:
    """On which page of a document the excerpt stands; 0 for texts without pages and where nothing is marked."""
    if "\f" not in text or not any(is_match for _text, is_match in excerpt):
        return 0
    shown = "".join(piece for piece, _is_match in excerpt).strip(f"{ELLIPSIS} ")
    place = text.find(shown)
    first = next(len("".join(piece for piece, _ in excerpt[:at])) for at, (_, match) in enumerate(excerpt) if match)
    return text.count("\f", 0, place + first) + 1 if place >= 0 else 0


def _first_words(text: str) -> tuple[str, str]:
    """The beginning of a text that has no title, and what is left for the excerpt."""
    flat = " ".join(text.split())
    if len(flat) <= FIRST_WORDS + FIRST_WORDS // 2:
        return flat, ""
    cut = flat.rfind(" ", FIRST_WORDS // 2, FIRST_WORDS)
    cut = cut if cut > 0 else FIRST_WORDS
    return flat[:cut] + " …", "… " + flat[cut:].strip()


def _person(row: Any, hit: Hit, marker: Highlighter) -> FoundPerson:
    about = marker.excerpt(row.about) if row.about else []
    line = " ".join(filter(None, (row.job_title, row.department_name, row.place, row.about)))
    # What people say of themselves is shown when it is why they were found; their line says the rest.
    excerpt = about if any(is_match for _text, is_match in about) else []
    in_title, in_text = marker.holds(row.name), marker.holds(line)
    return FoundPerson(row, marker.mark(row.name), excerpt, hit.matched, hit.score, "person", in_title, in_text)


def complete(session: Session, engine: Engine, viewer: Viewer, text: str, limit: int = 5) -> list[str]:
    """Ways to complete the last word of a text, each with something to find for this viewer."""
    held = frozenset(str(space_id) for space_id in held_from_search(session))
    engine.refresh()
    return engine.suggest(text, viewer.keys, limit, held)


def found_entries(session: Session, engine: Engine, viewer: Viewer, query: Query) -> list[int]:
    """Numbers of the entries among the hits, without their words: for whoever reads them under the viewer's rights."""
    wide = query
    if query.departments:
        wide = replace(query, departments=faceting.with_all_below(session, query.departments))
    return _numbers(_search(session, engine, viewer, wide)[1].hits).get("entry", [])


ORIGINS = select(Entry.id, Entry.origin["id"].as_string().label("origin_id")).where(
    among(Entry.id, "entries"), LIVE, among(Entry.audience, "keys")
)


def ranked_ids(session: Session, engine: Engine, viewer: Viewer, query: Query) -> list[tuple[str, float]]:
    """Ids and scores alone, best first, for measuring: imported entries by the id that they had, others by ours."""
    hits = _search(session, engine, viewer, query)[1].hits
    numbers = _numbers(hits)
    names: dict[str, str] = {}
    if entries := numbers.get("entry"):
        for row in rows(session, ORIGINS, entries=as_words(entries), keys=viewer.keys_json):
            names[f"entry:{row.id}"] = str(row.origin_id or f"entry:{row.id}")
    if people := numbers.get("person"):
        for row in rows(session, PEOPLE, people=as_words(people)):
            names[f"person:{row.id}"] = f"person:{row.id}"
    return [(names[hit.id], hit.score) for hit in hits if hit.id in names]


automatic(
    Automatic(
        name="search-order",
        title=_l("The order of search results"),
        does=_l("Sorts what you search by how well it fits your words. It hides nothing that you may read."),
        inputs=(
            _l("Your words, in the title, the topics and the text. A word in the title counts twice."),
            _l("Words that mean the same by the lists of curators, at half the weight."),
            _l("How rare each word is in what everyone may read."),
            _l("Age: what is new gains up to %(share)s %%.", share=round(weights.RECENCY_SHARE * 100)),
            _l(
                "The status of a page: official counts × %(official)s, a draft × %(draft)s, outdated × %(outdated)s. "
                "A checked page counts × %(checked)s, one that is overdue × %(overdue)s.",
                **weights.STATUS_FACTOR,
            ),
        ),
        never=(_l("Who you are, what you read, searched or clicked before."), _l("Reactions, votes and messages.")),
        owner=_l("The administrators of Witan"),
        switch=_l("Choose “newest first” above the results: then only the time counts."),
        address="/search",
    )
)
automatic(
    Automatic(
        name="search-words",
        title=_l("Words offered while you search"),
        does=_l(
            "Completes the word that you type, names pages, people, spaces and topics that are called so, and offers "
            "another spelling for a word that hardly occurs. Where nothing holds your words, it shows the results of "
            "the other spelling and says so."
        ),
        inputs=(_l("How often words occur in what you may read yourself, and the titles and names there."),),
        never=(_l("What other people searched."),),
        owner=_l("The administrators of Witan"),
        switch=_l("It cannot be switched off. Press Enter, and your own words are searched."),
        address="/search",
    )
)
