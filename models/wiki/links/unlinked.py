"""Titles that a text mentions without linking to their pages: found by one walk over the words, offered as links.

Titles stand in a trie of their words, so that a text is read once, however many titles there are. A title of one word
counts only when it is unusual: an acronym, a name with a digit or with capitals inside, or very long.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, bindparam, case, literal_column, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from models.activity.act import Actor
from models.core import clock
from models.core.automatic import Automatic, automatic
from models.core.base import Base, BigId
from models.core.db import among, as_words, rows
from models.core.errors import Invalid
from models.core.language import gettext as _
from models.core.language import lazy_gettext as _l
from models.core.text import page_slug, plain_spans
from models.entries.entry import LIVE, Entry
from models.entries.linking import Link
from models.entries.summaries import neutral
from models.policy.viewer import Viewer
from models.spaces.space import Space
from models.wiki.page import Page
from models.wiki.structure.places import IS_PAGE

MOST_TITLES = 20_000
MOST_OFFERED = 50
LONGEST_TITLE = 12
LONG_WORD = 14
AROUND = 60

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")
# What may stand between the words of a title as somebody writes it.
_BETWEEN = re.compile(r"[ \t\-–—/:,&.'’()+]{1,3}")


class UnlinkedNot(Base):
    """A title that is not to be linked in a page: somebody said "not here", for good."""

    __tablename__ = "unlinked_nots"

    page_id: Mapped[int] = mapped_column(BigId, ForeignKey("entries.id", ondelete="CASCADE"), primary_key=True)
    target_id: Mapped[int] = mapped_column(
        BigId, ForeignKey("entries.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    by_id: Mapped[int] = mapped_column(ForeignKey("persons.id"))
    at: Mapped[datetime]


@dataclass(frozen=True)
class Title:
    """A page that can be linked to."""

    id: int
    title: str
    slug: str
    space_slug: str


@dataclass(frozen=True)
class Offer:
    """One mention: where it stands in the source, which page it names, and the words around it."""

    target: Title
    start: int
    end: int
    words: str
    before: str
    after: str


class Titles:
    """A trie of titles. Of two equal ones the first wins, so give those of the text's own space first."""

    def __init__(self, titles: Iterable[Title]) -> None:
        self.root: dict[str, Any] = {}
        for title in titles:
            self._add(title)

    def _add(self, title: Title) -> None:
        words = _WORD.findall(title.title)
        if not 0 < len(words) <= LONGEST_TITLE or (len(words) == 1 and not _unusual(words[0])):
            return
        node = self.root
        for word in words:
            node = node.setdefault(word.casefold(), {})
        node.setdefault("", title)

    def found_in(self, source: str) -> Iterable[tuple[Title, int, int]]:
        """(title, start, end) of the longest titles in the plain words of a source, from its beginning to its end."""
        for low, high in plain_spans(source):
            words = [(found[0], found.start(), found.end()) for found in _WORD.finditer(source, low, high)]
            at = 0
            while at < len(words):
                title, count = self._longest(source, words, at)
                if title is not None:
                    yield title, words[at][1], words[at + count - 1][2]
                at += count or 1

    def _longest(self, source: str, words: list[tuple[str, int, int]], at: int) -> tuple[Title | None, int]:
        node: dict[str, Any] | None = self.root
        best: tuple[Title | None, int] = (None, 0)
        for step in range(at, len(words)):
            word, start, _end = words[step]
            if step > at and not _BETWEEN.fullmatch(source, words[step - 1][2], start):
                break
            node = node.get(word.casefold()) if node else None
            if node is None:
                break
            title = node.get("")
            # One word alone must be written as in the title: IT is not it.
            if title is not None and (step > at or word in title.title):
                best = title, step - at + 1
        return best


def _unusual(word: str) -> bool:
    return len(word) > 2 and (
        any(letter.isdigit() for letter in word)
        or any(letter.isupper() for letter in word[1:])
        or len(word) >= LONG_WORD
    )


TITLES = (
    select(Entry.id, Entry.title, Entry.slug, Space.slug.label("space_slug"))
    .select_from(Entry.__table__)
    .join(Space, Space.id == Entry.space_id)
    .where(IS_PAGE, LIVE, among(Entry.audience, "keys"), Space.archived_at.is_(None))
    .order_by(case((Entry.space_id == bindparam("space_id"), 0), else_=1), Entry.id)
    .limit(literal_column(str(MOST_TITLES)))
)
LINKED = select(Link.source_id, Link.target_id).where(among(Link.source_id, "pages"), Link.target_id.is_not(None))
NOT_HERE = select(UnlinkedNot.page_id, UnlinkedNot.target_id).where(among(UnlinkedNot.page_id, "pages"))


def titles_for(session: Session, viewer: Viewer, space_id: int) -> Titles:
    """The titles of all pages that the viewer may read, those of the space first."""
    return Titles(Title(*row) for row in rows(session, TITLES, space_id=space_id, keys=viewer.keys_json))


def _settled(session: Session, page_ids: list[int]) -> set[tuple[int, int]]:
    """(page, target) of what is linked already or was turned down."""
    pages = as_words(page_ids)
    return {tuple(row) for statement in (LINKED, NOT_HERE) for row in rows(session, statement, pages=pages)}


def offers_in(source: str, page_id: int, titles: Titles, settled: set[tuple[int, int]]) -> list[Offer]:
    """The first mention of each page that the source does not link to, in order; 50 at most."""
    offers: dict[int, Offer] = {}
    for title, start, end in titles.found_in(source):
        if title.id == page_id or title.id in offers or (page_id, title.id) in settled:
            continue
        offers[title.id] = Offer(title, start, end, source[start:end], *_around(source, start, end))
        if len(offers) == MOST_OFFERED:
            break
    return list(offers.values())


def _around(source: str, start: int, end: int) -> tuple[str, str]:
    before = source[max(0, start - AROUND) : start].rpartition("\n")[2]
    after = source[end : end + AROUND].partition("\n")[0]
    return ("…" + before if start > AROUND else before), after + "…"


def unlinked_in(session: Session, viewer: Viewer, page: Page) -> list[Offer]:
    """What the page mentions without a link, as far as the viewer may read it. The page is loaded with its text."""
    titles = titles_for(session, viewer, page.space_id or 0)
    return offers_in(page.body, page.id, titles, _settled(session, [page.id]))


TEXTS = (
    select(Entry.id, Entry.title, Entry.slug, Entry.body)
    .where(
        Entry.space_id == bindparam("space_id"),
        IS_PAGE,
        LIVE,
        among(Entry.audience, "keys"),
        Entry.id > bindparam("after_id", type_=BigId),
    )
    .order_by(Entry.id)
    .limit(bindparam("limit"))
)


def unlinked_in_space(
    session: Session, viewer: Viewer, space_id: int, after_id: int = 0, limit: int = 200
) -> tuple[list[tuple[Any, list[Offer]]], int]:
    """The next `limit` pages of a space that mention something: (row with id, title, slug; offers). And the id to go on
    from, 0 at the end."""
    found = rows(session, TEXTS, space_id=space_id, keys=viewer.keys_json, after_id=after_id, limit=limit)
    titles = titles_for(session, viewer, space_id)
    settled = _settled(session, [row.id for row in found])
    listed = [(row, offers_in(row.body, row.id, titles, settled)) for row in found]
    return [(row, offers) for row, offers in listed if offers], found[-1].id if len(found) == limit else 0


def body_with_links(session: Session, viewer: Viewer, page: Page, chosen: Iterable[int]) -> tuple[str, int]:
    """The text with links in place of the first mentions of the chosen pages, and how many. Raises Invalid when none of
    them stands there any more."""
    wanted = set(chosen)
    offers = [offer for offer in unlinked_in(session, viewer, page) if offer.target.id in wanted]
    if not offers:
        raise Invalid(_("The text changed: none of these titles stands there without a link any more."))
    body, home = page.body, page.space.slug if page.space else ""
    for offer in sorted(offers, key=lambda each: each.start, reverse=True):
        body = body[: offer.start] + link_to(offer, home) + body[offer.end :]
    return body, len(offers)


def linking_summary(number: int) -> str:
    return neutral("linked", number=number)


def link_to(offer: Offer, home: str) -> str:
    """The mention as a link in a text of the space `home`."""
    target = offer.target
    name = offer.words if page_slug(offer.words) == target.slug else target.title
    # An imported page may stand at an address that does not follow from its title.
    if page_slug(name) != target.slug:
        return f"[{offer.words}](/s/{target.space_slug}/wiki/{target.slug})"
    place = name if target.space_slug == home else f"{target.space_slug}:{name}"
    return f"[[{place}]]" if place == offer.words else f"[[{place}|{offer.words}]]"


def turn_down(session: Session, page: Page, by: Actor, target_id: int) -> None:
    """Do not offer this page as a link here again."""
    if session.get(UnlinkedNot, (page.id, target_id)) is None:
        session.add(UnlinkedNot(page_id=page.id, target_id=target_id, by_id=by.id, at=clock.now()))


automatic(
    Automatic(
        name="unlinked-titles",
        title=_l("Titles without a link"),
        does=_l("Offers links where a page names another page of its space."),
        inputs=(_l("The text of the page, and the titles of pages that you may read."),),
        owner=_l("The curators of each space"),
        switch=_l("Choose “Not here” at a title, and it is not offered there again."),
    )
)
