"""Entry: anything a person writes, in one table. A kind is a subclass; what lists show lives here in the base."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text, literal_column, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.core.base import Base, BigId, big_key, word
from models.people.person import Person
from models.spaces.category import Category
from models.spaces.space import Space

# Written as SQL text: a bound value would hide the partial indexes from the planner.
LIVE = literal_column("entries.state") == literal_column("'live'")
# These keep "has no root" out of the index: planners took it for a narrow condition, and most entries have none.
BELOW = text("parent_id IS NOT NULL")
IN_THREAD = text("root_id IS NOT NULL")
# Streams list what begins a thread; with the condition in the index they need no row to check it. Files are listed in
# their folders: a hundred of them at once would push everything else out of sight.
ROOTS = text("state = 'live' AND root_id IS NULL AND kind != 'file'")
POSTS = text("state = 'live' AND kind = 'post' AND root_id IS NULL")
# The few entries that lists look for one by one: statements repeat these conditions word for word.
PINNED = text("pinned_until IS NOT NULL")
TOP_PAGES = text("kind = 'page' AND parent_id IS NULL")
PAGES_BELOW = text("kind = 'page' AND parent_id IS NOT NULL")
FILES = text("kind = 'file'")
CATEGORISED = text("category_id IS NOT NULL AND root_id IS NULL")
HIDDEN_BELOW = text("state = 'hidden' AND root_id IS NOT NULL")
UNANSWERED = text("state = 'live' AND kind = 'question' AND status = 'open' AND reply_count = 0")
OFFICIAL = text("kind = 'page' AND status = 'official' AND state = 'live'")

TITLE_LIMIT = 200


class Entry(Base):
    """The base of every kind. One audience key says who may read it; `state` whether it is there at all."""

    __tablename__ = "entries"

    id: Mapped[big_key]
    kind: Mapped[word]
    space_id: Mapped[int | None] = mapped_column(ForeignKey("spaces.id"))
    author_id: Mapped[int] = mapped_column(ForeignKey("persons.id"))
    # Parent: the page above in the tree, or what is answered. Root: the topic or post that a reply belongs to.
    parent_id: Mapped[int | None] = mapped_column(BigId, ForeignKey("entries.id"))
    root_id: Mapped[int | None] = mapped_column(BigId, ForeignKey("entries.id"))
    # Of topics and what is said in them: the part of the space's forum that they stand in.
    category_id: Mapped[int | None] = mapped_column(ForeignKey("categories.id"))
    # The order among the pages with the same parent, with gaps. It stands here so that an index holds it beside the
    # parent: thousands of siblings are then read a few at a time.
    position: Mapped[int] = mapped_column(default=0)
    audience: Mapped[str] = mapped_column(String(60))
    # True when somebody chose a narrower audience than the space's own: it then stays when the space opens.
    narrowed: Mapped[bool] = mapped_column(default=False)
    state: Mapped[str] = mapped_column(String(10), default="live")
    status: Mapped[str] = mapped_column(String(20), default="")
    # Whether somebody looked after it: `checked`, `overdue` or nothing; of pages alone, set with their review date.
    review: Mapped[str] = mapped_column(String(10), default="", server_default="")
    title: Mapped[str] = mapped_column(String(TITLE_LIMIT), default="")
    slug: Mapped[str] = mapped_column(String(130), default="")
    language: Mapped[str] = mapped_column(String(12), default="en")
    pinned_until: Mapped[datetime | None]
    created_at: Mapped[datetime]
    edited_at: Mapped[datetime]
    editor_id: Mapped[int] = mapped_column(ForeignKey("persons.id"))
    last_activity_at: Mapped[datetime]
    version: Mapped[int] = mapped_column(default=1)
    # The version that readers see while others go on writing; None: the newest. html, text, excerpt, links and
    # mentions are those of what readers see, body is always the newest.
    released: Mapped[int | None]
    reply_count: Mapped[int] = mapped_column(default=0)
    reaction_count: Mapped[int] = mapped_column(default=0)
    origin_id: Mapped[str | None] = mapped_column(String(200), unique=True)
    # Long columns stand last, so that a list row is read without them; `text` is the body without markup, for search.
    excerpt: Mapped[str] = mapped_column(String(300), default="")
    origin: Mapped[dict[str, Any] | None] = mapped_column(deferred=True)
    renderer: Mapped[int] = mapped_column(default=0)
    html: Mapped[str] = mapped_column(Text, default="", deferred=True)
    body: Mapped[str] = mapped_column(Text, default="", deferred=True)
    text: Mapped[str] = mapped_column(Text, default="", deferred=True)

    space: Mapped[Space | None] = relationship(lazy="raise")
    category: Mapped[Category | None] = relationship(lazy="raise")
    author: Mapped[Person] = relationship(lazy="raise", foreign_keys=[author_id])

    __mapper_args__ = {
        "polymorphic_on": "kind",
        # Counts saved texts, not every touch: pinning a page must not upset somebody who is editing it.
        "version_id_col": version,
        "version_id_generator": False,
    }
    # All ascending: SQLite 3.40 returned wrong rows from descending ones after ANALYZE. Both databases read backwards.
    __table_args__ = (
        Index("ix_entries_audience", "audience", "last_activity_at", "id", sqlite_where=ROOTS, postgresql_where=ROOTS),
        Index(
            "ix_entries_audience_kind",
            "audience", "kind", "last_activity_at", "id",
            sqlite_where=ROOTS, postgresql_where=ROOTS,
        ),
        Index(
            "ix_entries_created",
            "created_at", "id", "audience", "space_id", "author_id", "root_id", "kind",
            sqlite_where=LIVE, postgresql_where=LIVE,
        ),
        # The stream of posts goes by the time of writing, unlike the others.
        Index("ix_entries_posts", "audience", "created_at", "id", sqlite_where=POSTS, postgresql_where=POSTS),
        Index("ix_entries_space", "space_id", "last_activity_at", "id", "audience"),
        # Streams of a space and what is new in it: a thread of thousands of replies must not stand in their way.
        Index(
            "ix_entries_space_roots",
            "space_id", "last_activity_at", "id", "audience", "kind",
            sqlite_where=ROOTS, postgresql_where=ROOTS,
        ),
        Index("ix_entries_author", "author_id", "created_at", "id", "audience"),
        Index("ix_entries_parent", "parent_id", "created_at", "id", sqlite_where=BELOW, postgresql_where=BELOW),
        # With state and kind in it, the place of a post among thousands is counted without reading a row.
        Index(
            "ix_entries_root",
            "root_id", "created_at", "id", "state", "kind",
            sqlite_where=IN_THREAD, postgresql_where=IN_THREAD,
        ),
        Index("ix_entries_slug", "space_id", "slug"),
        Index(
            "ix_entries_top_pages",
            "space_id", "position", "id",
            sqlite_where=TOP_PAGES, postgresql_where=TOP_PAGES,
        ),
        Index(
            "ix_entries_pages_below",
            "parent_id", "position", "id",
            sqlite_where=PAGES_BELOW, postgresql_where=PAGES_BELOW,
        ),
        Index("ix_entries_files", "space_id", "root_id", "id", sqlite_where=FILES, postgresql_where=FILES),
        Index(
            "ix_entries_category",
            "category_id", "last_activity_at", "id",
            sqlite_where=CATEGORISED, postgresql_where=CATEGORISED,
        ),
        Index("ix_entries_pinned", "space_id", "pinned_until", sqlite_where=PINNED, postgresql_where=PINNED),
        Index("ix_entries_hidden", "root_id", "id", sqlite_where=HIDDEN_BELOW, postgresql_where=HIDDEN_BELOW),
        Index(
            "ix_entries_unanswered",
            "space_id", "created_at", "id",
            sqlite_where=UNANSWERED, postgresql_where=UNANSWERED,
        ),
        Index("ix_entries_official", "status", "id", sqlite_where=OFFICIAL, postgresql_where=OFFICIAL),
    )  # fmt: skip

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self.id}>"

    @property
    def is_live(self) -> bool:
        return self.state == "live"
