"""Links between entries and mentions of people: what points where, what is still wanted, what links here."""

import re
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ForeignKey,
    Index,
    String,
    bindparam,
    delete,
    insert,
    literal_column,
    or_,
    select,
    union_all,
    update,
)
from sqlalchemy.orm import Mapped, Session, aliased, mapped_column

from models.core.base import Base, BigId, big_key
from models.core.db import among, as_words, rows
from models.core.text import References, UnitId
from models.entries.entry import LIVE, Entry
from models.people.person import Person
from models.policy.viewer import Viewer
from models.spaces.space import Space

# Addresses of entries as they are pasted into texts.
PASTED = re.compile(r"(?:^|[\s(<\"'])(?:https?://[^\s/]+)?/(?:e|topics|posts)/(\d{1,18})\b")


class Link(Base):
    """One link in a text. A wiki link keeps the address it names, so that a page made later is found by it."""

    __tablename__ = "links"
    __table_args__ = (
        Index("ix_links_source_id", "source_id"),
        Index("ix_links_target_id_source_id", "target_id", "source_id"),
        Index("ix_links_space_slug_slug", "space_slug", "slug"),
    )

    id: Mapped[big_key]
    source_id: Mapped[int] = mapped_column(BigId, ForeignKey("entries.id", ondelete="CASCADE"))
    target_id: Mapped[int | None] = mapped_column(BigId, ForeignKey("entries.id", ondelete="SET NULL"))
    space_slug: Mapped[str] = mapped_column(String(60), default="")
    slug: Mapped[str] = mapped_column(String(130), default="")


class Mention(Base):
    """A person named in a text. `seen_at` is set when the person has dealt with it."""

    __tablename__ = "mentions"
    __table_args__ = (Index("ix_mentions_person_id_entry_id", "person_id", "entry_id"),)

    entry_id: Mapped[int] = mapped_column(BigId, ForeignKey("entries.id", ondelete="CASCADE"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("persons.id", ondelete="CASCADE"), primary_key=True)
    seen_at: Mapped[datetime | None]


class UnitMention(Base):
    """A unit named in a text: its people are meant, as many as may read it."""

    __tablename__ = "unit_mentions"

    entry_id: Mapped[int] = mapped_column(BigId, ForeignKey("entries.id", ondelete="CASCADE"), primary_key=True)
    department_id: Mapped[int] = mapped_column(
        ForeignKey("departments.id", ondelete="CASCADE"), primary_key=True, index=True
    )


class Redirect(Base):
    """An address that a page had before; it leads to the page."""

    __tablename__ = "redirects"

    space_id: Mapped[int] = mapped_column(ForeignKey("spaces.id", ondelete="CASCADE"), primary_key=True)
    slug: Mapped[str] = mapped_column(String(130), primary_key=True)
    page_id: Mapped[int] = mapped_column(BigId, ForeignKey("entries.id", ondelete="CASCADE"), index=True)


LINKS_OF = select(Link.id, Link.target_id, Link.space_slug, Link.slug).where(Link.source_id == bindparam("source_id"))
EXISTING = select(Entry.id).where(among(Entry.id, "entries"))
_LINKS: Any = Link.__table__
NEW_LINK = insert(_LINKS)
END_LINKS = delete(_LINKS).where(among(_LINKS.c.id, "links"))


def set_links(
    session: Session, entry: Entry, space: Space | None, found: References, body: str, *, fresh: bool = False
) -> None:
    """Write down where a text of the entry links to: only what differs from what is written already."""
    home = space.slug if space else ""
    wanted: set[tuple[str, str, int | None]] = {
        ((link.space or home)[:60], link.slug, None) for link in found.links if link.space or home
    }
    wanted |= {("", "", target) for target in _pasted(session, entry, body)}
    present = [] if fresh else rows(session, LINKS_OF, source_id=entry.id)
    # A link whose page was not there may lead somewhere by now: it is written anew.
    kept = {_link_key(row) for row in present if row.target_id is not None} & wanted
    gone = [row.id for row in present if _link_key(row) not in kept]
    new = wanted - kept
    targets = _pages_at(session, {(space_slug, slug) for space_slug, slug, target in new if target is None})
    connection = session.connection()
    if gone:
        connection.execute(END_LINKS, {"links": as_words(gone)})
    if new:
        made = sorted((space_slug, slug, target or 0) for space_slug, slug, target in new)
        connection.execute(
            NEW_LINK,
            [
                {
                    "source_id": entry.id,
                    "target_id": target or targets.get((space_slug, slug)),
                    "space_slug": space_slug,
                    "slug": slug,
                }
                for space_slug, slug, target in made
            ],
        )


def _link_key(row: Any) -> tuple[str, str, int | None]:
    return row.space_slug, row.slug, None if row.slug else row.target_id


def _pasted(session: Session, entry: Entry, body: str) -> list[int]:
    """Entries whose addresses are pasted into the text."""
    pasted = {int(number) for number in PASTED.findall(body)} - {entry.id}
    return [row.id for row in rows(session, EXISTING, entries=as_words(pasted))] if pasted else []


_PAGES_NOW: Any = (
    select(Space.slug.label("space_slug"), Entry.slug, Entry.id, literal_column("1").label("stands"))
    .join(Space, Space.id == Entry.space_id)
    .where(among(Space.slug, "spaces"), among(Entry.slug, "slugs"), Entry.kind == "page", Entry.state != "trashed")
)
_PAGES_ONCE: Any = (
    select(Space.slug.label("space_slug"), Redirect.slug, Redirect.page_id.label("id"), literal_column("0"))
    .join(Space, Space.id == Redirect.space_id)
    .where(among(Space.slug, "spaces"), among(Redirect.slug, "slugs"))
)
PAGES_AT = union_all(_PAGES_NOW, _PAGES_ONCE)


def _pages_at(session: Session, wanted: set[tuple[str, str]]) -> dict[tuple[str, str], int]:
    """Ids of the pages that stand at these addresses now or stood there before."""
    if not wanted:
        return {}
    spaces, slugs = as_words({space for space, _slug in wanted}), as_words({slug for _space, slug in wanted})
    found = sorted(rows(session, PAGES_AT, spaces=spaces, slugs=slugs), key=lambda row: row.stands)
    # The page that stands there now comes last, so that it wins.
    return {(row.space_slug, row.slug): row.id for row in found}


LINK_UP = (
    update(Link.__table__)  # type: ignore[arg-type]
    .where(
        Link.__table__.c.space_slug == bindparam("of_space"),
        Link.__table__.c.slug == bindparam("of_page"),
        # Those that waited, and those that an old address of another page has led elsewhere until now.
        or_(Link.__table__.c.target_id.is_(None), Link.__table__.c.target_id != bindparam("page_id")),
    )
    .values(target_id=bindparam("page_id"))
)


def link_up(session: Session, page: Entry, space: Space) -> None:
    """All links that name this address lead to the page from now on. The page has been flushed before."""
    values = {"of_space": space.slug, "of_page": page.slug, "page_id": page.id}
    session.connection().execute(LINK_UP, values)


def link_up_old(session: Session, page: Entry) -> None:
    """Links that name an old address of the page lead to it again."""
    once = select(Space.slug.label("space_slug"), Redirect.slug).join(Space, Space.id == Redirect.space_id)
    for row in session.execute(once.where(Redirect.page_id == page.id)).all():
        values = {"of_space": row.space_slug, "of_page": row.slug, "page_id": page.id}
        session.connection().execute(LINK_UP, values)


NAMED_IN = select(Mention.person_id).where(Mention.entry_id == bindparam("entry_id"))


def set_mentions(session: Session, entry: Entry, people: dict[str, int], *, fresh: bool = False) -> list[int]:
    """Write down who is named; returns the ids of those who were not named before, those of units as UnitId."""
    units = {int(each) for each in people.values() if isinstance(each, UnitId)}
    new_units = _set_units(session, entry, units, fresh) if units or not fresh else []
    wanted = {each for each in people.values() if not isinstance(each, UnitId)} - {entry.author_id}
    present = set() if fresh else {row.person_id for row in rows(session, NAMED_IN, entry_id=entry.id)}
    if gone := present - wanted:
        session.execute(delete(Mention).where(Mention.entry_id == entry.id, Mention.person_id.in_(gone)))
    new = sorted(wanted - present)
    session.add_all(Mention(entry_id=entry.id, person_id=person_id) for person_id in new)
    return [*new, *new_units]


UNITS_IN = select(UnitMention.department_id).where(UnitMention.entry_id == bindparam("entry_id"))


def _set_units(session: Session, entry: Entry, wanted: set[int], fresh: bool) -> list[int]:
    present = set() if fresh else {row.department_id for row in rows(session, UNITS_IN, entry_id=entry.id)}
    if gone := present - wanted:
        session.execute(
            delete(UnitMention).where(UnitMention.entry_id == entry.id, UnitMention.department_id.in_(gone))
        )
    new = sorted(wanted - present)
    session.add_all(UnitMention(entry_id=entry.id, department_id=each) for each in new)
    return [UnitId(each) for each in new]


_target = Entry.__table__.alias("target")
# A page that the viewer may not read is as missing as one that nobody wrote: the mark must not tell them apart.
LEADS_NOWHERE = or_(
    Link.target_id.is_(None),
    ~select(_target.c.id)
    .where(_target.c.id == Link.target_id, _target.c.state == "live", among(_target.c.audience, "keys"))
    .exists(),
)
MISSING = (
    select(Link.space_slug, Link.slug)
    .where(Link.source_id == bindparam("entry_id"), Link.slug != "", LEADS_NOWHERE)
    .limit(500)
)


def missing_links(session: Session, viewer: Viewer, entry_id: int) -> list[Any]:
    """Rows (space_slug, slug) of the wiki links in an entry that lead to no page that the viewer may read."""
    return rows(session, MISSING, entry_id=entry_id, keys=viewer.keys_json)


_root = aliased(Entry, flat=True)
BACKLINKS = (
    select(
        Entry.id,
        Entry.kind,
        Entry.slug,
        Entry.root_id,
        Entry.title,
        _root.title.label("root_title"),
        Entry.excerpt,
        Space.slug.label("space_slug"),
        Space.name.label("space_name"),
        Person.name.label("author_name"),
    )
    .select_from(Link)
    .join(Entry, Entry.id == Link.source_id)
    .join(Person, Person.id == Entry.author_id)
    .outerjoin(Space, Space.id == Entry.space_id)
    .outerjoin(_root, _root.id == Entry.root_id)
    .where(Link.target_id == bindparam("entry_id"), LIVE, among(Entry.audience, "keys"))
    .order_by(Entry.last_activity_at.desc(), Entry.id.desc())
    .distinct()
    .limit(bindparam("limit"))
)
BACKLINKS = BACKLINKS.add_columns(Entry.last_activity_at)


def backlinks(session: Session, viewer: Viewer, entry_id: int, limit: int = 100) -> list[Any]:
    """Entries that link here and that the viewer may read, the last changed first."""
    return rows(session, BACKLINKS, entry_id=entry_id, keys=viewer.keys_json, limit=limit)
