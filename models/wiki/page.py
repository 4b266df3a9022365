"""Wiki pages: a title, an address of its own in the space, and a place in the tree."""

from typing import Any

from sqlalchemy import Column, ForeignKey, Index, bindparam, literal_column, select, text
from sqlalchemy.orm import Mapped, Session, aliased, column_property, mapped_column

from models.activity.act import Actor
from models.core import clock, outbox
from models.core.base import BigId, word
from models.core.db import among, one, session_of
from models.core.errors import Invalid
from models.core.language import gettext as _
from models.core.language import ngettext
from models.core.text import page_slug
from models.entries import editing
from models.entries.editing import check_title
from models.entries.entry import LIVE, Entry
from models.entries.kinds import Kind, register
from models.entries.linking import Redirect, link_up
from models.entries.summaries import neutral
from models.people.person import Person
from models.policy.viewer import Viewer
from models.spaces.space import Space
from models.wiki.care.columns import Cared, OwnerPerson, OwnerUnit, first_care, owner_columns
from models.wiki.structure.places import next_position

# Addresses below /s/<space>/wiki/ that are no pages.
RESERVED = {"new", "changes", "wanted", "overdue.json", "draft"}
STATUSES = ("", "draft", "official", "outdated")
# A page that somebody put a date on: the lists of what is due walk these indexes.
DATED = text("review_on IS NOT NULL")


class Page(Cared, Entry):
    """A page of a space's wiki. `position` orders it among the pages below the same parent (see `wiki.moving`)."""

    __tablename__ = "pages"

    id: Mapped[int] = mapped_column(BigId, ForeignKey("entries.id", ondelete="CASCADE"), primary_key=True)
    # The same as the entry's own, so that what is due in a space is found by one index. Both are always written.
    space_id: Mapped[int | None] = column_property(
        Column("space_id", ForeignKey("spaces.id")), Entry.__table__.c.space_id
    )

    # The audience chosen for the page and all below it; empty where it is read as above (see `structure.readers`).
    readers: Mapped[word] = mapped_column(default="", server_default="")

    __mapper_args__ = {
        "polymorphic_identity": "page",
        "polymorphic_load": "inline",
        # Said because a replacement is an entry too.
        "inherit_condition": id == Entry.id,
    }
    __table_args__ = (  # type: ignore[assignment]  # a table of its own
        Index("ix_pages_space_review", "space_id", "review_on", "id", sqlite_where=DATED, postgresql_where=DATED),
        Index("ix_pages_review", "review_on", "id", sqlite_where=DATED, postgresql_where=DATED),
        Index("ix_pages_owner_person", "owner_person_id", "review_on", "id"),
        Index("ix_pages_owner_department", "owner_department_id", "review_on", "id"),
        Index("ix_pages_replaced_by_id", "replaced_by_id"),
    )

    def rename(self, title: str, by: Actor) -> None:
        """Change title and address; the old address leads here from now on. Raises Invalid."""
        title = check_title(title)
        self.revise(by=by, based_on=self.version, title=title, body=self.body, summary=neutral("renamed", t=title))

    def revise(self, *, by: Actor, based_on: int, title: str, body: str, **values: Any) -> bool:
        """Save a new text as `editing.edit` does; with a new title the page also gets the address that follows."""
        space = self.space
        if space is None:
            raise LookupError("a page belongs to a space")
        title = check_title(title)
        # An imported page may stand at an address of its own: that stays as long as the title does.
        slug = self.slug if title == self.title else page_slug(title)
        if slug != self.slug:
            free_slug(session_of(self), space, slug, self)
        changed = editing.edit(self, by=by, based_on=based_on, title=title, body=body, **values)
        if slug != self.slug:
            self._stand_at(slug, space)
        return changed

    def _stand_at(self, slug: str, space: Space) -> None:
        session = session_of(self)
        session.merge(Redirect(space_id=space.id, slug=self.slug, page_id=self.id))
        self.slug = slug
        drop_redirects(session, space, [slug])
        session.flush()
        link_up(session, self, space)

    def set_status(self, status: str, by: Actor) -> None:
        """Mark the page as a draft, official, outdated or none of them (''). Only an outdated page has a successor."""
        if status not in STATUSES:
            raise Invalid(_("Choose a status"), "status")
        self.status, self.status_at, self.status_by_id = status, clock.now(), by.id
        if status != "outdated":
            self.replaced_by_id = None
        session = session_of(self)
        editing.note(session, by, "set-status", self, status=status)
        outbox.promise(session, "index", f"entry:{self.id}")


register(
    Kind(
        name="page",
        spoken=False,
        cls=Page,
        mark="page",
        word=lambda: _("Page"),
        counted=lambda n: ngettext("%(num)s page", "%(num)s pages", n),
    )
)


def write_page(
    session: Session,
    by: Actor,
    space: Space,
    title: str,
    body: str,
    *,
    parent: editing.Above | None = None,
    **values: Any,
) -> Page:
    """Make a page at the end of its siblings. Raises Invalid, also when a page with this title stands in the space."""
    # What an import brings may stand at an address that is not that of its title.
    given = values.pop("slug", None)
    slug = given if given and given not in RESERVED else page_slug(given or check_title(title))
    free_slug(session, space, slug)
    position = values.pop("position", None)
    if parent is not None and parent.audience != space.audience:
        # Never read by more people than the page above it.
        values.setdefault("audience", parent.audience)
    if not values.get("quiet"):
        # What an import brings has nobody until somebody says who.
        values = first_care(session, space.id, by.id) | values
    page = editing.create(
        session,
        Page,
        by=by,
        space=space,
        title=title,
        body=body,
        parent=parent,
        slug=slug,
        position=next_position(session, space.id, parent.id if parent else None) if position is None else position,
        **values,
    )
    if getattr(parent, "narrowed", False):
        page.narrowed = True
    drop_redirects(session, space, [slug])
    link_up(session, page, space)
    return page


TAKEN = select(Entry.id).where(
    Entry.space_id == bindparam("space_id"),
    Entry.slug == bindparam("slug"),
    Entry.kind == "page",
    Entry.state != "trashed",
)
REDIRECTED = select(Redirect.page_id).where(
    Redirect.space_id == bindparam("space_id"), Redirect.slug == bindparam("slug")
)


def free_slug(session: Session, space: Space, slug: str, page: Page | None = None) -> str:
    """The slug, when no other page of the space stands there. Raises Invalid (`title`)."""
    session.flush()
    found = one(session, TAKEN, space_id=space.id, slug=slug)
    if slug in RESERVED or (found and (page is None or found.id != page.id)):
        raise Invalid(_("This title is not available in this space. Choose another title."), "title")
    return slug


PAGES_AMONG = select(Entry.id, Entry.slug).where(
    Entry.space_id == bindparam("space_id"),
    among(Entry.slug, "slugs"),
    Entry.kind == literal_column("'page'"),
    Entry.state != "trashed",
)


def drop_redirects(session: Session, space: Space, slugs: list[str]) -> None:
    """Let go of old addresses that a page takes up. Asked for in the cheapest way: there hardly ever is one."""
    for slug in slugs:
        if one(session, REDIRECTED, space_id=space.id, slug=slug):
            session.delete(session.get_one(Redirect, (space.id, slug)))


_pages = Page.__table__
# Who answers for a page and until when it holds, as rows show it; with joins of OwnerPerson and OwnerUnit.
CARE_COLUMNS: tuple[Any, ...] = (
    _pages.c.owner_person_id,
    _pages.c.owner_role,
    _pages.c.owner_department_id,
    _pages.c.review_on,
    _pages.c.review_months,
    _pages.c.checked_at,
    _pages.c.status_at,
    *owner_columns(),
)
_checker, _granter = aliased(Person, name="checker", flat=True), aliased(Person, name="granter", flat=True)
_next = Entry.__table__.alias("successor")
_next_space = aliased(Space, name="next_space", flat=True)
# The most read statement of all: no column and no join that the page does not show.
PAGE_VIEW = (
    select(
        Entry.id,
        Entry.title,
        Entry.status,
        Entry.audience,
        Entry.author_id,
        Entry.edited_at,
        Entry.html,
        Entry.slug,
        Entry.language,
        Entry.version,
        Entry.released,
        Entry.space_id,
        Space.name.label("space_name"),
        Space.slug.label("space_slug"),
        Space.archived_at,
        Space.openness,
        Space.readers_may_post,
        Person.name.label("editor_name"),
        Person.username.label("editor_username"),
        Person.is_guest.label("editor_is_guest"),
        *CARE_COLUMNS,
        _checker.name.label("checker_name"),
        _granter.name.label("granter_name"),
        _next.c.title.label("next_title"),
        _next.c.slug.label("next_slug"),
        _next_space.slug.label("next_space"),
    )
    .select_from(Entry.__table__)
    .join(Space, Space.id == Entry.space_id)
    .join(Person, Person.id == Entry.editor_id)
    .join(_pages, _pages.c.id == Entry.id)
    .outerjoin(OwnerPerson, OwnerPerson.id == _pages.c.owner_person_id)
    .outerjoin(OwnerUnit, OwnerUnit.id == _pages.c.owner_department_id)
    .outerjoin(_checker, _checker.id == _pages.c.checked_by_id)
    .outerjoin(_granter, _granter.id == _pages.c.status_by_id)
    .outerjoin(
        _next,
        (_next.c.id == _pages.c.replaced_by_id)
        & (_next.c.state == literal_column("'live'"))
        & among(_next.c.audience, "keys"),
    )
    .outerjoin(_next_space, _next_space.id == _next.c.space_id)
    .where(
        Space.slug == bindparam("space_slug"),
        Entry.slug == bindparam("slug"),
        Entry.kind == literal_column("'page'"),
        LIVE,
        among(Entry.audience, "keys"),
    )
    .limit(literal_column("1"))
)


def page_view(session: Session, viewer: Viewer, space_slug: str, slug: str) -> Any:
    """What a page shows of itself, or None: text, space, editor, release,
    who answers for it, its check and successor."""
    return one(session, PAGE_VIEW, space_slug=space_slug, slug=slug, keys=viewer.keys_json)


_old_space = Space.__table__.alias("old_space")
MOVED_TO = (
    select(Entry.id, Entry.title, Entry.slug, Space.slug.label("space_slug"))
    .join(Redirect, Redirect.page_id == Entry.id)
    .join(_old_space, _old_space.c.id == Redirect.space_id)
    .join(Space, Space.id == Entry.space_id)
    .where(_old_space.c.slug == bindparam("space_slug"), Redirect.slug == bindparam("slug"), LIVE)
    .where(among(Entry.audience, "keys"))
)


def moved_to(session: Session, viewer: Viewer, space_slug: str, slug: str) -> Any:
    """Where a page that was renamed or moved stands now, for its readers, as a row (id, title, slug, space_slug)."""
    return one(session, MOVED_TO, space_slug=space_slug, slug=slug, keys=viewer.keys_json)
