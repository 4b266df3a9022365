"""What moderators have to do in the demo world: a report that waits, something hidden, and an appeal."""

from contextlib import AbstractContextManager
from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.core import clock
from models.entries.entry import Entry
from models.forums.topic import Discussion, Reply, reply
from models.moderation.appealing import appeal
from models.moderation.deciding import decide_entry
from models.moderation.decision import Decision
from models.moderation.report import report
from models.people.person import Person
from models.policy.viewer import Viewer, viewer_of
from models.spaces.space import Space

SPACE = "digital-service-desk"


def moderate_demo(session: Session) -> dict[str, int]:
    """Write it below the first discussion of a space of the demo; the ids by what they are."""
    desk = session.scalars(select(Space).where(Space.slug == SPACE)).one()
    topic = session.scalars(
        select(Discussion).where(Entry.space_id == desk.id, Entry.state == "live").order_by(Entry.id).limit(1)
    ).one()
    topic.space = desk
    waits = _said(session, topic, "luca.moretti", 300, "Ring Pat in benefits, her own number is 07700 900461.")
    with _ago(200):
        first = report(
            session, waits, _person(session, "hannah.fielding"), "personal-data", "This is a private number."
        )
    with _ago(150):
        report(session, waits, _person(session, "jo.lindqvist"), "personal-data")
    sold = _said(session, topic, "callum.reid", 400, "Two concert tickets for Saturday, half price. Message me.")
    _hide(session, sold, "mei.wong", 350, "Selling private things does not belong here.")
    sharp = _said(session, topic, "luca.moretti", 700, "“Nobody who can read would build it like this”, says the form.")
    made = _hide(session, sharp, "hannah.fielding", 600, "It makes fun of colleagues.")
    with _ago(500):
        appeal(session, made, _person(session, "luca.moretti"), "I quoted a complaint that we got, word for word.")
    session.flush()
    return {"case": first.case_id or 0, "hidden": sold.id, "appealed": made.id, "topic": topic.id}


def _said(session: Session, topic: Discussion, who: str, minutes: int, text: str) -> Reply:
    with _ago(minutes):
        return reply(topic, topic, _person(session, who), text)


def _hide(session: Session, entry: Entry, who: str, minutes: int, reason: str) -> Decision:
    with _ago(minutes):
        return decide_entry(session, entry, _viewer(session, who), "hide", reason)


def _ago(minutes: int) -> AbstractContextManager[None]:
    return clock.at(clock.now() - timedelta(minutes=minutes))


def _person(session: Session, username: str) -> Person:
    return session.scalars(select(Person).where(Person.username == username)).one()


def _viewer(session: Session, username: str) -> Viewer:
    return viewer_of(session, _person(session, username))
