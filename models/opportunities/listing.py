"""Lists of opportunities: those that can be had now or all, one's own, those that one offered to take part in."""

from typing import Any, NamedTuple

from sqlalchemy import Date, Integer, and_, bindparam, func, literal, literal_column, or_, select, tuple_
from sqlalchemy.orm import Session

from models.core.base import BigId, Moment
from models.core.db import among, as_words, one, rows
from models.entries.entry import LIVE, Entry
from models.entries.rows import LIST_COLUMNS, list_rows
from models.entries.streams import PAGE, Position
from models.opportunities.offering import SHOWN, WAITING, Offer
from models.opportunities.opportunity import Opportunity, today
from models.opportunities.wanting import OpportunitySkill
from models.people.department import Department, path_ids
from models.people.person import Person
from models.people.skill import Skill
from models.policy.viewer import Viewer

FACTS: Any = Opportunity.__table__
COLUMNS: tuple[Any, ...] = (
    *LIST_COLUMNS,
    FACTS.c.sort,
    FACTS.c.place,
    FACTS.c.remote,
    FACTS.c.hours,
    FACTS.c.starts_on,
    FACTS.c.ends_on,
    FACTS.c.offers_until,
    FACTS.c.wanted,
)
_owner = Person.__table__.alias("owner")
_owner_is_here = select(_owner.c.id).where(_owner.c.id == Entry.author_id, _owner.c.disabled_at.is_(None)).exists()
# Word for word what `standing` calls open; and somebody is there who answers.
TO_BE_HAD = and_(
    Entry.status == literal_column("'open'"),
    FACTS.c.offers_until >= bindparam("today", type_=Date),
    LIVE,
    _owner_is_here,
)


class Filters(NamedTuple):
    """What the list is narrowed to; empty values narrow nothing. `path` is that of a department."""

    sort: str = ""
    place: str = ""
    remote: bool = False
    skill_id: int = 0
    path: str = ""


EVERYTHING = Filters()


def _rows_of(*more: Any) -> Any:
    return (
        list_rows(*COLUMNS, *more)
        .join(FACTS, FACTS.c.id == Entry.id)
        .outerjoin(Department, Department.id == Person.department_id)
    )


_asks_for = (
    select(literal_column("1"))
    .select_from(OpportunitySkill)
    .where(OpportunitySkill.opportunity_id == FACTS.c.id, OpportunitySkill.skill_id == bindparam("skill_id"))
    .correlate(FACTS)
    .exists()
)
LISTED = (
    _rows_of()
    .where(
        LIVE,
        among(Entry.audience, "keys"),
        or_(bindparam("all", type_=Integer) == 1, TO_BE_HAD),
        or_(bindparam("author_id", type_=Integer) == 0, Entry.author_id == bindparam("author_id")),
        or_(bindparam("sort") == literal(""), FACTS.c.sort == bindparam("sort")),
        or_(bindparam("place") == literal(""), func.lower(FACTS.c.place).like(bindparam("place"), escape="\\")),
        or_(bindparam("remote", type_=Integer) == 0, FACTS.c.remote),
        or_(bindparam("skill_id", type_=Integer) == 0, _asks_for),
        or_(
            bindparam("path") == literal(""),
            func.substr(Department.path, 1, func.length(bindparam("path"))) == bindparam("path"),
        ),
        tuple_(Entry.created_at, Entry.id)
        < tuple_(bindparam("before_at", type_=Moment), bindparam("before_id", type_=BigId)),
    )
    .order_by(Entry.created_at.desc(), Entry.id.desc())
    .limit(literal_column(str(PAGE + 1)))
)


def listed(
    session: Session,
    viewer: Viewer,
    filters: Filters = EVERYTHING,
    before: Position | None = None,
    *,
    every: bool = False,
    author_id: int = 0,
) -> list[Any]:
    """The newest 21 that the viewer may read: those that can be had today, or `every` one. Rows of COLUMNS."""
    before = before or Position.parse(None)
    place = filters.place.lower().replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return rows(
        session,
        LISTED,
        keys=viewer.keys_json,
        all=int(every),
        today=today(),
        author_id=author_id,
        sort=filters.sort,
        place=f"%{place}%" if place else "",
        remote=int(filters.remote),
        skill_id=filters.skill_id,
        path=filters.path,
        before_at=before.at,
        before_id=before.id,
    )


OFFERED = (
    _rows_of(Offer.state.label("my_state"), Offer.offered_at)
    .join(Offer, Offer.opportunity_id == FACTS.c.id)
    .where(
        LIVE,
        among(Entry.audience, "keys"),
        Offer.person_id == bindparam("person_id"),
        Offer.state.in_(SHOWN),
        tuple_(Offer.offered_at, Entry.id)
        < tuple_(bindparam("before_at", type_=Moment), bindparam("before_id", type_=BigId)),
    )
    .order_by(Offer.offered_at.desc(), Entry.id.desc())
    .limit(literal_column(str(PAGE + 1)))
)


def offered_by(session: Session, viewer: Viewer, before: Position | None = None) -> list[Any]:
    """The newest 21 that the viewer offered to take part in, also `my_state` and `offered_at`. For the viewer alone."""
    before = before or Position.parse(None)
    values = {"before_at": before.at, "before_id": before.id}
    return rows(session, OFFERED, keys=viewer.keys_json, person_id=viewer.id, **values)


WAITING_FOR = (
    select(Offer.opportunity_id, func.count().label("n"))
    .where(among(Offer.opportunity_id, "opportunities"), Offer.state == WAITING)
    .group_by(Offer.opportunity_id)
)


def waiting_offers(session: Session, own: list[int]) -> dict[int, int]:
    """How many offers wait for an answer, by opportunity. For their owner alone."""
    return {row.opportunity_id: row.n for row in rows(session, WAITING_FOR, opportunities=as_words(own))}


UNITS = (
    select(Department.path)
    .join(Person, Person.department_id == Department.id)
    .join(Entry.__table__, Entry.author_id == Person.id)
    .join(FACTS, FACTS.c.id == Entry.id)
    .where(or_(bindparam("all", type_=Integer) == 1, TO_BE_HAD), LIVE, among(Entry.audience, "keys"))
    .distinct()
)


def units_offering(session: Session, viewer: Viewer, *, every: bool = False) -> set[int]:
    """The departments whose people offer what the viewer may read, with all above them."""
    found = rows(session, UNITS, keys=viewer.keys_json, all=int(every), today=today())
    return {each for row in found for each in path_ids(row.path)}


SKILLS = (
    select(Skill.id, Skill.name, func.count().label("n"))
    .join(OpportunitySkill, OpportunitySkill.skill_id == Skill.id)
    .join(FACTS, FACTS.c.id == OpportunitySkill.opportunity_id)
    .join(Entry.__table__, Entry.id == FACTS.c.id)
    .where(TO_BE_HAD, among(Entry.audience, "keys"))
    .group_by(Skill.id, Skill.name)
    .order_by(Skill.name, Skill.id)
    .limit(200)
)


def skills_asked_for(session: Session, viewer: Viewer) -> list[Any]:
    """Rows (id, name, n) of what is asked for in all that the viewer may read and could have today, by name."""
    return rows(session, SKILLS, keys=viewer.keys_json, today=today())


ABOUT = (
    _rows_of(
        Department.name.label("author_department"), Person.disabled_at.label("author_left"), Entry.html, FACTS.c.closing
    )
    .where(LIVE, among(Entry.audience, "keys"), Entry.id == bindparam("entry_id"))
    .limit(1)
)  # fmt: skip


def about(session: Session, viewer: Viewer, entry_id: int) -> Any:
    """The row of one opportunity for its page, or None."""
    return one(session, ABOUT, keys=viewer.keys_json, entry_id=entry_id)
