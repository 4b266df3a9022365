"""Likely twins: pairs of pages or topics of two spaces that say nearly the same, as curators read and settle them.

A pair is shown to those alone who may read both now. Finding them is the worker's matter (`twinning.py`).
"""

import hashlib
from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, Integer, String, and_, bindparam, cast, literal_column, or_, select
from sqlalchemy.orm import Mapped, Session, aliased, mapped_column

from models.activity.act import Actor
from models.core import clock
from models.core.automatic import Automatic, automatic
from models.core.base import Base, BigId, Moment
from models.core.db import among, as_words, one, rows, words
from models.core.errors import Invalid
from models.core.language import gettext as _
from models.core.language import lazy_gettext as _l
from models.entries.entry import Entry
from models.entries.linking import Link
from models.entries.rows import visible_texts
from models.people.department import Department
from models.policy.viewer import CURATING, Viewer
from models.search.nearly import Sketch, sketch_of
from models.spaces.space import Space

# A list page; and of one space on its desk.
PAGE = 20
LONGEST_REASON = 200
LONGEST_WORDS = 200
APART, LINKED = "apart", "linked"


class Twin(Base):
    """Two entries that are alike, the lower number first. `likeness` is how much, of 100; `words` are some that both
    hold. `settled_at` with `how`: somebody looked at the texts with these prints and said what is to be."""

    __tablename__ = "twins"
    __table_args__ = (Index("ix_twins_other_id", "other_id"),)

    one_id: Mapped[int] = mapped_column(BigId, ForeignKey("entries.id", ondelete="CASCADE"), primary_key=True)
    other_id: Mapped[int] = mapped_column(BigId, ForeignKey("entries.id", ondelete="CASCADE"), primary_key=True)
    likeness: Mapped[int]
    words: Mapped[str] = mapped_column(String(LONGEST_WORDS), default="")
    one_print: Mapped[str] = mapped_column(String(16))
    other_print: Mapped[str] = mapped_column(String(16))
    found_at: Mapped[datetime]
    settled_at: Mapped[datetime | None]
    settled_by_id: Mapped[int | None] = mapped_column(ForeignKey("persons.id"))
    how: Mapped[str] = mapped_column(String(10), default="")
    because: Mapped[str] = mapped_column(String(LONGEST_REASON), default="")


def print_of(sketched: Sketch) -> str:
    """Changes when the telling words of a text do: a comma more does not bring a settled pair back."""
    said = " ".join(sorted(sketched.counts)) + "|" + " ".join(sorted(sketched.title))
    return hashlib.sha256(said.encode()).hexdigest()[:16]


_twins = Twin.__table__
_one, _other = aliased(Entry.__table__, name="first"), aliased(Entry.__table__, name="second")
_one_space, _other_space = aliased(Space.__table__, name="first_space"), aliased(Space.__table__, name="second_space")
_one_unit, _other_unit = (
    aliased(Department.__table__, name="first_unit"),
    aliased(Department.__table__, name="second_unit"),
)


def _side(name: str, entry: Any, space: Any, unit: Any) -> list[Any]:
    columns = [
        entry.c[each].label(f"{name}_{each}")
        for each in ("id", "kind", "title", "slug", "language", "status", "audience", "edited_at", "root_id")
    ]
    places = {"space_id": space.c.id, "space_name": space.c.name, "space_slug": space.c.slug, "unit": unit.c.name}
    return [*columns, *(column.label(f"{name}_{each}") for each, column in places.items())]


def _there(entry: Any, space: Any) -> list[Any]:
    """May be read by the viewer, and still stands for itself."""
    return [
        entry.c.state == literal_column("'live'"),
        entry.c.status != literal_column("'outdated'"),
        entry.c.root_id.is_(None),
        among(entry.c.audience, "keys"),
        space.c.archived_at.is_(None),
    ]


def _linked(source: Any, target: Any) -> Any:
    return select(literal_column("1")).where(Link.source_id == source.c.id, Link.target_id == target.c.id).exists()


_curated = select(cast(words("curated").c.value, Integer))
_pairs = (
    select(
        _twins.c.likeness,
        _twins.c.words,
        _twins.c.found_at,
        _twins.c.settled_at,
        _twins.c.how,
        _twins.c.because,
        *_side("one", _one, _one_space, _one_unit),
        *_side("other", _other, _other_space, _other_unit),
    )
    .select_from(_twins)
    .join(_one, _one.c.id == _twins.c.one_id)
    .join(_other, _other.c.id == _twins.c.other_id)
    .join(_one_space, _one_space.c.id == _one.c.space_id)
    .join(_other_space, _other_space.c.id == _other.c.space_id)
    .outerjoin(_one_unit, _one_unit.c.id == _one_space.c.department_id)
    .outerjoin(_other_unit, _other_unit.c.id == _other_space.c.department_id)
    .where(*_there(_one, _one_space), *_there(_other, _other_space), _one.c.space_id != _other.c.space_id)
)
_open = and_(_twins.c.settled_at.is_(None), ~_linked(_one, _other), ~_linked(_other, _one))
_of_mine = or_(_one.c.space_id.in_(_curated), _other.c.space_id.in_(_curated))
_after = or_(
    _twins.c.likeness < bindparam("likeness", type_=Integer),
    and_(
        _twins.c.likeness == bindparam("likeness", type_=Integer),
        or_(
            _twins.c.one_id > bindparam("one_id", type_=BigId),
            and_(
                _twins.c.one_id == bindparam("one_id", type_=BigId),
                _twins.c.other_id > bindparam("other_id", type_=BigId),
            ),
        ),
    ),
)
LIST = (
    _pairs.where(_open, _of_mine, _after)
    .order_by(_twins.c.likeness.desc(), _twins.c.one_id, _twins.c.other_id)
    .limit(literal_column(str(PAGE + 1)))
)
PAIR = _pairs.where(
    _twins.c.one_id == bindparam("low", type_=BigId), _twins.c.other_id == bindparam("high", type_=BigId)
).limit(literal_column("1"))
FRESH = _pairs.where(_open, _of_mine, _twins.c.found_at >= bindparam("since", type_=Moment)).limit(literal_column("1"))


def curated_by(viewer: Viewer) -> list[int]:
    """The spaces whose twins the viewer is asked about."""
    return sorted(space_id for space_id, role in viewer.roles.items() if role in CURATING)


def twins_of(
    session: Session, viewer: Viewer, spaces: list[int], after: tuple[int, int, int] = (101, 0, 0)
) -> list[Any]:
    """Open pairs with a side in one of the spaces, the most alike first: PAGE + 1 rows at most, behind (likeness, one,
    other). Both sides may be read by the viewer."""
    place = dict(zip(("likeness", "one_id", "other_id"), after, strict=True))
    return rows(session, LIST, curated=as_words(spaces), keys=viewer.keys_json, **place)


def twin_of(session: Session, viewer: Viewer, entry_id: int, other_id: int) -> Any:
    """The row of one pair, settled or not, when the viewer may read both; else None."""
    low, high = sorted((entry_id, other_id))
    return one(session, PAIR, low=low, high=high, keys=viewer.keys_json)


def any_fresh(session: Session, viewer: Viewer, space_id: int, since: datetime) -> bool:
    """Whether anything was found for the space since then that this viewer may read and nobody settled."""
    return one(session, FRESH, curated=as_words([space_id]), keys=viewer.keys_json, since=since) is not None


def settle(session: Session, viewer: Viewer, entry_id: int, other_id: int, how: str, because: str = "") -> None:
    """Take a pair off the lists of all curators: it comes back when the words of a text change. Raises Invalid."""
    because = " ".join(because.split())
    if how == APART and not because:
        raise Invalid(_("Enter why they are different, so that the next curator understands."), "because")
    if len(because) > LONGEST_REASON:
        raise Invalid(_("Use %(most)s characters or fewer.", most=LONGEST_REASON), "because")
    low, high = sorted((entry_id, other_id))
    twin = session.get(Twin, (low, high), with_for_update=True)
    texts = visible_texts(session, viewer, as_words([low, high]))
    if twin is None or len(texts) < len((low, high)):
        return
    twin.one_print, twin.other_print = (print_of(sketch_of(texts[each])) for each in (low, high))
    twin.settled_at, twin.settled_by_id, twin.how, twin.because = clock.now(), viewer.id, how, because


def take_up_again(session: Session, by: Actor, entry_id: int, other_id: int) -> None:
    """Undo: the pair stands on the lists again."""
    twin = session.get(Twin, tuple(sorted((entry_id, other_id))), with_for_update=True)
    if twin is not None:
        reopen(twin)


def reopen(twin: Twin) -> None:
    """Whatever was said of it no longer holds."""
    twin.settled_at, twin.settled_by_id, twin.how, twin.because = None, None, "", ""


automatic(
    Automatic(
        name="likely-twins",
        title=_l("Likely twins between spaces"),
        does=_l(
            "Lists pairs of pages or topics of two spaces that say nearly the same, for the curators of these spaces."
        ),
        inputs=(
            _l("How much the words of both titles and texts are alike."),
            _l("What curators said of a pair. It comes back when the words of a text change."),
        ),
        never=(
            _l("A pair of which you may not read both."),
            _l("Who wrote either of them, and how often they are read."),
        ),
        owner=_l("The curators of each space"),
        switch=_l("Say why two are different, and the pair is not listed again until a text changes."),
        address="/twins",
    )
)
