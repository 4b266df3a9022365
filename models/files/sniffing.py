"""What a file is by its content. Its name is believed only where the content cannot tell, and never against it."""

import zipfile
from pathlib import Path

from models.files.naming import ending_of

OCTETS = "application/octet-stream"
ZIP, TEXT, HTML, SVG, XML = "application/zip", "text/plain", "text/html", "image/svg+xml", "application/xml"
_OFFICE = "application/vnd.openxmlformats-officedocument"
DOCX = f"{_OFFICE}.wordprocessingml.document"
XLSX = f"{_OFFICE}.spreadsheetml.sheet"
PPTX = f"{_OFFICE}.presentationml.presentation"
ODF = "application/vnd.oasis.opendocument"
PROGRAM = "application/x-executable"
PDF = "application/pdf"

# Beginning of the content, and what it is. The first that fits wins.
MAGIC: tuple[tuple[bytes, str], ...] = (
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
    (b"%PDF-", PDF),
    (b"MZ", PROGRAM),
    (b"\x7fELF", PROGRAM),
    (b"\xca\xfe\xba\xbe", PROGRAM),
    (b"\xfe\xed\xfa", PROGRAM),
    (b"\xcf\xfa\xed\xfe", PROGRAM),
    (b"\xce\xfa\xed\xfe", PROGRAM),
    (b"II*\0", "image/tiff"),
    (b"MM\0*", "image/tiff"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "application/x-ole-storage"),
    (b"\x1f\x8b", "application/gzip"),
    (b"7z\xbc\xaf\x27\x1c", "application/x-7z-compressed"),
    (b"Rar!\x1a\x07", "application/vnd.rar"),
    (b"OggS", "audio/ogg"),
    (b"fLaC", "audio/flac"),
    (b"ID3", "audio/mpeg"),
    (b"\x1aE\xdf\xa3", "video/webm"),
    (b"{\\rtf", "application/rtf"),
    (b"BM", "image/bmp"),
)
BRANDS = {
    b"avif": "image/avif", b"avis": "image/avif", b"heic": "image/heic", b"heix": "image/heic", b"mif1": "image/heic",
    b"msf1": "image/heic", b"qt  ": "video/quicktime", b"M4A ": "audio/mp4",
}  # fmt: skip
# What one content may rightly be called; the first is the usual one.
ENDINGS: dict[str, tuple[str, ...]] = {
    "image/png": ("png",),
    "image/jpeg": ("jpg", "jpeg", "jpe", "jfif"),
    "image/gif": ("gif",),
    "image/webp": ("webp",),
    "image/tiff": ("tif", "tiff", "dng", "nef", "cr2"),
    "image/bmp": ("bmp", "dib"),
    "image/avif": ("avif",),
    "image/heic": ("heic", "heif"),
    SVG: ("svg",),
    PDF: ("pdf", "ai"),
    DOCX: ("docx", "docm", "dotx"),
    XLSX: ("xlsx", "xlsm", "xltx"),
    PPTX: ("pptx", "pptm", "ppsx", "potx"),
    f"{ODF}.text": ("odt", "ott"),
    f"{ODF}.spreadsheet": ("ods", "ots"),
    f"{ODF}.presentation": ("odp", "otp"),
    f"{ODF}.graphics": ("odg",),
    "application/epub+zip": ("epub",),
    HTML: ("html", "htm", "xhtml"),
    XML: ("xml", "xsd", "xsl", "gml", "kml", "rdf", "drawio", "bpmn", "musicxml"),
}
# Endings that a content which cannot tell more may have, and what they then are.
BY_NAME = {
    "csv": "text/csv",
    "md": "text/markdown",
    "ics": "text/calendar",
    "json": "application/json",
    "doc": "application/msword",
    "xls": "application/vnd.ms-excel",
    "ppt": "application/vnd.ms-powerpoint",
    "msg": "application/vnd.ms-outlook",
}
OLD_OFFICE = {"doc", "xls", "ppt", "msg", "dot", "xlt", "pps", "vsd", "mpp", "pub"}
# Run by a double click on a desk, whatever they hold.
RUNS = {
    "exe", "com", "scr", "pif", "bat", "cmd", "msi", "msp", "ps1", "psm1", "vbs", "vbe", "js", "jse", "wsf", "wsh",
    "hta", "lnk", "jar", "cpl", "reg", "scf", "url", "appref-ms", "dll",
}  # fmt: skip
PICTURES = {"image/png", "image/jpeg", "image/gif", "image/webp"}
# Shown by the browser in place; everything else is only ever saved.
SHOWN = PICTURES | {PDF, TEXT, "text/csv", "text/markdown"}
HEAD = 4096
LARGEST_DIRECTORY = 2 * 1024 * 1024


def media_type_of(path: Path, name: str) -> str:
    """The type by content; by name only among those that the content leaves open."""
    with path.open("rb") as file:
        head = file.read(HEAD)
    found = _by_magic(head)
    if found is None and head[:4] in (b"PK\x03\x04", b"PK\x05\x06"):
        found = _by_members(path)
    if found is None:
        found = _by_text(head)
    ending = ending_of(name)
    if found == "application/x-ole-storage":
        return BY_NAME.get(ending, found)
    return BY_NAME[ending] if found == TEXT and ending in BY_NAME and ending not in OLD_OFFICE else found


def _by_magic(head: bytes) -> str | None:
    if head[:4] == b"RIFF":
        return {b"WEBP": "image/webp", b"WAVE": "audio/wav", b"AVI ": "video/x-msvideo"}.get(head[8:12], OCTETS)
    if head[4:8] == b"ftyp":
        return BRANDS.get(head[8:12], "video/mp4")
    # A PDF may have a few odd bytes before it begins, and readers open it all the same.
    if b"%PDF-" in head[:1024]:
        return PDF
    return next((media_type for start, media_type in MAGIC if head.startswith(start)), None)


def _by_members(path: Path) -> str:
    """Which of the formats that are ZIP files. Only the list of its members and one short one are read."""
    if _directory_size(path) > LARGEST_DIRECTORY:
        return ZIP
    try:
        with zipfile.ZipFile(path) as archive:
            names = set(archive.namelist()[:2000])
            if "mimetype" in names and archive.getinfo("mimetype").file_size < 100:
                said = archive.read("mimetype").decode("ascii", "replace").strip()
                return said if said in ENDINGS and said.startswith((ODF, "application/epub")) else ZIP
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, RuntimeError, EOFError):
        return ZIP
    if "[Content_Types].xml" in names:
        for folder, media_type in (("word/", DOCX), ("xl/", XLSX), ("ppt/", PPTX)):
            if any(name.startswith(folder) for name in names):
                return media_type
    return PROGRAM if "META-INF/MANIFEST.MF" in names else ZIP


def _directory_size(path: Path) -> int:
    """Bytes of the list of members, as the end of the file says: a long one is not read here."""
    size = path.stat().st_size
    with path.open("rb") as file:
        file.seek(max(0, size - 65_557))
        tail = file.read()
    at = tail.rfind(b"PK\x05\x06")
    return int.from_bytes(tail[at + 12 : at + 16], "little") if at >= 0 else size


def _by_text(head: bytes) -> str:
    if not head:
        return OCTETS
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return TEXT
    if b"\0" in head:
        return OCTETS
    text = head.removeprefix(b"\xef\xbb\xbf")
    try:
        text.decode()
    except UnicodeDecodeError as error:
        # The last letter may be cut in two; Latin letters of old files are text too, other bytes are not.
        odd = sum(byte < 9 or 13 < byte < 32 for byte in text)
        if error.start < len(text) - 4 and (odd or _share_of_high(text) > 0.3):
            return OCTETS
    begin = text.lstrip()[:1024].lower()
    if begin.startswith((b"<!doctype html", b"<html", b"<script", b"<body", b"<head", b"<iframe")):
        return HTML
    if b"<svg" in begin:
        return SVG
    return XML if begin.startswith(b"<?xml") else TEXT


def _share_of_high(text: bytes) -> float:
    return sum(byte > 127 for byte in text) / len(text)


def claimed(name: str, media_type: str) -> str:
    """The ending of the name when the content is something else than it says, or nothing."""
    ending = ending_of(name)
    fitting = ENDINGS.get(media_type)
    belongs = next((known for known, endings in ENDINGS.items() if ending in endings), None)
    if fitting is not None:
        return "" if ending in fitting else ending
    if belongs is None or (belongs in (SVG, HTML, XML) and media_type in (TEXT, XML, SVG, HTML)):
        return ""
    return ending


def is_program(name: str, media_type: str) -> bool:
    """True for what a double click would run."""
    return media_type == PROGRAM or ending_of(name) in RUNS
