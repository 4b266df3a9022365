"""Whom it concerns that somebody who was asked to answer is gone: whoever asked them. Noticing it is `gone`."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import Boolean, bindparam, case, literal_column, or_, select
from sqlalchemy.orm import Session

from models.activity.matters import Done, Matter, matter
from models.core.base import BigId
from models.core.db import rows
from models.core.language import gettext as _
from models.entries.entry import LIVE, Entry
from models.entries.meeting import exists_for
from models.forums.gone import AWAY, LEFT
from models.people.person import Person
from models.policy.unnamed import USERNAME, Unnamed
from models.policy.viewer import viewer_of

_handed_on: Any = bindparam("handed_on", type_=Boolean)
# Who asked without a name is found for themselves alone: a notice is theirs.
_nameless = Person.username == literal_column(f"'{USERNAME}'")
ASKERS = (
    select(case((_nameless, Unnamed.person_id), else_=Person.id).label("id"))
    .select_from(Entry)
    .join(Person, or_(Person.id == bindparam("by_id"), Person.id == case((_handed_on, Entry.author_id))))
    .outerjoin(Unnamed, _nameless & (Unnamed.entry_id == Entry.id))
    .where(
        Entry.id == bindparam("question_id", type_=BigId),
        LIVE,
        # Answered or closed before anybody heard of it: nobody need be asked any more.
        Entry.status == literal_column("'open'"),
    )
)


def _who_asked(session: Session, act: Done) -> Iterable[int]:
    """Whoever asked them, and whoever asked the question where they know of it: guests of those whom they know alone,
    and never who is away."""
    detail = act.detail
    found = rows(
        session, ASKERS, question_id=act.subject_id, by_id=detail["asked_by"], handed_on=bool(detail["handed_on"])
    )
    gone = session.get(Person, act.actor_id)
    for person_id in {row.id for row in found if row.id and row.id != detail.get("to")}:
        asker = viewer_of(session, person_id)
        if gone is not None and not (asker.is_guest and act.verb == AWAY) and exists_for(session, asker, gone):
            yield person_id


def _deputy(session: Session, act: Done) -> str:
    found = session.get(Person, act.detail["to"])
    return found.name if found is not None else ""


def _gone(verb: str, **values: Any) -> None:
    matter(
        Matter(
            verb=verb,
            reason="asked-gone",
            people=_who_asked,
            label=lambda: _("Somebody who was asked to answer my question leaves, or is away with a deputy"),
            rank=35,
            kinds=("question",),
            settled_by=("accepted", "closed", "archived"),
            **values,
        )
    )


_gone(
    LEFT,
    said=lambda who: _("%(who)s, who was asked to answer this, has left", who=who),
    why=lambda: _("You asked this, or asked them to answer it. You can ask somebody else."),
)
_gone(
    AWAY,
    said=lambda who: _("%(who)s, who was asked to answer this, is away, and a colleague has it now", who=who),
    why=lambda: _("You asked this, or asked them to answer it. You can ask somebody else."),
    note=_deputy,
)
