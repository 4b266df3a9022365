"""Secrets of answering: who answers in the hidden space, and answers and pages of which one is secret."""

from typing import Any

from sqlalchemy.orm import Session

from models.entries.crediting import credit
from models.entries.entry import Entry
from models.forums import choices
from models.forums.asked import claim, invite
from models.forums.experts import accept_invitation, invite_expert
from models.forums.topic import Question
from models.people.person import Person


def answered_by(session: Session, vault: Any, mei: Person, guest: Person, question: Question, topic: str) -> None:
    """The guest answers in the hidden space for a topic of it, was asked for this question, and is on it."""
    choices.choose(session, vault, mei, choices.Chosen(answer_within=1))
    invite_expert(session, vault, mei, guest, [topic])
    accept_invitation(session, vault, guest)
    invite(question, mei, guest)
    claim(question, guest)


def became_pages(session: Session, by: Person, *pairs: tuple[Entry, Entry]) -> None:
    """An open page with a secret author, and an open question that became a secret page."""
    for answer, page in pairs:
        credit(session, by, answer, page)
