"""Whom a "not me" concerns: whoever asked that person, and who asked the question. Notices are made from these.

An expert of a space who passes a question that nobody asked them tells nobody: it waits for the other experts.
"""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import bindparam, case, literal_column, select, union
from sqlalchemy.orm import Session

from models.activity.matters import Done, Matter, matter
from models.core.base import BigId
from models.core.db import rows
from models.core.language import gettext as _
from models.entries.entry import Entry
from models.forums.invitation import AnswerInvitation
from models.people.person import Person
from models.policy.unnamed import USERNAME, Unnamed

_question: Any = bindparam("question_id", type_=BigId)
_passed = (
    AnswerInvitation.question_id == _question,
    AnswerInvitation.person_id == bindparam("person_id"),
    AnswerInvitation.by_id.is_not(None),
    # Taken back before anybody heard of it: there is nothing to tell.
    AnswerInvitation.passed_at.is_not(None),
)
_asked: Any = Entry.__table__
_askers = union(
    select(AnswerInvitation.by_id.label("id")).where(*_passed),
    select(_asked.c.author_id)
    .join(AnswerInvitation, AnswerInvitation.question_id == _asked.c.id)
    .where(_asked.c.id == _question, *_passed),
).subquery("askers")
# Who asked without a name is found for themselves alone: a notice is theirs.
_nameless = Person.username == literal_column(f"'{USERNAME}'")
ASKERS = (
    select(case((_nameless, Unnamed.person_id), else_=Person.id).label("id"))
    .select_from(_askers.join(Person, Person.id == _askers.c.id))
    .outerjoin(Unnamed, _nameless & (Unnamed.entry_id == _question))
)
NAME = select(Person.name).where(Person.id == bindparam("person_id"), Person.disabled_at.is_(None))


def _who_asked(session: Session, act: Done) -> Iterable[int]:
    found = rows(session, ASKERS, question_id=act.subject_id, person_id=act.actor_id or 0)
    return [row.id for row in found if row.id and row.id != act.detail.get("to")]


def _asked_now(session: Session, act: Done) -> str:
    found = rows(session, NAME, person_id=act.detail.get("to") or 0)
    return found[0].name if found else ""


for _verb, _said, _note in (
    ("passed", lambda who: _("%(who)s thinks that somebody else can answer this better", who=who), None),
    (
        "handed-on",
        lambda who: _("%(who)s thinks that somebody else can answer this better, and asked them", who=who),
        _asked_now,
    ),
):
    matter(
        Matter(
            verb=_verb,
            reason="not-me",
            people=_who_asked,
            said=_said,
            why=lambda: _("You asked this, or asked them to answer it. You can ask somebody else."),
            label=lambda: _("Somebody who was asked to answer my question says “Not me”"),
            rank=35,
            kinds=("question",),
            note=_note,
            settled_by=("accepted", "closed"),
        )
    )
