"""Who takes part in a group and what it is called; muting; blocking."""

import secrets

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from models.activity.act import Actor
from models.core import clock
from models.core.db import session_of
from models.core.errors import Refused
from models.core.language import gettext as _
from models.messages.conversation import Block, Conversation, Message, Participant
from models.messages.talking import check_people, check_title, tell
from models.people.person import Person
from models.policy.viewer import Viewer


def add(conversation: Conversation, by: Viewer, people: list[Person]) -> None:
    """Take people into a group. They read what is written from now on. Raises Invalid (`to`) and Refused."""
    session = session_of(conversation)
    _only_groups(conversation)
    new = [each for each in people if each.id not in conversation.people_ids]
    check_people(session, by, new, already=len(conversation.people_ids))
    newest = session.scalar(select(func.max(Message.id)).where(Message.conversation_id == conversation.id)) or 0
    for each in new:
        there = session.get(Participant, (conversation.id, each.id))
        if there is None:
            there = Participant(conversation_id=conversation.id, person_id=each.id, joined_at=clock.now())
            session.add(there)
        there.left_at, there.after_id, there.read_id = None, newest, newest
        _happened(session, conversation, by, "added", each.name)
    session.flush()
    session.refresh(conversation, ["participants"])
    tell(conversation)


def leave(conversation: Conversation, by: Viewer) -> None:
    """Take part no longer: the conversation is gone for this person, the others keep what was said. Raises Refused."""
    session = session_of(conversation)
    _only_groups(conversation)
    _happened(session, conversation, by, "left")
    session.get_one(Participant, (conversation.id, by.id)).left_at = clock.now()
    session.flush()
    tell(conversation)


def name(conversation: Conversation, by: Viewer, title: str) -> None:
    """Give a group its name; empty: its people are its name. Raises Invalid (`title`) and Refused."""
    _only_groups(conversation)
    title = check_title(title)
    if title == conversation.title:
        return
    conversation.title = title
    _happened(session_of(conversation), conversation, by, "named", title)
    tell(conversation)


def _only_groups(conversation: Conversation) -> None:
    if not conversation.is_group:
        raise Refused(_("This conversation belongs to two people. Start a group to talk with more."))


def _happened(session: Session, conversation: Conversation, by: Viewer, event: str, about: str = "") -> None:
    at = clock.now()
    session.add(
        Message(
            conversation_id=conversation.id,
            author_id=by.id,
            token=secrets.token_hex(12),
            event=event,
            body=about,
            created_at=at,
        )
    )
    conversation.last_at = at


def mute(conversation: Conversation, by: Actor, muted: bool) -> None:
    """Whether what is said here counts as new for the person."""
    session_of(conversation).get_one(Participant, (conversation.id, by.id)).muted = muted


def block(session: Session, by: Actor, other: Person) -> None:
    """No message between the two any more, from either side; doing it twice changes nothing. Raises Refused."""
    if other.id == by.id:
        raise Refused(_("You cannot block yourself."))
    if session.get(Block, (by.id, other.id)) is None:
        session.add(Block(person_id=by.id, blocked_id=other.id, created_at=clock.now()))


def unblock(session: Session, by: Actor, other: Person) -> None:
    session.execute(delete(Block).where(Block.person_id == by.id, Block.blocked_id == other.id))
