"""The prepared merge as a text that a person finishes: both texts of each place stand in it between plain headings.

A text in which such headings are left is not saved: nobody means them.
"""

import re
from collections.abc import Mapping
from typing import NamedTuple

from models.core.language import gettext as _
from models.entries.merging import Merge, Place

SIGN = "⟦⟦⟦"
_HEADING = re.compile(rf"^{SIGN} (\d+)\b.*$", re.MULTILINE)
_PLACE = re.compile(
    rf"^{SIGN} (?P<number>\d+)\b[^\n]*\n(?P<theirs>.*?)^{SIGN} (?P=number)\b[^\n]*\n(?P<mine>.*?)"
    rf"^{SIGN} (?P=number)\b[^\n]*(?P<end>\n|\Z)",
    re.MULTILINE | re.DOTALL,
)
CHOICES = ("theirs", "mine", "both")


class Undecided(NamedTuple):
    """A place of a prepared text by its number, with both texts."""

    number: int
    theirs: str
    mine: str


def prepared(merge: Merge, their_name: str) -> str:
    """The merged text with a block for each place: their text, my text."""
    parts, number = [], 0
    for part in merge.parts:
        if isinstance(part, Place):
            number += 1
            parts += _block(number, part, their_name)
        else:
            parts.append(part)
    return "\n".join(parts)


def _block(number: int, place: Place, their_name: str) -> list[str]:
    theirs, mine = ([text] if text else [] for text in (place.theirs, place.mine))
    return [
        f"{SIGN} {number} " + _("Their text, by %(name)s", name=their_name),
        *theirs,
        f"{SIGN} {number} " + _("Your text"),
        *mine,
        f"{SIGN} {number} " + _("End of this place"),
    ]


def undecided(text: str) -> list[Undecided]:
    """The places that are still open in a text."""
    return [
        Undecided(int(found["number"]), found["theirs"].removesuffix("\n"), found["mine"].removesuffix("\n"))
        for found in _PLACE.finditer(text)
    ]


def decide(text: str, choices: Mapping[int, str]) -> str:
    """The text with the places decided for which there is a choice: "theirs", "mine" or "both"."""

    def chosen(found: re.Match[str]) -> str:
        choice = choices.get(int(found["number"]))
        if choice not in CHOICES:
            return found[0]
        kept = [found["theirs"]] if choice != "mine" else []
        kept += [found["mine"]] if choice != "theirs" else []
        stays = "".join(kept)
        return stays if found["end"] else stays.removesuffix("\n")

    return _PLACE.sub(chosen, text)


def headings_left(text: str) -> list[int]:
    """Numbers of the places of which headings still stand in a text."""
    return sorted({int(number) for number in _HEADING.findall(text)}) if SIGN in text else []
