"""Category: a part of a space's forum with its own rights to read and to post. How topics follow it is in forums.

Its readers are those of the space or fewer; one level of subcategories, each at most as open as the one above.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, Integer, String, bindparam, literal_column, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from models.core.base import Base, key, word
from models.core.db import among, as_words, rows

# Both from wide to narrow. "space" is whoever may read or post in the space at all.
READERS = ("space", "members", "curators")
POSTERS = ("space", "contributors", "curators")
# The least role that may post.
POSTING_ROLE = {"contributors": "contributor", "curators": "curator"}
NAME_LIMIT = 100
DESCRIPTION_LIMIT = 300
MOST = 200


class Category(Base):
    """One category (parent_id None) or subcategory of a space. Archived ones can be read, but not posted in."""

    __tablename__ = "categories"
    __table_args__ = (
        CheckConstraint("readers IN ('space', 'members', 'curators')", name="readers"),
        CheckConstraint("posters IN ('space', 'contributors', 'curators')", name="posters"),
        Index("uq_categories_space_id_slug", "space_id", "slug", unique=True),
    )

    id: Mapped[key]
    # The type is written out: statements below are made while the table of spaces may not be known yet.
    space_id: Mapped[int] = mapped_column(Integer, ForeignKey("spaces.id", ondelete="CASCADE"))
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("categories.id"), index=True)
    name: Mapped[str] = mapped_column(String(NAME_LIMIT))
    slug: Mapped[str] = mapped_column(String(130))
    description: Mapped[str] = mapped_column(String(DESCRIPTION_LIMIT), default="")
    position: Mapped[int] = mapped_column(default=0)
    readers: Mapped[word] = mapped_column(default="space")
    posters: Mapped[word] = mapped_column(default="space")
    created_at: Mapped[datetime]
    archived_at: Mapped[datetime | None]

    def __repr__(self) -> str:
        return f"<Category {self.slug}>"


def audience_of(space: Any, readers: str) -> str:
    """The audience of what stands in a category of the space with these readers."""
    return _audience(space.id, space.audience, readers)


def _audience(space_id: int, whole: str, readers: str) -> str:
    if readers == "curators":
        return f"curators:{space_id}"
    return f"space:{space_id}" if readers == "members" else whole


COLUMNS: tuple[Any, ...] = (
    Category.id,
    Category.space_id,
    Category.parent_id,
    Category.name,
    Category.slug,
    Category.description,
    Category.position,
    Category.readers,
    Category.posters,
    Category.archived_at,
)
IN_SPACE = (
    select(*COLUMNS)
    .where(Category.space_id == bindparam("space_id"), among(Category.readers, "readable"))
    .order_by(Category.position, Category.name, Category.id)
    .limit(literal_column(str(MOST)))
)


def categories(session: Session, viewer: Any, space: Any) -> list[Any]:
    """Rows of the categories that exist for the viewer, each followed by its subcategories, in the owners' order."""
    readable = [each for each in READERS if audience_of(space, each) in viewer.keys]
    return _in_order(rows(session, IN_SPACE, space_id=space.id, readable=as_words(readable)))


OF_SPACES = (
    select(*COLUMNS)
    .where(among(Category.space_id, "spaces"))
    .order_by(Category.position, Category.name, Category.id)
    .limit(literal_column("1000"))
)


def categories_of(session: Session, viewer: Any, spaces: Sequence[Any]) -> dict[int, list[Any]]:
    """By space (rows with id and openness): rows of the categories that exist for the viewer, as `categories` gives."""
    asked = {space.id: "everyone" if space.openness == "open" else f"space:{space.id}" for space in spaces}
    found: dict[int, list[Any]] = {}
    for row in rows(session, OF_SPACES, spaces=as_words(asked)) if asked else []:
        if _audience(row.space_id, asked[row.space_id], row.readers) in viewer.keys:
            found.setdefault(row.space_id, []).append(row)
    return {space_id: _in_order(each) for space_id, each in found.items()}


def _in_order(found: Sequence[Any]) -> list[Any]:
    below: dict[int, list[Any]] = {}
    for row in found:
        if row.parent_id is not None:
            below.setdefault(row.parent_id, []).append(row)
    return [each for row in found if row.parent_id is None for each in (row, *below.get(row.id, []))]


def visible_category(session: Session, viewer: Any, space: Any, slug: str) -> Category | None:
    """The category of the space with this address, when it exists for the viewer."""
    found = session.scalar(select(Category).where(Category.space_id == space.id, Category.slug == slug))
    if found is None or audience_of(space, found.readers) not in viewer.keys:
        return None
    return found
