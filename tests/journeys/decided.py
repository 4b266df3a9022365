"""What moderators decide in every state: a reported message and profile, a long appeal with its answer."""

from collections.abc import Callable
from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.core import clock
from models.messages.talking import begin, send
from models.microblog.micropost import post
from models.moderation.appealing import answer_appeal, appeal
from models.moderation.deciding import decide_entry
from models.moderation.demo import moderate_demo
from models.moderation.report import hand_over, report_profile
from models.moderation.suspending import silence_in, suspend, warn
from models.people.credential import set_password
from models.people.person import Person, add_person
from models.policy.viewer import Viewer, viewer_of
from models.spaces.space import Space
from models.transfer.demo_world import PASSWORD

LONG = "It names a colleague who has not been asked, and the rest of it repeats what was said in the meeting. " * 4


def write_decided(session: Session, person: Callable[[str], Person]) -> dict[str, int]:
    """Numbers of the cases, decisions and what they are about; jamal.edwards moderates."""
    made = moderate_demo(session)
    jamal, luca, hannah = (
        viewer_of(session, person(each)) for each in ("jamal.edwards", "luca.moretti", "hannah.fielding")
    )
    two = begin(session, luca, [person("hannah.fielding")])
    send(two, luca, "Have you seen the new form?")
    rude = send(two, luca, "x" * 120 + "\n\nRude words, and many of them.")
    of_message = hand_over(session, rude, hannah, "rude", LONG, with_before=True)
    report_profile(session, person("luca.moretti"), hannah, "rude", LONG)
    decided = decide_entry(
        session, post(session, luca, "A post that stands nowhere any more"), jamal, "hide", LONG[:400]
    )
    appeal(session, decided, luca, LONG * 3)
    _about_people(session, jamal)
    other = add_person(session, "second.moderator", "Second Moderator", is_moderator=True)
    answer_appeal(session, decided, viewer_of(session, other), "refused", LONG[:400])
    return {
        "case": made["case"],
        "case_of_message": of_message.case_id or 0,
        "hidden": made["hidden"],
        "hidden_topic": made["topic"],
        "appealed": made["appealed"],
        "decided": decided.id,
    }


def _about_people(session: Session, by: Viewer) -> None:
    """Somebody suspended, somebody silenced and warned, somebody who will be suspended, and a new account."""
    desk = session.scalars(select(Space).where(Space.slug == "digital-service-desk")).one()
    vera, otto = _joined(session, "vera.away", "Vera Away", 90), _joined(session, "otto.quiet", "Otto Quiet", 90)
    _joined(session, "paul.loud", "Paul Loud", 90)
    _joined(session, "nina.fresh", "Nina Fresh", 0)
    suspend(session, vera, by, LONG[:400], clock.now() + timedelta(days=30))
    warn(session, otto, by, LONG[:400])
    silence_in(session, otto, desk, by, LONG[:400], clock.now() + timedelta(days=30))


def _joined(session: Session, username: str, name: str, days: int) -> Person:
    made = add_person(session, username, name, created_at=clock.now() - timedelta(days=days))
    set_password(session, made, PASSWORD)
    return made
