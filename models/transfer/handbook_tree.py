"""Gives the pages of a handbook their titles and their places in the tree. No database here.

A folder's index file, or the file beside it with the same name, is the page above those in the folder. A folder that
has neither gets a small page of its own when it holds two pages or more; folders of months pass their pages up.
"""

import re
from dataclasses import dataclass
from html import unescape
from pathlib import PurePosixPath

from models.core.text import slugify
from models.transfer.handbook_files import DATED, PageFile
from models.transfer.intake import short_title
from models.wiki.page import RESERVED

TOP = PurePosixPath()
MONTH = re.compile(r"\d{1,2}")
YEAR = re.compile(r"\d{4}")
HEADING = re.compile(r"\s*(?:#[ \t]+(.+?)[ \t]*#*|<h1[^>]*>\s*(.+?)\s*</h1>)[ \t]*(?:\n|$)")
ORDERED_BY = ("order", "guide_weight", "current_step", "nav_order")


@dataclass
class Leaf:
    """A page to be: the file it comes from (None for a folder's own page), its title and the node above it."""

    node: PurePosixPath
    file: PageFile | None
    title: str
    above: PurePosixPath | None = None
    position: int = 0


def grow(files: list[PageFile]) -> list[Leaf]:
    """Every page with its place, those above first. No two titles lead to the same address."""
    leaves: dict[PurePosixPath, Leaf] = {}
    for file in files:
        node = file.node if file.node not in leaves and file.node != TOP else file.place
        leaves[node] = Leaf(node, file, _title(file))
    for folder in _bare_folders(leaves):
        leaves[folder] = Leaf(folder, None, _folder_title(folder))
    for leaf in leaves.values():
        leaf.above = next((above for above in leaf.node.parents if above in leaves and above != TOP), None)
    _make_unique(leaves)
    ordered = sorted(leaves.values(), key=lambda leaf: (len(leaf.node.parts), _order(leaf), str(leaf.node)))
    for position, leaf in enumerate(ordered):
        leaf.position = position
    return ordered


def without_heading(body: str, title: str) -> str:
    """The body without a first heading that only repeats the title."""
    found = HEADING.match(body)
    return body[found.end() :] if found and slugify(found[1] or found[2]) == slugify(title) else body


def _title(file: PageFile) -> str:
    named = next((file.about[key] for key in ("title", "display_name", "name") if file.about.get(key)), None)
    heading = HEADING.match(file.body)
    dated = DATED.fullmatch(file.place.name)
    title = str(named or (heading and (heading[1] or heading[2])) or _words(dated[4] if dated else file.node.name))
    return short_title(unescape(re.sub(r"[`*]|<[^>]+>|<%.*?%>", "", title)).strip() or _words(file.node.name))


def _folder_title(folder: PurePosixPath) -> str:
    if YEAR.fullmatch(folder.name) and len(folder.parts) > 1:
        return f"{_words(folder.parts[-2])} {folder.name}"
    return _words(folder.name)


def _words(name: str) -> str:
    words = re.sub(r"[-_.]+", " ", name).strip()
    return (words[:1].upper() + words[1:]) or "Start"


def _bare_folders(leaves: dict[PurePosixPath, Leaf]) -> list[PurePosixPath]:
    held: dict[PurePosixPath, int] = {}
    for node in leaves:
        for folder in node.parents:
            if folder != TOP and folder not in leaves and not MONTH.fullmatch(folder.name):
                held[folder] = held.get(folder, 0) + 1
    return [folder for folder, pages in held.items() if pages > 1]


def _order(leaf: Leaf) -> tuple[float, str]:
    about = leaf.file.about if leaf.file else {}
    number = next((about[key] for key in ORDERED_BY if isinstance(about.get(key), int | float)), 9999)
    return (number, "" if DATED.fullmatch(leaf.node.name) else leaf.title.casefold())


def _make_unique(leaves: dict[PurePosixPath, Leaf]) -> None:
    taken: set[str] = set(RESERVED)
    # Pages nearer to the top keep the plain title.
    for leaf in sorted(leaves.values(), key=lambda leaf: (len(leaf.node.parts), leaf.file is None, str(leaf.node))):
        above = leaves[leaf.above].title if leaf.above else _words(leaf.node.parent.name or leaf.node.name)
        dated = DATED.fullmatch(leaf.node.name)
        base, wanted, number = leaf.title, leaf.title, 1
        if slugify(wanted) in taken:
            more = f"{dated[1]}-{dated[2]}-{dated[3]}" if dated else above
            wanted = base = f"{base[: 190 - len(more)]} ({more})"
        while slugify(wanted) in taken:
            number += 1
            wanted = f"{base} {number}"
        leaf.title = wanted
        taken.add(slugify(wanted))
