"""Where one learns about a topic: courses, guidance and the like elsewhere, which its curators set. No reading here:
they ride in the statement of `curating.about`."""

from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from sqlalchemy import ForeignKey, String, delete, func, literal_column, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from models.activity.act import Actor, record
from models.core import clock
from models.core.base import Base, key
from models.core.errors import Invalid
from models.core.language import gettext as _
from models.core.language import number
from models.core.text import clean
from models.entries.tagging import Tag

MOST_LINKS = 10
TITLE_LIMIT, ADDRESS_LIMIT = 200, 1000


class TagLink(Base):
    """A link of a topic: what it is called, and where it leads."""

    __tablename__ = "tag_links"

    id: Mapped[key]
    tag_id: Mapped[int] = mapped_column(ForeignKey("tags.id", ondelete="CASCADE"), index=True)
    title: Mapped[str] = mapped_column(String(TITLE_LIMIT))
    address: Mapped[str] = mapped_column(String(ADDRESS_LIMIT))
    at: Mapped[datetime]


def links_part(tag: Any) -> Any:
    """The links of a topic as a part of `curating.about`."""
    zero: Any = literal_column("0")
    return select(literal_column("'link'"), TagLink.id, TagLink.title, TagLink.address, zero).where(
        TagLink.tag_id == tag
    )


def add_link(session: Session, tag: Tag, title: str, address: str, by: Actor) -> None:
    """Name a course or a page elsewhere. Raises Invalid (`title` or `address`)."""
    title, address = " ".join(clean(title).split()), clean(address).strip()
    if not 1 <= len(title) <= TITLE_LIMIT:
        said = _("Enter a title of 1 to %(most)s characters", most=number(TITLE_LIMIT))
        raise Invalid(said, "title")
    if not _leads_out(address):
        raise Invalid(_("Enter an address that begins with https:// or http://"), "address")
    there = session.scalar(select(func.count()).select_from(TagLink).where(TagLink.tag_id == tag.id)) or 0
    if there >= MOST_LINKS:
        raise Invalid(_("A topic has %(most)s links at most. Remove one first.", most=number(MOST_LINKS)), "title")
    session.add(TagLink(tag_id=tag.id, title=title, address=address, at=clock.now()))
    record(session, by, "added-topic-link", "tag", tag.id)
    session.flush()


def remove_link(session: Session, tag: Tag, link_id: int, by: Actor) -> None:
    """Take a link away; one that is gone already changes nothing."""
    session.execute(delete(TagLink).where(TagLink.tag_id == tag.id, TagLink.id == link_id))
    record(session, by, "removed-topic-link", "tag", tag.id)
    session.flush()


def _leads_out(address: str) -> bool:
    """Whether it is the whole address of something on the web."""
    if len(address) > ADDRESS_LIMIT or any(each.isspace() for each in address):
        return False
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.hostname)
