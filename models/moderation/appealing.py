"""Appeals: the person whom a decision concerns asks somebody else to look again, once and within a stated time."""

from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from models.activity.act import Actor, record
from models.activity.matters import Done, Matter, Thing, matter
from models.core import clock
from models.core.errors import Invalid, Refused
from models.core.language import gettext as _
from models.core.text import clean
from models.moderation.decision import APPEAL_LIMIT, VERBS, Decision, reason_given, take_back
from models.moderation.judging import judges, office_of
from models.people.person import Person
from models.policy.viewer import Viewer

ANSWERS = ("upheld", "refused")


def why_no_appeal(made: Decision) -> str:
    """Why a decision cannot be appealed against any more; empty when it can."""
    if not VERBS[made.verb].appealable:
        return _("There is nothing to appeal against.")
    if made.appealed_at is not None:
        return _("You have appealed already. There is one appeal against each decision.")
    if clock.now() >= made.appeal_until:
        return _("The time to appeal is over.")
    if made.ended_at is not None:
        return _("This decision no longer holds.")
    return ""


def appeal(session: Session, made: Decision, by: Actor, text: str) -> None:
    """Ask somebody else to look again. Raises Invalid (`text`), and Refused for a second appeal or a late one."""
    if by.id != made.person_id:
        raise Refused(_("Only the person whom a decision concerns can appeal against it."))
    if refused := why_no_appeal(made):
        raise Refused(refused)
    text = clean(text).strip()
    if not text:
        raise Invalid(_("Say what the moderator should know"), "text")
    if len(text) > APPEAL_LIMIT:
        raise Invalid(_("Use %(number)s characters or fewer", number=APPEAL_LIMIT), "text")
    made.appeal, made.appealed_at = text, clock.now()
    session.flush()
    # Named by nobody: where the author's name is not shown, their appeal must not show it either.
    record(session, None, "appealed", "decision", made.id, space_id=made.space_id)


def answer_appeal(session: Session, made: Decision, by: Viewer, answer: str, reason: str) -> None:
    """Say what came of an appeal; an upheld one takes the decision back.

    Raises Invalid (`answer`, `reason`), and Refused for whoever decided it first, whom it concerns or who is too late.
    """
    session.refresh(made, with_for_update=True)
    if made.appealed_at is None or made.answered_at is not None:
        raise Refused(_("Somebody else has already answered this appeal. Your answer was not saved."))
    if not may_answer(session, made, by):
        raise Refused(_("Somebody else answers this appeal: not who decided, nor the person whom it concerns."))
    if answer not in ANSWERS:
        raise Invalid(_("Choose what you decided"), "answer")
    made.answer_reason = reason_given(reason)
    made.answer, made.answered_at, made.answered_by_id = answer, clock.now(), by.id
    made.answer_office = _office(session, made, by)
    session.flush()
    if answer == "upheld":
        take_back(session, made, by)
    record(
        session,
        by,
        f"appeal-{answer}",
        "decision",
        made.id,
        space_id=made.space_id,
        person=made.person_id,
        decided_by=made.by_id,
        why=made.answer_reason,
    )


def _office(session: Session, made: Decision, by: Viewer) -> str:
    office, others = judges(session, made.space_id, {made.by_id, made.person_id})
    return office if by.id in others else office_of(by, made.space_id)


def may_answer(session: Session, made: Decision, viewer: Viewer) -> bool:
    """True for one of those whom an open appeal waits for; a moderator may always help out where they can read."""
    if made.appealed_at is None or made.answered_at is not None or made.ended_at is not None:
        return False
    concerned = {made.by_id, made.person_id}
    if viewer.id in concerned or not viewer.id:
        return False
    helps = viewer.is_moderator and made.audience in {"", *viewer.keys}
    return helps or viewer.id in judges(session, made.space_id, concerned)[1]


def _judges(session: Session, act: Done) -> set[int]:
    made = session.get(Decision, act.subject_id)
    return judges(session, made.space_id, {made.by_id, made.person_id})[1] if made else set()


def _concerned(session: Session, act: Done) -> Any:
    return select(Person.id).where(or_(Person.id == act.detail["person"], Person.id == act.detail["decided_by"]))


def _appeal(act: Done) -> Thing:
    return Thing("appeal", act.subject_id)


matter(
    Matter(
        verb="appealed",
        reason="appeal",
        people=_judges,
        said=lambda _who: _("Somebody appeals against a decision of another moderator"),
        why=lambda: _("You are one of those who can answer"),
        label=lambda: _("An appeal waits for me"),
        rank=20,
        thing=_appeal,
        personal=True,
        settled_by=("appeal-upheld", "appeal-refused"),
    )
)
for _verb, _said in (
    ("appeal-upheld", lambda _who: _("An appeal was upheld: the decision no longer holds")),
    ("appeal-refused", lambda _who: _("An appeal was looked at, and the decision stands")),
):
    matter(
        Matter(
            verb=_verb,
            reason="appeal-answered",
            people=_concerned,
            said=_said,
            why=lambda: _("You appealed, or it was your decision"),
            label=lambda: _("An appeal is answered"),
            rank=10,
            thing=lambda act: Thing("decision", act.subject_id),
            personal=True,
        )
    )
