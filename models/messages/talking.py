"""Beginning a conversation, saying something, changing and removing one's words. Verbs tell browsers, not the acts."""

import secrets
from collections.abc import Iterable
from datetime import timedelta

from sqlalchemy import or_, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session, joinedload

from models.activity.act import Actor
from models.activity.live import announce
from models.core import clock
from models.core.db import session_of
from models.core.errors import Invalid, Refused
from models.core.language import gettext as _
from models.core.text import clean, render
from models.entries.limits import count
from models.entries.meeting import exists_for
from models.messages.conversation import MOST_PEOPLE, TITLE_LIMIT, Block, Conversation, Message, Participant
from models.people.person import Person
from models.policy.viewer import Viewer
from models.spaces.membership import known_usernames

MESSAGE_LIMIT = 10_000
CHANGED_WITHIN = timedelta(hours=1)


def begin(session: Session, by: Viewer, people: Iterable[Person], title: str = "") -> Conversation:
    """The conversation of the two, which may exist, or a new group. Raises Invalid (`to`, `title`) and Refused."""
    others = {each.id: each for each in people if each.id != by.id}
    check_people(session, by, others.values())
    if len(others) == 1:
        return _of_two(session, by, next(iter(others.values())))
    made = _new(session, by, None, check_title(title))
    for person_id in (by.id, *others):
        _take_in(session, made, person_id)
    session.flush()
    _load(session, made)
    return made


def check_people(session: Session, by: Viewer, others: Iterable[Person], already: int = 1) -> None:
    """See that `by` may write to all of them. Raises Invalid (`to`) and Refused."""
    listed = list(others)
    if not listed:
        raise Invalid(_("Choose whom to write to"), "to")
    if len(listed) + already > MOST_PEOPLE:
        raise Invalid(_("A group has %(num)s people at most", num=MOST_PEOPLE), "to")
    for each in listed:
        if not exists_for(session, by, each):
            raise Invalid(_("Choose people from the list"), "to")
        if each.disabled_at is not None:
            raise Refused(_("%(name)s is no longer here and cannot get messages.", name=each.name))
    blocked = blocked_with(session, by, [each.id for each in listed])
    for each in listed:
        if each.id in blocked:
            raise Refused(_("You cannot write to %(name)s.", name=each.name))


def blocked_with(session: Session, by: Actor, people: list[int]) -> set[int]:
    """Those of the people who blocked the person, or whom the person blocked."""
    found = session.execute(
        select(Block.person_id, Block.blocked_id).where(
            or_(
                (Block.person_id == by.id) & Block.blocked_id.in_(people),
                (Block.blocked_id == by.id) & Block.person_id.in_(people),
            )
        )
    )
    return {person_id if blocked_id == by.id else blocked_id for person_id, blocked_id in found}


def check_title(title: str) -> str:
    title = clean(title).strip()
    if len(title) > TITLE_LIMIT:
        raise Invalid(_("Use %(num)s characters or fewer", num=TITLE_LIMIT), "title")
    return title


def _of_two(session: Session, by: Viewer, other: Person) -> Conversation:
    pair = ":".join(map(str, sorted((by.id, other.id))))
    found = session.scalar(select(Conversation).where(Conversation.pair == pair))
    if found is None:
        try:
            with session.begin_nested():
                found = _new(session, by, pair, "")
                for person_id in (by.id, other.id):
                    _take_in(session, found, person_id)
                session.flush()
        except IntegrityError:
            # The other began at the same moment.
            found = session.scalars(select(Conversation).where(Conversation.pair == pair)).one()
    _load(session, found)
    return found


def _new(session: Session, by: Actor, pair: str | None, title: str) -> Conversation:
    now = clock.now()
    made = Conversation(pair=pair, title=title, created_by_id=by.id, created_at=now, last_at=now)
    session.add(made)
    session.flush()
    return made


def _take_in(session: Session, conversation: Conversation, person_id: int) -> None:
    session.add(Participant(conversation_id=conversation.id, person_id=person_id, joined_at=clock.now()))


def _load(session: Session, conversation: Conversation) -> None:
    """Have the people of the conversation at hand."""
    session.refresh(conversation, ["participants"])


def send(conversation: Conversation, by: Viewer, body: str, token: str = "") -> Message:
    """Say something. The same `token` twice is the message that was sent first.

    Raises Invalid (`body`), Refused and TooMuch.
    """
    session = session_of(conversation)
    token = token[:40] or secrets.token_hex(12)
    found = session.scalar(select(Message).where(Message.author_id == by.id, Message.token == token))
    if found is not None:
        return found
    body = _check_body(body)
    if not conversation.is_group:
        others = [each for each in _people(session, conversation) if each.id != by.id]
        check_people(session, by, others)
    count(session, {"message": 1})
    said = Message(conversation_id=conversation.id, author_id=by.id, token=token, created_at=clock.now())
    _set_text(session, said, body)
    session.add(said)
    session.flush()
    conversation.last_at = said.created_at
    for each in conversation.participants:
        if each.person_id == by.id:
            each.read_id = said.id
    tell(conversation)
    return said


def _people(session: Session, conversation: Conversation) -> list[Person]:
    return list(session.scalars(select(Person).where(Person.id.in_(conversation.people_ids))))


def _check_body(body: str) -> str:
    body = clean(body).strip()
    if not body:
        raise Invalid(_("Write a message"), "body")
    if len(body) > MESSAGE_LIMIT:
        raise Invalid(_("Use %(num)s characters or fewer", num=MESSAGE_LIMIT), "body")
    return body


def _set_text(session: Session, said: Message, body: str) -> None:
    # Names become links only where the person exists; nobody is told, and nothing is counted.
    named = known_usernames(session, [word.strip("@.,;:!?)") for word in body.split() if word.startswith("@")], None)
    drawn = render(body, people=named)
    said.body, said.html, said.text, said.folded = body, drawn.html, drawn.text, drawn.text.casefold()


def tell(conversation: Conversation) -> None:
    """Have the browsers of all who take part ask what is new."""
    session = session_of(conversation)
    for person_id in conversation.people_ids:
        announce(session, "messages", "person", person_id, audience=f"person:{person_id}")


def may_change(said: Message, by: Actor) -> bool:
    """For an hour, those who said it."""
    return (
        said.author_id == by.id
        and not said.event
        and said.removed_at is None
        and clock.now() - said.created_at < CHANGED_WITHIN
    )


def change(said: Message, by: Viewer, body: str, conversation: Conversation) -> None:
    """Write one's message anew; the others see that it was edited. Raises Invalid (`body`) and Refused."""
    if not may_change(said, by):
        raise Refused(_("A message can be changed for one hour by the person who wrote it."))
    _set_text(session_of(said), said, _check_body(body))
    said.edited_at = clock.now()
    tell(conversation)


def remove(said: Message, by: Viewer, conversation: Conversation) -> None:
    """Take one's message back, at any time: its text is gone, a line stays that says so. Raises Refused."""
    if said.author_id != by.id or said.event:
        raise Refused(_("Only the person who wrote a message can remove it."))
    said.take_away()
    tell(conversation)


def take_out(session: Session, said: Message) -> str:
    """Take somebody's words out of the conversation, as a moderator decided; returns them."""
    words = said.body
    said.take_away()
    session.flush()
    _tell_of(session, said)
    return words


def put_back(session: Session, said: Message, body: str) -> None:
    """Have words that were taken out stand there again."""
    _set_text(session, said, body)
    said.removed_at = None
    session.flush()
    _tell_of(session, said)


def _tell_of(session: Session, said: Message) -> None:
    conversation = session.get_one(Conversation, said.conversation_id)
    _load(session, conversation)
    tell(conversation)


def conversation_of(session: Session, viewer: Actor, conversation_id: int) -> Conversation | None:
    """The conversation with its people, for those who take part; None for everybody else."""
    if not 0 < conversation_id < 2**31:
        return None
    found = session.scalar(
        select(Conversation)
        .where(Conversation.id == conversation_id)
        .options(joinedload(Conversation.participants).joinedload(Participant.person).joinedload(Person.department))
    )
    return found if found is not None and viewer.id in found.people_ids else None
