"""What is planted about people: profiles whose every section is for fewer than look, skills, statements, absences."""

from datetime import timedelta
from typing import Any

from sqlalchemy.orm import Session

from models.core import clock
from models.people.absence import go_away
from models.people.endorsing import ask_to_endorse, endorse
from models.people.person import Person
from models.people.photo import Cropped, Photo, set_photo
from models.people.profile import choose_audiences, describe
from models.people.section import SECTIONS
from models.people.skill import claim_skill
from models.people.statement import ASK, NO_MATCH, SEEK, state
from tests.world import World


def plant_profiles(
    session: Session, world: World, people: dict[str, Person], words: Any
) -> tuple[dict[str, list[Any]], dict[str, list[Any]]]:
    """Returns examples that are secret and examples that all staff may know of.

    Rhea's profile is hers alone, Bridget's that of her unit: every colleague who looks finds them, with nothing in it.
    """
    secret = [
        _whole(session, people[name], name, words, choice) for name, choice in (("rhea", "me"), ("bridget", "unit"))
    ]
    secret.append(claim_skill(session, people["guest"], words("guestskill")))
    open_skill = claim_skill(session, world.mei, "Incident management", "expert")
    endorse(session, world.ben, world.mei.id, open_skill)
    endorse(session, world.mei, people["bridget"].id, secret[1])
    ask_to_endorse(session, people["rhea"], secret[0], world.mei)
    today = clock.now().date()
    # A guest of hers may know Mei, but not when she is away and who stands in.
    go_away(session, world.mei, today, today + timedelta(days=9), world.ben)
    session.flush()
    return {"skill_id": secret}, {"skill_id": [open_skill]}


def _whole(session: Session, person: Person, name: str, words: Any, choice: str) -> int:
    fields = ("about", "job_title", "place", "phone", "pattern", "experience", "portfolio")
    said: dict[str, Any] = {field: words(f"{name}{field.replace('_', '')}") for field in fields}
    describe(session, person, **said, languages=[words(f"{name}language")])
    skill_id = claim_skill(session, person, words(f"{name}skill"))
    until = clock.now().date() + timedelta(days=30)
    for kind in (ASK, SEEK, NO_MATCH):
        state(session, person, kind, words(f"{name}{kind.replace('-', '')}"), until)
    picture = words(f"{name}photo").encode()
    set_photo(session, person, Cropped(picture, picture))
    session.flush()
    # Lists would name which photo it is.
    session.get_one(Photo, person.id).digest = words(f"{name}f")
    chosen = {section: choice for section, each in SECTIONS.items() if choice in each.choices}
    choose_audiences(session, person, chosen)
    return skill_id
