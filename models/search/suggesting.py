"""What is offered while somebody types: words, and pages, people, spaces and topics that are called so.

Each offer is something that the viewer may read or find. Nothing is noted about what anybody types.
"""

from dataclasses import dataclass, field, replace
from typing import Any

from sqlalchemy import String, bindparam, func, literal_column, select
from sqlalchemy.orm import Session

from models.core.db import among, as_words, rows
from models.entries.rows import visible_rows
from models.entries.tagging import Tag, Tagging, tag_name
from models.people.directory import pattern
from models.policy.finding import held_from_search, spaces_called
from models.policy.viewer import EVERYONE, Viewer
from models.search.engine import Engine, Query
from models.search.finding import people_found
from models.search.query import Parsed, Some, Text, parse, text_of

TITLED = ("page", "question", "discussion", "file", "opportunity")
WORDS = 3
ENTRIES = 5
OTHERS = 3
# So many are looked at, for those whose title begins with what was typed.
LOOKED_AT = 12
LONGEST = 100


@dataclass(frozen=True)
class Offers:
    """Completed texts; list rows of entries; rows of people (id, name, username, job_title, department_name) and of
    spaces (slug, name, department_name); names of topics."""

    words: list[str] = field(default_factory=list)
    entries: list[Any] = field(default_factory=list)
    people: list[Any] = field(default_factory=list)
    spaces: list[Any] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)


def offers(session: Session, engine: Engine, viewer: Viewer, text: str) -> Offers:
    """What the viewer may mean by the beginning of a text."""
    text = text[:LONGEST].strip()
    if len(text) < 2:
        return Offers()
    held = frozenset(str(space_id) for space_id in held_from_search(session))
    engine.refresh()
    words = engine.suggest(text, viewer.keys, LOOKED_AT, held)
    asked = _beginning(text, words)
    if not asked:
        return Offers()
    return Offers(
        words[:WORDS],
        _entries(session, engine, viewer, asked, text, held),
        _people(session, engine, viewer, asked, held),
        spaces_called(session, viewer, pattern(text)[1:], OTHERS),
        _tags(session, viewer, text),
    )


def _beginning(text: str, completed: list[str]) -> Parsed:
    """Titles that hold all the words; of the last a beginning is enough.

    "accessi" begins "accessibility", but not its stem "access": so what it could become is asked for as well.
    """
    words = [each for each in parse(text).loose if not each.prefix]
    if not words:
        return Parsed()
    *whole, last = (Text(each.words, each.stems, title=True) for each in words)
    become = [text_of(each.split()[-1], title=True, prefix=True) for each in completed]
    found = {each.stems: each for each in become if each is not None}
    return Parsed(must=(*whole, Some((replace(last, prefix=True), *found.values()))))


def _entries(
    session: Session, engine: Engine, viewer: Viewer, asked: Parsed, text: str, held: frozenset[str]
) -> list[Any]:
    # Without the text itself: no other spelling of it is wanted here.
    query = Query("", kinds=TITLED, limit=LOOKED_AT, asked=asked)
    ids = _ids(engine, viewer, query, held)
    found = visible_rows(session, viewer, as_words(ids)) if ids else {}
    shown = [found[each] for each in ids if each in found]
    lowered = text.lower()
    return sorted(shown, key=lambda row: not row.title.lower().startswith(lowered))[:ENTRIES]


def _people(session: Session, engine: Engine, viewer: Viewer, asked: Parsed, held: frozenset[str]) -> list[Any]:
    if EVERYONE not in viewer.keys:
        return []
    ids = _ids(engine, viewer, Query("", kinds=("person",), limit=OTHERS, asked=asked), held)
    found = {row.id: row for row in people_found(session, ids)} if ids else {}
    return [found[each] for each in ids if each in found]


def _ids(engine: Engine, viewer: Viewer, query: Query, held: frozenset[str]) -> list[int]:
    return [int(hit.id.partition(":")[2]) for hit in engine.search(query, viewer.keys, held).hits]


_prefix: Any = bindparam("prefix", type_=String)
TAGS = (
    select(Tag.name)
    .where(
        func.substr(Tag.name, 1, func.length(_prefix)) == _prefix,
        select(Tagging.tag_id).where(Tagging.tag_id == Tag.id, among(Tagging.audience, "keys")).exists(),
    )
    .order_by(func.length(Tag.name), Tag.name)
    .limit(literal_column(str(OTHERS)))
)


def _tags(session: Session, viewer: Viewer, text: str) -> list[str]:
    name = tag_name(text)
    return [row.name for row in rows(session, TAGS, prefix=name, keys=viewer.keys_json)] if name else []
