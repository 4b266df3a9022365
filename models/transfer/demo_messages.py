"""Messages of the demo world: one conversation of two and one small group."""

from datetime import timedelta
from typing import Any

from sqlalchemy.orm import Session

from models.core import clock
from models.messages.reading import mark_read
from models.messages.talking import begin, send
from models.people.person import Person
from models.policy.viewer import viewer_of


def say_all(session: Session, conversations: list[dict[str, Any]], people: dict[str, Person]) -> None:
    """Write the conversations; each is read by those in it up to what they said last."""
    now = clock.now()
    for each in conversations:
        viewers = {name: viewer_of(session, people[name]) for name in each["people"]}
        first, *others = each["people"]
        with clock.at(now - timedelta(minutes=each["said"][0]["minutes_ago"])):
            made = begin(session, viewers[first], [people[name] for name in others], each.get("title", ""))
        for said in each["said"]:
            with clock.at(now - timedelta(minutes=said["minutes_ago"])):
                message = send(made, viewers[said["by"]], said["text"])
            session.flush()
            mark_read(session, viewers[said["by"]], made.id, message.id)
