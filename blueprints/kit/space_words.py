"""Openness, reasons and roles of spaces in plain words, and spaces as the kit's lists draw them."""

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

from blueprints.kit.request import viewer
from models.core.language import gettext as _
from models.core.language import ngettext

Words = dict[str, Callable[[], str]]

OPENNESS: Words = {
    "open": lambda: _("Open"),
    "request": lambda: _("On request"),
    "invite": lambda: _("By invitation"),
    "hidden": lambda: _("Hidden"),
}
OPENNESS_HINTS: Words = {
    "open": lambda: _("All staff find it and read it. Guests do not."),
    "request": lambda: _("All staff find its name and description. Only members read it. People can ask to join."),
    "invite": lambda: _("Only members find it and read it. Curators and owners add people."),
    "hidden": lambda: _("Only members find it and read it. Only owners add people."),
}
REASONS: Words = {
    "personal-data": lambda: _("It holds personal data"),
    "security": lambda: _("Security"),
    "commercial": lambda: _("Commercial matters"),
    "policy-in-the-making": lambda: _("Policy in the making"),
    "staff-matter": lambda: _("Staff matters"),
    "legal": lambda: _("Legal advice or proceedings"),
}
ROLES: Words = {
    "reader": lambda: _("Reader"),
    "contributor": lambda: _("Contributor"),
    "curator": lambda: _("Curator"),
    "owner": lambda: _("Owner"),
}
ROLE_HINTS: Words = {
    "reader": lambda: _("reads, and asks and posts where the space lets readers"),
    "contributor": lambda: _("also writes and edits pages"),
    "curator": lambda: _("also keeps order: tree, official pages, trash, and adds people"),
    "owner": lambda: _("also decides who belongs to the space and who can read it"),
}


def said(words: Words, key: str | None) -> str:
    """The word for a key, or nothing."""
    return words[key]() if key in words else ""


def choices(words: Words) -> list[tuple[str, str]]:
    return [(key, word()) for key, word in words.items()]


def hints(words: Words) -> dict[str, str]:
    return {key: word() for key, word in words.items()}


def who_reads(openness: str, member_count: int | None = None) -> str:
    """One sentence on who can read what stands in a space."""
    if openness == "open":
        return _("All staff can read this space")
    if member_count is None:
        return _("Only its members can read this space")
    return ngettext(
        "Only its %(num)s member can read this space", "Only its %(num)s members can read this space", member_count
    )


def space_view(row: Any) -> SimpleNamespace:
    """A row of `visible_spaces` as `space_row` draws it. How many belong to a closed space is for its members."""
    mine = row.id in viewer().roles
    counted = mine or row.openness == "open"
    return SimpleNamespace(
        id=row.id,
        slug=row.slug,
        name=row.name,
        tone=row.id,
        purpose=row.description,
        department_name=row.department_name,
        member_count=row.member_count if counted else None,
        openness=row.openness,
        openness_label=said(OPENNESS, row.openness),
        role=viewer().roles.get(row.id),
        mine=mine,
    )
