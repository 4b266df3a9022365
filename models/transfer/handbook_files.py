"""Reads a handbook: a tree of Markdown files with front matter, and which address each page had. No database here."""

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Any

import yaml

from models.transfer.reading import text_of
from models.transfer.report import Report

SUFFIXES = (".html.md.erb", ".html.md", ".md.erb", ".md", ".markdown")
# Folders that generators keep their pages in: what lies directly in them stands at the top.
ROOTS = {"pages", "content", "source", "docs", "doc"}
# Files beside the pages that say where they come from.
NOTICES = {"license", "licence", "provenance", "attribution", "notice"}
INDEXES = {"index", "_index", "readme"}
FRONT_MATTER = re.compile(r"---[ \t]*\n(.*?)^---[ \t]*(?:\n|\Z)", re.DOTALL | re.MULTILINE)
DATED = re.compile(r"(\d{4})-(\d{2})-(\d{2})-(.+)")
FORMER = ("redirect_from", "aliases", "permalink", "url", "old_paths")
LEADS_ELSEWHERE = ("redirect_to", "redirectto")
LARGEST_FILE = 2_000_000


class Forgiving(yaml.SafeLoader):
    """YAML as people write it in front matter: what it cannot build stays text."""


def _as_text(loader: yaml.SafeLoader, _suffix: str, node: yaml.Node) -> Any:
    return loader.construct_scalar(node) if isinstance(node, yaml.ScalarNode) else None


Forgiving.add_multi_constructor("!", _as_text)


@dataclass
class PageFile:
    """One file. `path` is relative to the handbook; `place` has no root folder and suffix (`tools/slack/index`)."""

    path: str
    place: PurePosixPath
    about: dict[str, Any]
    body: str
    addresses: list[str] = field(default_factory=list)

    @property
    def is_index(self) -> bool:
        return self.place.name.lower() in INDEXES

    @property
    def node(self) -> PurePosixPath:
        """Where it stands in the tree: a folder's index stands for the folder."""
        return self.place.parent if self.is_index else self.place


def read_handbook(folder: Path, report: Report) -> list[PageFile]:
    """Every page, in order of its path; what is no page is reported with the reason."""
    found = []
    paths = list(_files(folder))
    roots = roots_of(paths)
    for path in paths:
        notice = without_suffix(path).lower() in NOTICES
        if "/" not in path and (roots or notice):
            report.leave_out("it lies beside the pages and tells where they come from", path)
            continue
        file = _read(folder, path, roots, report)
        if file is not None:
            found.append(file)
    return found


def split(text: str) -> tuple[dict[str, Any], str]:
    """Front matter and the rest of a text. Raises yaml.YAMLError."""
    text = text.lstrip("\ufeff").replace("\r\n", "\n")
    matter = FRONT_MATTER.match(text)
    if matter is None:
        return {}, text
    about = yaml.load(matter[1], Loader=Forgiving)  # noqa: S506 - Forgiving is a SafeLoader
    return (about if isinstance(about, dict) else {}), text[matter.end() :]


def roots_of(paths: list[str]) -> set[str]:
    """The folders that hold the handbook: those that generators use, else the only one there is."""
    folders = {path.split("/")[0] for path in paths if "/" in path}
    return folders & ROOTS or (folders if len(folders) == 1 else set())


def place_of(path: str, roots: set[str]) -> PurePosixPath:
    """Where a path stands without root folder and suffix."""
    parts = list(PurePosixPath(path).parts)
    if len(parts) > 1 and parts[0] in roots:
        parts = parts[1:]
    return PurePosixPath(*parts[:-1], without_suffix(parts[-1]))


def without_suffix(name: str) -> str:
    for suffix in SUFFIXES:
        if name.endswith(suffix):
            return name[: -len(suffix)]
    return name


def _files(folder: Path) -> Iterator[str]:
    for here, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            if name.endswith(SUFFIXES):
                yield (Path(here) / name).relative_to(folder).as_posix()


def _read(folder: Path, path: str, roots: set[str], report: Report) -> PageFile | None:
    if (folder / path).stat().st_size > LARGEST_FILE:
        report.leave_out("the file is too large to be a page", path)
        return None
    try:
        about, body = split(text_of(folder / path))
    except (yaml.YAMLError, RecursionError, ValueError) as error:
        report.leave_out("its front matter cannot be read", f"{path}: {' '.join(str(error).split())[:120]}")
        return None
    if any(about.get(key) for key in LEADS_ELSEWHERE):
        report.leave_out("it only leads to another address", path)
        return None
    if about.get("draft") is True:
        report.leave_out("it is a draft", path)
        return None
    file = PageFile(path, place_of(path, roots), about, body)
    file.addresses = list(_addresses(file))
    return file


def _addresses(file: PageFile) -> Iterator[str]:
    """Every address that links may name the page by, in the form of `plain_address`."""
    yield plain_address(file.path)
    yield plain_address(str(file.place))
    dated = DATED.fullmatch(file.place.name)
    slug = file.about.get("slug") or (dated[4] if dated else None)
    if slug and not file.is_index:
        yield plain_address(str(file.place.parent / str(slug)))
    if dated:
        day = f"{dated[1]}/{dated[2]}/{dated[3]}/{slug}"
        section = file.place.parts[0]
        yield from (day, plain_address(f"{section}/{day}"), plain_address(f"{section.rstrip('s')}/{day}"))
    for key in FORMER:
        former = file.about.get(key)
        for address in former if isinstance(former, list) else [former]:
            if isinstance(address, str) and address.strip("/ "):
                yield plain_address(address)


def plain_address(address: str) -> str:
    """An address for comparing: lower case, without suffix, index and slashes at the ends."""
    address = without_suffix(address.strip().strip("/")).removesuffix(".html").removesuffix(".htm").lower()
    head, _, last = address.rpartition("/")
    return head if last in INDEXES else address
