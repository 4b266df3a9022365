"""Opportunities that the journeys look at: those of the demo, and one with everything that makes its page long."""

from collections.abc import Callable
from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.opportunities.offering import offer
from models.opportunities.opportunity import Facts, Opportunity, publish, today
from models.people.person import Person

LONG = "Coordinate the interdepartmental programme of correspondence, translation and Donaudampfschifffahrtsverwaltung"

# By name: address and who looks.
STATES = {
    "opportunities": ("/opportunities", "aisha.khan"),
    "opportunities, none": ("/opportunities?place=xyzzy", "noor.jansen"),
    "opportunity, its owner": ("/opportunities/{opportunity}", "aisha.khan"),
    "opportunity, somebody else": ("/opportunities/{opportunity}", "noor.jansen"),
    "opportunity, who offered": ("/opportunities/{opportunity_long}", "ben.okafor"),
    "opportunity with long texts": ("/opportunities/{opportunity_long}", "mei.wong"),
    "opportunity, changing": ("/opportunities/{opportunity_long}/edit", "mei.wong"),
    "opportunity, new": ("/opportunities/new", "aisha.khan"),
    "opportunities that could fit": ("/opportunities/for-you", "aisha.khan"),
    "opportunities that could fit, nothing chosen": ("/opportunities/for-you", "noor.jansen"),
    "opportunities, what may be suggested": ("/opportunities/wishes", "aisha.khan"),
    "one's opportunities": ("/opportunities/mine", "mei.wong"),
    "one's opportunities, none": ("/opportunities/mine", "noor.jansen"),
    "one's offers": ("/opportunities/offers", "ben.okafor"),
    "one's offers, none": ("/opportunities/offers", "noor.jansen"),
}


def write_on_offer(session: Session, person: Callable[[str], Person]) -> dict[str, int]:
    """The one of Aisha's in the demo, and one of Mei's to which Ben offered himself."""
    aisha = person("aisha.khan")
    found = session.scalars(select(Opportunity).where(Opportunity.author_id == aisha.id)).one()
    facts = Facts(
        "assignment",
        today() + timedelta(days=30),
        place="Northolt",
        remote=True,
        hours=20,
        skills=("Minutes", LONG[:60]),
    )
    made = publish(session, person("mei.wong"), LONG, f"## {LONG}\n\n{LONG * 3}\n\n" + "More text. " * 200, facts)
    offer(made, person("ben.okafor"), "I did the same in another department. " * 10)
    return {"opportunity": found.id, "opportunity_long": made.id}
