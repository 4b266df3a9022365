"""Summaries of versions that Witan writes itself: kept in English, said in the language of whoever reads them."""

import re
from collections.abc import Callable

from models.core.language import gettext as _

# Each as it is kept, and as it is said. What a person wrote in just these words says the same.
_SAID: dict[str, tuple[str, Callable[..., str]]] = {
    "renamed": ("Renamed to %(t)s", lambda **words: _("Renamed to %(t)s", **words)),
    "restored": ("Went back to version %(number)s", lambda **words: _("Went back to version %(number)s", **words)),
    "ticked": ("Ticked “%(text)s”", lambda **words: _("Ticked “%(text)s”", **words)),
    "unticked": ("Took the tick from “%(text)s”", lambda **words: _("Took the tick from “%(text)s”", **words)),
    "approved": ("Approved by %(names)s", lambda **words: _("Approved by %(names)s", **words)),
    "unlinked": ("Took out a link that leads nowhere", lambda: _("Took out a link that leads nowhere")),
    "linked": ("Linked titles: %(number)s", lambda number: _("Linked titles: %(number)s", number=number)),
    "apart": (
        "Beside something similar, because: %(why)s",
        lambda why: _("Beside something similar, because: %(why)s", why=why),
    ),
    "twins": ("Linked what is nearly the same", lambda: _("Linked what is nearly the same")),
    "title": ("New title", lambda: _("New title")),
    "topics": ("Topics", lambda: _("Topics")),
}
_BETWEEN = " · "


def _pattern(kept: str) -> re.Pattern[str]:
    return re.compile(re.sub(r"%\\?\(([a-z]+)\\?\)s", r"(?P<\1>.*)", re.escape(kept)), re.DOTALL)


_PATTERNS = [(_pattern(kept), say) for kept, say in _SAID.values()]


def neutral(what: str, **words: object) -> str:
    """The summary as it is kept, in nobody's language but that of the program."""
    return _SAID[what][0] % words if words else _SAID[what][0]


def said(summary: str) -> str:
    """A summary in the current language; what a person wrote stays as it is."""
    own, between, last = summary.rpartition(_BETWEEN)
    for pattern, say in _PATTERNS:
        if found := pattern.fullmatch(summary):
            return say(**found.groupdict())
        if between and (found := pattern.fullmatch(last)):
            return own + between + say(**found.groupdict())
    return summary
