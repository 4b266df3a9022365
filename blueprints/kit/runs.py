"""Files for measuring: queries in JSON Lines go in, a TREC run comes out. What is run is the caller's matter."""

import json
import re
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import click

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
    return Asked(one_word(id), text)


def read_queries(queries: Path) -> list[Asked]:
    """What can be read of a file, with a line on what cannot. Raises ClickException where nothing can."""
    asked, bad = [], 0
    for line in queries_in(queries):
        if isinstance(line, BadLine):
            bad += 1
            click.echo(f"{queries}, line {line.number}: {line.reason} This line was left out.", err=True)
        else:
            asked.append(line)
    if not asked:
        raise click.ClickException(f"{queries} holds no query that can be read. Nothing was written.")
    if bad:
        click.echo(f"{bad:,} {'line' if bad == 1 else 'lines'} of {queries} could not be read.", err=True)
    return asked


def measure(queries: Path, out: Path, answers: Callable[[str], Iterable[tuple[str, float]]]) -> None:
    """Write `qid Q0 id rank score witan` for each answer to each query, and say how long it took."""
    asked = read_queries(queries)
    started, lines = time.perf_counter(), 0
    try:
        with out.open("w", encoding="utf-8") as file:
            for query in asked:
                for rank, (id, score) in enumerate(answers(query.text), 1):
                    file.write(f"{query.id} Q0 {one_word(id)} {rank} {score:.6f} {RUN}\n")
                    lines += 1
    except OSError as error:
        raise click.ClickException(f"{out} cannot be written: {error.strerror}.") from error
    seconds = time.perf_counter() - started
    click.echo(
        f"{len(asked):,} queries, {lines:,} results in {seconds:.2f} seconds "
        f"({1000 * seconds / len(asked):.1f} ms a query), written to {out}"
    )


def one_word(id: object) -> str:
    """An id as one word, because blanks part the columns of a run."""
    return re.sub(r"\s+", "_", str(id).strip())
