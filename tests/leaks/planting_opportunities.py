"""What is planted in opportunities: a secret one, and one for all staff in which what people offer is secret."""

from datetime import timedelta
from typing import Any

from sqlalchemy.orm import Session

from models.core import clock
from models.opportunities.offering import accept, close, decline, offer
from models.opportunities.opportunity import Facts, publish
from models.opportunities.wishes import pass_by, wish
from models.people.person import Person
from models.people.skill import claim_skill
from models.people.statement import NO_MATCH, state


def plant_opportunities(
    session: Session, mei: Person, vault: Any, people: dict[str, Person], words: Any
) -> tuple[list[Any], list[int]]:
    """The secret ones as entries, and numbers of those that all staff may read."""
    rhea, joan, until = people["rhea"], people["joan"], clock.now().date() + timedelta(days=30)
    facts = Facts("help", until, place=words("opplace"), skills=(words("opskill"),), wanted=2)
    secret = publish(session, mei, words("optitle"), words.text("opbody"), facts, space=vault, tags=["web"])
    offer(secret, rhea, words("opline"))
    gone = publish(session, mei, words("opclosedtitle"), words.text("opclosedbody"), facts, space=vault)
    close(gone, mei, words("opclosing"))
    # Shared skills, and both agreed: the owner sees her, and nobody else does.
    public_facts = Facts("help", until, remote=True, skills=("Harvesting", "Weaving"), wanted=3)
    shown = publish(session, mei, "Bring in the apples", "A morning in October", public_facts)
    for person, skill in ((people["bridget"], "Weaving"), (rhea, "Harvesting")):
        claim_skill(session, person, skill)
        wish(session, person, ["help"], ["help"])
    state(session, rhea, NO_MATCH, "harvesting", None)
    for name, person in (("opofferline", rhea), ("opjoansline", joan)):
        offer(shown, person, words(name))
    decline(shown, mei, rhea.id, words("opreason"))
    accept(shown, mei, joan.id)
    aside = publish(session, mei, "Prune the pears", "A morning in March", public_facts)
    pass_by(session, aside, rhea, words("oppassed"))
    session.flush()
    return [secret, gone], [shown.id, aside.id]
