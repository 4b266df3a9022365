"""Deciding: nothing wrong, hide, remove, restore; about what was reported, or from the menu of the thing itself."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.activity.act import Actor, record
from models.core import clock
from models.core.errors import Invalid, Refused
from models.core.language import gettext as _
from models.entries.entry import Entry
from models.entries.hidden import HiddenEntry, hide, show
from models.entries.trashing import before_untrash, trash, untrash
from models.messages.conversation import Message
from models.messages.talking import put_back, take_out
from models.moderation.case import Case, looked_at_by, open_case, said_by_whom, target_of
from models.moderation.decision import Decision, Target, reason_given, undoes, write_down
from models.moderation.judging import office_of
from models.moderation.report import BOTH
from models.people.person import Person
from models.people.profile import describe, profile_of, said_by
from models.policy.viewer import Viewer

ON_ENTRY = ("keep", "edit", "hide", "remove")
ON_PAGE = ("keep", "edit", "remove")
ON_OTHERS = ("keep", "remove")
REASON_IN_TRASH = 300


def choices(session: Session, about: Target) -> tuple[str, ...]:
    """The verbs that can be decided about a thing as it stands now."""
    if about.kind != "entry":
        return ON_OTHERS
    entry = session.get(Entry, about.id)
    if entry is None or not entry.is_live:
        return ("keep",)
    return ON_PAGE if entry.kind == "page" else ON_ENTRY


def decide_case(session: Session, case: Case, by: Viewer, verb: str, reason: str) -> Decision:
    """Decide about what was reported. Raises Invalid (`verb`, `reason`), and Refused for one's own case, for one that
    is decided, and for one that somebody else is looking at."""
    session.refresh(case, with_for_update=True)
    if case.closed_at is not None or looked_at_by(session, case, by) is not None:
        raise Refused(said_by_whom(session, case))
    return _decide(session, _target(session, case), by, verb, reason, case)


def decide_entry(session: Session, entry: Entry, by: Viewer, verb: str, reason: str) -> Decision:
    """Decide about an entry from its own menu; an open case about it is closed. Raises as `decide_case` does."""
    case = open_case(session, "entry", entry.id)
    if case is not None:
        return decide_case(session, case, by, verb, reason)
    if verb == "keep":
        raise Invalid(_("Choose what you decided"), "verb")
    return _decide(session, target_of(session, entry), by, verb, reason, None)


def _target(session: Session, case: Case) -> Target:
    entry = session.get(Entry, case.target_id) if case.target_kind == "entry" else None
    if entry is not None:
        return target_of(session, entry)
    return Target(case.target_kind, case.target_id, case.person_id, case.space_id, case.audience)


def _decide(session: Session, about: Target, by: Viewer, verb: str, reason: str, case: Case | None) -> Decision:
    if by.id == about.person_id:
        raise Refused(_("You wrote this. Somebody else decides about it."))
    if verb not in choices(session, about):
        raise Invalid(_("Choose what you decided"), "verb")
    reason = reason_given(reason)
    office = office_of(by, about.space_id)
    case_id = case.id if case else None
    made = write_down(session, verb, about, by, reason, office=office, case_id=case_id)
    _do(session, made, by)
    if case is not None:
        close_case(session, case, by, verb)
    return made


def close_case(session: Session, case: Case, by: Actor, verb: str) -> None:
    """Nothing waits any more; those who reported are told."""
    case.closed_at = clock.now()
    for table in BOTH:
        for each in session.scalars(select(table).where(table.case_id == case.id, table.handled_at.is_(None))):
            each.handled_at, each.handled_by_id, each.outcome = case.closed_at, by.id, verb
    session.flush()
    record(session, by, "handled-report", "case", case.id, space_id=case.space_id, outcome=verb)


def restore(session: Session, entry: Entry, by: Viewer, reason: str) -> Decision:
    """Put back what is hidden, or what a moderator removed, with a reason. Raises Invalid (`reason`) and Refused."""
    about, reason = target_of(session, entry), reason_given(reason)
    if by.id == about.person_id:
        raise Refused(_("You wrote this. Somebody else decides about it."))
    if entry.state == "hidden":
        show(entry, by)
    else:
        untrash(entry, by)
    _not_by_its_author(session, entry, by)
    return write_down(session, "restore", about, by, reason, office=office_of(by, about.space_id))


def standing(session: Session, kind: str, target_id: int) -> list[Decision]:
    """Decisions that keep a thing hidden or away."""
    return list(
        session.scalars(
            select(Decision).where(
                Decision.target_kind == kind,
                Decision.target_id == target_id,
                Decision.verb.in_(("hide", "remove")),
                Decision.ended_at.is_(None),
            )
        )
    )


@before_untrash
def _not_by_its_author(session: Session, entry: Entry, by: Actor) -> None:
    """What a moderator removed does not come back by its author's hand; whoever else may restore it ends that."""
    for each in standing(session, "entry", entry.id):
        if by.id == each.person_id:
            raise Refused(_("A moderator removed this. You can appeal against the decision."))
        each.ended_at = clock.now()


def _do(session: Session, made: Decision, by: Viewer) -> None:
    if made.verb in ("keep", "edit"):
        return
    if made.target_kind == "message":
        said = session.get(Message, made.target_id)
        made.kept = take_out(session, said) if said is not None else ""
    elif made.target_kind == "person":
        person = session.get_one(Person, made.target_id)
        made.kept = said_by(person, profile_of(session, person))["about"]
        describe(session, person, about="")
    elif made.verb == "hide":
        hide(session.get_one(Entry, made.target_id), by, made.office, made.reason)
    else:
        trash(session.get_one(Entry, made.target_id), by, made.reason[:REASON_IN_TRASH], decided=True)


@undoes("hide")
def _unhide(session: Session, made: Decision, by: Actor) -> None:
    entry = session.get(Entry, made.target_id)
    if entry is not None and session.get(HiddenEntry, entry.id) is not None:
        show(entry, by)


@undoes("remove")
def _bring_back(session: Session, made: Decision, by: Actor) -> None:
    if made.target_kind == "message":
        said = session.get(Message, made.target_id)
        if said is not None and made.kept:
            put_back(session, said, made.kept)
    elif made.target_kind == "person":
        person = session.get_one(Person, made.target_id)
        # Words that the person wrote since are theirs to keep.
        if made.kept and not said_by(person, profile_of(session, person))["about"]:
            describe(session, person, about=made.kept)
    else:
        entry = session.get(Entry, made.target_id)
        if entry is not None and entry.state == "trashed":
            untrash(entry, by)
