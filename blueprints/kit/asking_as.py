"""What commands share that look with somebody's rights: whose they are, and an index that holds what is there."""

import time
from collections.abc import Callable
from typing import Any, TypeVar

import click
from sqlalchemy.exc import OperationalError, ProgrammingError
from sqlalchemy.orm import Session

from blueprints.kit.services import services
from models.core import outbox
from models.core.outbox import Worker
from models.people.person import person_named
from models.policy.viewer import Viewer, viewer_of
from models.search.engine import IndexBusyError

BUSY = (
    "Another process is writing to the search index, probably a server that runs. Nothing was changed. "
    "Try again in a moment, or stop the server first."
)
BUSY_SECONDS = 15.0
Answer = TypeVar("Answer")


def viewer_named(session: Session, username: str) -> Viewer:
    """The viewer with this username. Raises ClickException where there is no open account."""
    person = person_named(session, username)
    if person is None or person.disabled_at is not None:
        raise click.ClickException(f"There is no active account {username}.")
    return viewer_of(session, person)


def catch_up() -> None:
    """Take in what waits to be indexed, so that what is measured is what is there."""
    parts = services()
    parts.engine.refresh()
    if not parts.engine.needs_rebuild and not jobs_waiting():
        return
    if parts.engine.needs_rebuild:
        click.echo("The search index is built first.", err=True)
        not_busy(parts.indexer.rebuild)
    Worker(parts.database, {"index": parts.indexer.handle}).drain()
    if left := jobs_waiting():
        click.echo(f"{left:,} changes are not in the index yet: another process is at work on them.", err=True)


def not_busy(work: Callable[[], Answer]) -> Answer:
    """Try for a while: a running server writes for a moment only."""
    until = time.monotonic() + BUSY_SECONDS
    while True:
        try:
            return work()
        except IndexBusyError as error:
            if time.monotonic() > until:
                raise click.ClickException(BUSY) from error
        time.sleep(0.2)


def jobs_waiting() -> int:
    """How many jobs wait to be indexed."""
    with services().database.reading() as session:
        return sum(number for task, number, _oldest, _failed in jobs(session) if task == "index")


def jobs(session: Session) -> list[Any]:
    """Rows (task, number, oldest, failed) of what waits in the outbox."""
    try:
        return list(outbox.waiting(session))
    except (OperationalError, ProgrammingError) as error:
        raise click.ClickException("The tables are missing or old. Run `flask db upgrade` first.") from error
