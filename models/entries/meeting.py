"""Who exists for whom. Colleagues exist for each other; a guest and others only through a space that both belong to."""

from sqlalchemy import bindparam, literal_column, select
from sqlalchemy.orm import Session

from models.core.db import among, as_words, one
from models.entries.entry import LIVE, Entry
from models.people.person import Person
from models.policy.viewer import Viewer
from models.spaces.membership import Membership

TOGETHER = select(
    select(literal_column("1"))
    .where(Membership.person_id == bindparam("person_id"), among(Membership.space_id, "spaces"))
    .limit(literal_column("1"))
    .scalar_subquery()
    .label("member"),
    select(literal_column("1"))
    .select_from(Entry.__table__)
    .where(Entry.author_id == bindparam("person_id"), LIVE, among(Entry.audience, "keys"))
    .limit(literal_column("1"))
    .scalar_subquery()
    .label("author"),
)


def exists_for(session: Session, viewer: Viewer, person: Person | Viewer) -> bool:
    """True when the viewer may know of the person: a colleague, or somebody of a space that both share.

    Whoever left a space stays known there as the author of what they wrote.
    """
    if viewer.id == 0:
        return False
    if viewer.id == person.id or not (viewer.is_guest or person.is_guest):
        return True
    row = one(session, TOGETHER, person_id=person.id, spaces=as_words(viewer.roles), keys=viewer.keys_json)
    return bool(row.member or row.author)
