"""Revisions: every saved text of every entry, kept whole."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, String, Text, bindparam, false, func, literal_column, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from models.core.base import Base, BigId
from models.core.db import among, as_words, one, rows
from models.entries.entry import Entry
from models.people.person import Person

SUMMARY_LIMIT = 200


class Revision(Base):
    """The text of an entry as it stood from `created_at` until the next number."""

    __tablename__ = "revisions"

    entry_id: Mapped[int] = mapped_column(BigId, ForeignKey("entries.id", ondelete="CASCADE"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str] = mapped_column(String(200), default="")
    editor_id: Mapped[int] = mapped_column(ForeignKey("persons.id"), index=True)
    summary: Mapped[str] = mapped_column(String(SUMMARY_LIMIT), default="")
    minor: Mapped[bool] = mapped_column(default=False)
    # Its author chose that nobody is told.
    silent: Mapped[bool] = mapped_column(default=False, server_default=false())
    # A moderator took title, summary and text away (see `hiding`); the row says that there was a version.
    hidden: Mapped[bool] = mapped_column(default=False, server_default=false())
    created_at: Mapped[datetime]
    body: Mapped[str] = mapped_column(Text)


# Whether answers came into a page with this version. Named, not imported: `crediting` stands on this module.
_CREDITED: Any = literal_column(
    "(SELECT count(*) FROM credits WHERE credits.page_id = revisions.entry_id AND credits.number = revisions.number)"
)
HISTORY = (
    select(
        Revision.number,
        Revision.title,
        Revision.summary,
        Revision.minor,
        Revision.silent,
        Revision.hidden,
        Revision.created_at,
        Person.username,
        Person.name,
        Person.is_guest,
        func.length(Revision.body).label("length"),
        _CREDITED.label("credited"),
    )
    .join(Person, Person.id == Revision.editor_id)
    .where(Revision.entry_id == bindparam("entry_id"), Revision.number < bindparam("before"))
    .order_by(Revision.number.desc())
    .limit(bindparam("limit"))
)


def history(session: Session, entry: Entry, before: int = 2**31 - 1, limit: int = 50) -> list[Any]:
    """Rows of the revisions, newest first: number, title, summary, minor, silent, hidden,
    created_at, username, name, is_guest, length."""
    return rows(session, HISTORY, entry_id=entry.id, before=before, limit=limit)


ONE_REVISION = (
    select(
        Revision.number,
        Revision.title,
        Revision.body,
        Revision.summary,
        Revision.minor,
        Revision.silent,
        Revision.hidden,
        Revision.created_at,
        Person.username,
        Person.name,
        Person.is_guest,
    )
    .join(Person, Person.id == Revision.editor_id)
    .where(Revision.entry_id == bindparam("entry_id"), Revision.number == bindparam("number"))
)


def revision(session: Session, entry: Entry, number: int) -> Any:
    """One revision as a row with its body and editor, or None."""
    return one(session, ONE_REVISION, entry_id=entry.id, number=number)


# Changes that an import was told of without their texts; newest first, as versions are.
TOLD = select(Entry.origin).where(Entry.id == bindparam("entry_id"))
NAMES = select(Person.username, Person.name).where(among(Person.username, "usernames"))


def told_changes(session: Session, entry: Entry) -> list[dict[str, Any]]:
    """Changes from before the entry was imported, whose texts are not known: dicts of at, username, name, summary."""
    row = one(session, TOLD, entry_id=entry.id) if entry.origin_id else None
    told = (row.origin or {}).get("history", []) if row else []
    names = dict(rows(session, NAMES, usernames=as_words({each["by"] for each in told}))) if told else {}
    return [
        {
            "at": datetime.fromisoformat(each["at"]),
            "username": each["by"],
            "name": names.get(each["by"], each["by"]),
            "summary": each["summary"],
        }
        for each in reversed(told)
    ]
