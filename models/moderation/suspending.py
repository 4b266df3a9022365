"""Warning a person, silencing them in one space, suspending them everywhere; each for a reason that they are told.

Each is a decision that the person sees in full and can appeal against. Nothing of it is shown to others.
"""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.activity.act import Actor, record
from models.core import clock
from models.core.errors import Invalid, Refused
from models.core.language import gettext as _
from models.moderation.decision import Decision, Target, Verb, reason_given, undoes, verb, write_down
from models.moderation.judging import office_of
from models.people.login import end_logins
from models.people.person import FOREVER, Person
from models.policy.viewer import CURATING, Viewer
from models.spaces.membership import Membership
from models.spaces.silence import let_speak, silence
from models.spaces.space import Space

# Days that can be chosen; 0 is until further notice.
SUSPENDED_DAYS = (1, 3, 7, 14, 30, 90, 365, 0)
SILENCED_DAYS = (1, 3, 7, 14, 30, 90)

verb(Verb("silence", word=lambda: _("Silenced in a space"), told=lambda: _("You cannot write in a space for a time")))
verb(
    Verb(
        "unsilence",
        word=lambda: _("Silence ended"),
        told=lambda: _("You can write in a space again"),
        appealable=False,
    )
)


def _write(
    session: Session,
    name: str,
    person: Person,
    space: Space | None,
    by: Viewer,
    reason: str,
    until: datetime | None = None,
) -> Decision:
    # Who could read the space then is who may read of it in the log.
    space_id, audience = (space.id, space.audience) if space is not None else (None, "")
    about = Target("account", person.id, person.id, space_id, audience)
    return write_down(session, name, about, by, reason, office=office_of(by, space_id), until=until)


def _check_other(by: Actor, person: Person) -> None:
    if by.id == person.id:
        raise Refused(_("Somebody else decides about you."))
    if person.disabled_at is not None:
        raise Refused(_("This account is closed."))


def warn(session: Session, person: Person, by: Viewer, reason: str, space: Space | None = None) -> Decision:
    """Tell the person what must not happen again, as it stands on their own record. Raises Invalid and Refused."""
    _check_other(by, person)
    return _write(session, "warn", person, space, by, reason)


def silence_in(session: Session, person: Person, space: Space, by: Viewer, reason: str, until: datetime) -> Decision:
    """Let the person write nothing in the space until then; they go on reading. Raises Invalid and Refused."""
    _check_other(by, person)
    _check_until(until, timedelta(days=max(SILENCED_DAYS)))
    member = session.get(Membership, (space.id, person.id))
    if member is not None and member.role in CURATING:
        raise Refused(_("%(name)s takes care of this space. Take that role away first.", name=person.name))
    session.refresh(person, with_for_update=True)
    if _standing(session, "silence", person, space):
        raise Refused(_("%(name)s is silenced here already. End that first.", name=person.name))
    made = _write(session, "silence", person, space, by, reason, until=until)
    silence(session, person, space, until)
    _tell_browsers(session, by, "silenced", person)
    return made


def end_silence(session: Session, person: Person, space: Space, by: Viewer, reason: str) -> Decision:
    """Let the person write there again before the time is over. Raises Invalid (`reason`) and Refused."""
    _check_other(by, person)
    reason = reason_given(reason)
    standing = _standing(session, "silence", person, space)
    if not standing:
        raise Refused(_("%(name)s can write here.", name=person.name))
    _end(standing)
    let_speak(session, person.id, space.id)
    _tell_browsers(session, by, "unsilenced", person)
    return _write(session, "unsilence", person, space, by, reason)


def suspend(session: Session, person: Person, by: Viewer, reason: str, until: datetime = FOREVER) -> Decision:
    """Close the whole site to the person until then: every session and live line ends at once.

    Raises Invalid (`reason`, `until`), and Refused for oneself, for holders of an office, and where it is done already.
    """
    _check_other(by, person)
    _check_until(until, timedelta(days=366))
    if person.is_admin or person.is_moderator:
        text = _("%(name)s holds an office of the site. An administrator can take it away; then you can suspend them.")
        raise Refused(text % {"name": person.name})
    session.refresh(person, with_for_update=True)
    if person.is_suspended:
        raise Refused(_("%(name)s is suspended already, by a decision of somebody else.", name=person.name))
    kept = None if until == FOREVER else until
    made = _write(session, "suspend", person, None, by, reason, until=kept)
    person.suspended_until = until
    end_logins(session, person)
    _tell_browsers(session, by, "suspended", person)
    return made


def reinstate(session: Session, person: Person, by: Viewer, reason: str) -> Decision:
    """Let the person in again before the time is over. Raises Invalid (`reason`) and Refused."""
    _check_other(by, person)
    reason = reason_given(reason)
    session.refresh(person, with_for_update=True)
    if not person.is_suspended:
        raise Refused(_("%(name)s is not suspended.", name=person.name))
    _end(_standing(session, "suspend", person))
    person.suspended_until = None
    _tell_browsers(session, by, "reinstated", person)
    return _write(session, "reinstate", person, None, by, reason)


def suspension_of(session: Session, person: Person) -> Decision | None:
    """The decision that keeps the person out now."""
    found = _standing(session, "suspend", person)
    return found[-1] if found else None


def silence_of(session: Session, person: Person, space: Space) -> Decision | None:
    """The decision that keeps the person from writing in the space now."""
    found = _standing(session, "silence", person, space)
    return found[-1] if found else None


ABOUT_PEOPLE = ("warn", "silence", "unsilence", "suspend", "reinstate")


def record_for(session: Session, viewer: Viewer, person: Person, space: Space | None = None) -> list[Decision]:
    """What was decided about the person before, as far as whoever decides now needs it: for a space what concerns that
    space; for the site what concerns it, and the spaces that the moderator may read. The newest first."""
    wanted: list[Any] = [Decision.person_id == person.id, Decision.verb.in_(ABOUT_PEOPLE)]
    wanted.append(Decision.space_id == space.id if space else Decision.audience.in_(["", *viewer.keys]))
    return list(session.scalars(select(Decision).where(*wanted).order_by(Decision.id.desc()).limit(50)))


def _standing(session: Session, name: str, person: Person, space: Space | None = None) -> list[Decision]:
    wanted: list[Any] = [Decision.person_id == person.id, Decision.verb == name, Decision.ended_at.is_(None)]
    if space is not None:
        wanted.append(Decision.space_id == space.id)
    return [each for each in session.scalars(select(Decision).where(*wanted).order_by(Decision.id)) if each.holds]


def _end(decisions: list[Decision]) -> None:
    for each in decisions:
        each.ended_at = clock.now()


def _check_until(until: datetime, longest: timedelta) -> None:
    if until != FOREVER and not timedelta(0) < until - clock.now() <= longest:
        raise Invalid(_("Choose for how long"), "days")


def _tell_browsers(session: Session, by: Actor, done: str, person: Person) -> None:
    """Written down for the audit, and after the commit every process looks at the person's open lines again."""
    record(session, by, done, "person", person.id)


@undoes("suspend")
def _let_in(session: Session, made: Decision, by: Actor) -> None:
    person = session.get_one(Person, made.person_id)
    if not _standing(session, "suspend", person):
        person.suspended_until = None
        _tell_browsers(session, by, "reinstated", person)


@undoes("silence")
def _let_write(session: Session, made: Decision, by: Actor) -> None:
    if made.space_id is not None:
        let_speak(session, made.person_id, made.space_id)
        _tell_browsers(session, by, "unsilenced", session.get_one(Person, made.person_id))
