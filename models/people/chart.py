"""Reading the organisation chart of a department: its posts a level at a time, who holds them, the way to one."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Integer, bindparam, func, literal, literal_column, or_, select, tuple_
from sqlalchemy.orm import Session, aliased

from models.core.db import among, as_words, one, rows
from models.people.department import Department
from models.people.directory import pattern
from models.people.person import Person
from models.people.post import Holding, Post

# Posts of one level that are shown at once.
LEVEL = 100
DEEPEST = 30
MOST_FOUND = 50

_above, _below, _last = aliased(Post), aliased(Post), aliased(Post)
_reports = (
    select(func.count())
    .select_from(_below)
    .where(_below.reports_to_id == Post.id, _below.ended_at.is_(None))
    .correlate(Post)
    .scalar_subquery()
)
ROW = (
    Post.id,
    Post.department_id,
    Post.title,
    Post.unit,
    Post.grade,
    Post.profession,
    Post.grouped,
    Post.full_time,
    Post.state,
    Post.reports_to_id,
    _reports.label("reports"),
)
_order = (Post.rank, Post.title, Post.id)
_further = tuple_(*_order) > tuple_(_last.rank, _last.title, _last.id)
_is_last = _last.id == bindparam("after", type_=Integer)
_is_top = or_(Post.reports_to_id.is_(None), _above.department_id != Post.department_id)
_here = (Post.department_id == bindparam("department_id"), Post.ended_at.is_(None))
TOP = (
    select(*ROW)
    .outerjoin(_above, _above.id == Post.reports_to_id)
    .where(*_here, _is_top)
    .order_by(*_order)
    .limit(literal_column(str(LEVEL + 1)))
)
TOP_AFTER = TOP.join(_last, _is_last).where(_further)
_number = func.row_number().over(partition_by=Post.reports_to_id, order_by=_order).label("number")
_numbered = (
    select(*ROW, _number).where(among(Post.reports_to_id, "above"), Post.ended_at.is_(None)).subquery("numbered")
)
LEVELS = select(_numbered).where(_numbered.c.number <= literal_column(str(LEVEL + 1))).order_by(_numbered.c.number)
BELOW_AFTER = (
    select(*ROW)
    .join(_last, _is_last)
    .where(Post.reports_to_id == bindparam("above"), Post.ended_at.is_(None), _further)
    .order_by(*_order)
    .limit(literal_column(str(LEVEL + 1)))
)
_first: Any = select(Post.id, Post.reports_to_id, literal_column("0").label("height")).where(
    Post.id == bindparam("post_id")
)
_way = _first.cte("way", recursive=True)
_way = _way.union_all(
    select(Post.id, Post.reports_to_id, _way.c.height + 1)
    .where(Post.id == _way.c.reports_to_id)
    .where(_way.c.height < literal_column(str(DEEPEST)))
)
WAY = (
    select(*ROW, Post.function)
    .join(_way, _way.c.id == Post.id)
    .where(Post.ended_at.is_(None))
    .order_by(_way.c.height.desc())
)
HOLDERS = (
    select(Holding.post_id, Person.id, Person.username, Person.name)
    .join(Person, Person.id == Holding.person_id)
    .where(among(Holding.post_id, "posts"), Holding.until.is_(None), Person.disabled_at.is_(None), ~Person.is_guest)
    .order_by(Holding.post_id, Person.filed_as)
)


@dataclass
class Node:
    """One post: the row by ROW, who holds it (rows with id, username, name) and what is opened below it."""

    row: Any
    holders: list[Any] = field(default_factory=list)
    level: "Level | None" = None
    current: bool = False


@dataclass
class Level:
    """Posts with one post above them (0: the top) in their order; `more` is the last one's id where there are more."""

    above: int
    nodes: list[Node]
    more: int = 0


def chart(session: Session, department_id: int, post_id: int = 0) -> Level:
    """The top of a department's chart, opened down to a post and what reports to it."""
    top = _level(0, rows(session, TOP, department_id=department_id))
    way = way_to_post(session, post_id) if post_id else []
    if way:
        ids = [row.id for row in way]
        by_above: dict[int, list[Any]] = {}
        for row in rows(session, LEVELS, above=as_words(ids)):
            by_above.setdefault(row.reports_to_id, []).append(row)
        _open(top, way, by_above, post_id)
    _name_holders(session, top)
    return top


def level(session: Session, department_id: int, above: int = 0, after: int = 0) -> Level:
    """What reports to one post, or stands at the top; `after` is the post that the part before ended with."""
    if above and after:
        found = rows(session, BELOW_AFTER, above=above, after=after)
    elif above:
        found = rows(session, LEVELS, above=as_words([above]))
    elif after:
        found = rows(session, TOP_AFTER, department_id=department_id, after=after)
    else:
        found = rows(session, TOP, department_id=department_id)
    made = _level(above, found)
    _name_holders(session, made)
    return made


def way_to_post(session: Session, post_id: int) -> list[Any]:
    """Rows from the top of the chart down to the post, both among them; nothing where there is no such post."""
    found = rows(session, WAY, post_id=post_id)
    return found if found and found[-1].id == post_id else []


def _level(above: int, found: list[Any]) -> Level:
    shown = found[:LEVEL]
    return Level(above, [Node(row) for row in shown], shown[-1].id if len(found) > LEVEL else 0)


def _open(top: Level, way: list[Any], by_above: dict[int, list[Any]], post_id: int) -> None:
    here = top
    for row in way:
        node = next((node for node in here.nodes if node.row.id == row.id), None)
        if node is None:
            # One of so many that it is not among the first; or it reports to a post of another department.
            node = Node(row)
            here.nodes.append(node)
        # With the function of the post, which the rows of a level do without.
        node.row, node.current = row, row.id == post_id
        if by_above.get(row.id):
            here = node.level = _level(row.id, by_above[row.id])


def _name_holders(session: Session, top: Level) -> None:
    nodes = {node.row.id: node for node in _all(top)}
    if nodes:
        for row in rows(session, HOLDERS, posts=as_words(nodes)):
            nodes[row.post_id].holders.append(row)


def _all(level: Level) -> Iterable[Node]:
    for node in level.nodes:
        yield node
        if node.level:
            yield from _all(node.level)


_said = func.lower(Post.title + literal(" ") + Post.unit + literal(" ") + func.coalesce(Person.name, ""))
FIND = (
    select(*ROW, Person.username, Person.name.label("holder"))
    .outerjoin(Holding, (Holding.post_id == Post.id) & Holding.until.is_(None))
    .outerjoin(Person, (Person.id == Holding.person_id) & Person.disabled_at.is_(None) & ~Person.is_guest)
    .where(*_here, _said.like(bindparam("text"), escape="\\"))
    .order_by(*_order)
    .limit(literal_column(str(MOST_FOUND + 1)))
)


def find_posts(session: Session, department_id: int, text: str) -> list[Any]:
    """Rows by ROW with `username` and `holder` whose title, unit or holder has these words; one more than MOST_FOUND
    when there are more."""
    return rows(session, FIND, department_id=department_id, text=pattern(text)) if text.strip() else []


COUNTS = select(
    select(func.count()).select_from(Post).where(*_here).scalar_subquery().label("posts"),
    select(func.coalesce(func.sum(Post.full_time), 0)).where(*_here).scalar_subquery().label("full_time"),
)


def count_posts(session: Session, department_id: int) -> Any:
    """Row: posts (rows of the chart) and full_time (how many people's work they are)."""
    return one(session, COUNTS, department_id=department_id)


BODIES = (
    select(Department.id, Department.name, func.count().label("posts"))
    .join(Post, (Post.department_id == Department.id) & Post.ended_at.is_(None))
    .where(Department.parent_id == bindparam("department_id"))
    .group_by(Department.id, Department.name)
    .order_by(Department.name)
)


def bodies_below(session: Session, department_id: int) -> list[Any]:
    """Rows (id, name, posts) of the departments right below that have a chart of their own."""
    return rows(session, BODIES, department_id=department_id)


HELD = (
    select(
        Post.id,
        Post.title,
        Post.unit,
        Post.department_id,
        Post.reports_to_id,
        _above.title.label("above_title"),
        _reports.label("reports"),
    )
    .join(Holding, (Holding.post_id == Post.id) & Holding.until.is_(None))
    .outerjoin(_above, _above.id == Post.reports_to_id)
    .where(Holding.person_id == bindparam("person_id"), Post.ended_at.is_(None))
    .order_by(*_order)
)


def posts_of(session: Session, person_id: int) -> list[Any]:
    """Rows of the posts that a person holds: id, title, unit, department_id, reports_to_id, above_title, reports."""
    return rows(session, HELD, person_id=person_id)
