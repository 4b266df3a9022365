"""What the guards fetch: a conversation for those who take part in it, and a message that they may read there."""

from typing import Any

from blueprints.kit.request import db, viewer
from models.entries.reading import NotFound
from models.messages.conversation import Conversation, Message
from models.messages.talking import conversation_of


def conversation(values: dict[str, Any]) -> Conversation:
    """The conversation in the address. For everybody else there is none."""
    found = conversation_of(db(), viewer(), values.pop("conversation_id"))
    if found is None:
        raise NotFound
    return found


def message_in(found: Conversation, message_id: int) -> Message:
    """A message of the conversation, when it was written after the viewer came. Raises NotFound."""
    said = db().get(Message, message_id) if 0 < message_id < 2**63 else None
    mine = next(each for each in found.participants if each.person_id == viewer().id)
    if said is None or said.conversation_id != found.id or said.id <= mine.after_id:
        raise NotFound
    return said
