"""What people of the demo say beyond the basics: skills that others endorse, offers, absences, and whom it is for."""

from datetime import timedelta
from typing import Any

from sqlalchemy.orm import Session

from models.core import clock
from models.expertise import alike, claim
from models.people.absence import Absence
from models.people.endorsing import Endorsement
from models.people.person import Person
from models.people.profile import choose_audiences, describe
from models.people.skill import add_skill, claim_skill, skill_named
from models.people.statement import state
from models.transfer import demo_files

TOLD = ("experience", "portfolio", "pattern")


def say_more(session: Session, people: dict[str, Person]) -> None:
    """Everything in `profiles.yaml`. Nobody gets notices of what happened before the demo began."""
    for each in demo_files.listed("profiles.yaml"):
        person = people[each["username"]]
        describe(session, person, **{name: each[name] for name in TOLD if name in each})
        for name, level, endorsers in each.get("skills", ()):
            _skill(session, person, name, level, [people[one] for one in endorsers])
        for kind, text, days in each.get("statements", ()):
            state(session, person, kind, text, clock.now().date() + timedelta(days=days) if days else None)
        for topic in each.get("topics", ()):
            claim.say(session, person, topic, claim.ACCEPTED_WORD, {})
            alike.take_part(session, person, True)
        if "away" in each:
            _away(session, person, people, *each["away"])
        if "audiences" in each:
            choose_audiences(session, person, each["audiences"])


def _skill(session: Session, person: Person, name: str, level: str, endorsers: list[Person]) -> None:
    if skill_named(session, name) is None:
        add_skill(session, name, "skill")
        session.flush()
    skill_id, now = claim_skill(session, person, name, level), clock.now()
    session.add_all(
        Endorsement(person_id=person.id, skill_id=skill_id, by_id=each.id, at=now - timedelta(days=20 + each.id))
        for each in endorsers
    )


def _away(session: Session, person: Person, people: dict[str, Any], first: int, last: int, deputy: str) -> None:
    today = clock.now().date()
    session.add(
        Absence(
            person_id=person.id,
            starts_on=today + timedelta(days=first),
            until=today + timedelta(days=last),
            deputy_id=people[deputy].id,
        )
    )
