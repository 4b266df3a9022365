"""The register of what search can find. Each part says how its things turn into documents; search knows no kind."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from sqlalchemy.orm import Session


@dataclass(frozen=True, slots=True)
class Findable:
    """One thing as search sees it. Department, space and author are ids as text, '' for none; times in microseconds.

    `id` is `<source>:<number>`. `stamp` changes whenever the index would have to change.
    """

    id: str
    kind: str
    title: str
    body: str
    tags: tuple[str, ...]
    audience: str
    department: str
    space: str
    author: str
    language: str
    status: str
    created: int
    changed: int
    stamp: int = 0
    # Whether somebody looks after it: `checked`, `overdue` or nothing; found and weighed beside the status.
    review: str = ""


@dataclass(frozen=True)
class Source:
    """A table whose rows can be found.

    `documents(session, ids)` gives those of the rows that are to be found (the others are to be forgotten);
    `stamps(session)` gives (number, stamp) of every row that is to be found; `in_space(session, space_id)` the numbers
    of the rows that belong to a space.
    """

    name: str
    documents: Callable[[Session, list[int]], list[Findable]]
    stamps: Callable[[Session], Iterator[tuple[int, int]]]
    in_space: Callable[[Session, int], list[int]]


_sources: dict[str, Source] = {}


def findable(source: Source) -> Source:
    """Make a source known to search."""
    _sources[source.name] = source
    return source


def sources() -> dict[str, Source]:
    return dict(_sources)
