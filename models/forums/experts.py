"""Who answers in a space: people who were invited to and agreed, for all its questions or for some topics of them."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, bindparam, cast, delete, func, literal, literal_column, or_, select
from sqlalchemy.orm import Mapped, Session, aliased, mapped_column

from models.activity.act import Actor
from models.core import clock
from models.core.base import Base
from models.core.db import one, rows
from models.core.errors import Refused
from models.core.language import gettext as _
from models.entries.tagging import Tag, tag_names, tags_named
from models.people.department import Department
from models.people.person import Person
from models.policy.viewer import viewer_of
from models.spaces.joining import note
from models.spaces.membership import Membership, SpaceShare
from models.spaces.space import Space

MOST_TOPICS = 10


class Expert(Base):
    """One person in one space: invited, then accepted or declined. Who left or declined can still say yes later."""

    __tablename__ = "experts"
    __table_args__ = (Index("ix_experts_person_id_space_id", "person_id", "space_id"),)

    space_id: Mapped[int] = mapped_column(ForeignKey("spaces.id", ondelete="CASCADE"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("persons.id", ondelete="CASCADE"), primary_key=True)
    invited_by_id: Mapped[int] = mapped_column(ForeignKey("persons.id"))
    invited_at: Mapped[datetime]
    accepted_at: Mapped[datetime | None]
    declined_at: Mapped[datetime | None]


class ExpertTag(Base):
    """A topic that an expert answers for; without any they answer for all questions of the space."""

    __tablename__ = "expert_tags"

    space_id: Mapped[int] = mapped_column(ForeignKey("spaces.id", ondelete="CASCADE"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("persons.id", ondelete="CASCADE"), primary_key=True)
    tag_id: Mapped[int] = mapped_column(ForeignKey("tags.id"), primary_key=True, index=True)


def invite_expert(session: Session, space: Space, by: Actor, person: Person, topics: list[str] | None = None) -> Expert:
    """Ask a person who may read the space whether they will answer there; who names themselves agrees at once.

    For somebody who was asked before, only the topics change. Raises Refused for who may not read the space.
    """
    if space.audience not in viewer_of(session, person).keys:
        raise Refused(_("%(name)s cannot read this space. Let them in first, then ask them.", name=person.name))
    found = session.get(Expert, (space.id, person.id))
    if found is None:
        found = Expert(space_id=space.id, person_id=person.id, invited_by_id=by.id, invited_at=clock.now())
        session.add(found)
        session.flush()
        if person.id == by.id:
            found.accepted_at = found.invited_at
        note(session, by, "invited-expert", space, person=person.id)
    elif found.declined_at is not None:
        raise Refused(_("%(name)s said no, or left. They can still say yes on this page.", name=person.name))
    set_topics(session, found, topics or [])
    return found


def set_topics(session: Session, expert: Expert, topics: list[str]) -> None:
    """The topics that the expert answers for; none: all questions of the space."""
    mine = (ExpertTag.space_id == expert.space_id, ExpertTag.person_id == expert.person_id)
    session.execute(delete(ExpertTag).where(*mine))
    for tag_id in tags_named(session, tag_names(topics)[:MOST_TOPICS]).values():
        session.add(ExpertTag(space_id=expert.space_id, person_id=expert.person_id, tag_id=tag_id))
    session.flush()


def accept_invitation(session: Session, space: Space, by: Actor) -> None:
    """Say yes; also later, after a no or after having left. Raises Refused when nobody asked."""
    found = _invited(session, space, by)
    if found.accepted_at is None:
        found.accepted_at, found.declined_at = clock.now(), None
        note(session, by, "became-expert", space, person=found.invited_by_id)


def leave_experts(session: Session, space: Space, by: Actor) -> None:
    """Say no, or answer there no longer. The invitation stays, so that it can be taken back."""
    found = _invited(session, space, by)
    if found.declined_at is None:
        was_expert = found.accepted_at is not None
        found.accepted_at, found.declined_at = None, clock.now()
        note(session, by, "left-experts" if was_expert else "declined-expert", space, person=found.invited_by_id)


def remove_expert(session: Session, space: Space, by: Actor, person_id: int) -> None:
    """Take the invitation back, or thank somebody who answered here."""
    found = session.get(Expert, (space.id, person_id))
    if found is not None:
        set_topics(session, found, [])
        session.delete(found)
        note(session, by, "removed-expert", space, person=person_id)


def _invited(session: Session, space: Space, by: Actor) -> Expert:
    found = session.get(Expert, (space.id, by.id))
    if found is None:
        raise Refused(_("Nobody has asked you to answer here. A curator of the space can."))
    return found


# An expert who lost the right to read the space answers there no more, without anybody doing anything.
_path = literal("%/") + cast(SpaceShare.department_id, String) + literal("/%")
READS_SPACE: Any = or_(
    (Space.openness == literal_column("'open'")) & Person.is_guest.is_(False),
    select(Membership.person_id)
    .where(Membership.space_id == Space.id, Membership.person_id == Person.id)
    .correlate(Space, Person)
    .exists(),
    Person.is_guest.is_(False)
    & select(SpaceShare.space_id)
    .where(SpaceShare.space_id == Space.id, Department.path.like(_path))
    .correlate(Space, Department)
    .exists(),
)
_inviter = aliased(Person, name="inviter", flat=True)
EXPERTS = (
    select(
        Expert.person_id,
        Expert.invited_at,
        Expert.accepted_at,
        Expert.declined_at,
        Person.name,
        Person.username,
        Person.is_guest,
        Department.name.label("department_name"),
        _inviter.name.label("inviter_name"),
    )
    .join(Person, Person.id == Expert.person_id)
    .join(Space, Space.id == Expert.space_id)
    .outerjoin(Department, Department.id == Person.department_id)
    .join(_inviter, _inviter.id == Expert.invited_by_id)
    .where(Expert.space_id == bindparam("space_id"), Person.disabled_at.is_(None), READS_SPACE)
    .order_by(Person.filed_as, Person.id)
    .limit(literal_column("200"))
)
TOPICS = (
    select(ExpertTag.person_id, Tag.name)
    .join(Tag, Tag.id == ExpertTag.tag_id)
    .where(ExpertTag.space_id == bindparam("space_id"))
    .order_by(Tag.name)
)


def invited_to(session: Session, space_id: int) -> list[Any]:
    """Rows (person_id, name, username, accepted_at, declined_at, ...) of all who were asked, by name."""
    return rows(session, EXPERTS, space_id=space_id)


def experts_of(session: Session, space_id: int) -> list[Any]:
    """Those of them who agreed."""
    return [row for row in invited_to(session, space_id) if row.accepted_at is not None]


def topics_of_experts(session: Session, space_id: int) -> dict[int, list[str]]:
    """The topics by person; who is not in it answers for all questions."""
    found: dict[int, list[str]] = {}
    for row in rows(session, TOPICS, space_id=space_id):
        found.setdefault(row.person_id, []).append(row.name)
    return found


MINE = select(Expert.accepted_at, Expert.declined_at).where(
    Expert.space_id == bindparam("space_id"), Expert.person_id == bindparam("person_id")
)


def my_invitation(session: Session, space_id: int, person_id: int) -> Any:
    """The person's own invitation as a row (accepted_at, declined_at), or None."""
    return one(session, MINE, space_id=space_id, person_id=person_id)


WAITING_FOR_ME = (
    select(Space.slug, Space.name, Expert.invited_at, _inviter.name.label("inviter_name"))
    .select_from(Expert)
    .join(Space, Space.id == Expert.space_id)
    .join(Person, Person.id == Expert.person_id)
    .outerjoin(Department, Department.id == Person.department_id)
    .join(_inviter, _inviter.id == Expert.invited_by_id)
    .where(
        Expert.person_id == bindparam("person_id"),
        Expert.accepted_at.is_(None),
        Expert.declined_at.is_(None),
        Space.archived_at.is_(None),
        READS_SPACE,
    )
    .order_by(Expert.invited_at)
    .limit(literal_column("20"))
)


def invitations_of(session: Session, person_id: int) -> list[Any]:
    """Rows (slug, name, invited_at, inviter_name) of the spaces that wait for the person's yes or no."""
    return rows(session, WAITING_FOR_ME, person_id=person_id)


COUNT = select(func.count()).where(Expert.person_id == bindparam("person_id"), Expert.accepted_at.is_not(None))


def answers_somewhere(session: Session, person_id: int) -> bool:
    """True when the person agreed to answer in any space."""
    return bool(session.connection().execute(COUNT, {"person_id": person_id}).scalar())
