"""What people did with documents, as rows for a viewer: who answered, wrote, owns or checked. No ranking here.

Every statement asks the database under the viewer's keyring once more, whatever found the documents. What is left out
on purpose stands in `never`.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Integer, bindparam, case, func, literal_column, or_, select, union, union_all
from sqlalchemy.orm import Session

from models.core import clock
from models.core.base import Moment
from models.core.db import among, as_words, rows
from models.entries.entry import Entry
from models.entries.voting import Vote
from models.expertise.weights import ACCEPTED, ANSWERED, OWNED, SAID, UPVOTED, VERIFIED, WRITTEN
from models.forums.answering import Acceptance
from models.people.person import Person
from models.policy.viewer import Viewer
from models.wiki.page import Page

# What is looked for, and what lies below a question: its answers. Files say what they hold, not what somebody knows.
KINDS = ("question", "answer", "page", "discussion", "reply", "post")
# However many answers lie below the documents that were found.
MOST = 4_000
# Of one person's newest things, when their topics are looked for.
MOST_OF_ONE = 500


@dataclass(frozen=True, slots=True)
class Deed:
    """What a person did: `act` is a name of `weights.WEIGHT`; `entry_id` where it stands, `matter_id` what it is about
    (a question, a page, a post) and `found_id` the document that led there."""

    person_id: int
    department_id: int | None
    entry_id: int
    matter_id: int
    found_id: int
    kind: str
    act: str
    at: datetime


_said, _page = Entry.__table__.alias("said"), Page.__table__
_useful = (
    select(func.sum(case((Vote.word == literal_column("'useful'"), 1), else_=-1)))
    .where(Vote.entry_id == _said.c.id)
    .correlate(_said)
    .scalar_subquery()
)


def _name(act: str) -> Any:
    return literal_column(f"'{act}'")


_is_answer = _said.c.kind == literal_column("'answer'")
_act = case(
    (Acceptance.answer_id.is_not(None), _name(ACCEPTED)),
    (_is_answer & (_useful > 0), _name(UPVOTED)),
    (_is_answer, _name(ANSWERED)),
    (_said.c.kind == literal_column("'page'"), _name(WRITTEN)),
    else_=_name(SAID),
)
# Asking is not knowing, and what is not there any more, or not for this viewer, says nothing.
_COUNTS: tuple[Any, ...] = (
    _said.c.state == literal_column("'live'"),
    _said.c.kind != literal_column("'question'"),
    _said.c.kind != literal_column("'file'"),
    among(_said.c.audience, "keys"),
)
# Whoever cannot be asked is not found: closed accounts, people who are kept out, and guests, whom nobody finds.
THERE: tuple[Any, ...] = (
    Person.disabled_at.is_(None),
    ~Person.is_guest,
    or_(Person.suspended_until.is_(None), Person.suspended_until <= bindparam("now", type_=Moment)),
)


def _part(person: Any, act: Any, at: Any, found: Any, *where: Any, said: Any = _said) -> Any:
    return (
        select(
            person.label("person_id"),
            Person.department_id,
            _said.c.id.label("entry_id"),
            func.coalesce(_said.c.root_id, _said.c.id).label("matter_id"),
            found.label("found_id"),
            _said.c.kind,
            act.label("act"),
            at.label("at"),
        )
        .select_from(said)
        .join(Person, Person.id == person)
        .where(*_COUNTS, *THERE, *where)
    )


_answers = _said.outerjoin(Acceptance, Acceptance.answer_id == _said.c.id)
_pages = _said.join(_page, _page.c.id == _said.c.id)


def deeds_where(within: Callable[[Any, str], Any]) -> Any:
    """What people did with documents and, where they are questions, below them. `within(column, part)` says which:
    the parts are `found`, `questions`, `owned`, `checked` and `edited`."""
    return union_all(
        _part(_said.c.author_id, _act, _said.c.created_at, _said.c.id, within(_said.c.id, "found"), said=_answers),
        _part(
            _said.c.author_id, _act, _said.c.created_at, _said.c.root_id,
            within(_said.c.root_id, "questions"), _is_answer, said=_answers,
        ),
        _part(
            _page.c.owner_person_id, _name(OWNED), _said.c.edited_at, _said.c.id,
            within(_said.c.id, "owned"), said=_pages,
        ),
        _part(
            _page.c.checked_by_id, _name(VERIFIED), _page.c.checked_at, _said.c.id,
            within(_said.c.id, "checked"), _said.c.review == literal_column("'checked'"), said=_pages,
        ),
        _part(
            _said.c.editor_id, _name(WRITTEN), _said.c.edited_at, _said.c.id,
            within(_said.c.id, "edited"), _said.c.kind == literal_column("'page'"),
            _said.c.editor_id != _said.c.author_id,
        ),
    ).limit(literal_column(str(MOST)))  # fmt: skip


DEEDS = deeds_where(among)


def deeds_on(session: Session, viewer: Viewer, entries: Sequence[int]) -> list[Deed]:
    """What people did with these documents and, where they are questions, below them, as far as the viewer may read."""
    return _deeds(session, viewer.keys_json, entries, entries)


def _deeds(session: Session, keys: str, entries: Sequence[int], questions: Sequence[int]) -> list[Deed]:
    if not entries:
        return []
    values = dict.fromkeys(("found", "owned", "checked", "edited"), as_words(entries))
    found = rows(session, DEEDS, keys=keys, now=clock.now(), questions=as_words(questions), **values)
    return [Deed(*row) for row in found]


_me: Any = bindparam("person_id", type_=Integer)
_newest = (
    select(_said.c.id)
    .where(_said.c.author_id == _me, *_COUNTS)
    .order_by(_said.c.created_at.desc(), _said.c.id.desc())
    .limit(literal_column(str(MOST_OF_ONE)))
    .subquery("newest")
)


def _cared(name: str, column: Any) -> Any:
    return select(_page.c.id).where(column == _me).limit(literal_column(str(MOST_OF_ONE))).subquery(name)


_owned, _checked = _cared("owned", _page.c.owner_person_id), _cared("checked", _page.c.checked_by_id)
OF_PERSON = union(select(_newest.c.id), select(_owned.c.id), select(_checked.c.id))


def deeds_of(session: Session, person_id: int, keys: frozenset[str]) -> list[Deed]:
    """What one person did with what these keys may read, their newest things."""
    keyring = as_words(sorted(keys))
    ids = [row.id for row in rows(session, OF_PERSON, person_id=person_id, keys=keyring)]
    return [deed for deed in _deeds(session, keyring, ids, []) if deed.person_id == person_id]
