"""Somebody leaves the service: their spaces get another owner, their posts are free, their account closes.

What they wrote stays under their name. Pages that they answered for go to the owners of the space, who see them on
their desk as soon as the account is closed (`models/wiki/care`).
"""

from dataclasses import dataclass, field

from sqlalchemy import Select, case, select
from sqlalchemy.orm import Session, aliased

from models.activity.act import Actor
from models.people.person import Person
from models.people.post import Holding, Post, give_up_posts
from models.spaces.joining import close_account, note
from models.spaces.membership import Membership, set_role
from models.spaces.space import Space


@dataclass
class Leaving:
    """What became of the spaces that only the leaver owned: (space, successor), and those that have no owner now."""

    handed: list[tuple[Space, Person]] = field(default_factory=list)
    ownerless: list[Space] = field(default_factory=list)


def let_go(session: Session, person: Person, by: Actor | None = None) -> Leaving:
    """Close the account of somebody who has left. `by` is None on the command line.

    A space goes to its longest-standing curator, else contributor; an open one else to the line manager, else to an
    administrator. Nobody is let into a closed space by this.
    """
    done = Leaving()
    for space in _owned_alone(session, person):
        successor = _successor(session, space, person)
        if successor is None:
            done.ownerless.append(space)
            continue
        set_role(session, space, successor, "owner", by.id if by else None)
        note(session, by, "inherited-space", space, person=successor.id, role="owner")
        done.handed.append((space, successor))
    give_up_posts(session, person.id)
    close_account(session, person, by)
    session.flush()
    return done


def _owned_alone(session: Session, person: Person) -> list[Space]:
    other = aliased(Membership)
    others = (
        select(other.person_id)
        .join(Person, Person.id == other.person_id)
        .where(other.space_id == Space.id, other.role == "owner", other.person_id != person.id)
        .where(Person.disabled_at.is_(None))
    )
    owned = select(Space).join(Membership, Membership.space_id == Space.id)
    owned = owned.where(Membership.person_id == person.id, Membership.role == "owner", ~others.exists())
    return list(session.scalars(owned.order_by(Space.id)))


def _successor(session: Session, space: Space, person: Person) -> Person | None:
    active = select(Person).where(Person.disabled_at.is_(None), ~Person.is_guest, Person.id != person.id).limit(1)
    order = case({"curator": 0, "contributor": 1}, value=Membership.role, else_=2)
    member = active.join(Membership, Membership.person_id == Person.id).where(Membership.space_id == space.id)
    if space.is_closed:
        # Who only reads a closed space is not made its owner; who does not read it is not let in.
        member = member.where(Membership.role.in_(("curator", "contributor")))
    found = session.scalar(member.order_by(order, Membership.joined_at, Person.id))
    if found is not None or space.is_closed:
        return found
    return session.scalar(active.where(Person.id.in_(_managers(person)))) or session.scalar(
        active.where(Person.is_admin).order_by(Person.id)
    )


def _managers(person: Person) -> Select[int]:
    mine, theirs = aliased(Holding), aliased(Holding)
    return (
        select(theirs.person_id)
        .join(Post, Post.reports_to_id == theirs.post_id)
        .join(mine, mine.post_id == Post.id)
        .where(mine.person_id == person.id, mine.until.is_(None), theirs.until.is_(None))
    )
