"""Who wrote which passage: every line of the newest text with the version in which it came to stand there."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import Session

from models.core.db import among, as_words, rows
from models.entries.entry import Entry
from models.entries.matching import Budget, matches_by_anchors
from models.entries.revision import Revision
from models.people.person import Person

# So many characters of versions are read; what is older than that is known only as "by then".
MOST_READ = 40_000_000
STEPS = 20_000
BATCH = 50


@dataclass(frozen=True)
class Passage:
    """Lines that came in the same version. `sure` is False when they may be older than the oldest version looked at."""

    lines: tuple[str, ...]
    number: int
    name: str
    username: str
    is_guest: bool
    at: datetime
    summary: str
    sure: bool


LENGTHS = (
    select(Revision.number, func.length(Revision.body).label("length"))
    .where(Revision.entry_id == bindparam("entry_id"), Revision.hidden.is_(False))
    .order_by(Revision.number.desc())
)
BODIES = (
    select(Revision.number, Revision.body)
    .where(
        Revision.entry_id == bindparam("entry_id"),
        Revision.number.between(bindparam("first"), bindparam("last")),
        Revision.hidden.is_(False),
    )
    .order_by(Revision.number)
)
EDITORS = (
    select(Revision.number, Revision.summary, Revision.created_at, Person.name, Person.username, Person.is_guest)
    .join(Person, Person.id == Revision.editor_id)
    .where(Revision.entry_id == bindparam("entry_id"), among(Revision.number, "numbers"))
)


def passages(session: Session, entry: Entry) -> list[Passage]:
    """The newest text of an entry that the viewer was found to read, cut where its lines came in different versions."""
    numbers = _looked_at(rows(session, LENGTHS, entry_id=entry.id))
    if not numbers:
        return []
    lines: list[str] = []
    origins: list[int] = []
    for start in range(0, len(numbers), BATCH):
        batch = numbers[start : start + BATCH]
        for row in rows(session, BODIES, entry_id=entry.id, first=batch[0], last=batch[-1]):
            after = row.body.split("\n")
            origins = carried(lines, after, origins, row.number)
            lines = after
    return _passages(session, entry, lines, origins, numbers[0])


def _looked_at(found: list[Any]) -> list[int]:
    """Numbers of the versions to read, the oldest first."""
    read = 0
    numbers: list[int] = []
    for row in found:
        read += row.length
        if numbers and read > MOST_READ:
            break
        numbers.append(row.number)
    return numbers[::-1]


def carried(before: list[str], after: list[str], origins: list[int], number: int) -> list[int]:
    """The origin of each line after a change: that of the line which it was before, else this version."""
    made = [number] * len(after)
    for i, j, length in matches_by_anchors(before, after, Budget(STEPS)):
        made[j : j + length] = origins[i : i + length]
    return made


def _passages(session: Session, entry: Entry, lines: list[str], origins: list[int], oldest: int) -> list[Passage]:
    said = rows(session, EDITORS, entry_id=entry.id, numbers=as_words(set(origins)))
    editors = {row.number: row for row in said}
    found: list[tuple[int, list[str]]] = []
    for line, number in zip(lines, origins, strict=True):
        # An empty line belongs to whatever stands around it.
        if found and (number == found[-1][0] or not line.strip()):
            found[-1][1].append(line)
        else:
            found.append((number, [line]))
    return [_passage(editors[number], _trimmed(run), oldest) for number, run in found if any(run)]


def _trimmed(lines: list[str]) -> list[str]:
    while lines and not lines[-1].strip():
        lines = lines[:-1]
    return lines


def _passage(row: Any, lines: list[str], oldest: int) -> Passage:
    return Passage(
        lines=tuple(lines),
        number=row.number,
        name=row.name,
        username=row.username,
        is_guest=row.is_guest,
        at=row.created_at,
        summary=row.summary,
        sure=row.number > oldest or oldest == 1,
    )
