"""`flask demo` fills an intranet with the made-up world that shows what Witan is for."""

import click
from flask.cli import with_appcontext

from blueprints.kit.services import services
from models.core import migrating
from models.core.errors import WitanError
from models.moderation.demo import moderate_demo
from models.transfer.demo_world import PASSWORD, load_demo


@click.command()
@with_appcontext
def demo() -> None:
    """Add the demo world: people of six departments, their spaces, pages, topics and posts."""
    database, blobs = services().database, services().blobs
    migrating.upgrade(database)
    try:
        with database.writing() as session:
            loaded = load_demo(session, blobs)
            if loaded is not None:
                moderate_demo(session)
    except WitanError as error:
        raise click.ClickException(f"The demo was not added, nothing was changed. {error}") from error
    if loaded is None:
        click.echo("The demo is there already. Nothing was changed.")
        return
    click.echo(
        f"The demo is there: {loaded.people} people in {loaded.departments} departments and teams, "
        f"{loaded.spaces} spaces, {loaded.entries} entries."
    )
    click.echo(f"Sign in as aisha.khan with the password {PASSWORD}; it is the same for all of them.")


commands = (demo,)
