"""`flask search` asks as a person would and measures; `flask index` shows, checks and rebuilds the index."""

import json
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click
from flask.cli import AppGroup, with_appcontext
from sqlalchemy.orm import Session

from blueprints.kit.asking_as import catch_up, jobs, jobs_waiting, not_busy, viewer_named
from blueprints.kit.rows import title_of
from blueprints.kit.runs import measure
from blueprints.kit.services import services
from models.core import clock
from models.core.findable import sources
from models.entries.kinds import kind_named
from models.policy.viewer import Viewer
from models.search.acronyms_in_texts import learn_acronyms
from models.search.changing import change_over, prepare
from models.search.choosing import ChosenEngine, Name, engine_name
from models.search.engine import Query
from models.search.finding import FoundEntry, FoundPerson, find_as_meant, ranked_ids
from models.search.highlighting import Piece

PER_QUERY = 100
NOT_CHOSEN = (
    "The engine can only be changed by this command with a PostgreSQL database and WITAN_SEARCH_ENGINE=chosen. "
    "Nothing was changed."
)


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
    catch_up()
    with services().database.reading() as session:
        viewer = viewer_named(session, username)
        if queries is not None and out is not None:
            engine, most = services().engine, limit or PER_QUERY
            measure(queries, out, lambda words: ranked_ids(session, engine, viewer, Query(words, limit=most)))
        else:
            _show(session, viewer, text or "", limit or 10, as_json)


def _show(session: Session, viewer: Viewer, text: str, limit: int, as_json: bool) -> None:
    found = find_as_meant(session, services().engine, viewer, Query(text, limit=limit))
    results = [_result(rank, hit) for rank, hit in enumerate(found.hits, 1)]
    if as_json:
        # `instead`: nothing held the text, and the results are those of the suggestion.
        suggested = {"suggestion": found.suggestion, "instead": found.instead}
        answer = {"query": text, "total": found.total, **suggested, "results": results}
        click.echo(json.dumps(answer, ensure_ascii=False, indent=2))
        return
    click.echo(f"{found.total:,} {'result' if found.total == 1 else 'results'}")
    if found.instead:
        click.echo(f"Nothing was found for {text}. These are the results for {found.suggestion}.")
    elif found.suggestion:
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


index = AppGroup("index", help="Show, check and rebuild the search index.")


@index.command("status")
def status() -> None:
    """Say how large the index is and what waits for it."""
    services().engine.refresh()
    stats = services().engine.stats()
    with services().database.reading() as session:
        waits = {task: (number, oldest, failed) for task, number, oldest, failed in jobs(session)}
    number, oldest, failed = waits.get("index", (0, None, 0))
    facts = {
        "Engine": engine_name(services().engine),
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
        if waiting := jobs_waiting():
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
    started = time.perf_counter()
    number = _with_progress(lambda heard: not_busy(lambda: parts.indexer.rebuild(heard)))
    click.echo(f"{number:,} documents in {time.perf_counter() - started:.1f} seconds.")


@index.command("use")
@click.argument("name", type=click.Choice(("embedded", "postgres")))
def use(name: Name) -> None:
    """Change to another search engine while all runs: build its index, catch up, and have every process use it."""
    parts = services()
    engine = parts.engine
    if not isinstance(engine, ChosenEngine):
        raise click.ClickException(NOT_CHOSEN)
    engine.refresh()
    if engine.name == name:
        click.echo(f"The engine {name} answers searches already.")
        return
    new = engine.other(name)
    try:
        number = _with_progress(lambda heard: not_busy(lambda: prepare(parts.database, new, heard)))
        not_busy(lambda: change_over(parts.database, engine, new, lambda: engine.choose(name)))
    finally:
        new.close()
    click.echo(f"{number:,} documents were indexed. The engine {name} answers searches from now on, in every process.")


def _with_progress(work: Callable[[Callable[[int], None]], int]) -> int:
    with services().database.reading() as session:
        expected = sum(1 for source in sources().values() for _ in source.stamps(session))
    with click.progressbar(length=max(1, expected), label="Building the index", file=sys.stderr) as bar:
        number = work(lambda done: bar.update(done - bar.pos))
        bar.update(bar.length or 0)
    return number


@click.command("acronyms")
@click.option("--least", type=click.IntRange(1, 1000), default=2, help="Texts at least that explain one.")
@with_appcontext
def acronyms(least: int) -> None:
    """Take acronyms that texts explain, such as "Ministry of Defence (MoD)", into the dictionary.

    Only from texts that everyone may read. What a curator took out does not come back.
    """
    with services().database.writing() as session:
        new = learn_acronyms(session, least)
    click.echo(f"{new:,} new {'acronym' if new == 1 else 'acronyms'}.")


commands = (search, index, acronyms)
