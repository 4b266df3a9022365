"""What a parsed query means for one viewer: names become ids, and `govern*` the words that begin so.

A space or person that does not exist for the viewer is as one that does not exist: nothing is found there.
"""

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any

from sqlalchemy import String, and_, bindparam, func, or_, select
from sqlalchemy.orm import Session

from models.core.db import among, as_words, rows, words
from models.core.language import gettext as _
from models.entries.kinds import all_kinds
from models.entries.tagging import Tag, TagSynonym, tag_name
from models.people.person import Person
from models.policy.finding import spaces_named
from models.policy.viewer import Viewer
from models.search.engine import Engine
from models.search.meanings import meanings
from models.search.query import Chosen, Every, Node, Parsed, Problem, Some, Text, Without, parse, text_of
from models.spaces.membership import Membership

# Words that stand for one with a star.
COMPLETED = 20
Meaning = tuple[dict[tuple[str, str], tuple[str, ...]], dict[str, tuple[Text, ...]]]


def understood(
    session: Session, engine: Engine, viewer: Viewer, text: str, held: frozenset[str] = frozenset()
) -> tuple[Parsed, list[Any]]:
    """What the viewer asks for by a text, and rows of the acronyms in it."""
    parsed = parse(text)
    meant = meanings(session, viewer, parsed, text)
    named = _named(session, engine, viewer, parsed, held)
    return replace(named, loose=named.loose + meant.also), meant.acronyms


def _named(session: Session, engine: Engine, viewer: Viewer, parsed: Parsed, held: frozenset[str]) -> Parsed:
    chosen = {each for node in parsed.must for each in _chosen(node)}
    beginnings = {each.words[-1] for each in parsed.texts if each.prefix}
    if not chosen and not beginnings:
        return parsed
    names, unknown = _names(session, viewer, chosen)
    endings = {word: _completed(engine, viewer, word, held) for word in beginnings}
    meaning = (names, endings)
    loose = tuple(each for text in parsed.loose for each in _endings(text, endings))
    must = tuple(_meant(node, meaning) for node in parsed.must)
    return replace(parsed, loose=loose, must=must, problems=parsed.problems + tuple(unknown))


def _chosen(node: Node) -> Iterable[Chosen]:
    if isinstance(node, Chosen):
        yield node
    elif isinstance(node, Without):
        yield from _chosen(node.part)
    elif isinstance(node, Every | Some):
        for part in node.parts:
            yield from _chosen(part)


def _meant(node: Node, meaning: Meaning) -> Node:
    names, endings = meaning
    if isinstance(node, Chosen):
        if node.begins:
            return Chosen(node.name, names[node.name, f"{node.begins}*"], tag_name(node.begins))
        return Chosen(node.name, names[node.name, node.values[0]])
    if isinstance(node, Without):
        return Without(_meant(node.part, meaning))
    if isinstance(node, Every | Some):
        return type(node)(tuple(_meant(part, meaning) for part in node.parts))
    if isinstance(node, Text) and node.prefix:
        return Some(_endings(node, endings))
    return node


def _endings(text: Text, endings: dict[str, tuple[Text, ...]]) -> tuple[Text, ...]:
    if not text.prefix:
        return (text,)
    return tuple(replace(each, title=text.title) for each in endings[text.words[-1]])


def _completed(engine: Engine, viewer: Viewer, word: str, held: frozenset[str]) -> tuple[Text, ...]:
    found = [text_of(each) for each in [word, *engine.suggest(word, viewer.keys, COMPLETED, held)]]
    return tuple({each.stems: each for each in found if each is not None}.values())


def _names(session: Session, viewer: Viewer, chosen: Iterable[Chosen]) -> tuple[dict[Any, Any], list[Problem]]:
    """The values that an index holds by field and typed name; and the names of which nothing is known."""
    by_field: dict[str, list[str]] = {}
    for each in sorted((each for each in chosen if not each.begins), key=repr):
        by_field.setdefault(each.name, []).append(each.values[0])
    names: dict[tuple[str, str], tuple[str, ...]] = _tags_begun(session, {each.begins for each in chosen} - {""})
    problems = []
    for field, texts in by_field.items():
        known = NAMED[field](session, viewer, texts)
        names |= {(field, text): known.get(text, ()) for text in texts}
        problems += [Problem(field, text) for text in texts if not known.get(text)]
    return names, problems


Known = dict[str, tuple[str, ...]]


def _kinds(session: Session, viewer: Viewer, texts: list[str]) -> Known:
    words = {"person": "person", "people": "person", _("Person").casefold(): "person"}
    for kind in all_kinds():
        words |= {kind.name: kind.name, f"{kind.name}s": kind.name, kind.word().casefold(): kind.name}
    return {text: (words[text.casefold()],) for text in texts if text.casefold() in words}


TAGS = (
    select(TagSynonym.name, Tag.name.label("tag"))
    .join(Tag, Tag.id == TagSynonym.tag_id)
    .where(among(TagSynonym.name, "names"))
)


def _tags(session: Session, viewer: Viewer, texts: list[str]) -> Known:
    """Another word for a topic stands for it. Whether anything has the tag is for nobody to learn here."""
    names = {text: tag_name(text) for text in texts}
    leads = {row.name: row.tag for row in rows(session, TAGS, names=as_words(names.values()))}
    return {text: (leads.get(name, name) or "-",) for text, name in names.items()}


_begun: Any = words("begun")
TAGS_BEGUN = (
    select(_begun.c.value.label("begun"), Tag.name.label("tag"))
    .join(TagSynonym, TagSynonym.name.like(_begun.c.value, escape="\\"))
    .join(Tag, Tag.id == TagSynonym.tag_id)
)


def _tags_begun(session: Session, texts: set[str]) -> dict[tuple[str, str], tuple[str, ...]]:
    """The topics that other words with such a beginning lead to. Those with a name that begins so the index knows."""
    if not texts:
        return {}
    # Of a name only the underscore is more than itself.
    sought = {text: tag_name(text).replace("_", "\\_") + "%" for text in texts if tag_name(text)}
    leads: dict[str, set[str]] = {}
    for row in rows(session, TAGS_BEGUN, begun=as_words(set(sought.values()))):
        leads.setdefault(row.begun, set()).add(row.tag)
    return {("tag", f"{text}*"): tuple(sorted(leads.get(sought.get(text, ""), ()))) for text in texts}


def _spaces(session: Session, viewer: Viewer, texts: list[str]) -> Known:
    found = spaces_named(session, viewer, [text.lower() for text in texts])
    return {text: tuple(str(row.id) for row in found if text.lower() in (row.slug, row.name.lower())) for text in texts}


# Guests exist in the spaces they share.
AUTHORS = select(Person.id, Person.username, Person.name).where(
    or_(among(Person.username, "names"), among(func.lower(Person.name, type_=String), "names")),
    or_(
        and_(bindparam("colleague") == 1, ~Person.is_guest),
        Person.id == bindparam("me"),
        Person.id.in_(select(Membership.person_id).where(among(Membership.space_id, "spaces"))),
    ),
)


def _authors(session: Session, viewer: Viewer, texts: list[str]) -> Known:
    lowered = {text: text.lower().lstrip("@") for text in texts}
    values = {"names": as_words(lowered.values()), "colleague": int(not viewer.is_guest), "me": viewer.id}
    found = rows(session, AUTHORS, **values, spaces=as_words(viewer.roles))
    return {
        text: tuple(str(row.id) for row in found if name in (row.username, row.name.lower()))
        for text, name in lowered.items()
    }


NAMED: dict[str, Callable[[Session, Viewer, list[str]], Known]] = {
    "kind": _kinds,
    "tag": _tags,
    "space": _spaces,
    "author": _authors,
}
