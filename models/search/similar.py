"""What is like a question that somebody is about to ask: questions, pages and people, each with a line that says why.

Only what the asker may read, and of people only what they wrote there: never what anybody reads, says in private or
thinks of it. The engine ranks; whatever it found is read from the database under the same keyring once more.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import bindparam, func, literal_column, select
from sqlalchemy.orm import Session

from models.core import clock
from models.core.automatic import Automatic, automatic
from models.core.base import to_microseconds
from models.core.db import among, as_words, rows
from models.core.language import lazy_gettext as _l
from models.entries.entry import LIVE, Entry
from models.entries.rows import visible_rows
from models.forums.answering import Acceptance
from models.people.department import Department
from models.people.person import Person
from models.policy.finding import held_from_search
from models.policy.viewer import Viewer
from models.search.engine import Asking, Engine, Hit

KINDS = ("question", "discussion", "page")
SHOWN = 5
# So many questions are looked at for people who answered them.
LOOKED_AT = 15
PEOPLE = 3
# Fewer letters than these say nothing yet.
LEAST = 4


@dataclass(frozen=True, slots=True)
class Helper:
    """Somebody who answered questions like this: the row of the person, how many, and how many were accepted."""

    id: int
    username: str
    name: str
    department_name: str | None
    answered: int
    accepted: int


@dataclass(frozen=True)
class Similar:
    """List rows of topics and pages, the most alike first, and people who answered such questions."""

    rows: list[Any] = field(default_factory=list)
    people: list[Helper] = field(default_factory=list)


def similar(session: Session, engine: Engine, viewer: Viewer, title: str, text: str = "", but: int = 0) -> Similar:
    """What is like a question with this title and text, without the entry `but`; nothing for a few letters."""
    if len(title.strip()) < LEAST:
        return Similar()
    hits = hits_like(session, engine, viewer, title, text, but=but, limit=LOOKED_AT)
    ids = [int(hit.id.partition(":")[2]) for hit in hits]
    found = visible_rows(session, viewer, as_words(ids)) if ids else {}
    shown = [found[entry_id] for entry_id in ids if entry_id in found]
    asked = [row.id for row in shown if row.kind == "question"]
    return Similar(shown[:SHOWN], _helpers(session, viewer, asked))


def hits_like(
    session: Session, engine: Engine, viewer: Viewer, title: str, text: str = "", *, but: int = 0, limit: int = SHOWN
) -> list[Hit]:
    """What the engine finds for it."""
    asked = Asking(title, text, to_microseconds(clock.now()), KINDS, f"entry:{but}" if but else "")
    held = frozenset(str(space_id) for space_id in held_from_search(session))
    engine.refresh()
    return engine.similar(asked, viewer.keys, limit, held)


_accepted = func.count(Acceptance.answer_id)
ANSWERERS = (
    select(
        Person.id,
        Person.username,
        Person.name,
        Department.name.label("department_name"),
        func.count(func.distinct(Entry.root_id)).label("answered"),
        _accepted.label("accepted"),
    )
    .select_from(Entry.__table__)
    .join(Person, Person.id == Entry.author_id)
    .outerjoin(Department, Department.id == Person.department_id)
    .outerjoin(Acceptance, Acceptance.answer_id == Entry.id)
    .where(
        among(Entry.root_id, "questions"),
        Entry.kind == literal_column("'answer'"),
        LIVE,
        among(Entry.audience, "keys"),
        Person.disabled_at.is_(None),
        Person.id != bindparam("viewer_id"),
    )
    .group_by(Person.id, Person.username, Person.name, Department.name)
    .order_by(_accepted.desc(), literal_column("answered").desc(), Person.name, Person.id)
    .limit(literal_column(str(PEOPLE)))
)


def _helpers(session: Session, viewer: Viewer, questions: Sequence[int]) -> list[Helper]:
    if not questions:
        return []
    values = {"questions": as_words(questions), "keys": viewer.keys_json, "viewer_id": viewer.id}
    return [Helper(*row) for row in rows(session, ANSWERERS, **values)]


automatic(
    Automatic(
        name="similar-questions",
        title=_l("Similar questions and pages while you ask"),
        does=_l("Shows up to %(most)s topics and pages that are like the question you are writing.", most=SHOWN),
        inputs=(
            _l("The words of your title and text, weighed as in search."),
            _l("How near in time they were begun: the same is often asked again within days."),
            _l("The status of a page."),
        ),
        never=(_l("What you typed is not kept."), _l("Who you are, and what you read or searched before.")),
        owner=_l("The administrators of Witan"),
        switch=_l("It cannot be switched off. It changes nothing in your question, and you can send it as it is."),
        address="/ask",
    )
)
automatic(
    Automatic(
        name="people-who-answered",
        title=_l("People who answered similar questions"),
        does=_l("Names up to %(most)s people beside the question you are writing.", most=PEOPLE),
        inputs=(
            _l("Who answered the %(number)s most similar questions that you may read.", number=LOOKED_AT),
            _l("How many of these answers were accepted, then how many there are."),
        ),
        never=(_l("Direct messages, what people read or search, and questions asked without a name."),),
        owner=_l("The administrators of Witan"),
        switch=_l("It cannot be switched off. Nobody is told that they were shown."),
        address="/ask",
    )
)
