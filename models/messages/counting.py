"""In how many conversations something is new. The number rides along with the roles of whoever looks, as that of
notices does, so that the header of every page costs no statement of its own."""

from typing import Any

from sqlalchemy import Integer, bindparam, cast, func, literal_column, select

from models.messages.conversation import Message, Participant
from models.policy.viewer import Viewer, ride_along

# The header says "99+".
MOST_COUNTED = 100
MARK = "messages"

_me: Any = bindparam("person_id", type_=Integer)
_here = Participant.__table__.alias("here")
_something_new = (
    select(literal_column("1"))
    .where(
        Message.conversation_id == _here.c.conversation_id,
        Message.id > _here.c.read_id,
        Message.author_id != _me,
        Message.event == literal_column("''"),
    )
    .correlate(_here)
    .exists()
)
_conversations = (
    select(_here.c.conversation_id)
    .where(_here.c.person_id == _me, _here.c.left_at.is_(None), _here.c.muted.is_(False), _something_new)
    .limit(literal_column(str(MOST_COUNTED)))
    .subquery("unread_conversations")
)
ride_along(MARK, select(cast(func.count(), Integer), literal_column(f"'{MARK} '")).select_from(_conversations))


def unread_conversations(viewer: Viewer) -> int:
    """In how many conversations something was new as this request began; muted ones do not count, and 100 stands for
    more than 99."""
    return sum(number for number, _words in viewer.riding.get(MARK, ()))
