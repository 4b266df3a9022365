"""Files in words: what they are, how large, and what was done with them."""

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

from models.core.language import gettext as _
from models.core.language import number
from models.files.naming import ending_of
from models.files.sniffing import DOCX, HTML, OCTETS, ODF, PDF, PPTX, PROGRAM, SVG, TEXT, XLSX, XML, ZIP

KINDS: dict[str, Callable[[], str]] = {
    PDF: lambda: _("PDF"),
    DOCX: lambda: _("Word document"),
    XLSX: lambda: _("Excel workbook"),
    PPTX: lambda: _("PowerPoint presentation"),
    f"{ODF}.text": lambda: _("OpenDocument text"),
    f"{ODF}.spreadsheet": lambda: _("OpenDocument spreadsheet"),
    f"{ODF}.presentation": lambda: _("OpenDocument presentation"),
    "application/msword": lambda: _("Word document"),
    "application/vnd.ms-excel": lambda: _("Excel workbook"),
    "application/vnd.ms-powerpoint": lambda: _("PowerPoint presentation"),
    "application/vnd.ms-outlook": lambda: _("Outlook message"),
    "application/rtf": lambda: _("Rich text"),
    SVG: lambda: _("SVG drawing"),
    HTML: lambda: _("Web page"),
    XML: lambda: _("XML"),
    ZIP: lambda: _("ZIP archive"),
    PROGRAM: lambda: _("Program"),
    TEXT: lambda: _("Text"),
    "text/csv": lambda: _("CSV table"),
    "text/markdown": lambda: _("Markdown text"),
    "text/calendar": lambda: _("Calendar entry"),
    "application/json": lambda: _("JSON"),
    OCTETS: lambda: _("File"),
}
FAMILIES: dict[str, Callable[[], str]] = {
    "image": lambda: _("Picture"),
    "video": lambda: _("Video"),
    "audio": lambda: _("Sound"),
}


def type_word(media_type: str, name: str = "") -> str:
    """What it is, for people: "PDF", "Picture (PNG)"."""
    family, _slash, kind = media_type.partition("/")
    if family in FAMILIES and media_type not in KINDS:
        short = kind.removeprefix("x-").partition("+")[0].upper()
        return f"{FAMILIES[family]()} ({'MOV' if short == 'QUICKTIME' else short})"
    if media_type == OCTETS and ending_of(name):
        return _("%(ending)s file", ending=ending_of(name).upper())
    return KINDS[media_type]() if media_type in KINDS else kind.removeprefix("x-").removeprefix("vnd.")


def size_words(size: int) -> str:
    """A size as people say it: 12 KB, 3.4 MB."""
    if size < 1000:
        return _("%(number)s bytes", number=number(size))
    if size < 1_000_000:
        return _("%(number)s KB", number=number(round(size / 1000)))
    if size < 1_000_000_000:
        return _("%(number)s MB", number=number(round(size / 1_000_000, 1 if size < 100_000_000 else None)))
    return _("%(number)s GB", number=number(round(size / 1_000_000_000, 1)))


ACTS: dict[str, Callable[[dict[str, Any]], str]] = {
    "wrote": lambda detail: _("uploaded it"),
    "edited": lambda detail: _("changed its name or description"),
    "tagged": lambda detail: _("changed its topics"),
    "moved": lambda detail: _("moved it"),
    "locked": lambda detail: _("locked it"),
    "unlocked": lambda detail: _("released somebody else’s lock") if "of" in detail else _("released the lock"),
    "trashed": lambda detail: _("moved it to the trash"),
    "restored": lambda detail: _("took it out of the trash"),
    "replaced": lambda detail: (
        _("went back to version %(again)s, now version %(number)s", again=detail["again"], number=detail["number"])
        if "again" in detail
        else _("uploaded version %(number)s", number=detail.get("number", ""))
    ),
}


def act_words(row: Any) -> str:
    """What somebody did, or nothing for acts that are no change of the file."""
    return ACTS[row.verb](row.detail or {}) if row.verb in ACTS else ""


def file_view(row: Any) -> SimpleNamespace:
    """A row of a list of files as templates draw it."""
    return SimpleNamespace(
        id=row.id,
        title=row.title,
        row=row,
        type=type_word(row.media_type, row.title),
        size=size_words(row.size),
        thumbnail=f"/files/{row.id}/-/small" if row.state == "read" and row.width else "",
        ending=ending_of(row.title)[:4].upper(),
    )
