"""What a check of a space's links found: addresses outside that do not answer, sections and files that are not there.

A curator asks for a check; the worker makes it (see `checking`). A finding counts until its page is changed.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, Integer, String, Text, bindparam, func, literal_column, or_, select, tuple_
from sqlalchemy.orm import Mapped, Session, mapped_column

from models.activity.act import Actor
from models.core import clock, outbox
from models.core.base import Base, BigId, big_key
from models.core.db import among, one, rows
from models.core.errors import Refused
from models.core.language import gettext as _
from models.entries.entry import LIVE, Entry
from models.policy.viewer import Viewer
from models.spaces.joining import note
from models.spaces.space import Space

TASK = "links"
PAGE = 50
LONGEST_URL = 1000


class OutsideLink(Base):
    """One address in one page. `kind`: outside, section, file, picture, here. `state`: waiting, ok, broken."""

    __tablename__ = "outside_links"
    __table_args__ = (Index("ix_outside_links_space_id_state", "space_id", "state", "entry_id", "id"),)

    id: Mapped[big_key]
    space_id: Mapped[int] = mapped_column(ForeignKey("spaces.id", ondelete="CASCADE"))
    entry_id: Mapped[int] = mapped_column(BigId, ForeignKey("entries.id", ondelete="CASCADE"), index=True)
    # The text that was looked at: a finding about an earlier one says nothing of the page as it stands.
    version: Mapped[int]
    kind: Mapped[str] = mapped_column(String(10))
    url: Mapped[str] = mapped_column(Text)
    state: Mapped[str] = mapped_column(String(10), default="waiting")
    status: Mapped[int] = mapped_column(default=0)
    problem: Mapped[str] = mapped_column(String(20), default="")
    checked_at: Mapped[datetime | None]


class LinkCheck(Base):
    """The last check of a space: who asked for it and how far it is. `beat_at` moves while somebody works on it."""

    __tablename__ = "link_checks"

    space_id: Mapped[int] = mapped_column(ForeignKey("spaces.id", ondelete="CASCADE"), primary_key=True)
    asked_at: Mapped[datetime]
    asked_by_id: Mapped[int] = mapped_column(ForeignKey("persons.id"))
    beat_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    outside: Mapped[bool] = mapped_column(default=True)


def ask_for_check(session: Session, space: Space, by: Actor, *, outside: bool) -> None:
    """Promise a check of all links in the space's wiki. Raises Refused while one is under way."""
    found = session.get(LinkCheck, space.id)
    if found is not None and found.ended_at is None:
        raise Refused(_("The links are being checked already. Come back in a few minutes."))
    if found is None:
        found = LinkCheck(space_id=space.id)
        session.add(found)
    found.asked_at, found.asked_by_id = clock.now(), by.id
    found.beat_at = found.ended_at = None
    found.outside = outside
    note(session, by, "asked-link-check", space)
    outbox.promise(session, TASK, f"space:{space.id}")


def _some(*conditions: Any) -> Any:
    found = select(OutsideLink.id).where(OutsideLink.space_id == LinkCheck.space_id, *conditions)
    return found.limit(literal_column("1")).scalar_subquery()


STATE = select(
    LinkCheck.asked_at,
    LinkCheck.ended_at,
    LinkCheck.outside,
    select(func.count())
    .select_from(OutsideLink)
    .where(OutsideLink.space_id == LinkCheck.space_id, OutsideLink.state == "waiting")
    .scalar_subquery()
    .label("waiting"),
    _some(OutsideLink.kind == "outside", OutsideLink.state != "waiting").label("asked"),
    _some(OutsideLink.kind == "outside", OutsideLink.status > 0).label("answered"),
).where(LinkCheck.space_id == bindparam("space_id"))


def check_state(session: Session, space_id: int) -> Any:
    """The last check as a row (asked_at, ended_at, outside, waiting, asked, answered), or None. `asked` is None when no
    site was asked, `answered` when none of them answered."""
    return one(session, STATE, space_id=space_id)


BROKEN = (
    select(
        OutsideLink.id,
        OutsideLink.entry_id,
        OutsideLink.kind,
        OutsideLink.url,
        OutsideLink.status,
        OutsideLink.problem,
        OutsideLink.checked_at,
        Entry.title,
        Entry.slug,
    )
    .join(Entry, Entry.id == OutsideLink.entry_id)
    .where(
        OutsideLink.space_id == bindparam("space_id"),
        OutsideLink.state == literal_column("'broken'"),
        OutsideLink.version == Entry.version,
        Entry.space_id == OutsideLink.space_id,
        LIVE,
        among(Entry.audience, "keys"),
        or_(
            OutsideLink.kind != literal_column("'outside'"), bindparam("outside", type_=Integer) == literal_column("1")
        ),
        tuple_(OutsideLink.entry_id, OutsideLink.id)
        > tuple_(bindparam("after_entry", type_=BigId), bindparam("after_id", type_=BigId)),
    )
    .order_by(OutsideLink.entry_id, OutsideLink.id)
    .limit(bindparam("limit"))
)


def broken_checked(
    session: Session,
    viewer: Viewer,
    space_id: int,
    after: tuple[int, int] = (0, 0),
    limit: int = PAGE + 1,
    *,
    outside: bool = True,
) -> list[Any]:
    """Findings in pages that the viewer may read: id, entry_id, kind, url, status, problem, checked_at, title, slug."""
    values = {"outside": int(outside), "after_entry": after[0], "after_id": after[1], "limit": limit}
    return rows(session, BROKEN, space_id=space_id, keys=viewer.keys_json, **values)
