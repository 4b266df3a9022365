"""What is kept of a text for reading: its HTML, its words without markup, its excerpt. No edit happens here."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session, joinedload, object_session

from models.core import outbox
from models.core.db import one, session_of
from models.core.text import RENDERER, References, Rendered, references, render, render_short
from models.entries.attaching import files_of
from models.entries.entry import Entry
from models.entries.kinds import kind_named
from models.entries.revision import Revision
from models.entries.spoken import tell_language
from models.spaces.membership import known_names


def drawn(entry: Entry, body: str, people: Mapping[str, int], files: Mapping[str, str]) -> Rendered:
    """A text of the entry as it is read; `people` are those who can be named there."""
    home = entry.space.slug if entry.space else None
    if entry.kind == "post":
        return render_short(body, space=home, people=people)
    return render(body, space=home, people=people, files=files, language=entry.language or "en")


def draw(entry: Entry, body: str, people: Mapping[str, int], files: Mapping[str, str]) -> None:
    """Keep this text of the entry as what is read."""
    made = drawn(entry, body, people, files)
    entry.html, entry.text, entry.excerpt, entry.renderer = made.html, made.text, made.excerpt[:300], RENDERER
    find_more(entry)


def find_more(entry: Entry) -> None:
    """Add what search finds an entry by besides its own words, such as the text of a file."""
    more, session = kind_named(entry.kind).found_by, object_session(entry)
    if more is not None and session is not None and entry.id is not None:
        entry.text = "\n".join(filter(None, (entry.text, more(session, entry.id))))


def named_in(session: Session, entry: Entry, found: References) -> dict[str, int]:
    """Who of those that a text names exists there: ids by name, those of units as UnitId."""
    return known_names(session, list(found.mentions), entry.space_id)


BODY_OF = select(Revision.body).where(
    Revision.entry_id == bindparam("entry_id"), Revision.number == bindparam("number")
)


def shown_body(session: Session, entry: Entry) -> str:
    """The source of what readers see: the released version where there is one, else the newest."""
    if entry.released is None:
        return entry.body
    row: Any = one(session, BODY_OF, entry_id=entry.id, number=entry.released)
    return str(row.body)


def redraw(entry: Entry) -> None:
    """Make the HTML anew: the renderer or the files of the entry changed."""
    session = session_of(entry)
    body = shown_body(session, entry)
    draw(entry, body, named_in(session, entry, references(body)), files_of(session, entry))


def redraw_old(session: Session, limit: int = 200) -> int:
    """Make HTML anew that an earlier renderer made; returns how many. No revision, no act.

    Where the language of a text was never told, it is told now, and search hears of it.
    """
    old = (
        select(Entry).where(Entry.renderer < RENDERER).options(joinedload(Entry.space)).order_by(Entry.id).limit(limit)
    )
    found = session.scalars(old).all()
    for entry in found:
        if tell_language(session, entry):
            outbox.promise(session, "index", f"entry:{entry.id}")
        redraw(entry)
    return len(found)
