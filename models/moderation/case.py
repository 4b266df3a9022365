"""Cases: one thing that somebody reported, however many reported it, from the first report to what was decided."""

from datetime import datetime, timedelta

from sqlalchemy import ForeignKey, Index, String, bindparam, false, select, text, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from models.activity.act import Actor
from models.core import clock
from models.core.base import Base, BigId, Moment, key, word
from models.core.errors import Refused
from models.core.language import gettext as _
from models.entries.entry import Entry
from models.moderation.decision import Target
from models.moderation.judging import curators_of
from models.people.person import Person
from models.policy.unnamed import Unnamed

# Whoever said "I am looking at this" and did nothing for so long does not keep others from it.
CLAIMED_FOR = timedelta(minutes=30)
OPEN = text("closed_at IS NULL")


class Case(Base):
    """What was reported, where it stands, and who is looking at it now. A closed one stays for the log."""

    __tablename__ = "cases"
    __table_args__ = (
        # Two who report the same thing at once end in the same case.
        Index("uq_cases_open", "target_kind", "target_id", unique=True, sqlite_where=OPEN, postgresql_where=OPEN),
        Index("ix_cases_waiting", "opened_at", "id", sqlite_where=OPEN, postgresql_where=OPEN),
        Index("ix_cases_target", "target_kind", "target_id", "id"),
    )

    id: Mapped[key]
    # entry, message or person; no foreign key, for the record outlives what it is about.
    target_kind: Mapped[word]
    target_id: Mapped[int] = mapped_column(BigId)
    # Whose words they are, or who the person is.
    person_id: Mapped[int] = mapped_column(ForeignKey("persons.id"))
    space_id: Mapped[int | None] = mapped_column(ForeignKey("spaces.id"))
    audience: Mapped[str] = mapped_column(String(60), default="")
    # True where nobody of the space could decide but the author: the report then hands the thing to site moderators.
    for_site: Mapped[bool] = mapped_column(default=False, server_default=false())
    opened_at: Mapped[datetime]
    reported_at: Mapped[datetime]
    claimed_by_id: Mapped[int | None] = mapped_column(ForeignKey("persons.id"))
    claimed_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]


_OPEN_CASE = text(
    "INSERT INTO cases (target_kind, target_id, person_id, space_id, audience, for_site, opened_at, reported_at)"
    " VALUES (:target_kind, :target_id, :person_id, :space_id, :audience, :for_site, :now, :now)"
    " ON CONFLICT (target_kind, target_id) WHERE closed_at IS NULL DO UPDATE SET reported_at = excluded.reported_at"
).bindparams(bindparam("now", type_=Moment))


def target_of(session: Session, entry: Entry) -> Target:
    """An entry as cases and decisions name it; its person is who wrote it, also where their name is not shown."""
    unnamed = session.get(Unnamed, entry.id)
    person_id = unnamed.person_id if unnamed else entry.author_id
    return Target("entry", entry.id, person_id, entry.space_id, entry.audience, unnamed is not None)


def open_case(session: Session, kind: str, target_id: int) -> Case | None:
    """The case of a thing that waits for a decision."""
    return session.scalar(
        select(Case).where(Case.target_kind == kind, Case.target_id == target_id, Case.closed_at.is_(None))
    )


def only_the_author(session: Session, about: Target) -> bool:
    """True when nobody in the space of a thing could decide but whoever wrote it."""
    return about.space_id is not None and not curators_of(session, about.space_id, {about.person_id})


def case_for(session: Session, about: Target) -> Case:
    """The open case of a thing, made when this is the first report of it."""
    alone = only_the_author(session, about)
    values = {"target_kind": about.kind, "target_id": about.id, "person_id": about.person_id, "now": clock.now()}
    more = {"space_id": about.space_id, "audience": about.audience, "for_site": alone}
    session.connection().execute(_OPEN_CASE, {**values, **more})
    return session.scalars(
        select(Case)
        .where(Case.target_kind == about.kind, Case.target_id == about.id, Case.closed_at.is_(None))
        .execution_options(populate_existing=True)
    ).one()


def claim(session: Session, found: Case, by: Actor, *, over: bool = False) -> None:
    """Say that one is looking at it; `over` takes it from somebody else. Raises Refused when another was first."""
    now = clock.now()
    free = (Case.claimed_by_id.is_(None)) | (Case.claimed_by_id == by.id) | (Case.claimed_at < now - CLAIMED_FOR)
    mine = update(Case).where(Case.id == found.id, Case.closed_at.is_(None))
    if not over:
        mine = mine.where(free)
    taken = session.connection().execute(mine.values(claimed_by_id=by.id, claimed_at=now)).rowcount
    session.refresh(found)
    if not taken:
        raise Refused(said_by_whom(session, found))


def let_go(session: Session, found: Case, by: Actor) -> None:
    """Look at it no more."""
    if found.claimed_by_id == by.id:
        found.claimed_by_id = found.claimed_at = None
        session.flush()


def looked_at_by(session: Session, found: Case, by: Actor) -> Person | None:
    """Somebody else who is looking at the case now."""
    lapsed = found.claimed_at is None or found.claimed_at < clock.now() - CLAIMED_FOR
    if lapsed or found.claimed_by_id in (None, by.id):
        return None
    return session.get(Person, found.claimed_by_id)


def said_by_whom(session: Session, found: Case) -> str:
    """Why somebody comes too late: the case is decided, or another is looking at it."""
    if found.closed_at is not None:
        return _("Somebody else has already decided about this. Your decision was not saved.")
    who = session.get(Person, found.claimed_by_id) if found.claimed_by_id else None
    return _("%(name)s is looking at this. Take it over if you want to decide.", name=who.name if who else "")
