"""Comparing one entry with what is like it in other spaces, under the rights of those who are shown it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import bindparam, literal_column, or_, select
from sqlalchemy.orm import Session

from models.core.automatic import Automatic, automatic
from models.core.base import BigId
from models.core.db import among, as_words, rows
from models.core.language import lazy_gettext as _l
from models.entries.entry import LIVE, Entry
from models.entries.rows import visible_texts
from models.policy.finding import held_from_search
from models.policy.viewer import CURATING, EVERYONE, Viewer, viewer_of
from models.search.engine import Elsewhere, Engine
from models.search.nearly import SORTS, Sketch, in_a_row, nearly_same, sketch_of, texts_alike, titles_alike
from models.search.relating import forms_in, shared_words
from models.search.twins import LONGEST_WORDS, Twin, print_of
from models.spaces.membership import Membership

# Of what the engine finds so much is compared; of a closed space so many curators say what may be compared.
LOOKED_AT = 8
MOST_CURATORS = 5
# Titles and texts (each from 0 to 1) must be alike so much together, the texts alone so much, and say so many things.
TOGETHER, TEXTS, LEAST_WORDS = 0.9, 0.35, 15
SURELY = 2.0
# Somebody who may read what every colleague may read, and nothing else.
COLLEAGUE = Viewer(id=0, username="", name="")


@dataclass(frozen=True)
class Pair:
    """What was found of an entry and another one; a likeness of 0: no twins."""

    other_id: int
    likeness: int
    words: str
    own_print: str
    other_print: str


def likeness(one: Sketch, other: Sketch) -> int:
    """How likely two are twins, from 1 to 100; 0 when they are not."""
    if in_a_row(one, other):
        return 0
    titles, texts = titles_alike(one, other), texts_alike(one, other)
    long = min(len(one.counts), len(other.counts)) >= LEAST_WORDS
    likely = long and titles > 0 and texts >= TEXTS and titles + texts >= TOGETHER
    return max(1, min(100, round(100 * (titles + texts) / SURELY))) if likely or nearly_same(one, other) else 0


CURATORS = (
    select(Membership.person_id)
    .where(
        Membership.space_id == bindparam("space_id"),
        or_(*[Membership.role == literal_column(f"'{role}'") for role in CURATING]),
    )
    .order_by(Membership.person_id)
    .limit(literal_column(str(MOST_CURATORS)))
)
KNOWN = select(Twin.one_id, Twin.other_id).where(
    or_(Twin.one_id == bindparam("entry_id", type_=BigId), Twin.other_id == bindparam("entry_id", type_=BigId))
)
# Whoever may read them: what is made of it is a number, and of a pair that was found with somebody's rights.
RAW_TEXTS = select(Entry.id, Entry.title, Entry.text, Entry.language).where(among(Entry.id, "entries"), LIVE)


class Looking:
    """Looks at entries one after another, under the rights of those who may be shown what is found."""

    def __init__(self, session: Session, engine: Engine) -> None:
        self.session, self.engine = session, engine
        self.held = frozenset(str(space_id) for space_id in held_from_search(session))
        self.curators: dict[int, list[Viewer]] = {}

    def at(self, entry: Any) -> list[Pair]:
        """What is found of one entry; also that pairs which were found before are none any more."""
        found: dict[int, tuple[Any, tuple[str, ...]]] = {}
        for viewer in self._viewers(entry):
            found |= self._candidates(entry, viewer)
        known = {row.one_id + row.other_id - entry.id for row in rows(self.session, KNOWN, entry_id=entry.id)}
        wanted = as_words({entry.id, *(known - found.keys())})
        texts = {row.id: row for row in rows(self.session, RAW_TEXTS, entries=wanted)}
        own = texts.pop(entry.id, None)
        if own is None:
            return []
        for number, text in texts.items():
            found.setdefault(number, (text, ()))
        return _compared(own, found, known)

    def _candidates(self, entry: Any, viewer: Viewer) -> dict[int, tuple[Any, tuple[str, ...]]]:
        elsewhere = Elsewhere(SORTS[entry.kind], (), str(entry.space_id))
        hits = self.engine.related(f"entry:{entry.id}", viewer.keys, LOOKED_AT, self.held, elsewhere)
        shared = {int(hit.id.partition(":")[2]): hit.shared for hit in hits}
        texts = visible_texts(self.session, viewer, as_words(shared)) if shared else {}
        return {number: (text, shared[number]) for number, text in texts.items()}

    def _viewers(self, entry: Any) -> list[Viewer]:
        if entry.audience == EVERYONE:
            return [COLLEAGUE]
        if entry.space_id not in self.curators:
            people = rows(self.session, CURATORS, space_id=entry.space_id)
            self.curators[entry.space_id] = [viewer_of(self.session, row.person_id) for row in people]
        return [viewer for viewer in self.curators[entry.space_id] if entry.audience in viewer.keys]


def _compared(own: Any, found: Mapping[int, tuple[Any, tuple[str, ...]]], known: set[int]) -> list[Pair]:
    mine, forms, pairs = sketch_of(own), None, []
    for number, (text, shared) in found.items():
        theirs = sketch_of(text)
        like = likeness(mine, theirs)
        if not like and number not in known:
            continue
        if shared and forms is None:
            forms = forms_in(own)
        said = ", ".join(shared_words(shared, forms or {}))
        pairs.append(Pair(number, like, said[:LONGEST_WORDS], print_of(mine), print_of(theirs)))
    return pairs


automatic(
    Automatic(
        name="looking-for-twins",
        title=_l("The weekly look for likely twins"),
        does=_l("Compares each page and topic that changed with up to %(most)s of other spaces.", most=LOOKED_AT),
        inputs=(
            _l("The telling words of titles and texts, and how rare they are in what everybody may read."),
            _l("Of what is closed: what a curator of its space may read."),
        ),
        never=(_l("Texts that no curator of one of the two spaces may read."),),
        owner=_l("The administrators of Witan"),
        switch=_l("It cannot be switched off. It changes no text, and only curators see what it found."),
        address="/twins",
    )
)
