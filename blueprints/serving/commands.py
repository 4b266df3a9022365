"""`flask serve` runs everything; `flask worker` runs the worker alone; `flask db` looks after the tables."""

import signal
import socket
import sys
from types import FrameType

import click
from flask import current_app
from flask.cli import with_appcontext

from blueprints.kit.services import Services, services
from blueprints.serving.server import Server, look_after
from models.core import migrating
from models.moderation.demo import moderate_demo
from models.people.founding import found_administrator
from models.transfer.demo_world import PASSWORD, load_demo
from models.upkeep import promise_upkeep

DEMO_LOGINS = {
    "aisha.khan": "leads the digital service desk and curates its space",
    "ben.okafor": "keeps the roads open in winter",
    "jamal.edwards": "moderates",
    "nora.vance": "a guest who sees one closed space",
}


@click.command()
@click.option("--demo", is_flag=True, help="Fill a new instance with the demo and print its logins.")
@with_appcontext
def serve(demo: bool) -> None:
    """Run the web server, the live connections and the worker until Ctrl-C."""
    parts = services()
    _check_port(parts)
    prepare(parts)
    if demo:
        _show_demo(parts)
    click.echo(f"{parts.settings.site_name} is at {parts.settings.address}. Ctrl-C ends it.")
    sys.stdout.flush()
    # The serving process opens its own connections; none may be shared with this one.
    parts.database.close()
    Server(current_app._get_current_object(), parts).run()  # type: ignore[attr-defined]


@click.command()
@with_appcontext
def worker() -> None:
    """Run the worker alone, for installations that set WITAN_WORKER=no on their web processes."""
    parts = services()
    prepare(parts)

    def stop(_signal: int, _frame: FrameType | None) -> None:
        parts.worker.stop()
        parts.reader.stop()

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    click.echo("The worker takes jobs. Ctrl-C ends it.")
    parts.reader.start()
    look_after(parts)


def prepare(parts: Services) -> None:
    """Bring the tables up to date; a new instance gets its administrator, whose password is printed this once."""
    migrating.upgrade(parts.database)
    with parts.database.writing() as session:
        password = found_administrator(session)
        promise_upkeep(session)
    if password:
        click.echo("A new Witan. Its administrator signs in with")
        click.echo(f"    username  admin\n    password  {password}")
        click.echo("This password is not shown again. Change it after you have signed in.")


def _show_demo(parts: Services) -> None:
    with parts.database.writing() as session:
        if load_demo(session, parts.blobs) is not None:
            moderate_demo(session)
    click.echo(f"The demo's people sign in with the password {PASSWORD}:")
    for username, who in DEMO_LOGINS.items():
        click.echo(f"    {username:15} {who}")


def _check_port(parts: Services) -> None:
    settings = parts.settings
    with socket.socket(socket.AF_INET6 if ":" in settings.host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((settings.host, settings.port))
        except OSError as error:
            raise click.ClickException(
                f"Port {settings.port} on {settings.host} is in use. Choose another with WITAN_PORT."
            ) from error


@click.group()
def db() -> None:
    """Look after the tables."""


@db.command("upgrade")
@with_appcontext
def upgrade() -> None:
    """Run the migrations that are missing."""
    migrating.upgrade(services().database)
    click.echo(f"The tables stand at {migrating.newest()}.")


@db.command("check")
@with_appcontext
def check() -> None:
    """Fail when the migrations do not make the tables that the code expects."""
    migrating.upgrade(services().database)
    found = migrating.differences(services().database)
    for difference in found:
        click.echo(str(difference))
    if found:
        raise click.ClickException("The migrations are not complete. Write one with `flask db new`.")
    click.echo("The migrations are complete.")


@db.command("new")
@click.argument("message")
@with_appcontext
def new(message: str) -> None:
    """Write a migration from what the code expects and the tables lack."""
    migrating.upgrade(services().database)
    migrating.write(services().database, message)


commands = (serve, worker, db)
