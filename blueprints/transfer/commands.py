"""`flask import ...`: handbooks, organisations, people, forums, posts and entries from files. Each can be run again."""

import json
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click
from flask.cli import with_appcontext
from sqlalchemy.exc import OperationalError

from blueprints.kit.services import Services, services
from blueprints.transfer.export_command import export
from blueprints.transfer.progress import Progress
from models.core import migrating
from models.core.errors import WitanError
from models.core.outbox import Worker
from models.search.engine import SearchError
from models.transfer.entries_file import import_entries
from models.transfer.everything import Part, parts_in
from models.transfer.handbook import Handbook, import_handbook
from models.transfer.intake import Intake
from models.transfer.organisations import import_organisations
from models.transfer.organograms import import_organograms
from models.transfer.pages.sources import source_of
from models.transfer.pages.taking_in import import_pages
from models.transfer.parliament import import_questions
from models.transfer.people_csv import Choices, sync_people
from models.transfer.posts import import_posts
from models.transfer.report import Report
from models.transfer.skills import import_skills
from models.transfer.stackexchange import import_stackexchange
from models.transfer.stackexchange_csv import import_stackexchange_csv

SOURCE = click.Path(exists=True, path_type=Path)


@click.group("import")
def import_() -> None:
    """Take content from files. Running an import again changes what changed and doubles nothing."""


def importer(command: Callable[..., Any]) -> Callable[..., Any]:
    """The options that every importer has."""
    for option in (
        click.option("--report", "report_file", type=click.Path(path_type=Path), help="Write the whole report here."),
        click.option("--owner", default="", help="Username of the owner of spaces that are made. Default: an admin."),
        click.option("--index/--no-index", default=True, help="Bring search up to date at the end."),
        with_appcontext,
    ):
        command = option(command)
    return command


@import_.command()
@click.argument("folder", type=SOURCE)
@click.option("--space", required=True, help="Address of the space, such as tts-handbook.")
@click.option("--department", default="", help="Name of the department that the space belongs to.")
@click.option("--name", default="", help="Name of the space, where it is made.")
@click.option("--site", "sites", multiple=True, help="Address where the handbook was published. May be repeated.")
@importer
def handbook(folder: Path, space: str, department: str, name: str, sites: tuple[str, ...], **options: Any) -> None:
    """A tree of Markdown files with front matter becomes the wiki of a space."""
    wanted = Handbook(folder, space, department, name, sites=sites)
    _run([Part(name or space, lambda intake, expected: import_handbook(intake, wanted, expected))], **options)


@import_.command()
@click.argument("source", type=SOURCE)
@importer
def organisations(source: Path, **options: Any) -> None:
    """Lists of organisations (GOV.UK JSON Lines, registers) become the tree of departments."""
    _run([Part("Organisations", lambda intake, expected: import_organisations(intake, source, expected))], **options)


@import_.command()
@click.argument("source", type=SOURCE)
@importer
def organograms(source: Path, **options: Any) -> None:
    """Organograms (CSV of senior and junior posts) become posts and the people who hold them."""
    _run([Part("People", lambda intake, expected: import_organograms(intake, source, expected))], **options)


@import_.command()
@click.argument("source", type=SOURCE)
@importer
def skills(source: Path, **options: Any) -> None:
    """Vocabularies of skills (ESCO as JSON Lines, the government's capability framework as CSV)."""
    _run([Part("Skills", lambda intake, expected: import_skills(intake, source, expected))], **options)


@import_.command()
@click.argument("folder", type=SOURCE)
@click.option("--space", required=True, help="Address of the space, such as quantum-computing.")
@click.option("--name", default="", help="Name of the space, where it is made.")
@importer
def stackexchange(folder: Path, space: str, name: str, **options: Any) -> None:
    """A Stack Exchange data dump (XML) becomes the forum of a space."""
    take = Part(name or space, lambda intake, expected: import_stackexchange(intake, folder, space, name, expected))
    _run([take], **options)


@import_.command("stackexchange-csv")
@click.argument("folder", type=SOURCE)
@click.option("--space", required=True, help="Address of the space, such as history-forum.")
@click.option("--name", default="", help="Name of the space, where it is made.")
@importer
def stackexchange_csv(folder: Path, space: str, name: str, **options: Any) -> None:
    """A Stack Exchange site as CSV files (Posts, Users, Comments, PostLinks) becomes the forum of a space."""
    take = Part(name or space, lambda intake, expected: import_stackexchange_csv(intake, folder, space, name, expected))
    _run([take], **options)


@import_.command()
@click.argument("source", type=SOURCE)
@click.option("--space", required=True, help="Address of the space, such as written-questions.")
@click.option("--name", default="", help="Name of the space, where it is made.")
@importer
def questions(source: Path, space: str, name: str, **options: Any) -> None:
    """Written questions with their answers (JSON Lines) become the forum of a space."""
    take = Part(name or space, lambda intake, expected: import_questions(intake, source, space, name, expected))
    _run([take], **options)


@import_.command()
@click.argument("file", type=SOURCE)
@importer
def posts(file: Path, **options: Any) -> None:
    """Short posts (JSON Lines) go to the spaces that they name."""
    _run([Part("Short posts", lambda intake, expected: import_posts(intake, file, None, expected))], **options)


@import_.command()
@click.argument("file", type=SOURCE)
@click.option("--space", default="imported", help="Address of the space for entries that name none.")
@importer
def entries(file: Path, space: str, **options: Any) -> None:
    """Entries of any kind (JSON Lines), with people, departments and spaces made where missing."""
    _run([Part("Entries", lambda intake, expected: import_entries(intake, file, expected, space))], **options)


@import_.command("pages")
@click.argument("source", type=SOURCE)
@click.option("--space", default="", help="Address of the space. Default: the one that the pages came from.")
@importer
def pages(source: Path, space: str, **options: Any) -> None:
    """A folder or zip that `flask export space` or a download of Witan made becomes pages again."""
    take = Part(space or source.name, lambda intake, expected: import_pages(intake, source_of(source), space, expected))
    _run([take], **options)


@import_.command("all")
@click.argument("folder", type=SOURCE)
@importer
def all_(folder: Path, **options: Any) -> None:
    """Every data set in a folder that is known by its name."""
    found = list(parts_in(folder))
    if not found:
        raise click.ClickException(f"No data set that is known by its name lies in {folder}.")
    _run(found, **options)


@click.group()
def sync() -> None:
    """Keep what is here in step with lists from elsewhere."""


@sync.command("people")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--source", default="Staff list", help="Name of the list, which people are shown as where it came from.")
@click.option("--leavers/--no-leavers", default=True, help="Close the accounts of people who are no longer in it.")
@click.option("--most-leavers", type=int, help="So many may leave at once. Default: a tenth of the list.")
@click.option("--make-departments", is_flag=True, help="Add departments that are unknown here.")
@importer
def sync_people_(
    file: Path, source: str, leavers: bool, most_leavers: int | None, make_departments: bool, **options: Any
) -> None:
    """A list of staff (CSV): newcomers get an account, movers their department; leavers go, what they wrote stays."""
    choices = Choices(source, leavers, most_leavers, make_departments)
    _run([Part("People", lambda intake, expected: sync_people(intake, file, choices, expected))], **options)


def _run(parts: list[Part], report_file: Path | None, owner: str, index: bool) -> None:
    held = services()
    migrating.upgrade(held.database)
    whole: dict[str, Any] = {}
    total = Report()
    try:
        for part in parts:
            report = _take(held, part, owner)
            whole[part.title] = report.whole()
            total.add(report)
    except KeyboardInterrupt:
        click.echo("\nStopped. What was taken so far is kept. Start the import again to go on.", err=True)
        raise click.exceptions.Exit(130) from None
    finally:
        if report_file is not None:
            report_file.write_text(json.dumps(whole, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    if index:
        _index(held, sum(total.taken.values()))


def _take(held: Services, part: Part, owner: str) -> Report:
    started = time.monotonic()
    intake = Intake(held.database, held.blobs, owner)
    try:
        with Progress(part.title) as progress, intake:
            intake.step = progress.step
            part.take(intake, expected=progress.expected)
    except (WitanError, OSError, OperationalError) as error:
        reason = getattr(error, "orig", None) or error
        raise click.ClickException(f"{part.title}: {reason} What was taken before is kept.") from error
    click.echo(f"{part.title}: {time.monotonic() - started:.1f} seconds")
    for line in intake.report.lines():
        click.echo(f"  {line}")
    return intake.report


def _index(held: Services, taken: int) -> None:
    """Bring search up to date, unless a server runs: then its worker does."""
    try:
        if taken > held.engine.stats().documents:
            held.indexer.rebuild()
        Worker(held.database, {"index": held.indexer.handle}).drain()
    except SearchError:
        click.echo("The running server brings search up to date.")
        return
    click.echo(f"Search knows {held.engine.stats().documents:,} entries and people.")


commands = (import_, sync, export)
