"""The pieces of a typed query: words, phrases, brackets, operators, fields, and dates as people write them.

Nothing is judged here but what a piece looks like; `query.py` puts them together.
"""

import re
from dataclasses import dataclass
from datetime import date
from typing import Final, Literal

FIELDS: Final = ("title", "tag", "author", "space", "kind", "before", "after")
MOST: Final = 64  # pieces of a query; the rest is not looked at

Kind = Literal["word", "phrase", "field", "open", "close", "and", "or", "not"]
OPERATORS: Final[dict[str, Kind]] = {"AND": "and", "OR": "or", "NOT": "not"}


@dataclass(frozen=True, slots=True)
class Token:
    """One piece; `name` is that of a field, in small letters."""

    kind: Kind
    text: str = ""
    name: str = ""


# A field is a name with its value right behind the colon: no address (https://…), no time (10:30).
_PIECE: Final = re.compile(
    r"""
    (?P<open>\() | (?P<close>\))
    | (?P<not>(?<![^\s(])-+(?=[^\s\-)]))
    | (?P<name>(?<![^\s(\-])[^\W\d_]{2,20}):(?!/)(?:"(?P<quoted>[^"]*)"|(?P<value>[^\s()":][^\s()"]*))
    | "(?P<phrase>[^"]*)"
    | (?P<word>[^\s()"]+)
    """,
    re.VERBOSE,
)
_DATE: Final = re.compile(r"(\d{4})(?:[-/.](\d{1,2})(?:[-/.](\d{1,2}))?)?")
_DAY_FIRST: Final = re.compile(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})")


def tokens(text: str) -> list[Token]:
    """The pieces of a text in order; a quotation mark without a partner is left out."""
    found: list[Token] = []
    for match in _PIECE.finditer(text):
        found.append(_token(match))
        if len(found) == MOST:
            break
    return found


def _token(match: re.Match[str]) -> Token:
    part = match.groupdict()
    if part["name"]:
        value = part["quoted"] if part["quoted"] is not None else part["value"]
        return Token("field", value, part["name"].lower())
    if part["phrase"] is not None:
        return Token("phrase", part["phrase"])
    if part["word"] is not None:
        return Token(OPERATORS.get(part["word"], "word"), part["word"])
    return Token("open" if part["open"] else "close" if part["close"] else "not")


def dates_in(text: str) -> tuple[int, int, int] | None:
    """Year, month and day on which a date begins: 2024, 2024-03, 2024-03-15 or 15/03/2024; None when it is none."""
    if match := _DATE.fullmatch(text):
        year, month, day = match[1], match[2] or "1", match[3] or "1"
    elif match := _DAY_FIRST.fullmatch(text):
        day, month, year = match[1], match[2], match[3]
    else:
        return None
    try:
        found = date(int(year), int(month), int(day))
    except ValueError:
        return None
    return found.year, found.month, found.day
