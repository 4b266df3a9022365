"""What a case or a decision is about, as the pages of moderators and authors draw it. Rights were asked before."""

from types import SimpleNamespace
from typing import Any

from markupsafe import Markup
from sqlalchemy import select
from sqlalchemy.orm import joinedload, undefer

from blueprints.kit.request import db, viewer
from models.core.text import render_short
from models.entries.entry import Entry
from models.entries.hidden import HiddenEntry
from models.entries.including import each_with_parts
from models.entries.trashing import Trashing
from models.messages.reporting import MessageReport
from models.moderation.decision import Decision
from models.people.person import Person
from models.people.profile import profile_of, said_by

STATES = ("hidden", "trashed")


def entry_thing(entry: Entry) -> SimpleNamespace:
    """An entry with its text, whatever its state."""
    return SimpleNamespace(
        kind="entry",
        id=entry.id,
        title=entry.title,
        html=Markup(each_with_parts(db(), viewer(), {entry.id: entry.html}).get(entry.id, entry.html)),  # noqa: S704 - rendered
        state=entry.state,
        href=f"/e/{entry.id}" if entry.is_live else None,
        history=f"/e/{entry.id}/history" if entry.is_live and entry.version > 1 else None,
    )


def with_text(entry_id: int) -> Entry | None:
    """An entry with everything that its page shows."""
    wanted = (joinedload(Entry.space), joinedload(Entry.author), undefer(Entry.html))
    return db().get(Entry, entry_id, options=wanted, populate_existing=True)


def thing_of_case(row: Any, told: list[Any]) -> SimpleNamespace | None:
    """What was reported: of a message what the reporters showed and nothing else."""
    if row.target_kind == "entry":
        entry = with_text(row.target_id)
        return entry_thing(entry) if entry is not None else None
    if row.target_kind == "message":
        longest: list[Any] = max((each.shown for each in told), key=len, default=[])
        return SimpleNamespace(kind="message", id=row.target_id, shown=longest, state="live", href=None)
    return _profile(row.target_id)


def _profile(person_id: int, kept: str = "") -> SimpleNamespace:
    person = db().get_one(Person, person_id)
    html = render_short(kept).html if kept else said_by(person, profile_of(db(), person))["about_html"]
    href = f"/people/{person.username}"
    return SimpleNamespace(kind="person", id=person_id, html=Markup(html), state="live", href=href)  # noqa: S704


def thing_of_decision(made: Decision) -> SimpleNamespace | None:
    """What was decided about, for its author and those who answer an appeal."""
    if made.target_kind == "entry":
        entry = with_text(made.target_id)
        return entry_thing(entry) if entry is not None else None
    if made.target_kind == "message":
        words = made.kept or _reported_words(made.target_id)
        html = Markup(render_short(words).html)  # noqa: S704 - rendered
        return SimpleNamespace(kind="message", id=made.target_id, html=html, state="live", href=None)
    return _profile(made.target_id, made.kept) if made.verb == "remove" else None


def _reported_words(message_id: int) -> str:
    found = db().scalar(select(MessageReport).where(MessageReport.message_id == message_id).limit(1))
    return str(found.shown[-1]["text"]) if found is not None and found.shown else ""


def away_since(entry: Entry) -> Any:
    """Why an entry is hidden or in the trash, as a row of either table."""
    return db().get(HiddenEntry, entry.id) or db().get(Trashing, entry.id)
