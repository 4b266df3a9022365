"""`flask search` asks as a person would and measures; `flask index` shows, checks and rebuilds the index."""

import json
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click
from flask.cli import AppGroup, with_appcontext
from sqlalchemy.exc import OperationalError, ProgrammingError
from sqlalchemy.orm import Session

from blueprints.kit.rows import title_of
from blueprints.kit.services import services
from blueprints.search.measuring import BadLine, queries_in, write_run
from models.core import clock, outbox
from models.core.findable import sources
from models.core.outbox import Worker
from models.entries.kinds import kind_named
from models.people.person import person_named
from models.policy.viewer import Viewer, viewer_of
from models.search.engine import IndexBusyError, Query
from models.search.finding import FoundEntry, FoundPerson, find
from models.search.highlighting import Piece

BUSY = (
    "Another process is writing to the search index, probably a server that runs. Nothing was changed. "
    "Try again in a moment, or stop the server first."
)
BUSY_SECONDS = 15.0
PER_QUERY = 100
Answer = TypeVar("Answer")


@click.command()
@click.argument("text", required=False)
@click.option("--as", "username", required=True, help="Search with the rights of this person.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.option("--limit", type=click.IntRange(1, 1000), help="Results at most: 10, or 100 a query with --queries.")
@click.option("--queries", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="JSON Lines: id, text.")
@click.option("--run", "out", type=click.Path(dir_okay=False, path_type=Path), help="Write the TREC run here.")
@with_appcontext
def search(
    text: str | None, username: str, as_json: bool, limit: int | None, queries: Path | None, out: Path | None
) -> None:
    """Search for TEXT, or for each of the --queries and write a TREC run file."""
    if (queries is None) != (out is None) or (text is None) == (queries is None):
        raise click.UsageError("Give a TEXT, or both --queries FILE and --run OUT.")
    _catch_up()
    with services().database.reading() as session:
        viewer = _viewer(session, username)
        if queries is not None and out is not None:
            _measure(session, viewer, queries, out, limit or PER_QUERY)
        else:
            _show(session, viewer, text or "", limit or 10, as_json)


def _viewer(session: Session, username: str) -> Viewer:
    person = person_named(session, username)
    if person is None or person.disabled_at is not None:
        raise click.ClickException(f"There is no active account {username}.")
    return viewer_of(session, person)


def _catch_up() -> None:
    """Take in what waits to be indexed, so that what is measured is what is there."""
    parts = services()
    parts.engine.refresh()
    if not parts.engine.needs_rebuild and not _waiting():
        return
    if parts.engine.needs_rebuild:
        click.echo("The search index is built first.", err=True)
        _not_busy(parts.indexer.rebuild)
    Worker(parts.database, {"index": parts.indexer.handle}).drain()
    if left := _waiting():
        click.echo(f"{left:,} changes are not in the index yet: another process is at work on them.", err=True)


def _show(session: Session, viewer: Viewer, text: str, limit: int, as_json: bool) -> None:
    found = find(session, services().engine, viewer, Query(text, limit=limit))
    results = [_result(rank, hit) for rank, hit in enumerate(found.hits, 1)]
    if as_json:
        answer = {"query": text, "total": found.total, "suggestion": found.suggestion, "results": results}
        click.echo(json.dumps(answer, ensure_ascii=False, indent=2))
        return
    click.echo(f"{found.total:,} {'result' if found.total == 1 else 'results'}")
    if found.suggestion:
        click.echo(f"Did you mean {found.suggestion}?")
    for each in results:
        where = f"  ({each['space']})" if each["space"] else ""
        click.echo(f"\n{each['rank']:3}  {kind_label(each['kind'])}: {each['title']}{where}")
        if each["excerpt"]:
            click.echo(f"     {each['excerpt']}")


def _result(rank: int, hit: FoundEntry | FoundPerson) -> dict[str, Any]:
    row = hit.row
    person = isinstance(hit, FoundPerson)
    line = ", ".join(filter(None, [row.job_title, row.department_name, row.place])) if person else ""
    return {
        "rank": rank,
        "id": f"{'person' if person else 'entry'}:{row.id}",
        "kind": hit.kind,
        "title": _plain(hit.title) or ("" if person else title_of(row)),
        "space": "" if person else row.space_name or "",
        "excerpt": _plain(hit.excerpt) or line,
        "score": round(hit.score, 6),
    }


def kind_label(kind: str) -> str:
    return "Person" if kind == "person" else kind_named(kind).word()


def _plain(pieces: list[Piece]) -> str:
    return " ".join("".join(text for text, _is_match in pieces).split())


def _measure(session: Session, viewer: Viewer, queries: Path, out: Path, limit: int) -> None:
    asked, bad = [], 0
    for line in queries_in(queries):
        if isinstance(line, BadLine):
            bad += 1
            click.echo(f"{queries}, line {line.number}: {line.reason} This line was left out.", err=True)
        else:
            asked.append(line)
    if not asked:
        raise click.ClickException(f"{queries} holds no query that can be read. Nothing was written.")
    started = time.perf_counter()
    try:
        lines = write_run(session, services().engine, viewer, asked, out, limit)
    except OSError as error:
        raise click.ClickException(f"{out} cannot be written: {error.strerror}.") from error
    seconds = time.perf_counter() - started
    click.echo(
        f"{len(asked):,} queries, {lines:,} results in {seconds:.2f} seconds "
        f"({1000 * seconds / len(asked):.1f} ms a query), written to {out}"
    )
    if bad:
        click.echo(f"{bad:,} {'line' if bad == 1 else 'lines'} of {queries} could not be read.", err=True)


index = AppGroup("index", help="Show, check and rebuild the search index.")


@index.command("status")
def status() -> None:
    """Say how large the index is and what waits for it."""
    stats = services().engine.stats()
    with services().database.reading() as session:
        jobs = {task: (number, oldest, failed) for task, number, oldest, failed in _jobs(session)}
    number, oldest, failed = jobs.get("index", (0, None, 0))
    facts = {
        "State": f"must be rebuilt: {stats.reason}" if stats.needs_rebuild else "ready",
        "Documents": f"{stats.documents:,}",
        "Deleted, not yet merged": f"{stats.deleted:,}",
        "Segments": f"{stats.segments:,}",
        "Bytes": f"{stats.bytes:,}",
        "Generation": f"{stats.generation:,}",
        "Jobs waiting": f"{number:,}",
        "Oldest job": f"{int((clock.now() - oldest).total_seconds()):,} seconds" if oldest else "none",
        "Jobs that failed": f"{failed:,}",
    }
    for name, value in facts.items():
        click.echo(f"{name:<24} {value}")


@index.command("verify")
def verify() -> None:
    """Read the whole index and compare it with the database; exit status 1 when something is wrong."""
    parts = services()
    problems = parts.engine.verify()
    for problem in problems:
        click.echo(f"Damaged: {problem}")
    if not problems:
        found = parts.indexer.difference()
        _say_difference("missing or outdated in the index", found.stale)
        _say_difference("in the index, but not to be found", found.extra)
        if not found:
            click.echo(f"The index is right: {parts.engine.stats().documents:,} documents as in the database.")
            return
        if waiting := _waiting():
            click.echo(f"Jobs that wait to be indexed: {waiting:,}. That may explain it.")
    click.echo("`flask index rebuild` builds it anew.", err=True)
    raise click.exceptions.Exit(1)


def _say_difference(what: str, ids: list[str]) -> None:
    if ids:
        more = f" and {len(ids) - 5:,} more" if len(ids) > 5 else ""
        click.echo(f"{len(ids):,} {what}: {', '.join(ids[:5])}{more}")


@index.command("rebuild")
def rebuild() -> None:
    """Build the index anew from the database; searches go on with the old one meanwhile."""
    parts = services()
    with parts.database.reading() as session:
        expected = sum(1 for source in sources().values() for _ in source.stamps(session))
    started = time.perf_counter()
    with click.progressbar(length=max(1, expected), label="Building the index", file=sys.stderr) as bar:
        number = _not_busy(lambda: parts.indexer.rebuild(lambda done: bar.update(done - bar.pos)))
        bar.update(bar.length or 0)
    click.echo(f"{number:,} documents in {time.perf_counter() - started:.1f} seconds.")


def _not_busy(work: Callable[[], Answer]) -> Answer:
    """Try for a while: a running server writes for a moment only."""
    until = time.monotonic() + BUSY_SECONDS
    while True:
        try:
            return work()
        except IndexBusyError as error:
            if time.monotonic() > until:
                raise click.ClickException(BUSY) from error
        time.sleep(0.2)


def _waiting() -> int:
    with services().database.reading() as session:
        return sum(number for task, number, _oldest, _failed in _jobs(session) if task == "index")


def _jobs(session: Session) -> list[Any]:
    try:
        return list(outbox.waiting(session))
    except (OperationalError, ProgrammingError) as error:
        raise click.ClickException("The tables are missing or old. Run `flask db upgrade` first.") from error


commands = (search, index)
