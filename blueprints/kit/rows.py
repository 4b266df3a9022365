"""Turns list rows of entries into what the kit's templates draw: words, marks and addresses."""

from datetime import datetime
from types import SimpleNamespace
from typing import Any

from flask import g

from blueprints.kit.addresses import entry_href
from blueprints.kit.request import db
from models.core.language import gettext as _
from models.core.language import pgettext
from models.entries.kinds import kind_named, status_word
from models.people.department import all_departments

# Characters of a post's first words that stand in for a title.
HEADLINE = 90


def entry_rows(found: list[Any], *, when: str = "last_activity_at", why: str = "") -> list[SimpleNamespace]:
    """Rows for the kit's `entry_row`; `when` names the moment that is shown."""
    return [entry_view(row, when=getattr(row, when), why=why) for row in found]


def entry_view(row: Any, *, when: datetime, why: str = "") -> SimpleNamespace:
    """One list row as templates draw it."""
    kind = kind_named(row.kind)
    title, excerpt = headline(row)
    return SimpleNamespace(
        id=row.id,
        kind=row.kind,
        kind_label=kind.word(),
        title=title,
        href=entry_href(row),
        excerpt=excerpt,
        language=row.language,
        author_name=row.author_name,
        author_username=row.author_username,
        author_tone=row.author_id,
        author_is_guest=row.author_is_guest,
        space_name=row.space_name,
        space_slug=row.space_slug,
        when=when,
        reply_count=row.reply_count,
        new_count=getattr(row, "new_count", 0),
        reaction_count=row.reaction_count,
        status=row.status,
        status_label=status_word(row.status),
        audience_label=audience_words(row.audience, row.space_name),
        why=why,
    )


def headline(row: Any) -> tuple[str, str]:
    """Title and excerpt for every kind: what has no title is called by what it replies to, or by its first words."""
    named = row.title or (row.root_title if row.root_id else "")
    if named:
        return str(named), str(row.excerpt)
    if len(row.excerpt) <= HEADLINE:
        return row.excerpt or pgettext("kind", "Post"), ""
    cut = row.excerpt.rfind(" ", 0, HEADLINE) if " " in row.excerpt[:HEADLINE] else HEADLINE
    return row.excerpt[:cut].rstrip() + " …", "… " + row.excerpt[cut:].lstrip()


def title_of(row: Any) -> str:
    """The title alone."""
    return headline(row)[0]


def audience_words(audience: str, space_name: str | None = None) -> str:
    """Who can read it, in a few words."""
    scope, _colon, number = audience.partition(":")
    if scope == "everyone":
        return _("Everyone")
    if scope == "space":
        return _("Members of %(space)s", space=space_name) if space_name else _("Members of the space")
    if scope == "curators":
        return _("Curators of %(space)s", space=space_name) if space_name else _("Curators of the space")
    if scope == "person":
        return _("Only you")
    department = department_names().get(int(number)) or _("A department")
    return _("%(department)s only", department=department)


def who_can_read(audience: str, space_name: str | None = None) -> str:
    """The same as a sentence, for the line under a title and beside every place where one writes."""
    scope, _colon, number = audience.partition(":")
    if scope == "everyone":
        return _("Everyone can read this")
    if scope == "space":
        named = _("Members of %(space)s can read this", space=space_name) if space_name else ""
        return named or _("Members of the space can read this")
    if scope == "curators":
        named = _("Curators of %(space)s can read this", space=space_name) if space_name else ""
        return named or _("Curators of the space can read this")
    if scope == "person":
        return _("Only you can read this")
    department = department_names().get(int(number)) or _("a department")
    return _("Only people in %(department)s can read this", department=department)


def department_names() -> dict[int, str]:
    """Names of all departments by id, read once a request and only when a list needs them."""
    if "department_names" not in g:
        g.department_names = {row.id: row.name for row in all_departments(db())}
    return g.department_names  # type: ignore[no-any-return]
