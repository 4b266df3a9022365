"""What an address of the search page asks for, and the addresses of its neighbours: without a filter, the next page."""

from dataclasses import dataclass, replace
from urllib.parse import urlencode

from sqlalchemy.orm import Session
from werkzeug.datastructures import MultiDict

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
        pairs = [("q", self.text)] if self.text else []
        pairs += [(name, value) for name, values in self.chosen.items() for value in values]
        pairs += [("sort", "newest")] if self.newest else []
        pairs += [("page", str(self.page))] if self.page > 1 else []
        return f"/search?{urlencode(pairs)}" if pairs else "/search"

    def on_page(self, number: int) -> "Asked":
        return replace(self, page=number)

    def by(self, newest: bool) -> "Asked":
        return replace(self, newest=newest, page=1)

    def about(self, text: str) -> "Asked":
        return replace(self, text=text, page=1)

    def without(self, name: str, value: str) -> "Asked":
        left = tuple(each for each in self.chosen[name] if each != value)
        return replace(self, chosen={**self.chosen, name: left}, page=1)

    def without_filters(self) -> "Asked":
        return replace(self, chosen={}, page=1)


def read(args: MultiDict[str, str]) -> Asked:
    """Read the address. Whatever makes no sense in it is left out."""
    chosen = {}
    for name in SHOWN:
        values = tuple(dict.fromkeys(value[:100] for value in args.getlist(name) if value))[:VALUES]
        chosen[name] = tuple(value for value in values if value in DATE_WORDS)[:1] if name == "date" else values
    page = args.get("page", "")
    number = int(page) if page.isascii() and page.isdigit() and len(page) < 6 else 1
    text = args.get("q", "").replace("\0", "").strip()
    chosen = {name: values for name, values in chosen.items() if values}
    cut = len(text) > LONGEST_TEXT
    return Asked(text[:LONGEST_TEXT], chosen, args.get("sort") == "newest", max(1, number), cut)


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
