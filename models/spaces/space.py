"""Space: where a group works. Its openness decides who may read it; who belongs to it is in membership."""

import re
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import CheckConstraint, Date, ForeignKey, Index, String, Text, bindparam, func, select
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship

from models.core import clock
from models.core.base import Base, key, name, word
from models.core.db import one
from models.core.errors import Invalid
from models.core.language import gettext as _
from models.core.text import clean, slugify
from models.people.department import Department

OPENNESS = ("open", "request", "invite", "hidden")
FOUND_BY_OTHERS = ("open", "request")
REASONS = ("personal-data", "security", "commercial", "policy-in-the-making", "staff-matter", "legal")
LONGEST_REVIEW = timedelta(days=731)
SLUG = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,58}[a-z0-9])?")
# Words that stand where a space's address stands.
RESERVED = {"new"}


class Space(Base):
    """A group's place, of one department or (department_id None) of all of government. Closed unless `open`."""

    __tablename__ = "spaces"
    __table_args__ = (
        CheckConstraint(
            "openness = 'open' OR (closed_reason IS NOT NULL AND review_on IS NOT NULL)", name="closed_for_a_reason"
        ),
        Index("ix_spaces_name_id", "name", "id"),
        Index("ix_spaces_department_id", "department_id"),
    )

    id: Mapped[key]
    slug: Mapped[str] = mapped_column(String(60), unique=True)
    name: Mapped[name]
    description: Mapped[str] = mapped_column(String(500), default="")
    welcome: Mapped[str] = mapped_column(Text, default="")
    welcome_html: Mapped[str] = mapped_column(Text, default="")
    department_id: Mapped[int | None] = mapped_column(ForeignKey("departments.id"))
    openness: Mapped[word] = mapped_column(default="open")
    closed_reason: Mapped[str | None] = mapped_column(String(40))
    review_on: Mapped[date | None] = mapped_column(Date)
    readers_may_post: Mapped[bool] = mapped_column(default=True)
    # Who may learn the name behind a question that was asked without one; None: such questions cannot be asked here.
    revealer_id: Mapped[int | None] = mapped_column(ForeignKey("persons.id"))
    # How long an author can change a post; None: as long as the site says.
    edit_minutes: Mapped[int | None]
    created_at: Mapped[datetime]
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("persons.id"))
    archived_at: Mapped[datetime | None]
    # Set while the index may still hold entries with a wider audience than the space has now.
    search_held_at: Mapped[datetime | None]
    origin: Mapped[dict[str, Any] | None]

    department: Mapped[Department | None] = relationship(lazy="raise")

    def __repr__(self) -> str:
        return f"<Space {self.slug}>"

    @property
    def audience(self) -> str:
        """The widest audience that an entry of this space may have, and the one it gets by default."""
        return "everyone" if self.openness == "open" else f"space:{self.id}"

    @property
    def is_closed(self) -> bool:
        return self.openness != "open"


def check_slug(session: Session, slug: str) -> str:
    """Raises Invalid (`slug`); a closed space's address is 'not available', whoever asks."""
    slug = slug.strip().lower()
    if not SLUG.fullmatch(slug):
        raise Invalid(_("Use letters a to z, numbers and hyphens, at most 60"), "slug")
    if slug in RESERVED or session.scalar(select(Space.id).where(Space.slug == slug)):
        raise Invalid(_("This address is not available"), "slug")
    return slug


def suggested_slug(name: str) -> str:
    """An address for a space of this name; whether it is free is not said."""
    ascii_only = re.sub(r"[^a-z0-9]+", "-", slugify(name)).strip("-")
    return ascii_only[:60].strip("-") or "space"


def check_openness(openness: str, reason: str | None, review_on: date | None) -> tuple[str, str | None, date | None]:
    """Raises Invalid: a closed space says why (one of REASONS) and when that is looked at again."""
    if openness not in OPENNESS:
        raise Invalid(_("Choose who can find and read the space"), "openness")
    if openness == "open":
        return "open", None, None
    if reason not in REASONS:
        raise Invalid(_("Choose why the space is closed"), "closed_reason")
    today = clock.now().date()
    if review_on is None or not today < review_on <= today + LONGEST_REVIEW:
        raise Invalid(_("Enter a review date within the next two years"), "review_on")
    return openness, reason, review_on


def check_space_name(name: str) -> str:
    name = clean(name).strip()
    if not 1 <= len(name) <= 200:
        raise Invalid(_("Enter a name of 1 to 200 characters"), "name")
    return name


SHARE_OPEN = (
    select(func.count().label("all"), func.count().filter(Space.openness == "open").label("open"))
    .select_from(Space)
    .join(Department, Department.id == Space.department_id)
    .where(
        Space.archived_at.is_(None),
        func.substr(Department.path, 1, func.length(bindparam("path"))) == bindparam("path"),
    )
)


def share_open(session: Session, path: str) -> tuple[int, int]:
    """How many spaces of a department (and below) are open, and how many there are: public, but without names."""
    row = one(session, SHARE_OPEN, path=path)
    return row.open, row.all
