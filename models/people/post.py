"""Posts: the places in an organisation, who holds them and to which post each reports. Reading them is in `chart`."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from models.core import clock
from models.core.base import Base, key, word
from models.core.base import name as line
from models.core.db import among, as_words
from models.people.person import Person

# Nobody holds the post, or the source does not say who does. Empty: see who holds it.
STATES = ("", "vacant", "withheld")
# Where a grade stands in the order of a chart; what is not known comes after all that are.
RANKS = {
    "scs4": 1, "of-9": 1, "scs3": 2, "of-8": 2, "scs2": 3, "of-7": 3, "scs1a": 4, "scs1": 5, "of-6": 5,
    "grade 6": 6, "g6": 6, "grade 7": 7, "g7": 7, "seo": 8, "heo": 9, "eo": 10, "ao": 11, "aa": 12,
}  # fmt: skip
LOWEST = 20
FUNCTION_LIMIT = 2000


class Post(Base):
    """One place in a department: what is done there, at which grade, and to which post it reports."""

    __tablename__ = "posts"
    __table_args__ = (
        Index("ix_posts_department_id_reports_to_id", "department_id", "reports_to_id"),
        Index("ix_posts_reports_to_id", "reports_to_id"),
        CheckConstraint("state IN ('', 'vacant', 'withheld')", name="state"),
    )

    id: Mapped[key]
    department_id: Mapped[int] = mapped_column(ForeignKey("departments.id"))
    title: Mapped[line]
    unit: Mapped[line] = mapped_column(default="")
    grade: Mapped[word] = mapped_column(default="")
    rank: Mapped[int] = mapped_column(default=LOWEST)
    function: Mapped[str] = mapped_column(Text, default="")
    profession: Mapped[str] = mapped_column(String(100), default="")
    # Several alike, whose holders nobody names: `full_time` says how many they are together.
    grouped: Mapped[bool] = mapped_column(default=False)
    full_time: Mapped[float] = mapped_column(default=1.0)
    state: Mapped[word] = mapped_column(default="")
    reports_to_id: Mapped[int | None] = mapped_column(ForeignKey("posts.id"))
    created_at: Mapped[datetime]
    # Since when no list of its source names it.
    ended_at: Mapped[datetime | None]
    source_id: Mapped[int | None] = mapped_column(ForeignKey("sources.id"), index=True)
    origin_id: Mapped[str | None] = mapped_column(String(200), unique=True)


class Holding(Base):
    """Somebody holds a post, or held it `until` then. Two people may share one."""

    __tablename__ = "holdings"

    post_id: Mapped[int] = mapped_column(ForeignKey("posts.id", ondelete="CASCADE"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("persons.id", ondelete="CASCADE"), primary_key=True, index=True)
    since: Mapped[datetime]
    until: Mapped[datetime | None]


def rank_of(grade: str) -> int:
    """Where posts of a grade stand among others; small numbers first."""
    return RANKS.get(grade.strip().casefold(), LOWEST)


def hold(session: Session, post: Post, person_ids: Iterable[int]) -> list[int]:
    """Have these people, and nobody else, hold the post from now on. Gives the ids of those who held it until now."""
    wanted, now = set(person_ids), clock.now()
    held = {each.person_id: each for each in session.scalars(select(Holding).where(Holding.post_id == post.id))}
    before = {each.person_id for each in held.values() if each.until is None}
    for person_id in wanted:
        if person_id not in held:
            session.add(Holding(post_id=post.id, person_id=person_id, since=now))
        elif held[person_id].until is not None:
            held[person_id].since, held[person_id].until = now, None
    left = [each for each in held.values() if each.person_id not in wanted and each.until is None]
    for each in left:
        each.until = now
    if changed := {each.person_id for each in left} | {each for each in wanted if each not in before}:
        # Others see it of them: the directory counts anew.
        session.execute(update(Person).where(Person.id.in_(changed)).values(changed_at=now))
    return [each.person_id for each in left]


def called_anew(session: Session, post_ids: Iterable[int]) -> None:
    """Posts are called or placed otherwise: others see it of those who hold them."""
    theirs = select(Holding.person_id).where(among(Holding.post_id, "posts"), Holding.until.is_(None))
    changed = update(Person).where(Person.id.in_(theirs)).values(changed_at=clock.now())
    session.execute(changed, {"posts": as_words(post_ids)})


def give_up_posts(session: Session, person_id: int) -> None:
    """The person holds no post any more; that they did is kept."""
    held = update(Holding).where(Holding.person_id == person_id, Holding.until.is_(None))
    session.execute(held.values(until=clock.now()))


def end_posts(session: Session, post_ids: Iterable[int]) -> None:
    """The posts exist no more: nobody holds them, and what reported to them stands at the top."""
    ids, now = list(post_ids), clock.now()
    for start in range(0, len(ids), 500):
        some = ids[start : start + 500]
        theirs = select(Holding.person_id).where(Holding.post_id.in_(some), Holding.until.is_(None))
        session.execute(update(Person).where(Person.id.in_(theirs)).values(changed_at=now))
        session.execute(update(Holding).where(Holding.post_id.in_(some), Holding.until.is_(None)).values(until=now))
        session.execute(update(Post).where(Post.reports_to_id.in_(some)).values(reports_to_id=None))
        session.execute(update(Post).where(Post.id.in_(some)).values(ended_at=now, reports_to_id=None))


def circles(reports: Mapping[int, int | None]) -> list[list[int]]:
    """Posts that report to each other in a circle, each circle from the post with the smallest number on."""
    found: list[list[int]] = []
    done: set[int] = set()
    for start in reports:
        way: dict[int, int] = {}
        here: int | None = start
        while here is not None and here not in done and here not in way:
            way[here] = len(way)
            here = reports.get(here)
        if here is not None and here in way:
            circle = list(way)[way[here] :]
            first = circle.index(min(circle))
            found.append(circle[first:] + circle[:first])
        done |= way.keys()
    return found
