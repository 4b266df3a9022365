"""What other departments wrote about the same as an entry: rows under the reader's rights, each with what is shared.

The engine ranks, by words that everyone may read; whatever it found is read from the database under the same keyring
once more. Nothing is said of what a reader may not read, not even that there is any.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func
from sqlalchemy.orm import Session

from models.core.automatic import Automatic, automatic
from models.core.db import among, as_words, rows
from models.core.language import lazy_gettext as _l
from models.entries.entry import LIVE, Entry
from models.entries.rows import LIST_COLUMNS, list_rows, visible_texts
from models.entries.tagging import tags_of
from models.people.department import Department
from models.people.person import Person
from models.policy.finding import held_from_search
from models.policy.viewer import Viewer
from models.search import analysis, weights
from models.search.engine import Elsewhere, Engine, Hit
from models.search.faceting import with_all_below
from models.search.telling import is_telling
from models.spaces.space import Space

KINDS = ("page", "question", "discussion")
SHOWN = 5
WORDS = 4
# More are asked for than are shown: what the index still holds may be gone, or closed by now.
LOOKED_AT = 12
# So much of what a title names must occur in the entry.
LEAST_NAMED = 1 / 3
# Characters of a text in which its own form of a shared word is looked for.
READ = 20_000


@dataclass(frozen=True, slots=True)
class Related:
    """An entry of another department: its list row with `department_name`, shared words and shared topics."""

    row: Any
    words: tuple[str, ...]
    tags: tuple[str, ...]


def related_elsewhere(session: Session, engine: Engine, viewer: Viewer, entry: Entry) -> list[Related]:
    """The nearest of other departments that the viewer may read, best first; none where nothing comes close."""
    hits = _hits(session, engine, viewer, entry)
    if not hits:
        return []
    ids = [int(hit.id.partition(":")[2]) for hit in hits]
    said = _said(session, viewer, entry.id)
    seen = rows(session, RELATED, entries=as_words(ids), keys=viewer.keys_json)
    found = {row.id: row for row in seen if _named(row, said)}
    tags = tags_of(session, as_words([entry.id, *found]))
    own = set(tags.get(entry.id, ()))
    return [
        Related(found[number], _words(hit.shared, said), tuple(tag for tag in tags.get(number, ()) if tag in own))
        for number, hit in zip(ids, hits, strict=True)
        if number in found
    ][:SHOWN]


def _hits(session: Session, engine: Engine, viewer: Viewer, entry: Entry) -> list[Hit]:
    held = frozenset(str(space_id) for space_id in held_from_search(session))
    unit = entry.space.department_id if entry.space else entry.author.department_id
    own = Elsewhere(
        KINDS, with_all_below(session, (str(unit),)) if unit else (), str(entry.space_id) if entry.space_id else ""
    )
    engine.refresh()
    return engine.related(f"entry:{entry.id}", viewer.keys, LOOKED_AT, held, own)


RELATED = (
    list_rows(*LIST_COLUMNS, Department.name.label("department_name"))
    .outerjoin(Department, Department.id == func.coalesce(Space.department_id, Person.department_id))
    .where(among(Entry.id, "entries"), LIVE, among(Entry.audience, "keys"))
)


def _said(session: Session, viewer: Viewer, entry_id: int) -> dict[str, str]:
    """The words of an entry by their stems, each in the form that it has most often there."""
    row = visible_texts(session, viewer, as_words([entry_id])).get(entry_id)
    if row is None:
        return {}
    counted = Counter(analysis.words(f"{row.title} {row.text[:READ]}"))
    said: dict[str, str] = {}
    forms = list(counted)
    stems = analysis.terms([analysis.fold(form) for form in forms], analysis.written_in(row.language))
    for stem, form in zip(stems, forms, strict=True):
        if counted[form] > counted.get(said.get(stem, ""), 0):
            said[stem] = form
    return said


def _named(row: Any, said: dict[str, str]) -> bool:
    """Whether enough of what a title names occurs in the entry: texts about different things can share many words."""
    folded = [analysis.fold(word) for word in analysis.words(row.title)]
    stems = {stem for stem in analysis.terms(folded, analysis.written_in(row.language)) if is_telling(stem)}
    return len(stems & said.keys()) >= LEAST_NAMED * len(stems)


def _words(shared: Sequence[str], said: dict[str, str]) -> tuple[str, ...]:
    """Shared words as the entry has them: names and acronyms as they are, the others small."""
    telling = [said[stem] for stem in shared if stem in said and len(said[stem]) > 1]
    return tuple(word if word.isupper() else word.lower() for word in telling[:WORDS])


automatic(
    Automatic(
        name="related-elsewhere",
        title=_l("Related in other departments"),
        does=_l(
            "Shows up to %(most)s pages and topics of other departments beside a page or topic, with the shared words.",
            most=SHOWN,
        ),
        inputs=(
            _l(
                "The %(words)s most telling words of the page or topic, and how much others are about them.",
                words=weights.RELATED_TERMS,
            ),
            _l("The department and the space: what comes from the same is left out."),
            _l("The status of a page."),
        ),
        never=(
            _l("What you or anybody else read, searched or wrote elsewhere."),
            _l("What you may not read: it changes neither the list nor its order."),
        ),
        owner=_l("The administrators of Witan"),
        switch=_l(
            "It cannot be switched off. It changes nothing in the page, and is only loaded when it comes into view."
        ),
    )
)
