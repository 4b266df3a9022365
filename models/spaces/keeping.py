"""Keeping a space in order: what it says of itself, and putting it aside when its work is done."""

from sqlalchemy.orm import Session

from models.activity.act import Actor
from models.core import clock, outbox
from models.core.errors import Invalid
from models.core.language import gettext as _
from models.core.text import MAX_BODY, clean, render
from models.spaces.joining import note
from models.spaces.space import Space, check_space_name

DESCRIPTION_LIMIT = 500
WELCOME_LIMIT = 10_000


def check_description(text: str) -> str:
    text = clean(text).strip()
    if len(text) > DESCRIPTION_LIMIT:
        raise Invalid(_("Use %(most)s characters or fewer", most=DESCRIPTION_LIMIT), "description")
    return text


def check_welcome(text: str) -> str:
    text = clean(text)
    if len(text) > WELCOME_LIMIT or len(text.encode()) > MAX_BODY:
        raise Invalid(_("Use %(most)s characters or fewer", most=WELCOME_LIMIT), "welcome")
    return text


def describe_space(
    session: Session,
    space: Space,
    by: Actor,
    *,
    name: str,
    description: str,
    welcome: str,
    department_id: int | None,
    readers_may_post: bool,
    edit_minutes: int | None = None,
) -> None:
    """Set what a space says of itself. Raises Invalid (`name`, `description`, `welcome`)."""
    space.name = check_space_name(name)
    space.description = check_description(description)
    space.welcome = check_welcome(welcome)
    space.welcome_html = render(space.welcome, space=space.slug).html if space.welcome.strip() else ""
    space.readers_may_post = readers_may_post
    space.edit_minutes = edit_minutes
    if department_id != space.department_id:
        space.department_id = department_id
        # Search sorts entries by the department of their space.
        outbox.promise(session, "index", f"space:{space.id}")
    note(session, by, "described", space)


def archive(session: Session, space: Space, by: Actor) -> None:
    """Put a space aside: it can be read and found, but nothing is added. Doing it twice changes nothing."""
    if space.archived_at is None:
        space.archived_at = clock.now()
        note(session, by, "archived", space)


def unarchive(session: Session, space: Space, by: Actor) -> None:
    """Take an archived space up again."""
    if space.archived_at is not None:
        space.archived_at = None
        note(session, by, "unarchived", space)
