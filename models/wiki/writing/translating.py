"""Languages of pages: a page and its translations are twins, and whoever reads one finds the others.

A translation notes from which version of the original it was made; what changed in the original since then it does not
have yet. One page of the twins is the original, and none is twice in the same language.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from babel import Locale, UnknownLocaleError
from sqlalchemy import ForeignKey, Index, Integer, String, bindparam, cast, func, literal_column, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from models.activity.act import Actor
from models.core import clock, outbox
from models.core.base import Base, BigId
from models.core.db import among, one, rows, session_of
from models.core.errors import Invalid, Refused
from models.core.language import gettext as _
from models.entries import editing
from models.entries.entry import Entry
from models.entries.revision import Revision
from models.policy.viewer import Viewer
from models.spaces.space import Space
from models.wiki.page import Page, write_page


class Translation(Base):
    """That a page says what another one says, in another language; `based_on` is the original's version then."""

    __tablename__ = "translations"
    __table_args__ = (Index("uq_translations_original_language", "original_id", "language", unique=True),)

    page_id: Mapped[int] = mapped_column(BigId, ForeignKey("entries.id", ondelete="CASCADE"), primary_key=True)
    original_id: Mapped[int] = mapped_column(BigId, ForeignKey("entries.id", ondelete="CASCADE"))
    # Repeats that of the page, so that the database refuses a second translation into the same language.
    language: Mapped[str] = mapped_column(String(12))
    based_on: Mapped[int]
    checked_by_id: Mapped[int] = mapped_column(ForeignKey("persons.id"))
    checked_at: Mapped[datetime]


@dataclass(frozen=True)
class Twin:
    """The same page in another language, as its switcher needs it."""

    address: str
    language: str
    # Of the original alone: the version from which the page that is shown was made, and the newest that changed more.
    based_on: int = 0
    newest: int = 0

    @property
    def name(self) -> str:
        return own_name(self.language)

    @property
    def href(self) -> str:
        return f"/s/{self.address}"


def check_language(code: str) -> str:
    """The code of a language as it is kept. Raises Invalid (`language`)."""
    try:
        locale = Locale.parse(code.strip().replace("-", "_"))
    except (ValueError, TypeError, UnknownLocaleError) as error:
        raise Invalid(_("Choose a language"), "language") from error
    return str(locale).replace("_", "-")[:12]


def own_name(code: str) -> str:
    """What a language calls itself: Cymraeg, Français."""
    name = _named(code, code)
    return name[:1].upper() + name[1:]


def _named(code: str, into: str) -> str:
    try:
        found = Locale.parse(code.replace("-", "_")).get_display_name(into.replace("-", "_"))
    except (ValueError, UnknownLocaleError):
        return code
    return found or code


def written_from_right(code: str) -> bool:
    """True for languages such as Arabic and Urdu."""
    try:
        return Locale.parse(code.replace("-", "_")).text_direction == "rtl"
    except (ValueError, UnknownLocaleError):
        return False


def original_of(page: Page) -> Page:
    """The page that this one translates; the page itself when it translates none."""
    session = session_of(page)
    found = session.get(Translation, page.id)
    return session.get_one(Page, found.original_id) if found else page


def translate(
    original: Page, by: Actor, language: str, title: str, body: str, *, based_on: int | None = None, **values: Any
) -> Page:
    """Write a page that says in another language what `original` says, below the same parent.

    A translation of a translation is one of its original. Raises Invalid (`language`, `title`, `body`).
    """
    session, original = session_of(original), original_of(original)
    language = _free_language(session, original, check_language(language))
    space = session.get_one(Space, original.space_id)
    parent = session.get(Page, original.parent_id) if original.parent_id else None
    if original.audience != space.audience:
        # What fewer people read is read by no more in another language.
        values.setdefault("audience", original.audience)
    page = write_page(session, by, space, title, body, parent=parent, language=language, **values)
    _join(session, original, page, by, based_on or original.version)
    return page


def link_translation(page: Page, original: Page, by: Actor, based_on: int | None = None) -> None:
    """Say that a page which stands already translates another; its language must differ from all twins' languages.

    Raises Refused for pages of two spaces, for a page that has translations itself, and Invalid (`language`).
    """
    session, original = session_of(page), original_of(original)
    if original.id == page.id:
        raise Refused(_("These two are the same page already, or one translates the other."))
    if original.space_id != page.space_id:
        raise Refused(_("A page and its translations stand in the same space. Move or copy the page there first."))
    if session.scalar(select(Translation.page_id).where(Translation.original_id == page.id).limit(1)) is not None:
        raise Refused(_("This page has translations of its own. Take those apart first."))
    before = session.get(Translation, page.id)
    if before is not None and before.original_id == original.id:
        return
    _free_language(session, original, page.language)
    if before is not None:
        session.delete(before)
        session.flush()
    _join(session, original, page, by, based_on or original.version)


def unlink_translation(page: Page, by: Actor) -> None:
    """The page no longer counts as a translation; it stays where it is."""
    session = session_of(page)
    found = session.get(Translation, page.id)
    if found is not None:
        editing.note(session, by, "untwinned", page, original=found.original_id)
        session.delete(found)
        session.flush()


def mark_checked(page: Page, by: Actor, number: int) -> None:
    """Say that a translation says what the original said in that version. Raises Refused when there is none such."""
    session = session_of(page)
    found = session.get(Translation, page.id)
    if found is None:
        raise Refused(_("This page is no translation."))
    original = session.get_one(Page, found.original_id)
    if not 0 < number <= original.version:
        raise Refused(_("The original has no such version. Reload the page and look again."))
    found.based_on = max(found.based_on, number)
    found.checked_by_id, found.checked_at = by.id, clock.now()
    editing.note(session, by, "checked-translation", page, original=original.id, number=number)


def set_language(page: Page, by: Actor, language: str) -> None:
    """Say in which language a page is written. Raises Invalid (`language`) when a twin is in that one already."""
    session, language = session_of(page), check_language(language)
    if language == page.language:
        return
    found = session.get(Translation, page.id)
    _free_language(session, original_of(page), language, besides=page.id)
    page.language = language
    if found is not None:
        found.language = language
    session.flush()
    editing.note(session, by, "set-language", page, language=language)
    outbox.promise(session, "index", f"entry:{page.id}")


def check_free(session: Session, original: Page, language: str) -> str:
    """The language for one more translation of a page. Raises Invalid (`language`)."""
    return _free_language(session, original_of(original), check_language(language))


def _free_language(session: Session, original: Page, language: str, besides: int = 0) -> str:
    """The language, when the original and its translations leave it free. Says the same for twins that one may not
    read, so that the sentence does not tell of them."""
    taken = select(Translation.page_id).where(
        Translation.original_id == original.id, Translation.language == language, Translation.page_id != besides
    )
    own = original.id != besides and original.language == language
    if own or session.scalar(taken.limit(1)) is not None:
        raise Invalid(_("This page is not to be translated into that language again. Choose another one."), "language")
    return language


def _join(session: Session, original: Page, page: Page, by: Actor, based_on: int) -> None:
    based_on = min(max(1, based_on), original.version)
    session.add(
        Translation(
            page_id=page.id, original_id=original.id, language=page.language, based_on=based_on,
            checked_by_id=by.id, checked_at=clock.now(),
        )
    )  # fmt: skip
    session.flush()
    editing.note(session, by, "twinned", page, original=original.id)


# Which languages a page exists in: parts of the one statement that surrounds it (see surroundings.py).
_me = bindparam("page_id", type_=BigId)
_mine, _other, _twin = (
    Translation.__table__.alias("mine"),
    Translation.__table__.alias("other"),
    Entry.__table__.alias("twin"),
)
_changed = (
    select(func.max(Revision.number))
    .where(Revision.entry_id == _mine.c.original_id, Revision.number > _mine.c.based_on, ~Revision.minor)
    .correlate(_mine)
    .scalar_subquery()
)
_seen = (_twin.c.state == literal_column("'live'"), among(_twin.c.audience, "keys"))
# Twins were made in one space; a page that moved to another one keeps them.
_home = Space.__table__.alias("home")
_address = _home.c.slug + literal_column("'/wiki/'") + _twin.c.slug
_group = select(_mine.c.original_id).where(_mine.c.page_id == _me)


def twin_parts(part: Any) -> list[Any]:
    """The parts for `reading.surroundings`: `part(what, word, more, people, mine)` makes one with its five columns."""
    changed = cast(func.coalesce(_changed, literal_column("0")), Integer)
    return [
        _joined(part("original", _address, _twin.c.language, changed, _mine.c.based_on), _mine, _mine.c.original_id)
        .where(_mine.c.page_id == _me, *_seen),
        _joined(part("twin", _address, _twin.c.language), _other, _other.c.page_id)
        .where(_other.c.original_id == _me, *_seen),
        _joined(part("twin", _address, _twin.c.language), _other, _other.c.page_id)
        .where(_other.c.original_id.in_(_group), _other.c.page_id != _me, *_seen),
    ]  # fmt: skip


def _joined(statement: Any, table: Any, entry_id: Any) -> Any:
    joined = statement.select_from(table).join(_twin, _twin.c.id == entry_id)
    return joined.join(_home, _home.c.id == _twin.c.space_id)


BEHIND = (
    select(
        _twin.c.id,
        _twin.c.title,
        _twin.c.slug,
        _twin.c.language,
        _twin.c.version,
        _mine.c.based_on,
        Revision.created_at,
    )
    .select_from(_mine)
    .join(_twin, _twin.c.id == _mine.c.original_id)
    .join(Revision, (Revision.entry_id == _twin.c.id) & (Revision.number == _twin.c.version))
    .where(_mine.c.page_id == _me, *_seen)
)


def original_row(session: Session, viewer: Viewer, page_id: int) -> Any:
    """The original of a translation, as a row: id, title, slug, language, version, based_on and when it last changed
    (created_at); None when the page is no translation, or its original not for the viewer."""
    return one(session, BEHIND, page_id=page_id, keys=viewer.keys_json)


IN_SPACE = (
    _joined(select(_other.c.original_id, _address.label("address"), _twin.c.language), _other, _other.c.page_id)
    .where(_twin.c.space_id == bindparam("space_id"), *_seen)
    .order_by(_twin.c.language)
)


def translations_in(session: Session, viewer: Viewer, space_id: int) -> dict[int, list[Any]]:
    """By the original's id: rows (address, language) of its translations in a space that the viewer may read."""
    found: dict[int, list[Any]] = {}
    for row in rows(session, IN_SPACE, space_id=space_id, keys=viewer.keys_json):
        found.setdefault(row.original_id, []).append(row)
    return found
