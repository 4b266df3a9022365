"""Who may decide: the curators of a space, site moderators, and administrators where nobody else is left."""

from collections.abc import Collection

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from models.people.person import Person, not_suspended
from models.policy.viewer import CURATING, Viewer
from models.spaces.membership import Membership


def _curating(space_id: int) -> ColumnElement[bool]:
    members = select(Membership.person_id).where(Membership.space_id == space_id, Membership.role.in_(CURATING))
    return Person.id.in_(members)


def _active(session: Session, holds: ColumnElement[bool], concerned: Collection[int]) -> set[int]:
    able = (Person.disabled_at.is_(None), not_suspended(), Person.id.not_in(concerned))
    return set(session.scalars(select(Person.id).where(holds, *able)))


def curators_of(session: Session, space_id: int, concerned: Collection[int]) -> set[int]:
    """The curators and owners of a space, without those whom a matter concerns."""
    return _active(session, _curating(space_id), concerned)


def judges(session: Session, space_id: int | None, concerned: Collection[int]) -> tuple[str, set[int]]:
    """Who looks at a matter again, and as what: curators of its space; where there are none, moderators; where there
    are none either, administrators. Never those whom it concerns."""
    offices: list[tuple[str, ColumnElement[bool]]] = [
        ("moderator", Person.is_moderator.is_(True)),
        ("administrator", Person.is_admin.is_(True)),
    ]
    if space_id is not None:
        offices.insert(0, ("curator", _curating(space_id)))
    for office, holds in offices:
        if found := _active(session, holds, concerned):
            return office, found
    return "", set()


def office_of(viewer: Viewer, space_id: int | None) -> str:
    """As what somebody decides: as a curator where they curate the space, else as a moderator of the site."""
    return "curator" if viewer.has_role(space_id, "curator") else "moderator"
