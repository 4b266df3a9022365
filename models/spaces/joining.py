"""Making a space, joining and leaving it, and being let in. Whether somebody may is asked before (policy)."""

from datetime import date
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from models.activity.act import Actor, record
from models.core import clock
from models.core.errors import Refused
from models.core.language import gettext as _
from models.core.outbox import promise
from models.core.text import clean, render
from models.people.department import Department
from models.people.person import Person
from models.spaces.membership import (
    JoinRequest,
    Membership,
    SpaceShare,
    check_owner_remains,
    membership,
    remove_member,
    set_role,
)
from models.spaces.space import Space, check_openness, check_slug, check_space_name


def found_space(
    session: Session,
    by: Person,
    slug: str,
    name: str,
    *,
    openness: str = "open",
    reason: str | None = None,
    review_on: date | None = None,
    **values: Any,
) -> Space:
    """Make a space owned by `by`. Raises Invalid for a wrong name, address, reason or review date."""
    openness, reason, review_on = check_openness(openness, reason, review_on)
    space = Space(
        slug=check_slug(session, slug),
        name=check_space_name(name),
        openness=openness,
        closed_reason=reason,
        review_on=review_on,
        created_at=clock.now(),
        created_by_id=by.id,
        **values,
    )
    space.welcome_html = render(space.welcome or "", space=space.slug).html
    session.add(space)
    session.flush()
    session.add(Membership(space_id=space.id, person_id=by.id, role="owner", joined_at=space.created_at))
    note(session, by, "founded", space, openness=openness, reason=reason)
    return space


def join(session: Session, space: Space, person: Person) -> Membership:
    """Join an open space. Raises Refused for any other."""
    if space.openness != "open":
        raise Refused(_("This space lets people in on request."))
    found = membership(session, space, person.id)
    if found is None:
        found = set_role(session, space, person, "contributor")
        note(session, person, "joined", space)
    return found


def leave(session: Session, space: Space, person: Person) -> None:
    """Leave a space. The last owner is refused."""
    if membership(session, space, person.id) is not None:
        remove_member(session, space, person.id)
        note(session, person, "left", space)


def ask_to_join(session: Session, space: Space, person: Person, message: str = "") -> JoinRequest:
    """Ask the owners of a space that lets people in on request. Asking twice keeps the first request."""
    if space.openness != "request":
        raise Refused(_("This space does not take requests."))
    waiting = session.scalar(
        select(JoinRequest).where(
            JoinRequest.space_id == space.id, JoinRequest.person_id == person.id, JoinRequest.decided_at.is_(None)
        )
    )
    if waiting is None:
        waiting = JoinRequest(
            space_id=space.id, person_id=person.id, message=clean(message).strip()[:500], created_at=clock.now()
        )
        session.add(waiting)
        note(session, person, "asked-to-join", space)
    return waiting


def decide(session: Session, request: JoinRequest, by: Actor, grant: bool) -> None:
    """Let the person in as a contributor, or not. Raises Refused when it was decided before."""
    if request.decided_at is not None:
        raise Refused(_("Somebody has already answered this request."))
    request.decided_at, request.decided_by_id, request.granted = clock.now(), by.id, grant
    space = session.get_one(Space, request.space_id)
    if grant:
        set_role(session, space, session.get_one(Person, request.person_id), "contributor", by.id)
    note(session, by, "let-in" if grant else "refused-entry", space, person=request.person_id)


def add_member(session: Session, space: Space, person: Person, role: str, by: Actor) -> Membership:
    """Add somebody or change their role. A request of theirs that still waits is granted with it."""
    found = set_role(session, space, person, role, by.id)
    session.execute(
        update(JoinRequest)
        .where(JoinRequest.space_id == space.id, JoinRequest.person_id == person.id, JoinRequest.decided_at.is_(None))
        .values(decided_at=clock.now(), decided_by_id=by.id, granted=True)
    )
    note(session, by, "set-role", space, person=person.id, role=role)
    return found


def take_out(session: Session, space: Space, person: Person, by: Actor) -> None:
    """Remove somebody from the space; their right to read ends with the transaction."""
    remove_member(session, space, person.id)
    note(session, by, "removed-member", space, person=person.id)


def share(session: Session, space: Space, department: Department, by: Actor) -> None:
    """Let everybody in a department (and below it) read the space."""
    if session.get(SpaceShare, (space.id, department.id)) is None:
        session.add(SpaceShare(space_id=space.id, department_id=department.id, created_at=clock.now()))
        note(session, by, "shared", space, department=department.id)


def unshare(session: Session, space: Space, department_id: int, by: Actor) -> None:
    """End what `share` began."""
    found = session.get(SpaceShare, (space.id, department_id))
    if found is not None:
        session.delete(found)
        note(session, by, "unshared", space, department=department_id)


def disable(session: Session, person: Person, by: Actor | None) -> None:
    """Close an account: its sessions end at once, what the person wrote stays under the name.

    `by` is None on the command line. Raises Refused while the person is the only owner of a space.
    """
    owned = select(Space).join(Membership).where(Membership.person_id == person.id, Membership.role == "owner")
    for space in session.scalars(owned):
        check_owner_remains(session, space)
    close_account(session, person, by)


def close_account(session: Session, person: Person, by: Actor | None) -> None:
    """As `disable`, but also while a space has no other owner."""
    person.disabled_at, person.disabled_by_id = clock.now(), by.id if by else None
    person.touch(session)
    record(session, by, "disabled", "person", person.id)
    # What others asked of them: whoever did hears that nobody will answer.
    promise(session, "gone", f"person:{person.id}")


def enable(session: Session, person: Person, by: Actor) -> None:
    """Open a closed account again."""
    person.disabled_at = person.disabled_by_id = None
    person.touch(session)
    record(session, by, "enabled", "person", person.id)


def note(session: Session, by: Actor | None, verb: str, space: Space, **detail: Any) -> None:
    """Record an act on a space."""
    record(session, by, verb, "space", space.id, space_id=space.id, audience=space.audience, **detail)


def make_guest(session: Session, person: Person, by: Actor) -> None:
    """Let a person see only closed spaces that took them in: they leave the open ones and give up their offices.

    Raises Refused while the person is the only owner of a space.
    """
    mine = select(Membership, Space).join(Space).where(Membership.person_id == person.id)
    for member, space in session.execute(mine):
        if member.role == "owner":
            check_owner_remains(session, space)
        if not space.is_closed:
            session.delete(member)
        elif member.role in ("curator", "owner"):
            member.role = "contributor"
    person.is_guest, person.is_admin, person.is_moderator = True, False, False
    person.touch(session)
    record(session, by, "made-guest", "person", person.id)


def make_colleague(session: Session, person: Person, by: Actor) -> None:
    """Let a guest see what all staff see."""
    person.is_guest = False
    person.touch(session)
    record(session, by, "made-colleague", "person", person.id)
