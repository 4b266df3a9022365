"""The register of kinds of entries: what each is called, how it is marked and what may be done with it."""

from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy.orm import Session

from models.core.language import gettext as _
from models.core.language import ngettext, pgettext
from models.entries.entry import Entry

AfterEdit = Callable[[Session, Entry], None]


@dataclass(frozen=True)
class Kind:
    """What the shared parts need to know of a kind.

    `mark` is the shape that lists draw (page, topic, post); `word` and `counted` give its name in the current language;
    `titled` kinds have a title; `threaded` ones take replies; `limit` is the longest body in characters, as `length`
    counts them; `wordless` kinds may have none. `found_by(session, entry_id)` gives further text that search finds an
    entry by. The words of `spoken` kinds tell their language (see `entries.spoken`).
    """

    name: str
    cls: type[Entry]
    mark: str
    word: Callable[[], str]
    counted: Callable[[int], str]
    titled: bool = True
    threaded: bool = False
    limit: int = 262_144
    length: Callable[[str], int] = len
    wordless: bool = False
    spoken: bool = True
    found_by: Callable[[Session, int], str] | None = None


_kinds: dict[str, Kind] = {}


def register(kind: Kind) -> Kind:
    """Make a kind known to search, tags, reactions, follows, history, trash and every list."""
    _kinds[kind.name] = kind
    return kind


def kind_named(name: str) -> Kind:
    """The kind with this name. Raises KeyError."""
    return _kinds[name]


def all_kinds() -> list[Kind]:
    return list(_kinds.values())


def kind_of(entry: Entry) -> Kind:
    return _kinds[entry.kind]


_after_edit: dict[str, list[AfterEdit]] = {}


def when_edited(kind: str) -> Callable[[AfterEdit], AfterEdit]:
    """Have a function called with the session and the entry once a new text of such an entry is written."""

    def remember(call: AfterEdit) -> AfterEdit:
        _after_edit.setdefault(kind, []).append(call)
        return call

    return remember


def edited(session: Session, entry: Entry) -> None:
    """Tell those who asked that an entry has a new text."""
    for call in _after_edit.get(entry.kind, ()):
        call(session, entry)


STATUS_WORDS: dict[str, Callable[[], str]] = {
    "draft": lambda: _("Draft"),
    "official": lambda: _("Official"),
    "outdated": lambda: _("Outdated"),
    "open": lambda: pgettext("question", "Open"),
    "answered": lambda: _("Answered"),
    "closed": lambda: pgettext("question", "Closed"),
    "filled": lambda: pgettext("opportunity", "Filled"),
    "late": lambda: _("Deadline passed"),
    "resolved": lambda: _("Resolved"),
    "archived": lambda: pgettext("topic", "Archived"),
}


# What search can filter by besides: whether a page is looked after.
REVIEW_WORDS: dict[str, Callable[[], str]] = {
    "checked": lambda: _("Checked"),
    "overdue": lambda: _("Review overdue"),
}


def status_word(status: str) -> str:
    """The status in the current language, or nothing."""
    return STATUS_WORDS[status]() if status in STATUS_WORDS else ""


def counted_replies(number: int) -> str:
    return ngettext("%(num)s reply", "%(num)s replies", number)
