"""Small counts that pages about spaces and people show, each capped or bounded by an index of its own."""

from typing import Any

from sqlalchemy import bindparam, func, literal, literal_column, or_, select
from sqlalchemy.orm import Session

from models.core.db import among, one
from models.entries.entry import LIVE, Entry
from models.entries.following import Bookmark, Follow
from models.entries.reacting import Reaction
from models.entries.voting import Vote
from models.policy.viewer import Viewer
from models.spaces.space import Space

MOST = 100

IN_SPACE = select(func.count()).select_from(
    select(literal_column("1"))
    .select_from(Entry.__table__)
    .where(
        Entry.space_id == bindparam("space_id"),
        Entry.kind == bindparam("kind"),
        LIVE,
        or_(bindparam("status") == literal(""), Entry.status == bindparam("status")),
        or_(bindparam("unreplied") == 0, Entry.reply_count == 0),
        among(Entry.audience, "keys"),
    )
    .limit(literal_column(str(MOST + 1)))
    .subquery()
)


def count_in_space(
    session: Session, viewer: Viewer, space_id: int, kind: str, status: str = "", unreplied: bool = False
) -> int:
    """How many live entries of a kind (with a status, without replies) the viewer sees in a space, as far as 101."""
    values = {
        "space_id": space_id,
        "kind": kind,
        "status": status,
        "unreplied": int(unreplied),
        "keys": viewer.keys_json,
    }
    return int(session.connection().execute(IN_SPACE, values).scalar() or 0)


def count_moving(session: Session, space: Space) -> tuple[int, int]:
    """How many entries change their readers when the space opens or closes, and how many keep narrower ones."""
    mine = select(func.count()).select_from(Entry.__table__).where(Entry.space_id == space.id)
    if space.is_closed:
        moving, staying = mine.where(~Entry.narrowed), mine.where(Entry.narrowed)
    else:
        own = or_(Entry.audience.startswith("person:"), Entry.audience.startswith("curators:"))
        moving, staying = mine.where(~own), mine.where(own)
    return session.scalar(moving) or 0, session.scalar(staying) or 0


_person: Any = bindparam("person_id")
OF_PERSON = select(
    select(func.count()).select_from(Follow).where(Follow.person_id == _person).scalar_subquery().label("follows"),
    select(func.count())
    .select_from(Bookmark)
    .where(Bookmark.person_id == _person)
    .scalar_subquery()
    .label("bookmarks"),
    (
        select(func.count()).select_from(Reaction).where(Reaction.person_id == _person).scalar_subquery()
        + select(func.count()).select_from(Vote).where(Vote.person_id == _person).scalar_subquery()
    ).label("reactions"),
    select(func.count())
    .select_from(Entry.__table__)
    .where(Entry.author_id == _person, Entry.state != literal_column("'trashed'"))
    .scalar_subquery()
    .label("written"),
)


def count_of_person(session: Session, person_id: int) -> Any:
    """What is kept under a person's name, as a row: follows, bookmarks, reactions, written. For the person alone."""
    return one(session, OF_PERSON, person_id=person_id)


EVERYTHING = select(
    select(func.count()).select_from(Space).scalar_subquery().label("spaces"),
    select(func.count()).select_from(Entry.__table__).where(LIVE).scalar_subquery().label("entries"),
)


def count_everything(session: Session) -> Any:
    """Row: spaces, entries. Numbers for those who run the instance; they say nothing of what stands there."""
    return one(session, EVERYTHING)
