"""What it costs to look at a colleague's profile that says everything: every section, 20 endorsed skills, a deputy."""

import random
from collections.abc import Iterator
from datetime import timedelta

from sqlalchemy.orm import Session

from bench.crowd import Crowd, gather, prose
from bench.frame import Row
from bench.places import place, writing
from bench.reading import ENTRIES, view
from models.core import clock
from models.people.absence import go_away
from models.people.endorsing import Endorsement
from models.people.person import Person
from models.people.profile import describe
from models.people.skill import LEVELS, MOST_SKILLS, claim_skill
from models.people.statement import TOLD, state


def rows() -> Iterator[Row]:
    """Rows of the page of a person among 5,000 entries."""
    with place() as here:
        with writing(here) as session:
            crowd = gather(session, ENTRIES)
            path = f"/people/{write_profile(session, crowd).username}"
        me = here.caller(crowd.typical, path)
        yield from view(here, me, path, "profile with everything", 4, 10)


def write_profile(session: Session, crowd: Crowd) -> Person:
    """Whoever wrote most in the made-up world says all that can be said."""
    chance, person, others = random.Random(8), crowd.people[5], crowd.people[10:60]
    long = {name: prose(chance, 900) for name in ("about", "experience", "portfolio")}
    describe(session, person, job_title="Head of roads", place="Leeds", phone="01", languages=["English"], **long)
    now = clock.now()
    for number in range(MOST_SKILLS):
        skill_id = claim_skill(session, person, f"Skill of roads {number}", LEVELS[number % 4])
        session.add_all(
            Endorsement(person_id=person.id, skill_id=skill_id, by_id=each.id, at=now)
            for each in chance.sample(others, 8)
        )
    until = now.date() + timedelta(days=90)
    for number in range(10):
        state(session, person, TOLD[number % 2], f"Matter {number} of winter roads", until)
    go_away(session, person, now.date(), until, crowd.people[11])
    return person
