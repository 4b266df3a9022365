"""Names of files and folders: what a browser sent, made fit to be shown, stored and saved anywhere."""

import re
import unicodedata
from collections.abc import Container
from urllib.parse import quote

from models.core.errors import Invalid
from models.core.language import gettext as _
from models.core.text import clean

LONGEST = 180
LONGEST_FOLDER = 100
# Not allowed in names by some system that files are saved on; the last are the directions that disguise an ending.
_FORBIDDEN = re.compile(r'[<>:"|?*\x00-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufffd]')
_DOTS = re.compile(r"\.{2,}")
_RESERVED = {"con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(1, 10))}
_NUMBERED = re.compile(r" \((\d{1,4})\)$")


def clean_name(name: str | None) -> str:
    """The last part of a path, without what cannot stand in a name; never empty."""
    name = unicodedata.normalize("NFC", clean(name or "")).replace("\\", "/").rstrip("/").rpartition("/")[2]
    name = _DOTS.sub(".", _FORBIDDEN.sub("", name))
    name = " ".join(name.split()).strip(". ")
    stem, ending = split(name)
    if stem.partition(".")[0].lower().strip() in _RESERVED:
        stem = f"{stem}-"
    if len(stem) + len(ending) > LONGEST:
        stem = stem[: LONGEST - len(ending)].rstrip(". ")
    return (stem + ending) or "file"


def split(name: str) -> tuple[str, str]:
    """Name and ending; ".tar.gz" is not told from ".gz", and what is no ending belongs to the name."""
    stem, dot, ending = name.rpartition(".")
    if not stem or not ending.isalnum() or len(ending) > 12:
        return name, ""
    return stem, dot + ending


def ending_of(name: str) -> str:
    """The ending in small letters, without its dot."""
    return split(name)[1][1:].lower()


def check_name(name: str, before: str = "") -> str:
    """A name as somebody typed it; without an ending it keeps that of `before`. Raises Invalid (`name`)."""
    wanted = clean_name(name)
    if not name.strip(" .\t\n") or "/" in name or "\\" in name:
        raise Invalid(_("Enter a name without slashes"), "name")
    if len(name.strip()) > LONGEST:
        message = _("The name must be %(most)s characters or fewer. It has %(now)s.")
        raise Invalid(message % {"most": LONGEST, "now": len(name.strip())}, "name")
    return wanted if split(wanted)[1] else wanted + split(before)[1]


def check_folder_name(name: str) -> str:
    """Raises Invalid (`name`)."""
    wanted = clean_name(name) if name.strip(" .") else ""
    if not wanted or "/" in name or "\\" in name:
        raise Invalid(_("Enter a name without slashes"), "name")
    if len(wanted) > LONGEST_FOLDER:
        message = _("The name must be %(most)s characters or fewer. It has %(now)s.")
        raise Invalid(message % {"most": LONGEST_FOLDER, "now": len(wanted)}, "name")
    return wanted


def free_name(name: str, taken: Container[str]) -> str:
    """The name, with a number before its ending when it is taken; `taken` holds names in small letters."""
    if name.lower() not in taken:
        return name
    stem, ending = split(name)
    found = _NUMBERED.search(stem)
    number, stem = (int(found[1]) + 1, stem[: found.start()]) if found else (2, stem)
    while f"{stem} ({number}){ending}".lower() in taken:
        number += 1
    return f"{stem} ({number}){ending}"


def address_of(file_id: int, name: str, number: int | None = None) -> str:
    """Where the bytes of a file are: the newest version's, or those of one version."""
    between = f"/{number}" if number else ""
    return f"/files/{file_id}{between}/{quote(name, safe='')}"
