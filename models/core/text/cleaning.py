"""Plain strings before and after rendering: cleaning input, page addresses, excerpts. No Markdown here."""

import hashlib
import re
import unicodedata

MAX_SLUG = 120

_SURROGATE = re.compile("[\ud800-\udfff]")
_APOSTROPHES = str.maketrans("", "", "'’ʼ")
_LONG_NUMBER = 8


def clean(text: str) -> str:
    """Return `text` in the form that may be stored.

    Line ends become LF. NUL (which PostgreSQL cannot hold) and lone surrogates (which UTF-8 cannot hold) become
    U+FFFD, as CommonMark asks: removing them could join two harmless halves into something else. Nothing else is
    touched: other control characters, bidirectional marks, zero-width characters and trailing spaces come back equal.
    """
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    if "\0" in text:
        text = text.replace("\0", "\ufffd")
    return text if text.isascii() else _SURROGATE.sub("\ufffd", text)


def unaccented(text: str) -> str:
    """The text without accents, and with letters of the usual width, as "zoe" for "zoë"."""
    if text.isascii():
        return text
    return "".join(each for each in unicodedata.normalize("NFKD", text) if not unicodedata.combining(each))


def slugify(title: str) -> str:
    """Return the last part of a page's address: letters, marks and digits of any script, lower case, hyphens.

    Equal for titles that differ only in case, spacing or punctuation; slugify(slugify(x)) == slugify(x); never empty
    (a title without letters gets a short hash); at most MAX_SLUG characters.
    """
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", title).lower()).translate(_APOSTROPHES)
    if folded.isascii():
        words = re.findall(r"[a-z0-9]+", folded)
    else:
        words = "".join(c if unicodedata.category(c)[0] in "LMN" else " " for c in folded).split()
    slug = "-".join(words)[:MAX_SLUG].strip("-")
    return slug or "x" + hashlib.sha256(title.encode("utf-8", "replace")).hexdigest()[:_LONG_NUMBER]


# Below /s/SPACE/wiki/ these are addresses of ours.
_ADDRESSES = frozenset({"new", "changes", "wanted", "draft"})


def page_slug(title: str) -> str:
    """Return the last part of the address of a page with this title: `slugify`, but never an address of ours."""
    slug = slugify(title)
    return f"{slug}-page" if slug in _ADDRESSES else slug


def excerpt_of(text: str, length: int = 200) -> str:
    """Return the start of a plain text on one line, cut at a word, at most `length` characters with the ellipsis."""
    line = " ".join(text[: length * 4].split())
    if len(line) <= length and len(text) <= length * 4:
        return line
    cut = line[: length - 1]
    at_word = cut.rsplit(" ", 1)[0] if " " in cut[length // 2 :] and line[length - 1 : length] != " " else cut
    return at_word.rstrip(" ,;:.-–—") + "…"
