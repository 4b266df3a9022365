"""The tables of change requests: a change that waits or was decided, and each version of what it wants."""

from datetime import datetime

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, Text, false, literal_column
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.core.base import Base, BigId, big_key, word
from models.entries.revision import SUMMARY_LIMIT
from models.people.person import Person
from models.spaces.space import Space
from models.wiki.page import Page
from models.wiki.requests.approval import Approval

STATES = ("open", "saved", "declined", "withdrawn", "stale")


class ChangeRequest(Base):
    """One change that waits, or that was decided. `version` is the number of its newest proposal.

    `page_id` is None for a new page, which then is to stand below `parent_id`. `moved_at` is when anybody last did
    something about it. `saved_as` is the number of the revision that came of it.
    """

    __tablename__ = "change_requests"
    __table_args__ = (
        Index("ix_change_requests_page_id", "page_id", "state"),
        Index("ix_change_requests_space_id", "space_id", "state", "moved_at"),
        Index("ix_change_requests_author_id", "author_id", "state"),
        CheckConstraint("state IN ('open', 'saved', 'declined', 'withdrawn', 'stale')", name="state"),
    )

    id: Mapped[big_key]
    space_id: Mapped[int] = mapped_column(ForeignKey("spaces.id", ondelete="CASCADE"))
    page_id: Mapped[int | None] = mapped_column(BigId, ForeignKey("entries.id", ondelete="CASCADE"))
    parent_id: Mapped[int | None] = mapped_column(BigId, ForeignKey("entries.id", ondelete="SET NULL"), index=True)
    author_id: Mapped[int] = mapped_column(ForeignKey("persons.id"))
    rule_id: Mapped[int | None] = mapped_column(ForeignKey("approval_rules.id", ondelete="SET NULL"))
    # A new page that translates this one, in this version.
    original_id: Mapped[int | None] = mapped_column(BigId, ForeignKey("entries.id", ondelete="SET NULL"), index=True)
    original_version: Mapped[int] = mapped_column(default=0, server_default=literal_column("0"))
    # Who was to read a new page when it was proposed, where that was fewer than read the space.
    readers: Mapped[word] = mapped_column(default="", server_default="")
    state: Mapped[word] = mapped_column(default="open")
    version: Mapped[int] = mapped_column(default=1)
    created_at: Mapped[datetime]
    moved_at: Mapped[datetime]
    reminded_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    closed_by_id: Mapped[int | None] = mapped_column(ForeignKey("persons.id"))
    reason: Mapped[str] = mapped_column(String(500), default="")
    saved_as: Mapped[int | None]
    # When the author said that they know how it ended.
    seen_at: Mapped[datetime | None]

    page: Mapped[Page | None] = relationship(lazy="raise", foreign_keys=[page_id], viewonly=True)
    parent: Mapped[Page | None] = relationship(lazy="raise", foreign_keys=[parent_id], viewonly=True)
    original: Mapped[Page | None] = relationship(lazy="raise", foreign_keys=[original_id], viewonly=True)
    space: Mapped[Space] = relationship(lazy="raise", viewonly=True)
    author: Mapped[Person] = relationship(lazy="raise", foreign_keys=[author_id], viewonly=True)

    __allow_unmapped__ = True
    # Set by whoever fetches the request: what it needs to be saved. No column.
    approval: Approval

    @property
    def audience(self) -> str:
        """Who reads it: the readers of the page; of a new one, of what it translates, of the page above, or the space.

        `lists` says the same in SQL.
        """
        stands = self.page or self.original or self.parent
        return stands.audience if stands else self.readers or self.space.audience

    @property
    def is_open(self) -> bool:
        return self.state == "open"


class ChangeProposal(Base):
    """One version of what a request wants: the whole text, and the version of the page that it began from.

    `tags_before` are those of the page then, so that only what was added and taken away is changed.
    """

    __tablename__ = "change_proposals"

    request_id: Mapped[int] = mapped_column(
        BigId, ForeignKey("change_requests.id", ondelete="CASCADE"), primary_key=True
    )
    number: Mapped[int] = mapped_column(primary_key=True)
    based_on: Mapped[int]
    title: Mapped[str] = mapped_column(String(200))
    tags: Mapped[list[str]] = mapped_column(JSON)
    tags_before: Mapped[list[str]] = mapped_column(JSON)
    summary: Mapped[str] = mapped_column(String(SUMMARY_LIMIT), default="")
    minor: Mapped[bool] = mapped_column(default=False)
    # Its author asks that followers are not told.
    silent: Mapped[bool] = mapped_column(default=False, server_default=false())
    # Empty: the page keeps the language that it has.
    language: Mapped[str] = mapped_column(String(12), default="")
    made_at: Mapped[datetime]
    body: Mapped[str] = mapped_column(Text)
