"""On what people are not found: topics that they hid or contested, and what they say that they do not want to be
matched on. Asked each time, so that it holds at once."""

import re
from collections import defaultdict
from collections.abc import Iterable

from sqlalchemy import literal_column, select, union_all
from sqlalchemy.orm import Session

from models.core import clock
from models.core.db import among, as_words, rows
from models.entries.entry import Entry
from models.entries.tagging import tags_of
from models.expertise.claim import REFUSED_BY
from models.expertise.evidence import Deed
from models.people.statement import NOT_ON
from models.search import analysis

Stems = frozenset[str]
# Rows (person_id, words, whether they are a topic).
REFUSED = union_all(REFUSED_BY.add_columns(literal_column("1")), NOT_ON.add_columns(literal_column("0")))
# "Pensions, and the state pension age" are two things not to be matched on.
_PARTS = re.compile(r"[,;/\n]|\band\b|\bor\b", re.IGNORECASE)


def willing(session: Session, text: str, deeds: list[Deed]) -> list[Deed]:
    """The deeds that count for this question: none of people who do not want to be found for it, and none on a topic
    that the person hid or contested."""
    refused = not_on(session, {deed.person_id for deed in deeds})
    if not refused:
        return deeds
    asked = stems_of(text)
    away = {person for person, topics in refused.items() if any(_within(topic, asked) for topic in topics)}
    deeds = [deed for deed in deeds if deed.person_id not in away]
    theirs = [deed for deed in deeds if deed.person_id in refused]
    about = _what_about(session, {deed.matter_id for deed in theirs} | {deed.entry_id for deed in theirs})
    return [deed for deed in deeds if not _stands_on(deed, refused.get(deed.person_id, ()), about)]


def unwilling(session: Session, text: str, people: set[int]) -> set[int]:
    """Those of the people who do not want to be found for this text."""
    asked = stems_of(text)
    return {
        person for person, topics in not_on(session, people).items() if any(_within(topic, asked) for topic in topics)
    }


def not_on(session: Session, people: set[int]) -> dict[int, list[str]]:
    """By person: what they are not found by now."""
    if not people:
        return {}
    found: dict[int, list[str]] = {}
    for person_id, words, is_topic in rows(session, REFUSED, people=as_words(people), today=clock.now().date()):
        parts = [words] if is_topic else [part for part in _PARTS.split(words) if part.strip()]
        found.setdefault(person_id, []).extend(parts)
    return found


def stems_of(text: str) -> Stems:
    """The stems of the words of a text or topic that say something."""
    folded = [analysis.fold(word) for word in analysis.words(text.replace("-", " ").replace("_", " "))]
    return frozenset(analysis.stems([word for word in folded if word not in analysis.STOP_WORDS] or folded))


def refuses(text: str, topic: str) -> bool:
    """True when these words of somebody who does not want to be matched on them cover the topic."""
    stems = stems_of(topic)
    return any(_within(part, stems) for part in _PARTS.split(text))


def _stands_on(deed: Deed, topics: Iterable[str], about: dict[int, list[Stems]]) -> bool:
    said = [*about.get(deed.matter_id, ()), *about.get(deed.entry_id, ())]
    return any(_within(topic, each) for topic in topics for each in said)


def _within(topic: str, stems: Stems) -> bool:
    wanted = stems_of(topic)
    return bool(wanted) and wanted <= stems


TITLES = select(Entry.id, Entry.title).select_from(Entry.__table__).where(among(Entry.id, "entries"))


def _what_about(session: Session, entries: set[int]) -> dict[int, list[Stems]]:
    """By entry: the stems of its title and of each of its tags."""
    found: dict[int, list[Stems]] = defaultdict(list)
    for entry_id, names in tags_of(session, as_words(entries)).items():
        found[entry_id] += [stems_of(name) for name in names]
    for row in rows(session, TITLES, entries=as_words(entries)):
        if row.title:
            found[row.id].append(stems_of(row.title))
    return found
