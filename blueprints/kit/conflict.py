"""What an editor shows when somebody else saved in between: what stands now, and how one's own text differs."""

from dataclasses import dataclass
from datetime import datetime

from blueprints.kit.request import db
from models.entries.comparing import Comparison, compare
from models.entries.entry import Entry
from models.entries.revision import revision


@dataclass(frozen=True)
class Conflict:
    """The version that stands now, who saved it and when, and the way from it to one's own text."""

    number: int
    title: str
    body: str
    name: str
    username: str
    at: datetime
    summary: str
    comparison: Comparison
    title_differs: bool


def conflict_with(entry: Entry, title: str, body: str) -> Conflict:
    """`entry` as it stands in the database, against the text that somebody wants to save."""
    last = revision(db(), entry, entry.version)
    return Conflict(
        number=entry.version,
        title=entry.title,
        body=entry.body,
        name=last.name,
        username=last.username,
        at=last.created_at,
        summary=last.summary,
        comparison=compare(entry.body, body),
        title_differs=bool(entry.title) and entry.title != title,
    )


def version_from(text: str | None) -> int:
    """WTForms filter: the version that an edit began from; what cannot be read is no version that ever stood."""
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 10 else 0
