"""All decisions, for those who answer for them: who, when, what, why, and what became of an appeal."""

from typing import Any

from sqlalchemy import Integer, and_, bindparam, func, literal, literal_column, or_, select, tuple_
from sqlalchemy.orm import Session, aliased

from models.core.base import BigId, Moment
from models.core.db import among, as_words, rows
from models.entries.entry import Entry
from models.entries.streams import Position
from models.moderation.decision import Decision
from models.people.person import Person
from models.policy.viewer import Viewer
from models.spaces.space import Space

PAGE = 30
APPEALS = ("waiting", "upheld", "refused")
_by, _whom = aliased(Person.__table__, name="decided_by"), aliased(Person.__table__, name="whom")
_answerer = aliased(Person.__table__, name="answerer")
_me: Any = bindparam("me", type_=Integer)
# As the entry stands now, where it still does: a space that was closed since takes its decisions along.
_audience = func.coalesce(Entry.audience, Decision.audience)
_theirs = and_(Decision.space_id.is_not(None), among(Decision.space_id, "spaces"), among(_audience, "keys"))
_of_site = and_(bindparam("site", type_=Integer) == 1, or_(_audience == literal_column("''"), among(_audience, "keys")))
_SEEN = or_(Decision.by_id == _me, Decision.answered_by_id == _me, _theirs, _of_site)
DECISIONS = (
    select(
        Decision.id,
        Decision.target_kind,
        Decision.target_id,
        Decision.verb,
        Decision.reason,
        Decision.office,
        Decision.at,
        Decision.until,
        Decision.ended_at,
        Decision.appealed_at,
        Decision.answer,
        Decision.answer_reason,
        Decision.answer_office,
        Decision.answered_at,
        Decision.unnamed,
        _by.c.name.label("by_name"),
        _by.c.username.label("by_username"),
        _whom.c.name.label("person_name"),
        _whom.c.username.label("person_username"),
        _answerer.c.name.label("answerer_name"),
        Entry.kind,
        Entry.state,
        Space.name.label("space_name"),
        Space.slug.label("space_slug"),
    )
    .select_from(Decision)
    .join(_by, _by.c.id == Decision.by_id)
    .outerjoin(Entry.__table__, and_(Decision.target_kind == literal("entry"), Entry.id == Decision.target_id))
    .join(_whom, _whom.c.id == Decision.person_id)
    .outerjoin(_answerer, _answerer.c.id == Decision.answered_by_id)
    .outerjoin(Space.__table__, Space.id == Decision.space_id)
    .where(_SEEN)
)
_verb: Any = bindparam("verb")
_appeal: Any = bindparam("appeal")
LOG = (
    DECISIONS.where(
        or_(_verb == literal(""), Decision.verb == _verb),
        or_(
            _appeal == literal(""),
            and_(_appeal == literal("waiting"), Decision.appealed_at.is_not(None), Decision.answered_at.is_(None)),
            and_(_appeal != literal("waiting"), Decision.answer == _appeal),
        ),
        tuple_(Decision.at, Decision.id)
        < tuple_(bindparam("before_at", type_=Moment), bindparam("before_id", type_=BigId)),
    )
    .order_by(Decision.at.desc(), Decision.id.desc())
    .limit(literal_column(str(PAGE + 1)))
)
ONE = DECISIONS.where(Decision.id == bindparam("decision_id", type_=Integer))


def _rights(viewer: Viewer) -> dict[str, Any]:
    curated = [space_id for space_id in viewer.roles if viewer.has_role(space_id, "curator")]
    return {
        "me": viewer.id,
        "site": int(viewer.is_moderator or viewer.is_admin),
        "spaces": as_words(curated),
        "keys": viewer.keys_json,
    }


def decisions(
    session: Session, viewer: Viewer, *, verb: str = "", appeal: str = "", before: Position | None = None
) -> list[Any]:
    """Up to 31 decisions that the viewer may look at (the 31st tells that there is more), the last first."""
    before = before or Position.parse(None)
    values = {"verb": verb, "appeal": appeal if appeal in APPEALS else ""}
    return rows(session, LOG, **_rights(viewer), **values, before_at=before.at, before_id=before.id)


def may_look_at(session: Session, viewer: Viewer, decision_id: int) -> bool:
    """True when a decision stands in the log that the viewer may read."""
    return bool(rows(session, ONE, **_rights(viewer), decision_id=decision_id))


ABOUT_ME = (
    select(
        Decision.id,
        Decision.target_kind,
        Decision.verb,
        Decision.reason,
        Decision.at,
        Decision.answer,
        Decision.audience,
    )
    .where(Decision.person_id == _me, Decision.verb.not_in([literal_column("'keep'"), literal_column("'edit'")]))
    .order_by(Decision.id.desc())
    .limit(literal_column("100"))
)


def decisions_about(session: Session, viewer: Viewer) -> list[Any]:
    """What was decided about the viewer or what they wrote, the last first."""
    return rows(session, ABOUT_ME, me=viewer.id)
