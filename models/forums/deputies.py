"""Whom a question goes to that is meant for somebody who is away: the deputy whom they named."""

from models.activity.act import Actor
from models.core.db import session_of
from models.forums.topic import Question
from models.people.absence import stand_in
from models.people.person import Person
from models.policy.viewer import viewer_of


def asked_instead(question: Question, by: Actor, person: Person) -> Person:
    """The deputy of who is away today; the person, where the deputy cannot read the question or asks it.

    Guests are not told who is away, so they ask whom they ask.
    """
    session = session_of(question)
    if viewer_of(session, by.id).is_guest:
        return person
    found = stand_in(session, person)
    readable = question.audience in viewer_of(session, found).keys
    return found if readable and found.id not in (by.id, question.author_id) else person
