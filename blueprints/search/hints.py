"""What the page of results says about a text that was not understood as it was typed."""

from collections.abc import Callable, Iterable

from models.core.language import gettext as _
from models.entries.kinds import all_kinds
from models.search.query import Problem

MOST = 3
SHOWN = 60

SAID: dict[str, Callable[[str], str]] = {
    "field": lambda text: _(
        "There is no field “%(name)s”, so it was searched as a word. The fields are title, tag, author, space, kind, "
        "before and after.",
        name=text,
    ),
    "date": lambda text: _(
        "“%(text)s” holds no date, so it was left out. Write a date as 2024, 2024-03 or 2024-03-15.", text=text
    ),
    "quote": lambda text: _(
        "One quotation mark has no partner, so the words behind it were searched one by one. Put one at each end of a "
        "phrase."
    ),
    "bracket": lambda text: _("The brackets do not match. The words were searched all the same."),
    "nothing": lambda text: _("There is no word in this search. Type a few letters or digits."),
    "kind": lambda text: _(
        "There is no kind “%(text)s”. The kinds are: %(kinds)s.",
        text=text,
        kinds=", ".join([*(kind.name for kind in all_kinds()), "person"]),
    ),
    "space": lambda text: _("There is no space “%(text)s” that you can find. Use its name or its address.", text=text),
    "author": lambda text: _(
        "There is nobody called “%(text)s” whom you can find. Use the full name or the username.", text=text
    ),
}


def hints(problems: Iterable[Problem]) -> list[str]:
    """A sentence for each of the first problems."""
    return [SAID[each.what](each.text[:SHOWN]) for each in list(problems)[:MOST]]
