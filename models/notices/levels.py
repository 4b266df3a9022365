"""What a person follows or mutes, in one list, and how much they want of each: as far as they may still see it."""

from typing import Any

from sqlalchemy import Integer, String, and_, bindparam, cast, func, literal_column, or_, select, union_all
from sqlalchemy.orm import Session

from models.activity.act import Actor
from models.core.db import among, as_words, rows, words
from models.core.errors import Invalid
from models.core.language import gettext as _
from models.entries.entry import LIVE, Entry
from models.entries.following import FOLLOW, MUTE, NOTIFY, Follow
from models.entries.tagging import Tag, Tagging
from models.people.department import Department
from models.people.person import Person
from models.policy.viewer import Viewer
from models.spaces.membership import Membership
from models.spaces.space import FOUND_BY_OTHERS, Space

MOST = 300
# A thread tells of its replies anyway, so that there is nothing between following it and muting it.
LEVELS = {"entry": (FOLLOW, MUTE)}
ALL_LEVELS = (FOLLOW, NOTIFY, MUTE)

_me: Any = bindparam("me", type_=Integer)
_guest: Any = bindparam("guest", type_=Integer)
_mine = select(cast(words("mine").c.value, Integer))
_by_others = [Space.openness == literal_column(f"'{each}'") for each in FOUND_BY_OTHERS]
_headed = func.coalesce(func.nullif(Entry.title, literal_column("''")), func.substr(Entry.excerpt, 1, 90))


def _part(what: str, name: Any, slug: Any) -> Any:
    return select(
        literal_column(f"'{what}'").label("what"),
        Follow.id,
        Follow.level,
        cast(name, String).label("name"),
        cast(slug, String).label("slug"),
        Follow.created_at,
    )


_parts = union_all(
    _part("space", Space.name, Space.slug)
    .join(Space, Space.id == Follow.space_id)
    .where(Follow.person_id == _me, or_(Space.id.in_(_mine), and_(_guest == literal_column("0"), or_(*_by_others)))),
    _part("person", Person.name, Person.username)
    .join(Person, Person.id == Follow.followed_id)
    .where(
        Follow.person_id == _me,
        Person.disabled_at.is_(None),
        or_(
            and_(_guest == literal_column("0"), Person.is_guest.is_(False)),
            Person.id.in_(select(Membership.person_id).where(Membership.space_id.in_(_mine))),
        ),
    ),
    _part("tag", Tag.name, Tag.name)
    .join(Tag, Tag.id == Follow.tag_id)
    .where(
        Follow.person_id == _me,
        select(Tagging.tag_id).where(Tagging.tag_id == Tag.id, among(Tagging.audience, "keys")).exists(),
    ),
    _part("department", Department.name, cast(Department.id, String))
    .join(Department, Department.id == Follow.department_id)
    .where(Follow.person_id == _me, _guest == literal_column("0")),
    _part("entry", _headed, cast(Entry.id, String))
    .join(Entry.__table__, Entry.id == Follow.entry_id)
    .where(Follow.person_id == _me, LIVE, among(Entry.audience, "keys")),
).subquery("parts")
MINE = select(_parts).order_by(_parts.c.created_at.desc(), _parts.c.id.desc()).limit(literal_column(str(MOST)))


def levels(session: Session, viewer: Viewer) -> list[Any]:
    """Rows (what, id, level, name, slug) of the newest 300 that the viewer follows or mutes and may still see."""
    values = {"me": viewer.id, "guest": int(viewer.is_guest), "mine": as_words(viewer.roles)}
    return rows(session, MINE, **values, keys=viewer.keys_json)


def choose_levels(session: Session, by: Actor, chosen: dict[int, str]) -> int:
    """Change how much is wanted, by the id of the row; "" ends it. Returns how many changed.

    Raises Invalid (`levels`).
    """
    found = session.scalars(select(Follow).where(Follow.person_id == by.id, Follow.id.in_(sorted(chosen)))).all()
    changed = 0
    for row in found:
        level = chosen[row.id]
        if level not in ("", *LEVELS.get("entry" if row.entry_id else "", ALL_LEVELS)):
            raise Invalid(_("Choose from the list"), "levels")
        if level == row.level:
            continue
        changed += 1
        if level:
            row.level = level
        else:
            session.delete(row)
    return changed
