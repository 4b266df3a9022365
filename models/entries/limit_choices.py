"""The limits on writing: what holds from the start, and what administrators chose instead. Counting is elsewhere."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any

from sqlalchemy import ForeignKey, Text, bindparam, select, text
from sqlalchemy.orm import Mapped, Session, mapped_column

from models.activity.act import Actor, record
from models.core import clock
from models.core.base import Base, Moment, key
from models.core.db import write
from models.core.errors import Invalid
from models.core.language import gettext as _
from models.core.language import number

WINDOWS = {"minute": timedelta(minutes=1), "hour": timedelta(hours=1), "day": timedelta(days=1)}
DEEDS = ("ask", "say", "page", "upload", "message", "report", "mention", "link")
LARGEST = 100_000
# No account counts as new for longer, whatever is chosen: older ones are never asked about.
NEWEST_FOR = timedelta(days=90)
MOST_POSTS = 100
Allowed = Mapping[str, int | None]


def _times(minute: int | None, hour: int | None, day: int | None) -> dict[str, int | None]:
    return {"minute": minute, "hour": hour, "day": day}


EVERYBODY: dict[str, Allowed] = {
    "ask": _times(5, 30, 100),
    "say": _times(20, 200, 1000),
    "page": _times(20, 200, 1000),
    "upload": _times(300, 3000, 10_000),
    "message": _times(60, 600, 3000),
    "report": _times(5, 30, 100),
    "mention": _times(100, 300, 1000),
    "link": _times(None, None, None),
}
NEW: dict[str, Allowed] = {
    "ask": _times(2, 5, 10),
    "say": _times(5, 30, 100),
    "page": _times(5, 20, 50),
    "upload": _times(60, 200, 500),
    "message": _times(10, 60, 200),
    "report": _times(3, 10, 30),
    "mention": _times(10, 30, 60),
    "link": _times(10, 30, 60),
}


@dataclass(frozen=True)
class Choices:
    """The limits as they hold. An account is new for so many days, or until so many posts of it stood for a day."""

    days: int = 3
    posts: int = 10
    everybody: Mapping[str, Allowed] = field(default_factory=lambda: EVERYBODY)
    new: Mapping[str, Allowed] = field(default_factory=lambda: NEW)

    def table(self, is_new: bool) -> Mapping[str, Allowed]:
        return self.new if is_new else self.everybody

    def allowed(self, deed: str, is_new: bool) -> Allowed:
        return self.table(is_new)[deed]


class LimitChoice(Base):
    """What administrators chose, in one row; none while everything is as at the start."""

    __tablename__ = "limit_choices"

    id: Mapped[key]
    chosen: Mapped[str] = mapped_column(Text)
    changed_at: Mapped[datetime]
    changed_by_id: Mapped[int] = mapped_column(ForeignKey("persons.id"))


@lru_cache(maxsize=8)
def choices_in(chosen: str | None) -> Choices:
    """The choices that a row holds; what it does not name is as at the start."""
    if not chosen:
        return Choices()
    found: dict[str, Any] = json.loads(chosen)
    tables = [
        {deed: {**usual[deed], **found.get(who, {}).get(deed, {})} for deed in DEEDS}
        for who, usual in (("everybody", EVERYBODY), ("new", NEW))
    ]
    return Choices(found["days"], found["posts"], *tables)


KEEP = text(
    "INSERT INTO limit_choices (id, chosen, changed_at, changed_by_id) VALUES (1, :chosen, :at, :by_id)"
    " ON CONFLICT (id) DO UPDATE SET chosen = excluded.chosen, changed_at = excluded.changed_at,"
    " changed_by_id = excluded.changed_by_id"
).bindparams(bindparam("at", type_=Moment))


def limits_now(session: Session) -> Choices:
    return choices_in(session.scalar(select(LimitChoice.chosen).limit(1)))


def choose_limits(session: Session, by: Actor, made: Choices) -> None:
    """Have other limits hold from now on. Raises Invalid (`days`, `posts`, or `everybody-ask-minute` and the like)."""
    check_number(made.days, 0, NEWEST_FOR.days, "days")
    check_number(made.posts, 1, MOST_POSTS, "posts")
    chosen: dict[str, Any] = {"days": made.days, "posts": made.posts}
    for who, table in (("everybody", made.everybody), ("new", made.new)):
        for deed in DEEDS:
            _check_windows(who, deed, table[deed])
        chosen[who] = {deed: dict(table[deed]) for deed in DEEDS}
    write(session, KEEP, {"chosen": json.dumps(chosen), "at": clock.now(), "by_id": by.id})
    record(session, by, "chose-limits", "site", 0)


def check_number(value: int | None, least: int, most: int, name: str) -> None:
    if value is None or not least <= value <= most:
        message = _("Enter a whole number from %(least)s to %(most)s", least=number(least), most=number(most))
        raise Invalid(message, name)


def _check_windows(who: str, deed: str, allowed: Allowed) -> None:
    before = 0
    for window in WINDOWS:
        most = allowed[window]
        if most is None:
            continue
        check_number(most, 1, LARGEST, f"{who}-{deed}-{window}")
        if most < before:
            message = _("Enter as many as in the shorter time before, or more")
            raise Invalid(message, f"{who}-{deed}-{window}")
        before = most
