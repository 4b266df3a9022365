"""Run files for measuring search: queries in JSON Lines go in, a TREC run comes out. Nothing is judged here."""

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy.orm import Session

from models.policy.viewer import Viewer
from models.search.engine import Engine, Query
from models.search.finding import ranked_ids

RUN = "witan"


@dataclass(frozen=True, slots=True)
class Asked:
    """One query of the file."""

    id: str
    text: str


@dataclass(frozen=True, slots=True)
class BadLine:
    """A line that cannot be used, counted from 1, and why."""

    number: int
    reason: str


def queries_in(file: Path) -> Iterator[Asked | BadLine]:
    """The queries of a JSON Lines file, each `{"id": ..., "text": ...}`; empty lines are passed over."""
    seen: set[str] = set()
    with file.open("rb") as lines:
        for number, raw in enumerate(lines, 1):
            if not raw.strip():
                continue
            read = _read(raw)
            if isinstance(read, Asked) and read.id in seen:
                read = f"the id {read.id} stands in an earlier line, too."
            if isinstance(read, str):
                yield BadLine(number, read)
            else:
                seen.add(read.id)
                yield read


def _read(raw: bytes) -> Asked | str:
    """The query in a line, or what is wrong with it."""
    try:
        value = json.loads(raw.decode("utf-8-sig"))
    except UnicodeDecodeError:
        return "this is not UTF-8."
    except ValueError as error:
        return f"this is not JSON ({error})."
    if not isinstance(value, dict):
        return "this is not an object with id and text."
    id, text = value.get("id"), value.get("text")
    if isinstance(id, bool) or not isinstance(id, str | int) or not str(id).strip():
        return "the id is missing."
    if not isinstance(text, str) or not text.strip():
        return "the text is missing."
    return Asked(_word(id), text)


def write_run(session: Session, engine: Engine, viewer: Viewer, queries: Iterable[Asked], out: Path, limit: int) -> int:
    """Write `qid Q0 id rank score witan` for each result, at most `limit` a query; returns the number of lines."""
    written = 0
    with out.open("w", encoding="utf-8") as file:
        for query in queries:
            found = ranked_ids(session, engine, viewer, Query(query.text, limit=limit))
            for rank, (id, score) in enumerate(found, 1):
                file.write(f"{query.id} Q0 {_word(id)} {rank} {score:.6f} {RUN}\n")
            written += len(found)
    return written


def _word(id: object) -> str:
    """An id as one word, because blanks part the columns of a run."""
    return re.sub(r"\s+", "_", str(id).strip())
