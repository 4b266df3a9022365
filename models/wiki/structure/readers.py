"""Who reads a page and all below it: whoever reads the space, or fewer. No page is read by more than the one above it.

`Page.readers` is the audience that somebody chose on a page; where nothing was chosen, readers follow from above.
"""

from collections.abc import Callable, Iterable, Iterator
from functools import cache
from typing import Any

from sqlalchemy import bindparam, or_, select, update
from sqlalchemy.orm import Session

from models.core import outbox
from models.core.base import BigId
from models.core.db import rows, session_of
from models.core.errors import Invalid
from models.core.language import gettext as _
from models.entries import editing
from models.entries.audiences import follow_entries, hold_search
from models.entries.carrying import CHUNK
from models.entries.entry import Entry
from models.policy.inside import is_inside
from models.policy.viewer import Viewer
from models.spaces.space import Space
from models.wiki.page import Page
from models.wiki.structure.places import IS_PAGE

# What a page is read by, and whether fewer than the space was anybody's choice: for itself or above it.
Readers = tuple[str, bool]
Fits = Callable[[str, str], bool]

_entries = Entry.__table__
_first = select(_entries.c.id).where(_entries.c.id == bindparam("page_id", type_=BigId))
_below = _first.cte("below", recursive=True)
_below = _below.union(
    select(_entries.c.id).where(_entries.c.parent_id == _below.c.id, IS_PAGE, _entries.c.parent_id.is_not(None))
)
# Those in the trash too: they come out of it with readers that are right.
UNDER = (
    select(_entries.c.id, _entries.c.parent_id, _entries.c.audience, _entries.c.narrowed, Page.__table__.c.readers)
    .join(_below, _below.c.id == _entries.c.id)
    .join(Page.__table__, Page.__table__.c.id == _entries.c.id)
)


def readers_above(page: Page) -> Readers:
    """Who reads the page above, or the space."""
    session, space = session_of(page), _space_of(page)
    parent = session.get(Page, page.parent_id) if page.parent_id else None
    # What one person alone reads says nothing about the pages that stand below it.
    while parent is not None and _is_own(parent.audience):
        parent = session.get(Page, parent.parent_id) if parent.parent_id else None
    return (parent.audience, parent.narrowed) if parent is not None else (space.audience, False)


def chosen_readers(page: Page) -> str:
    """The audience that was chosen on this page; '' when it is read as the page above it."""
    return _choice(page, readers_above(page)[0])


def offered_readers(page: Page, by: Viewer) -> list[str]:
    """Audiences narrower than above that somebody can choose: never one that would shut out who chooses."""
    session, space, (above, _narrowed) = session_of(page), _space_of(page), readers_above(page)
    known = [f"department:{space.department_id}"] if space.department_id else []
    known += [f"space:{space.id}", f"curators:{space.id}", _choice(page, above)]
    possible = [each for each in dict.fromkeys(known) if each and each != above and each in by.keys]
    return [each for each in possible if is_inside(session, each, above)]


def choose_readers(page: Page, readers: str, by: Viewer) -> int:
    """Say who reads the page and all below it ('': as above it); returns how many pages have other readers now.

    Raises Invalid (`readers`).
    """
    if readers and readers not in offered_readers(page, by):
        raise Invalid(_("Choose who can read this page"), "readers")
    if _is_own(page.audience):
        raise Invalid(_("Only one person can read this page, and it stays so."), "readers")
    session, before = session_of(page), page.audience
    session.execute(select(Space.id).where(Space.id == page.space_id).with_for_update())
    changed = settle_readers(page, readers)
    editing.note(session, by, "set-readers", page, before=before, readers=readers, pages=changed)
    return changed


def keep_readers(page: Page, before: str, chosen: str, follow: bool) -> None:
    """After a move from below what `before` reads: nobody reads more than they did, unless the page is to `follow`.

    `chosen` is what was chosen on it there.
    """
    if _is_own(page.audience):
        return
    session, (above, _narrowed) = session_of(page), readers_above(page)
    if not follow and page.audience != above and is_inside(session, page.audience, above):
        chosen = chosen or page.audience
    if before != above or chosen:
        settle_readers(page, chosen)


def settle_readers(page: Page, chosen: str | None = None) -> int:
    """Give the page and all below it the readers that follow from what was `chosen` on it (None: as it stands now) and
    on those below; returns how many pages changed."""
    session, space = session_of(page), _space_of(page)
    page.readers = chosen_readers(page) if chosen is None else chosen
    session.flush()

    @cache
    def fits(audience: str, ceiling: str) -> bool:
        return is_inside(session, audience, ceiling)

    groups: dict[Readers, list[int]] = {}
    less = False
    for row, now in _walk(page, rows(session, UNDER, page_id=page.id), fits):
        if now != (row.audience, row.narrowed):
            groups.setdefault(now, []).append(row.id)
            less = less or not fits(row.audience, now[0])
    for now, ids in groups.items():
        _give(session, ids, now)
    if groups:
        session.refresh(page, ["audience", "narrowed"])
        hold_search(session, space) if less else outbox.promise(session, "index", f"space:{space.id}")
    return sum(len(ids) for ids in groups.values())


def _walk(page: Page, found: Iterable[Any], fits: Fits) -> Iterator[tuple[Any, Readers]]:
    """Each row with the readers that it is to have, from the top down."""
    below: dict[int | None, list[Any]] = {}
    waiting: list[tuple[Any, str, Readers, str]] = []
    above = readers_above(page)
    for row in found:
        if row.id == page.id:
            waiting.append((row, row.audience, above, page.readers))
        else:
            below.setdefault(row.parent_id, []).append(row)
    while waiting:
        row, _before, above, chosen = waiting.pop()
        own = _is_own(row.audience)
        narrower = chosen if chosen and fits(chosen, above[0]) else above[0]
        now = above if own else (narrower, bool(chosen) or above[1])
        if not own:
            yield row, now
        before = _before if own else row.audience
        waiting += [(each, before, now, _choice(each, before)) for each in below.pop(row.id, [])]


def _choice(page: Any, above: str) -> str:
    """What holds for a page as a choice of its own: also what a move or an import left narrower than above it."""
    return str(page.readers if page.audience in (page.readers, above) else page.audience)


def _is_own(audience: str) -> bool:
    return audience.startswith("person:")


def _give(session: Session, ids: list[int], now: Readers) -> None:
    values = {"audience": now[0], "narrowed": now[1]}
    for start in range(0, len(ids), CHUNK):
        part = ids[start : start + CHUNK]
        said = Entry.root_id.in_(part)
        session.execute(update(Entry).where(Entry.id.in_(part)).values(**values))
        session.execute(update(Entry).where(said).values(narrowed=now[1]))
        follow_entries(session, or_(Entry.id.in_(part), said))


def _space_of(page: Page) -> Space:
    return session_of(page).get_one(Space, page.space_id)
