"""What an editor offers while somebody types a link, a person or a tag: only what the viewer may read or name."""

from typing import Any

from sqlalchemy import Integer, bindparam, case, func, literal, or_, select
from sqlalchemy.orm import Session

from models.core.automatic import Automatic, automatic
from models.core.db import among, rows
from models.core.language import lazy_gettext as _l
from models.entries.entry import LIVE, Entry
from models.people.department import Department
from models.people.directory import pattern
from models.people.person import Person
from models.policy.viewer import Viewer
from models.spaces.membership import Membership
from models.spaces.space import Space

MOST = 8

_text: Any = bindparam("text")


def _matches(column: Any) -> Any:
    return or_(_text == literal(""), func.lower(column).like(_text, escape="\\"))


def _first(*columns: Any) -> Any:
    """Those that begin with the text in one of the columns stand first."""
    return case((or_(*(func.lower(each).like(bindparam("start"), escape="\\") for each in columns)), 0), else_=1)


PAGES = (
    select(Entry.id, Entry.title, Entry.slug, Space.slug.label("space_slug"), Space.name.label("space_name"))
    .select_from(Entry.__table__)
    .join(Space, Space.id == Entry.space_id)
    .where(Entry.space_id == bindparam("space_id"), Entry.kind == "page", LIVE, among(Entry.audience, "keys"))
    .where(_matches(Entry.title))
    .order_by(_first(Entry.title), Entry.last_activity_at.desc(), Entry.id)
    .limit(MOST)
)


def pages_named(session: Session, viewer: Viewer, space_id: int, text: str) -> list[Any]:
    """Rows (id, title, slug, space_slug, space_name) of pages of one space with these words in their title."""
    like = pattern(text)
    return rows(session, PAGES, space_id=space_id, keys=viewer.keys_json, text=like, start=like[1:])


UNITS = (
    select(Department.slug, Department.name, Department.abbreviation)
    .where(
        Department.closed_at.is_(None),
        or_(_matches(Department.name), _matches(Department.slug), _matches(Department.abbreviation)),
    )
    .order_by(_first(Department.abbreviation), _first(Department.name), Department.name, Department.id)
    .limit(MOST)
)


def units_named(session: Session, viewer: Viewer, text: str) -> list[Any]:
    """Rows (slug, name, abbreviation) of units that can be named; guests are offered none, as they find none."""
    if viewer.is_guest or not text:
        return []
    like = pattern(text)
    return rows(session, UNITS, text=like, start=like[1:])


_said = Person.name + literal(" ") + Person.username
_inside = select(Membership.person_id).where(Membership.space_id == bindparam("space_id", type_=Integer))
PEOPLE = (
    select(Person.username, Person.name, Person.is_guest, Department.name.label("department_name"))
    .outerjoin(Department, Department.id == Person.department_id)
    .where(Person.disabled_at.is_(None), _matches(_said))
    .where(
        or_(
            (bindparam("for_guest", type_=Integer) == 0) & Person.is_guest.is_(False),
            Person.id.in_(_inside),
        )
    )
    # Of those whose name begins so, whoever works here is meant before the thousands who do not.
    .order_by(
        _first(Person.username, Person.name),
        case((Person.id.in_(_inside), 0), else_=1),
        _first(Person.username),
        _first(Person.name),
        Person.name,
        Person.id,
    )
    .limit(MOST)
)


def people_named(session: Session, viewer: Viewer, text: str, space_id: int = 0) -> list[Any]:
    """Rows (username, name, is_guest, department_name) of people who can be named.

    All colleagues, and the members of the space when the viewer may see who they are; a guest is offered those alone.
    """
    like = pattern(text)
    values = {"for_guest": int(viewer.is_guest), "space_id": space_id}
    return rows(session, PEOPLE, **values, text=like, start=like[1:])


automatic(
    Automatic(
        name="completion",
        title=_l("Pages, people and topics offered while you write"),
        does=_l("Completes what you type after [[, @ or #, up to %(most)s at a time.", most=MOST),
        inputs=(
            _l("The letters that you typed: what begins with them stands first."),
            _l("Whether people belong to the space that you write in, and when pages were last active."),
            _l("How many entries that you may read carry a topic."),
        ),
        never=(_l("Whom you write to, follow or read."),),
        owner=_l("The administrators of Witan"),
        switch=_l("It cannot be switched off. Press Escape to close it."),
    )
)
