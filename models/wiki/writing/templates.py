"""What new pages start from: templates of ours, in the language of whoever uses them, and those of a space.

Fields such as {{date}} are filled in when a page is begun; {{title}} at the latest when it is saved.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, Text, bindparam, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from models.activity.act import Actor
from models.core import clock
from models.core.base import Base, key
from models.core.db import one
from models.core.errors import Invalid
from models.core.language import date
from models.core.language import gettext as _
from models.core.text import MAX_BODY, clean
from models.entries.spoken import usual_in_space
from models.spaces.joining import note
from models.spaces.space import Space
from models.wiki.structure.choices import WikiChoice, choices_of
from models.wiki.writing.starters import BUILT_IN
from models.wiki.writing.translating import check_language

FIELDS = ("date", "author", "space", "title")
# Words in double braces that belong to the text: the edges of an excerpt.
KNOWN = (*FIELDS, "excerpt")
MOST = 100
LIMITS = {"name": 100, "about": 200, "title": 200, "tags": 400}
_FIELD = re.compile(r"\{\{ *([^\W\d]\w*) *\}\}")
_OPEN = re.compile(r"\{\{(?![^{}\n]*\}\})")


class PageTemplate(Base):
    """A template of a space. `title` is what the title of a new page begins as; it may hold fields, too."""

    __tablename__ = "page_templates"
    __table_args__ = (Index("ix_page_templates_space_id_name", "space_id", "name"),)

    id: Mapped[key]
    space_id: Mapped[int] = mapped_column(ForeignKey("spaces.id", ondelete="CASCADE"))
    name: Mapped[str] = mapped_column(String(100))
    about: Mapped[str] = mapped_column(String(200), default="")
    title: Mapped[str] = mapped_column(String(200), default="")
    body: Mapped[str] = mapped_column(Text)
    tags: Mapped[str] = mapped_column(String(400), default="")
    changed_at: Mapped[datetime]
    changed_by_id: Mapped[int] = mapped_column(ForeignKey("persons.id"))


@dataclass(frozen=True)
class Starter:
    """What a page can start from. `key` is `own:12` or the word of a built-in one."""

    key: str
    name: str
    about: str
    title: str
    body: str
    tags: str = ""

    @property
    def own_id(self) -> int:
        """The number of a space's own template; 0 for a built-in one."""
        return int(self.key.partition(":")[2] or 0)


def _starter(row: PageTemplate) -> Starter:
    return Starter(f"own:{row.id}", row.name, row.about, row.title, row.body, row.tags)


def own_starters(session: Session, space_id: int) -> list[Starter]:
    """The space's own templates by name."""
    found = select(PageTemplate).where(PageTemplate.space_id == space_id).order_by(PageTemplate.name, PageTemplate.id)
    return [_starter(row) for row in session.scalars(found.limit(MOST))]


def built_in_starters() -> list[Starter]:
    """Ours, in the current language."""
    return [Starter(word, *made()) for word, made in BUILT_IN.items()]


def starter_named(session: Session, space_id: int, wanted: str) -> Starter | None:
    """The template with this key that pages of the space can start from."""
    if wanted in BUILT_IN:
        return Starter(wanted, *BUILT_IN[wanted]())
    kind, _colon, number = wanted.partition(":")
    if kind != "own" or not (number.isascii() and number.isdigit() and len(number) < 10):
        return None
    row = session.get(PageTemplate, int(number))
    return _starter(row) if row is not None and row.space_id == space_id else None


def usual_starter(session: Session, space_id: int) -> str:
    """The key of what new pages of the space start from, '' for a blank page."""
    found = session.get(WikiChoice, space_id)
    if found is None or not found.template or starter_named(session, space_id, found.template) is None:
        return ""
    return found.template


def choose_starter(session: Session, space: Space, by: Actor, wanted: str) -> None:
    """New pages of the space start from this template from now on ('' for a blank page). Raises Invalid."""
    if wanted and starter_named(session, space.id, wanted) is None:
        raise Invalid(_("Choose a template of the list"), "template")
    choices_of(session, space.id).template = wanted
    note(session, by, "chose-template", space)


def choose_language(session: Session, space: Space, by: Actor, language: str) -> None:
    """New pages of the space are in this language from now on, unless their writer says otherwise. Raises Invalid."""
    choices_of(session, space.id).language = check_language(language)
    note(session, by, "chose-language", space)


USUAL_LANGUAGE = select(WikiChoice.language).where(WikiChoice.space_id == bindparam("space_id"))


@usual_in_space
def usual_language(session: Session, space_id: int) -> str:
    """The language of new pages of the space; empty where nobody chose one."""
    row = one(session, USUAL_LANGUAGE, space_id=space_id)
    return str(row.language) if row else ""


def keep_template(session: Session, space: Space, by: Actor, row: PageTemplate | None, **values: str) -> PageTemplate:
    """Save a new or (`row`) changed template: name, about, title, body, tags. Raises Invalid at the field."""
    said = {name: clean(values.get(name, "")).strip() for name in ("name", "about", "title", "body", "tags")}
    if not said["name"]:
        raise Invalid(_("Enter a name"), "name")
    if not said["body"]:
        raise Invalid(_("Enter some text"), "body")
    for name, most in LIMITS.items():
        if len(said[name]) > most:
            raise Invalid(_("Use %(most)s characters or fewer", most=most), name)
    if len(said["body"].encode()) > MAX_BODY:
        raise Invalid(_("Make the text shorter"), "body")
    check_fields(said["title"], "title")
    check_fields(said["body"], "body")
    if row is None:
        row = PageTemplate(space_id=space.id)
        session.add(row)
    for name, text in said.items():
        setattr(row, name, text)
    row.changed_at, row.changed_by_id = clock.now(), by.id
    session.flush()
    note(session, by, "kept-template", space, template=row.id)
    return row


def remove_template(session: Session, space: Space, by: Actor, row: PageTemplate) -> None:
    """Take a template away. Pages that were begun from it stay as they are."""
    choice = choices_of(session, space.id)
    if choice.template == f"own:{row.id}":
        choice.template = ""
    session.delete(row)
    note(session, by, "removed-template", space, template=row.id)


def check_fields(text: str, where: str) -> None:
    """Raises Invalid (`where`) that names the first field that cannot be filled in."""
    for found in _FIELD.finditer(text):
        if found[1] not in KNOWN:
            known = ", ".join(f"{{{{{name}}}}}" for name in FIELDS)
            raise Invalid(_("%(field)s cannot be filled in. Use %(known)s.", field=found[0], known=known), where)
    if opened := _OPEN.search(text):
        piece = text[opened.start() : opened.start() + 20].partition("\n")[0]
        raise Invalid(_("A field is not closed: “%(piece)s”. It ends with }}.", piece=piece), where)


def values_for(author: str, space: Space, title: str = "") -> dict[str, str]:
    """What the fields stand for now. Without a title its field stays until the page is saved."""
    found = {"date": date(clock.now()), "author": author, "space": space.name}
    return found | ({"title": title} if title else {})


def filled(text: str, values: Mapping[str, str]) -> str:
    """The text with its fields filled in; what has no value stays as it is."""
    return _FIELD.sub(lambda found: values.get(found[1], found[0]), text)
