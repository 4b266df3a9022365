"""How conversations and what happens in them are called."""

from collections.abc import Sequence
from typing import Any

from models.core.language import gettext as _
from models.core.language import ngettext

NAMED = 3


def title_of(pair: str | None, title: str, people: Sequence[Any], me: int) -> str:
    """The name of a group; else of the others in it, three at most."""
    if title:
        return title
    others = [each.name for each in people if each.id != me]
    if not others:
        return _("Only you")
    if len(others) <= NAMED:
        return ", ".join(others)
    rest = len(others) - NAMED
    more = ngettext("%(num)s more", "%(num)s more", rest)
    return ", ".join([*others[:NAMED], more])


def event_said(row: Any) -> str:
    """What happened to the group, in one sentence. `row` has event, body and the name of who did it."""
    who = row.author_name
    if row.event == "added":
        return _("%(name)s added %(other)s", name=who, other=row.body)
    if row.event == "left":
        return _("%(name)s left", name=who)
    if not row.body:
        return _("%(name)s took the name of the group away", name=who)
    return _("%(name)s named the group %(title)s", name=who, title=row.body)
