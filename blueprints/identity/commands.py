"""`flask account`: makes accounts, sets passwords and closes accounts from the command line."""

import click
from flask.cli import AppGroup
from sqlalchemy.orm import Session

from blueprints.kit.services import services
from models.core.errors import WitanError
from models.people.credential import set_password
from models.people.founding import readable_password
from models.people.person import Person, add_person, person_named
from models.spaces.joining import disable

account = AppGroup("account", help="Make accounts, set passwords, close accounts.", short_help="Accounts of people.")


@account.command("new")
@click.argument("username")
@click.argument("name")
@click.option("--email", help="Mail address, for a forgotten password.")
@click.option("--admin", is_flag=True, help="May manage people and departments, but reads no more than others.")
@click.option("--moderator", is_flag=True, help="Decides about reports in all spaces.")
@click.option("--guest", is_flag=True, help="From outside: sees only the spaces that take them in.")
def new(username: str, name: str, email: str | None, admin: bool, moderator: bool, guest: bool) -> None:
    """Make an account and print its password once."""
    if guest and (admin or moderator):
        raise click.UsageError("A guest cannot be an administrator or a moderator.")
    password = readable_password()
    try:
        with services().database.writing() as session:
            person = add_person(
                session, username, name, email=email, is_admin=admin, is_moderator=moderator, is_guest=guest
            )
            set_password(session, person, password)
            username = person.username
    except WitanError as error:
        raise click.ClickException(str(error)) from error
    click.echo(f"{username} can sign in with the password {password}")


@account.command("password")
@click.argument("username")
def password(username: str) -> None:
    """Set a new password, print it once and end the person's sessions."""
    fresh = readable_password()
    with services().database.writing() as session:
        set_password(session, _person(session, username), fresh)
    click.echo(f"The new password of {username} is {fresh}")


@account.command("disable")
@click.argument("username")
def close(username: str) -> None:
    """Close an account: its sessions end at once, what the person wrote stays."""
    try:
        with services().database.writing() as session:
            disable(session, _person(session, username), None)
    except WitanError as error:
        raise click.ClickException(str(error)) from error
    click.echo(f"{username} can no longer sign in")


def _person(session: Session, username: str) -> Person:
    found = person_named(session, username)
    if found is None:
        raise click.ClickException(f"There is no account {username}.")
    return found


commands = (account,)
