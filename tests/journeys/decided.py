"""What moderators decide in every state: a reported message and profile, a long appeal with its answer."""

from collections.abc import Callable

from sqlalchemy.orm import Session

from models.messages.talking import begin, send
from models.microblog.micropost import post
from models.moderation.appealing import answer_appeal, appeal
from models.moderation.deciding import decide_entry
from models.moderation.demo import moderate_demo
from models.moderation.report import hand_over, report_profile
from models.people.person import Person, add_person
from models.policy.viewer import viewer_of

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
