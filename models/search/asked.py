"""What a search of a person asks: the text and the chosen values as addresses write them. No engine and no HTML here.

An address can be kept and asked again later, by the person or for them: it names spaces and people as they are called,
and what they stand for is looked up under the rights of whoever asks, each time anew.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from urllib.parse import parse_qsl, urlencode

from sqlalchemy.orm import Session

from models.core import clock
from models.core.base import to_microseconds
from models.entries.kinds import all_kinds
from models.policy.finding import space_row
from models.policy.viewer import Viewer
from models.search.engine import Query, date_range
from models.search.faceting import DATE_WORDS, SHOWN, people_named

PER_PAGE = 20
LAST_PAGE = 50
LONGEST_TEXT = 1_000
VALUES = 20
# So many words make a question; fewer are what something is called.
A_QUESTION = 3
# Of an address as it is kept; letters beyond ASCII take up to twelve characters there.
LONGEST_KEPT = 20_000
# Stands for a space or person that does not exist for the viewer: nothing is found there.
NOWHERE = "-"


@dataclass(frozen=True)
class Asked:
    """The text, the chosen values by facet as addresses write them, the order and the page."""

    text: str
    chosen: dict[str, tuple[str, ...]]
    newest: bool = False
    page: int = 1
    # The text was longer than this, and its end is not searched.
    cut: bool = False

    def href(self) -> str:
        """The address that asks for the same."""
        said = self.said()
        return f"/search?{said}" if said else "/search"

    def said(self) -> str:
        """The same without the path, as it is kept."""
        pairs = [("q", self.text)] if self.text else []
        pairs += [(name, value) for name, values in self.chosen.items() for value in values]
        pairs += [("sort", "newest")] if self.newest else []
        pairs += [("page", str(self.page))] if self.page > 1 else []
        return urlencode(pairs)

    def on_page(self, number: int) -> "Asked":
        return replace(self, page=number)

    def by(self, newest: bool) -> "Asked":
        return replace(self, newest=newest, page=1)

    def about(self, text: str) -> "Asked":
        return replace(self, text=text, page=1)

    def only(self, **chosen: str) -> "Asked":
        """The same text, narrowed by these alone."""
        return replace(self, chosen={name: (value,) for name, value in chosen.items()}, page=1)

    @property
    def is_question(self) -> bool:
        """Whether the text reads as if somebody may know it: some words, and no signs of the query language."""
        return not set(self.text) & set(':"()') and (len(self.text.split()) >= A_QUESTION or self.text.endswith("?"))

    def without(self, name: str, value: str) -> "Asked":
        left = tuple(each for each in self.chosen[name] if each != value)
        return replace(self, chosen={**self.chosen, name: left}, page=1)

    def without_filters(self) -> "Asked":
        return replace(self, chosen={}, page=1)


def asked_by(value: Callable[[str], str], values: Callable[[str], list[str]]) -> Asked:
    """What the parameters of an address ask: `value` gives one by its name or "", `values` all. Whatever makes no sense
    in it is left out."""
    chosen = {}
    for name in SHOWN:
        found = tuple(dict.fromkeys(each[:100] for each in values(name) if each))[:VALUES]
        chosen[name] = tuple(each for each in found if each in DATE_WORDS)[:1] if name == "date" else found
    page = value("page")
    number = int(page) if page.isascii() and page.isdigit() and len(page) < 6 else 1
    text = value("q").replace("\0", "").strip()
    chosen = {name: found for name, found in chosen.items() if found}
    return Asked(text[:LONGEST_TEXT], chosen, value("sort") == "newest", max(1, number), len(text) > LONGEST_TEXT)


def asked_again(said: str) -> Asked:
    """What `Asked.said` wrote down."""
    pairs: dict[str, list[str]] = {}
    for name, each in parse_qsl(said[:LONGEST_KEPT]):
        pairs.setdefault(name, []).append(each)
    return asked_by(lambda name: pairs.get(name, [""])[0], lambda name: pairs.get(name, []))


def query_for(session: Session, viewer: Viewer, asked: Asked) -> Query:
    """The engine's query, with names of spaces and people turned into ids."""
    chosen = asked.chosen
    after, before = None, None
    if "date" in chosen:
        after, before = date_range(chosen["date"][0], to_microseconds(clock.now()))
    return Query(
        text=asked.text,
        kinds=chosen.get("kind") or _kinds(asked),
        departments=chosen.get("department", ()),
        spaces=_spaces(session, viewer, chosen.get("space", ())),
        tags=chosen.get("tag", ()),
        authors=_authors(session, chosen.get("author", ())),
        statuses=chosen.get("status", ()),
        languages=chosen.get("language", ()),
        after=after,
        before=before,
        sort="newest" if asked.newest else "relevance",
        offset=(asked.page - 1) * PER_PAGE,
        limit=PER_PAGE if asked.page <= LAST_PAGE else 0,
        facets=SHOWN,
    )


def _kinds(asked: Asked) -> tuple[str, ...]:
    """All, but who looks for nothing in particular wants to see what was written lately, not who changed a profile."""
    return () if asked.text else tuple(kind.name for kind in all_kinds())


def _spaces(session: Session, viewer: Viewer, slugs: tuple[str, ...]) -> tuple[str, ...]:
    found = [space_row(session, viewer, slug) for slug in slugs[:5]]
    return tuple(NOWHERE if row is None else str(row.id) for row in found)


def _authors(session: Session, usernames: tuple[str, ...]) -> tuple[str, ...]:
    if not usernames:
        return ()
    found = people_named(session, usernames)
    return tuple(str(found[name].id) if name in found else NOWHERE for name in usernames)
