"""Reading: the list of one's conversations, one page of a conversation, search, who has seen what."""

from typing import Any

from sqlalchemy import and_, bindparam, func, literal_column, select, update
from sqlalchemy.orm import Session

from models.activity.act import Actor
from models.activity.live import announce
from models.core import clock
from models.core.base import BigId, Moment
from models.core.db import among, as_words, rows, words
from models.messages.conversation import Block, Conversation, Message, Participant
from models.people.login import SEEN_EVERY, Login
from models.people.person import Person

PAGE = 30
# A login says at most so often that it is used; double that still counts as "now".
ACTIVE_WITHIN = 2 * SEEN_EVERY

_ME: Any = bindparam("me")
_mine = Participant.__table__.alias("mine")
_last = (
    select(func.max(Message.id))
    .where(Message.conversation_id == Conversation.id, Message.id > _mine.c.after_id)
    .correlate(Conversation.__table__, _mine)
    .scalar_subquery()
)
_UNREAD = and_(Message.id > _mine.c.read_id, Message.author_id != _ME, Message.event == literal_column("''"))
_new = (
    select(func.count())
    .where(Message.conversation_id == Conversation.id, _UNREAD)
    .correlate(Conversation.__table__, _mine)
    .scalar_subquery()
)
LIST = (
    select(
        Conversation.id,
        Conversation.pair,
        Conversation.title,
        Conversation.last_at,
        _mine.c.muted,
        _new.label("unread"),
        _last.label("last_id"),
    )
    .join(_mine, _mine.c.conversation_id == Conversation.id)
    .where(
        _mine.c.person_id == _ME,
        _mine.c.left_at.is_(None),
        Conversation.last_at < bindparam("before_at", type_=Moment),
    )
    .order_by(Conversation.last_at.desc(), Conversation.id.desc())
    .limit(literal_column(str(PAGE + 1)))
)
PEOPLE = (
    select(
        Participant.conversation_id,
        Person.id,
        Person.name,
        Person.username,
        Person.is_guest,
        Person.disabled_at,
    )
    .join(Person, Person.id == Participant.person_id)
    .where(among(Participant.conversation_id, "conversations"), Participant.left_at.is_(None))
    .order_by(Participant.conversation_id, Participant.joined_at, Person.filed_as)
)
LASTS = (
    select(
        Message.id,
        Message.body,
        Message.text,
        Message.event,
        Message.removed_at,
        Message.author_id,
        Person.name.label("author"),
    )
    .join(Person, Person.id == Message.author_id)
    .where(among(Message.id, "messages"))
)


def conversations(session: Session, me: Actor, before: Any = None) -> list[Any]:
    """Up to 31 of the person's conversations, those with the newest words first (the 31st tells that there is more).

    Rows: id, pair, title, last_at, muted, unread, last_id.
    """
    return rows(session, LIST, me=me.id, before_at=before or 2**62)


def people_of(session: Session, conversation_ids: list[int]) -> dict[int, list[Any]]:
    """By conversation: rows (id, name, username, is_guest, disabled_at) of those who take part."""
    found: dict[int, list[Any]] = {}
    for row in rows(session, PEOPLE, conversations=as_words(conversation_ids)):
        found.setdefault(row.conversation_id, []).append(row)
    return found


def last_of(session: Session, message_ids: list[int]) -> dict[int, Any]:
    """By id: rows (id, body, text, event, removed_at, author_id, author) of messages that a list shows in short."""
    return {row.id: row for row in rows(session, LASTS, messages=as_words(message_ids))}


_SAID = select(
    Message.id,
    Message.author_id,
    Message.event,
    Message.body,
    Message.html,
    Message.created_at,
    Message.edited_at,
    Message.removed_at,
    Person.name.label("author_name"),
    Person.username.label("author_username"),
    Person.is_guest.label("author_is_guest"),
).join(Person, Person.id == Message.author_id)
_HERE = (
    Message.conversation_id == bindparam("conversation_id"),
    Message.id
    > select(Participant.after_id)
    .where(Participant.conversation_id == bindparam("conversation_id"), Participant.person_id == _ME)
    .scalar_subquery(),
)
BEFORE = (
    _SAID.where(*_HERE, Message.id < bindparam("before", type_=BigId))
    .order_by(Message.id.desc())
    .limit(literal_column(str(PAGE + 1)))
)
AFTER = (
    _SAID.where(*_HERE, Message.id > bindparam("after", type_=BigId))
    .order_by(Message.id)
    .limit(literal_column(str(PAGE + 1)))
)


def newest(session: Session, me: Actor, conversation_id: int, before: int | None = None) -> tuple[list[Any], bool]:
    """Up to 30 messages that stand before one, or the newest, oldest first; and whether there are earlier ones."""
    found = rows(session, BEFORE, me=me.id, conversation_id=conversation_id, before=before or 2**62)
    return found[:PAGE][::-1], len(found) > PAGE


def following(session: Session, me: Actor, conversation_id: int, after: int) -> tuple[list[Any], bool]:
    """Up to 30 messages that stand after one, oldest first; and whether there are later ones."""
    found = rows(session, AFTER, me=me.id, conversation_id=conversation_id, after=after)
    return found[:PAGE], len(found) > PAGE


_wanted = words("wanted")
SEARCH = (
    select(
        Message.id,
        Message.conversation_id,
        Message.text,
        Message.created_at,
        Person.name.label("author_name"),
        Conversation.title,
    )
    .join(Conversation, Conversation.id == Message.conversation_id)
    .join(_mine, and_(_mine.c.conversation_id == Message.conversation_id, _mine.c.person_id == _ME))
    .join(Person, Person.id == Message.author_id)
    .where(
        _mine.c.left_at.is_(None),
        Message.id > _mine.c.after_id,
        Message.id < bindparam("before", type_=BigId),
        Message.event == literal_column("''"),
        # Every word stands in the message; what replacing it changes holds it, on both databases and for any sign.
        ~select(literal_column("1"))
        .select_from(_wanted)
        .where(func.replace(Message.folded, _wanted.c.value, literal_column("''")) == Message.folded)
        .correlate(Message.__table__)
        .exists(),
    )
    .order_by(Message.id.desc())
    .limit(literal_column(str(PAGE + 1)))
)


def search(session: Session, me: Actor, text: str, before: int | None = None) -> list[Any]:
    """Up to 31 messages of one's own conversations in which all words stand, the newest first; none for no words."""
    wanted = text.casefold().split()[:20]
    if not wanted:
        return []
    return rows(session, SEARCH, me=me.id, wanted=as_words(wanted), before=before or 2**62)


def mark_read(session: Session, me: Actor, conversation_id: int, upto: int) -> None:
    """Keep that the person has read up to this message; it never goes back. Those who may know hear of it."""
    newest_id = session.scalar(select(func.max(Message.id)).where(Message.conversation_id == conversation_id)) or 0
    upto = min(upto, newest_id)
    changed = session.execute(
        update(Participant)
        .where(
            Participant.conversation_id == conversation_id, Participant.person_id == me.id, Participant.read_id < upto
        )
        .values(read_id=upto)
    )
    if getattr(changed, "rowcount", 0):
        shows = session.scalar(select(Person.shows_receipts).where(Person.id == me.id))
        told = rows(session, PEOPLE, conversations=as_words([conversation_id])) if shows else []
        for person_id in {me.id, *(row.id for row in told)}:
            announce(session, "messages", "person", person_id, audience=f"person:{person_id}")


SEEN = (
    select(Person.name)
    .join(Participant, Participant.person_id == Person.id)
    .where(
        Participant.conversation_id == bindparam("conversation_id"),
        Participant.left_at.is_(None),
        Participant.person_id != _ME,
        Participant.read_id >= bindparam("message_id", type_=BigId),
        # Whoever came later has never seen it.
        Participant.after_id < bindparam("message_id", type_=BigId),
        Person.shows_receipts,
    )
    .order_by(Person.filed_as)
)


def seen_by(session: Session, me: Actor, conversation_id: int, message_id: int) -> list[str]:
    """Names of those who have read a message and let others know; nobody's for those who do not let others know."""
    if not session.scalar(select(Person.shows_receipts).where(Person.id == me.id)):
        return []
    return [row.name for row in rows(session, SEEN, me=me.id, conversation_id=conversation_id, message_id=message_id)]


ACTIVE = select(Person.id).where(
    among(Person.id, "people"),
    Person.shows_presence,
    Person.disabled_at.is_(None),
    select(literal_column("1"))
    .select_from(Login.__table__)
    .where(Login.person_id == Person.id, Login.ended_at.is_(None), Login.seen_at > bindparam("since", type_=Moment))
    .exists(),
)


def active_now(session: Session, me: Actor, people: list[int]) -> set[int]:
    """Those of the people who use Witan now and let others see it; nobody for those who do not let others see it."""
    if not session.scalar(select(Person.shows_presence).where(Person.id == me.id)):
        return set()
    return {row.id for row in rows(session, ACTIVE, people=as_words(people), since=clock.now() - ACTIVE_WITHIN)}


BLOCKED = (
    select(Person.id, Person.name, Person.username)
    .join(Block, Block.blocked_id == Person.id)
    .where(Block.person_id == _ME)
    .order_by(Person.filed_as)
)


def blocked(session: Session, me: Actor) -> list[Any]:
    """Whom the person has blocked."""
    return rows(session, BLOCKED, me=me.id)
