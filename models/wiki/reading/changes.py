"""What changed lately in the wiki of a space, and which pages are linked to but not written yet."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import bindparam, literal_column, select, tuple_
from sqlalchemy.orm import Session

from models.core.automatic import Automatic, automatic
from models.core.base import BigId, Moment
from models.core.db import among, rows
from models.core.language import lazy_gettext as _l
from models.entries.entry import LIVE, Entry
from models.entries.linking import LEADS_NOWHERE, Link
from models.entries.revision import Revision
from models.entries.rows import LIST_COLUMNS, list_rows
from models.entries.streams import Position
from models.people.person import Person
from models.policy.viewer import Viewer

PAGE = 30

CHANGES = (
    select(
        Entry.id,
        Entry.title,
        Entry.slug,
        Revision.number,
        Revision.summary,
        Revision.minor,
        Revision.created_at,
        Revision.editor_id,
        Person.name,
        Person.is_guest,
        Person.username,
    )
    .select_from(Entry.__table__)
    .join(Revision, Revision.entry_id == Entry.id)
    .join(Person, Person.id == Revision.editor_id)
    .where(
        Entry.space_id == bindparam("space_id"),
        Entry.kind == literal_column("'page'"),
        LIVE,
        among(Entry.audience, "keys"),
        tuple_(Revision.created_at, Entry.id)
        < tuple_(bindparam("before_at", type_=Moment), bindparam("before_id", type_=BigId)),
    )
    .order_by(Revision.created_at.desc(), Entry.id.desc(), Revision.number.desc())
    .limit(literal_column(str(PAGE)))
)


def changes(session: Session, viewer: Viewer, space_id: int, before: Position | None = None) -> list[Any]:
    """The 30 latest saves of pages of a space that the viewer may read: page (id, title, slug), number, summary, minor,
    created_at and the editor's id, name and username."""
    before = before or Position.parse(None)
    return rows(session, CHANGES, space_id=space_id, keys=viewer.keys_json, before_at=before.at, before_id=before.id)


WANTED = (
    list_rows(Link.slug.label("wanted"), *LIST_COLUMNS)
    .join(Link, Link.source_id == Entry.id)
    .where(
        Link.space_slug == bindparam("space_slug"),
        Link.slug != literal_column("''"),
        LEADS_NOWHERE,
        LIVE,
        among(Entry.audience, "keys"),
    )
    .order_by(Link.slug, Entry.id)
    .limit(2000)
)


def guessed_title(slug: str) -> str:
    """What a page that does not exist yet may be called: links keep only the address."""
    words = slug.replace("-", " ").strip()
    return words[:1].upper() + words[1:]


@dataclass
class Wanted:
    """A page that is linked to and does not exist: its address and the list rows of entries that link to it."""

    slug: str
    sources: list[Any] = field(default_factory=list)

    @property
    def title(self) -> str:
        return guessed_title(self.slug)


def wanted(session: Session, viewer: Viewer, space_slug: str) -> list[Wanted]:
    """Pages that entries which the viewer may read link to, those with most links first."""
    return _grouped(rows(session, WANTED, space_slug=space_slug, keys=viewer.keys_json))


def _grouped(found: Iterable[Any]) -> list[Wanted]:
    by_slug: dict[str, Wanted] = {}
    for row in found:
        by_slug.setdefault(row.wanted, Wanted(row.wanted)).sources.append(row)
    return sorted(by_slug.values(), key=lambda each: (-len(each.sources), each.slug))


automatic(
    Automatic(
        name="wanted-pages",
        title=_l("Wanted pages"),
        does=_l("Lists pages that nobody has written yet, those that most pages link to first."),
        inputs=(_l("Links in pages of the space that you may read."),),
        owner=_l("The curators of each space"),
        switch=_l("It cannot be switched off. Write the page, or take the links out."),
    )
)
