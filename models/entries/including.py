"""Parts of other pages in a text, put in when it is read and with the reader's rights, never the author's.

Parts inside parts are shown one level down; deeper ones, circles and what would grow too large are links.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import literal_column, select, union_all
from sqlalchemy.orm import Session

from models.core.db import among, as_words, rows
from models.core.text.parts import Place, cut, filled, has_places, linked_part, no_part, places_in, shown_part
from models.entries.entry import Entry
from models.entries.linking import Redirect
from models.policy.viewer import Viewer
from models.spaces.space import Space

DEEPEST = 2
MOST_BYTES = 600_000

_page, _space, _once = Entry.__table__, Space.__table__, Redirect.__table__
_readable = (
    _page.c.kind == literal_column("'page'"),
    _page.c.state == literal_column("'live'"),
    among(_page.c.audience, "keys"),
)


_asked = Space.__table__.alias("asked")


def _named(slug: Any) -> Any:
    # The address names the space where the page stood then; the page may stand in another one now.
    return select(
        _page.c.id,
        _page.c.title,
        _page.c.slug,
        _page.c.html,
        _space.c.slug.label("space_slug"),
        slug.label("named"),
        _asked.c.slug.label("asked"),
    ).where(among(_asked.c.slug, "spaces"), among(slug, "slugs"), *_readable)


# Those that stood at the address before come first, so that the page that stands there now wins.
NAMED = union_all(
    _named(_once.c.slug).select_from(
        _once.join(_asked, _asked.c.id == _once.c.space_id)
        .join(_page, _page.c.id == _once.c.page_id)
        .join(_space, _space.c.id == _page.c.space_id)
    ),
    _named(_page.c.slug).select_from(
        _page.join(_asked, _asked.c.id == _page.c.space_id).join(_space, _space.c.id == _page.c.space_id)
    ),
)


def with_parts(session: Session, viewer: Viewer, html: str, entry_id: int = 0) -> str:
    """The HTML of one text with its parts put in. Costs nothing without parts, else one statement for each level."""
    return _Filling(session, viewer).fill({entry_id: html})[entry_id] if has_places(html) else html


def each_with_parts(session: Session, viewer: Viewer, texts: Mapping[int, str]) -> dict[int, str]:
    """The same for several texts by the id of their entry, with no more statements; only those that have parts."""
    wanted = {entry_id: html for entry_id, html in texts.items() if has_places(html)}
    return _Filling(session, viewer).fill(wanted) if wanted else {}


class _Filling:
    """Fetches what the texts name, then what that names, and puts it together."""

    def __init__(self, session: Session, viewer: Viewer) -> None:
        self.session, self.viewer = session, viewer
        self.pages: dict[tuple[str, str], Any] = {}
        self.count = self.size = 0

    def fill(self, texts: Mapping[int, str]) -> dict[int, str]:
        waiting: Iterable[str] = texts.values()
        for _level in range(DEEPEST):
            waiting = [row.html for row in self._fetch(waiting)]
        return {entry_id: self._put(html, (entry_id,)) for entry_id, html in texts.items()}

    def _fetch(self, texts: Iterable[str]) -> list[Any]:
        asked = {(place.space, place.slug) for html in texts for place in places_in(html)} - self.pages.keys()
        if not asked:
            return []
        spaces, slugs = as_words({space for space, _ in asked}), as_words({slug for _, slug in asked})
        values = {"spaces": spaces, "slugs": slugs, "keys": self.viewer.keys_json}
        found = {(row.asked, row.named): row for row in rows(self.session, NAMED, **values)}
        new = {address: found.get(address) for address in asked}
        self.pages.update(new)
        return [row for row in new.values() if row is not None]

    def _put(self, html: str, path: tuple[int, ...]) -> str:
        return filled(html, lambda place: self._part(place, path))

    def _part(self, place: Place, path: tuple[int, ...]) -> str:
        if len(path) > DEEPEST:
            return linked_part(place)
        row = self.pages.get((place.space, place.slug))
        part = cut(row.html, place) if row else ""
        if not row or not part:
            return no_part(place)
        self.size += len(part)
        if row.id in path or self.size > MOST_BYTES:
            return linked_part(place)
        self.count += 1
        prefix = f"p{self.count}-"
        return shown_part(self._put(part, (*path, row.id)), f"/s/{row.space_slug}/wiki/{row.slug}", row.title, prefix)
