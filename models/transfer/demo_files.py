"""Reads the files of the demo world: YAML lists and Markdown pages. What they turn into is in demo_world."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

FOLDER = Path(__file__).parent / "demo"
FRONT_MATTER = re.compile(r"---\n(.*?)\n---\n(.*)", re.DOTALL)


@dataclass(frozen=True)
class PageFile:
    """One page: the space it belongs to, its place among the pages there, front matter and text."""

    space: str
    position: int
    about: dict[str, Any]
    body: str


def listed(name: str) -> list[dict[str, Any]]:
    """The items of a file such as `people.yaml`; none when it is missing."""
    file = FOLDER / name
    return yaml.safe_load(file.read_text(encoding="utf-8")) or [] if file.exists() else []


def told(name: str) -> dict[str, list[dict[str, Any]]]:
    """The lists of a file such as `wiki.yaml`, by what they are about."""
    return dict(yaml.safe_load((FOLDER / name).read_text(encoding="utf-8")))


def pages() -> Iterator[PageFile]:
    """Every page, in the order of its space."""
    for file in sorted((FOLDER / "pages").glob("*/*.md")):
        found = FRONT_MATTER.fullmatch(file.read_text(encoding="utf-8"))
        if found is None:
            raise ValueError(f"{file.name} has no front matter")
        position = int(file.name.partition("-")[0])
        yield PageFile(file.parent.name, position, yaml.safe_load(found[1]), found[2].strip() + "\n")


def topics() -> Iterator[tuple[str, dict[str, Any]]]:
    """(space, topic) of every question and discussion."""
    for file in sorted((FOLDER / "topics").glob("*.yaml")):
        for topic in listed(f"topics/{file.name}"):
            yield file.stem, topic
