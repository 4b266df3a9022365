"""The form of an exported tree: names of files and folders, front matter, links to files. No database here.

    witan.yaml                     what this is: the format, the space's address and name
    travel.md                      a page: front matter, a blank line, its text
    travel.files/rates.png         the files of that page
    travel/booking.md              a page below it
    _files/forms/claim.odt         files of the space, in their folders

Addresses of pages hold letters, digits and hyphens only, so that neither `.files` nor `_files` can be one.
"""

import hashlib
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any
from urllib.parse import quote, unquote

import yaml

FORMAT = 1
MANIFEST = "witan.yaml"
SPACE_FILES = "_files"
PAGE_FILES = ".files"
SUFFIX = ".md"
# File systems take names of at most 255 bytes; an address of a page may have more.
LONGEST_NAME = 150
LONGEST_MATTER = 20_000

_MATTER = re.compile(r"---\n(.*?)^---\n\n?", re.DOTALL | re.MULTILINE)
_FENCE = re.compile(r"^ {0,3}(`{3,}|~{3,})")
_TARGET = re.compile(r"(\]\(\s*|^ {0,3}\[[^\]\n]+\]:[ \t]+)(<[^<>\n]*>|[^\s()<>]+)", re.MULTILINE)
_SAFE = "/-._~!$&'*+,;=:@"


class _Dumper(yaml.SafeDumper):
    """Breaks of lines inside a text are written as escapes: YAML reads other forms of them as spaces."""


def _quoted(dumper: yaml.SafeDumper, text: str) -> yaml.Node:
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style='"' if _BREAK.search(text) else None)


_BREAK = re.compile("[\n\x85\u2028\u2029]")
_Dumper.add_representer(str, _quoted)


class Unreadable(ValueError):
    """A file is no page of this format. The message says why."""


@dataclass(frozen=True)
class PageText:
    """A page as a file holds it."""

    about: dict[str, Any]
    body: str


def file_name(slug: str) -> str:
    """The name for a page at this address, without suffix; of a very long one its beginning and a hash."""
    if len(slug.encode()) <= LONGEST_NAME:
        return slug
    return slug[:40] + "-" + hashlib.sha256(slug.encode()).hexdigest()[:10]


def written(page: PageText) -> str:
    """The text of the file."""
    about = {key: value for key, value in page.about.items() if value not in (None, "", [], False)}
    matter = yaml.dump(about, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=1000)
    return f"---\n{matter}---\n\n{page.body}\n"


def read(text: str) -> PageText:
    """The page that a file holds; a file without front matter is all text. Raises Unreadable."""
    text = text.lstrip("\ufeff").replace("\r\n", "\n")
    matter = _MATTER.match(text)
    if matter is None:
        return PageText({}, text.removesuffix("\n"))
    if len(matter[1]) > LONGEST_MATTER or "&" in matter[1] and re.search(r"(?:^|\s)[&*]\w+", matter[1]):
        # References inside YAML can make a small text huge.
        raise Unreadable("its front matter is too long or refers to itself")
    try:
        about = yaml.safe_load(matter[1])
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        raise Unreadable("its front matter cannot be read: " + " ".join(str(error).split())[:120]) from error
    if not isinstance(about, dict):
        raise Unreadable("its front matter holds no names with values")
    return PageText({str(key): value for key, value in about.items()}, text[matter.end() :].removesuffix("\n"))


def retargeted(body: str, new_target: Callable[[str], str | None]) -> str:
    """The Markdown with the targets of links and images replaced where `new_target` has another; code stays.

    `new_target` gets the target without quoting and says the new one, or None.
    """

    def replace(found: re.Match[str]) -> str:
        raw = found[2]
        bare = raw[1:-1] if raw.startswith("<") else raw
        target = new_target(unquote(bare))
        return found[0] if target is None else found[1] + quote(target, safe=_SAFE)

    return "".join(part if code else _TARGET.sub(replace, part) for code, part in _by_code(body))


def _by_code(body: str) -> list[tuple[bool, str]]:
    """(is it fenced code, text) in turn."""
    parts: list[tuple[bool, str]] = []
    fence, kept = "", ""
    for line in body.splitlines(keepends=True):
        found = _FENCE.match(line)
        if fence:
            kept += line
            if found and found[1].startswith(fence) and not line.strip().strip(fence[0]):
                parts.append((True, kept))
                fence, kept = "", ""
        elif found:
            parts.append((False, kept))
            fence, kept = found[1], line
        else:
            kept += line
    return [*parts, (bool(fence), kept)]


def safe_path(path: str) -> PurePosixPath | None:
    """A path inside an archive, or None for one that leads out of it or that no file system should have."""
    parts = path.replace("\\", "/").split("/")
    bad = path.startswith("/") or any(
        part in ("", ".", "..") or ":" in part or not part.isprintable() or len(part.encode()) > 255 for part in parts
    )
    return None if bad or len(parts) > 64 else PurePosixPath(*parts)


def number_in(address: str) -> int | None:
    """The number of the file that an address such as /files/12/plan.pdf leads to."""
    parts = unquote(address).split("/")
    is_file = len(parts) > 2 and parts[:2] == ["", "files"] and parts[2].isascii() and parts[2].isdigit()
    return int(parts[2]) if is_file and len(parts[2]) < 10 else None


def relative(path: tuple[str, ...], target: str) -> str:
    """The way from the file of a page to another file of the tree."""
    here, there = list(path[:-1]), target.split("/")
    while here and len(there) > 1 and here[0] == there[0]:
        here, there = here[1:], there[1:]
    return "/".join([*[".."] * len(here), *there])


def absolute(path: tuple[str, ...], target: str) -> str | None:
    """The place in the tree that a link in the file of a page leads to, or None when it leads out of it."""
    if "://" in target or target.startswith(("/", "#", "mailto:")):
        return None
    place = list(path[:-1])
    for part in target.split("/"):
        if part == "..":
            if not place:
                return None
            place.pop()
        elif part not in ("", "."):
            place.append(part)
    return "/".join(place)
