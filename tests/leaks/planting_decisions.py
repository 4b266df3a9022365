"""What is planted about decisions: something hidden in the vault, something hidden that all staff could read before."""

from typing import Any

from sqlalchemy.orm import Session

from models.forums.topic import discuss, reply
from models.microblog.micropost import post, reply_to_post
from models.moderation.appealing import appeal
from models.moderation.case import Case
from models.moderation.deciding import decide_entry
from models.moderation.report import report
from models.people.person import Person
from models.policy.viewer import viewer_of
from tests.world import World


def plant_decisions(
    session: Session, world: World, vault: Any, people: dict[str, Person], words: Any
) -> tuple[dict[str, list[Any]], dict[str, list[Any]]]:
    """Examples that are secret, and examples that all staff may know of while the hidden words are for few."""
    mei = viewer_of(session, world.mei)
    talk = discuss(session, world.mei, words("decidedtitle"), words.text("decidedbody"), space=vault)
    rude = reply(talk, talk, people["rhea"], words.text("hiddenbody"))
    secret = decide_entry(session, rude, mei, "hide", words("hiddenwhy"))
    short = post(session, world.tomas, "Who has the key of the archive?")
    below = reply_to_post(short, short, world.mei, f"{words('openhidden')} names somebody")
    made = decide_entry(session, below, viewer_of(session, world.mo), "hide", "It names somebody")
    appeal(session, made, mei, f"{words('openappeal')} I had asked them")
    report(session, short, people["rhea"], "spam", "Not work")
    session.flush()
    of_vault = session.query(Case).filter(Case.space_id == vault.id).all()
    of_all = session.query(Case).filter_by(target_id=short.id).one()
    return (
        {"decision_id": [secret.id], "case_id": [each.id for each in of_vault]},
        {"decision_id": [made.id], "case_id": [of_all.id], "entry_id": [short.id, below.id]},
    )
