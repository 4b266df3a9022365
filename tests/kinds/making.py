"""Makes one entry of any registered kind, the way its own verb does."""

from datetime import timedelta
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

from sqlalchemy.orm import Session

from models.core import clock
from models.core.blobs import Blobs
from models.entries import editing
from models.entries.entry import Entry
from models.entries.kinds import Kind
from models.files.receiving import receive_bytes
from models.files.storing import add_file
from models.opportunities.opportunity import Facts, publish
from models.people.person import Person
from models.spaces.space import Space
from models.wiki.page import write_page


def make(session: Session, kind: Kind, by: Person, space: Space, body: str, root: Entry | None = None) -> Entry:
    """One entry of the kind in the space; `root` is given to kinds that only stand below another."""
    made = _made(session, kind, by, space, body, root)
    # Lists read past the unit of work, so what was written must be in the tables.
    session.flush()
    return made


def _made(session: Session, kind: Kind, by: Person, space: Space, body: str, root: Entry | None) -> Entry:
    values: dict[str, Any] = {"by": by, "space": space, "body": body, "tags": ["promise"]}
    if kind.name == "page":
        return write_page(session, by, space, "Promises", body, tags=["promise"])
    if kind.name == "file":
        blobs = Blobs(Path(mkdtemp(prefix="witan-kinds-")))
        received = receive_bytes(blobs, b"Content", "promise.txt")
        return add_file(session, blobs, by, space, received, description=body, tags=["promise"])
    if kind.name == "opportunity":
        until = clock.now().date() + timedelta(days=30)
        facts = Facts(sort="help", offers_until=until, remote=True)
        return publish(session, by, "Promises", body, facts, space=space, tags=["promise"])
    if kind.titled:
        return editing.create(session, kind.cls, title="Promises", **values)
    return editing.create(session, kind.cls, root=root, parent=root, **values)
