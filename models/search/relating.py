"""What other departments wrote about the same as an entry: rows under the reader's rights, each with what is shared.

The engine finds, by words that everyone may read; whatever it found is read from the database under the same keyring
once more, and the texts say what is about the same matter (`likeness`). Nothing is said of what a reader may not read,
not even that there is any.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
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
from models.search.likeness import same_matter
from models.search.nearly import READ, sketch_of
from models.search.related_aside import PUT_ASIDE
from models.spaces.space import Space

KINDS = ("page", "question", "discussion")
SHOWN = 5
WORDS = 4
# More are asked for than are shown: what the index still holds may be gone, or closed by now.
LOOKED_AT = 24
# So much alike must two be to be offered unasked, and so much beside the best of them (docs/decisions/related.md).
LEAST = 0.75
LEAST_OF_BEST = 0.7


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
    texts = visible_texts(session, viewer, as_words([entry.id, *ids]))
    seen = rows(session, RELATED, entries=as_words(ids), keys=viewer.keys_json, me=viewer.id, beside=entry.id)
    found = {row.id: row for row in seen if row.id in texts}
    text = texts.get(entry.id)
    if text is None or not found:
        return []
    alike = _alike(engine, text, {number: texts[number] for number in found})
    shown = _best(dict(zip(ids, hits, strict=True)), found, alike)
    if not shown:
        return []
    tags = tags_of(session, as_words([entry.id, *(row.id for row, _hit in shown)]))
    own, said = set(tags.get(entry.id, ())), forms_in(text)
    return [
        Related(row, shared_words(hit.shared, said), tuple(tag for tag in tags.get(row.id, ()) if tag in own))
        for row, hit in shown
    ]


def _alike(engine: Engine, text: Any, others: Mapping[int, Any]) -> dict[int, float]:
    """How much each of some texts is about the same matter as a text."""
    mine, theirs = sketch_of(text), {number: sketch_of(other) for number, other in others.items()}
    rarity = engine.rarity(mine.telling.union(*(sketch.telling for sketch in theirs.values())))
    return {number: same_matter(mine, sketch, rarity) for number, sketch in theirs.items()}


def _best(hits: Mapping[int, Hit], found: Mapping[int, Any], alike: Mapping[int, float]) -> list[tuple[Any, Hit]]:
    """Rows with their hits: those that are about the same matter, the most alike first."""
    worth = {number: alike[number] * weights.STATUS_FACTOR.get(row.status, 1.0) for number, row in found.items()}
    least = max(LEAST, LEAST_OF_BEST * max(worth.values()))
    ordered = sorted(worth, key=lambda number: (-worth[number], -number))
    return [(found[number], hits[number]) for number in ordered if worth[number] >= least][:SHOWN]


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
    .where(among(Entry.id, "entries"), LIVE, among(Entry.audience, "keys"), Entry.id.not_in(PUT_ASIDE))
)


def forms_in(text: Any) -> dict[str, str]:
    """The words of an entry by their stems, each in the form that it has most often there."""
    counted = Counter(analysis.words(f"{text.title} {text.text[:READ]}"))
    said: dict[str, str] = {}
    forms = list(counted)
    stems = analysis.terms([analysis.fold(form) for form in forms], analysis.written_in(text.language))
    for stem, form in zip(stems, forms, strict=True):
        if counted[form] > counted.get(said.get(stem, ""), 0):
            said[stem] = form
    return said


def shared_words(shared: Sequence[str], said: dict[str, str]) -> tuple[str, ...]:
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
            _l("Whether each text is about what the title of the other names, the rare words above all."),
            _l("The department and the space: what comes from the same is left out."),
            _l("The status of a page."),
        ),
        never=(
            _l("What you or anybody else read, searched or wrote elsewhere."),
            _l("What you may not read: it changes neither the list nor its order."),
        ),
        owner=_l("The administrators of Witan"),
        switch=_l(
            "Switch it off for yourself on this page, or say “Not relevant” to one of them: it is not shown to you "
            "there any more. It changes nothing in the page, and is only loaded when it comes into view."
        ),
        can_stop=True,
    )
)
