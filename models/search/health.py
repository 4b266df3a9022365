"""How search is: what waits to be indexed, since when, what failed, and when the index was last built anew.

Numbers and ids alone: nothing here tells what anybody wrote. Errors are told by their kind, for the same reason.
"""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import func, literal_column, select
from sqlalchemy.orm import Session

from models.activity.act import Act, record
from models.core import clock
from models.core.db import one, rows
from models.core.outbox import OutboxJob

TASK = "index"
SHOWN = 10
# What the system, SQLite and PostgreSQL say.
FULL_DISK = ("No space left on device", "Disk quota exceeded", "File too large", "disk is full", "DiskFull")


@dataclass(frozen=True)
class Health:
    """`seconds` is how long the oldest change has been waiting; `failures` are rows (subject, error, attempts,
    created_at); the last rebuild with its number of documents, or None."""

    waiting: int = 0
    seconds: int = 0
    failed: int = 0
    failures: list[Any] = field(default_factory=list)
    rebuilt_at: datetime | None = None
    rebuilt: int = 0


_index = OutboxJob.task == literal_column(f"'{TASK}'")
WAITING = select(func.count(), func.min(OutboxJob.created_at), func.count(OutboxJob.error)).where(_index)
FAILURES = (
    select(OutboxJob.subject, OutboxJob.error, OutboxJob.attempts, OutboxJob.created_at)
    .where(_index, OutboxJob.error.is_not(None))
    .order_by(OutboxJob.id)
    .limit(literal_column(str(SHOWN)))
)
REBUILT = (
    select(Act.at, Act.detail)
    .where(Act.subject_kind == literal_column("'index'"), Act.subject_id == literal_column("0"))
    .order_by(Act.id.desc())
    .limit(literal_column("1"))
)


def health(session: Session) -> Health:
    """How search is now."""
    number, oldest, failed = one(session, WAITING)
    built = one(session, REBUILT)
    return Health(
        number,
        int((clock.now() - oldest).total_seconds()) if oldest else 0,
        failed,
        rows(session, FAILURES) if failed else [],
        built.at if built else None,
        (built.detail or {}).get("documents", 0) if built else 0,
    )


def kind_of(error: str) -> str:
    """What failed, without the words that it failed on."""
    last = error.strip().splitlines()[-1] if error.strip() else ""
    name = last.partition(":")[0].rpartition(".")[2].strip()
    return name if name.isidentifier() and name.endswith(("Error", "Exception")) else "Error"


def lacks_room(error: str) -> bool:
    """Whether something failed because a disk is full."""
    return any(words in error for words in FULL_DISK)


def note_rebuilt(session: Session, documents: int) -> None:
    """Remember that the index was built anew."""
    record(session, None, "rebuilt", "index", 0, documents=documents)
