"""Which language the text of an entry is in: told by its words, else that of what it answers, else that of its space.

Pages are not asked about here: whoever writes one says so in its form. Of all else the writer may correct what the
words told, and that stays.
"""

from collections.abc import Callable
from typing import Any

from sqlalchemy.orm import Session

from models.core.written import LOOKED_AT, language_written
from models.entries.entry import Entry
from models.entries.kinds import Kind, kind_of

HOME = "en"
Usual = Callable[[Session, int], str]
_usual: list[Usual] = []


def usual_in_space(call: Usual) -> Usual:
    """Have a function tell the usual language of a space by its id; empty where nobody chose one."""
    if call not in _usual:
        _usual.append(call)
    return call


def language_of_new(session: Session, kind: Kind, entry: Entry, root: Any) -> str:
    """The language of a new text, where nobody said it."""
    if not kind.spoken or entry.language:
        return entry.language or HOME
    if told := language_written(_words(entry.title, entry.body)):
        return told
    if root is not None:
        return getattr(root, "language", "") or HOME
    space = entry.space
    return next(filter(None, (call(session, space.id) for call in _usual)), HOME) if space is not None else HOME


def language_after(kind: Kind, entry: Entry, title: str, body: str) -> str:
    """The language that an entry has with a new text: another one only where the words tell it and nobody chose."""
    if not kind.spoken:
        return entry.language
    chosen = entry.language and language_written(_words(entry.title, entry.body)) not in ("", entry.language)
    return entry.language if chosen else language_written(_words(title, body)) or entry.language


def tell_language(session: Session, entry: Entry) -> bool:
    """Tell the language of a text that was written before languages were told; True when it was not known."""
    kind = kind_of(entry)
    if entry.language or not kind.spoken:
        return False
    entry.language = language_of_new(session, kind, entry, session.get(Entry, entry.root_id) if entry.root_id else None)
    return True


def _words(title: str, body: str) -> str:
    return f"{title}\n{body[:LOOKED_AT]}"
