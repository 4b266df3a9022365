"""What the curators of a space chose for its wiki: the page that is its home, and what new pages start from."""

from typing import Any

from sqlalchemy import ForeignKey, String, bindparam, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from models.activity.act import Actor
from models.core.base import Base, BigId
from models.core.db import among, one, session_of
from models.core.errors import Refused
from models.core.language import gettext as _
from models.entries import editing
from models.entries.entry import LIVE, Entry
from models.policy.viewer import Viewer
from models.wiki.page import Page


class WikiChoice(Base):
    """One row a space. `template` is a key of `writing.templates.starters`, empty for a blank page."""

    __tablename__ = "wiki_choices"

    space_id: Mapped[int] = mapped_column(ForeignKey("spaces.id", ondelete="CASCADE"), primary_key=True)
    home_id: Mapped[int | None] = mapped_column(BigId, ForeignKey("entries.id", ondelete="SET NULL"), index=True)
    template: Mapped[str] = mapped_column(String(40), default="")
    # What new pages are written in unless their writer says otherwise; empty for that of the installation.
    language: Mapped[str] = mapped_column(String(12), default="", server_default="")


def choices_of(session: Session, space_id: int) -> WikiChoice:
    """The row of a space, made where there is none yet."""
    found = session.get(WikiChoice, space_id)
    if found is None:
        found = WikiChoice(space_id=space_id, template="")
        session.add(found)
    return found


def make_home(page: Page, by: Actor) -> None:
    """Show the page on the home of its space, above what is new. Raises Refused for a page that only some can read."""
    if page.space_id is None or page.narrowed:
        raise Refused(_("Only some people can read this page. Choose a page that all members of the space can read."))
    session = session_of(page)
    choices_of(session, page.space_id).home_id = page.id
    editing.note(session, by, "made-home", page)


def end_home(page: Page, by: Actor) -> None:
    """The home of the space shows no page any more."""
    session = session_of(page)
    if page.space_id is not None:
        choice = choices_of(session, page.space_id)
        if choice.home_id == page.id:
            choice.home_id = None
            editing.note(session, by, "ended-home", page)


# A page that went to the trash, to another space or out of sight is no home: the space shows its welcome again.
HOME = (
    select(Entry.id, Entry.title, Entry.slug, Entry.html, Entry.edited_at)
    .select_from(Entry.__table__)
    .join(WikiChoice, WikiChoice.home_id == Entry.id)
    .where(
        WikiChoice.space_id == bindparam("space_id"),
        Entry.space_id == WikiChoice.space_id,
        LIVE,
        among(Entry.audience, "keys"),
    )
)


def home_of(session: Session, viewer: Viewer, space_id: int) -> Any:
    """The page on the home of a space as a row (id, title, slug, html, edited_at), or None."""
    return one(session, HOME, space_id=space_id, keys=viewer.keys_json)
