"""What is archived stays as it is: the write path refuses changes to it. Archiving is the matter of `answering`."""

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from models.activity.act import Actor
from models.core.base import BigId
from models.core.db import one
from models.core.errors import Refused
from models.core.language import gettext as _
from models.entries.editing import before_saving
from models.entries.entry import Entry

KINDS = ("question", "discussion", "answer", "reply")
STATUS = select(Entry.status).where(Entry.id == bindparam("entry_id", type_=BigId))


@before_saving
def keep_archived(session: Session, entry: Entry, by: Actor) -> None:
    """Refuse to change a topic, or what stands in it, while it is archived."""
    if entry.kind not in KINDS or entry.id is None:
        return
    row = one(session, STATUS, entry_id=entry.root_id or entry.id)
    if row is not None and row.status == "archived":
        raise Refused(
            _("This is archived, so it stays as it is. A curator of the space can take it out of the archive.")
        )
