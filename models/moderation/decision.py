"""Decisions of those who moderate: one row each, with the reason that its person is told and what became of an appeal.

What a decision does to an entry, a message or an account stands with the verbs of each; here is what all of them share.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple

from sqlalchemy import ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, Session, mapped_column

from models.activity.act import Actor, record
from models.activity.matters import Done, Matter, Thing, matter, person_in
from models.core import clock
from models.core.base import Base, BigId, key, word
from models.core.errors import Invalid
from models.core.language import gettext as _
from models.core.text import clean
from models.policy.viewer import Viewer

REASON_LIMIT = 500
APPEAL_LIMIT = 2000
# So long a person can ask somebody else to look again.
APPEAL_DAYS = 14
OFFICES = ("curator", "moderator", "administrator")
APPEALED = text("appealed_at IS NOT NULL AND answered_at IS NULL")


class Decision(Base):
    """Who decided what about whom, when, why and as what; and the one appeal that the person has."""

    __tablename__ = "decisions"
    __table_args__ = (
        Index("ix_decisions_target", "target_kind", "target_id", "id"),
        Index("ix_decisions_person_id_id", "person_id", "id"),
        Index("ix_decisions_at_id", "at", "id"),
        Index("ix_decisions_space_id_at_id", "space_id", "at", "id"),
        Index("ix_decisions_appealed", "appealed_at", "id", sqlite_where=APPEALED, postgresql_where=APPEALED),
    )

    id: Mapped[key]
    # entry, message, person (a profile) or account; no foreign key, for the record outlives what it is about.
    target_kind: Mapped[word]
    target_id: Mapped[int] = mapped_column(BigId)
    # Whom it concerns: the author, or the person themself. Not shown where they wrote without their name.
    person_id: Mapped[int] = mapped_column(ForeignKey("persons.id"))
    unnamed: Mapped[bool] = mapped_column(default=False)
    space_id: Mapped[int | None] = mapped_column(ForeignKey("spaces.id"))
    # Who could read the thing then, and so who may read of it in the log; empty for messages and people.
    audience: Mapped[str] = mapped_column(String(60), default="")
    case_id: Mapped[int | None] = mapped_column(ForeignKey("cases.id"), index=True)
    verb: Mapped[word]
    reason: Mapped[str] = mapped_column(String(REASON_LIMIT))
    by_id: Mapped[int] = mapped_column(ForeignKey("persons.id"))
    office: Mapped[word]
    at: Mapped[datetime]
    # What was taken away, so that an upheld appeal can bring it back: the words of a message or a profile.
    kept: Mapped[str] = mapped_column(Text, default="", server_default="")
    # For what ends by itself, such as a suspension; and when it ended, however that came.
    until: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    # The appeal: in the words of the person, then the answer of somebody else: `upheld` or `refused`.
    appeal: Mapped[str] = mapped_column(Text, default="")
    appealed_at: Mapped[datetime | None]
    claimed_by_id: Mapped[int | None] = mapped_column(ForeignKey("persons.id"))
    claimed_at: Mapped[datetime | None]
    answer: Mapped[str] = mapped_column(String(10), default="")
    answer_reason: Mapped[str] = mapped_column(String(REASON_LIMIT), default="")
    answered_by_id: Mapped[int | None] = mapped_column(ForeignKey("persons.id"))
    answer_office: Mapped[str] = mapped_column(String(40), default="")
    answered_at: Mapped[datetime | None]

    @property
    def appeal_until(self) -> datetime:
        return self.at + timedelta(days=APPEAL_DAYS)

    @property
    def holds(self) -> bool:
        """It was neither taken back nor has it run out."""
        return self.ended_at is None and (self.until is None or self.until > clock.now())


class Target(NamedTuple):
    """What a decision is about."""

    kind: str
    id: int
    person_id: int
    space_id: int | None = None
    audience: str = ""
    unnamed: bool = False


Undo = Callable[[Session, Decision, Actor], None]


@dataclass(frozen=True)
class Verb:
    """Something that can be decided. `word` names it in lists; `told` tells its person, who can appeal where there is
    something to take back (`appealable`)."""

    name: str
    word: Callable[[], str]
    told: Callable[[], str] | None = None
    appealable: bool = True


VERBS: dict[str, Verb] = {}
_undoing: dict[str, Undo] = {}


def _decision(act: Done) -> Thing:
    # The person's own matter: what was decided about may be gone, and they are told all the same.
    return Thing("decision", act.subject_id)


def verb(made: Verb) -> Verb:
    """Make a verb known, with the notice to the person it concerns. Its acts are named `decided-<verb>`."""
    VERBS[made.name] = made
    told = made.told
    if told is not None:
        matter(
            Matter(
                verb=f"decided-{made.name}",
                reason="decision",
                people=person_in,
                said=lambda _who: told(),
                why=lambda: _("It is about you or what you wrote"),
                label=lambda: _("A moderator decided about me or what I wrote"),
                rank=1,
                thing=_decision,
                personal=True,
            )
        )
    return made


def undoes(name: str) -> Callable[[Undo], Undo]:
    """Say what takes a decision with this verb back, called when an appeal is upheld."""

    def known(call: Undo) -> Undo:
        _undoing[name] = call
        return call

    return known


def reason_given(reason: str) -> str:
    """The reason in one line. Raises Invalid (`reason`) when there is none, or too much of it."""
    reason = " ".join(clean(reason).split())
    if not reason:
        raise Invalid(_("Say why, so that the author understands"), "reason")
    if len(reason) > REASON_LIMIT:
        raise Invalid(_("Use %(number)s characters or fewer", number=REASON_LIMIT), "reason")
    return reason


def write_down(
    session: Session,
    name: str,
    about: Target,
    by: Actor,
    reason: str,
    *,
    office: str,
    until: datetime | None = None,
    case_id: int | None = None,
) -> Decision:
    """Keep a decision and tell the person whom it concerns. Raises Invalid (`reason`)."""
    made = Decision(
        target_kind=about.kind,
        target_id=about.id,
        person_id=about.person_id,
        unnamed=about.unnamed,
        space_id=about.space_id,
        audience=about.audience,
        case_id=case_id,
        verb=VERBS[name].name,
        reason=reason_given(reason),
        by_id=by.id,
        office=office,
        at=clock.now(),
        until=until,
    )
    session.add(made)
    session.flush()
    target, concerned = f"{about.kind}:{about.id}", about.person_id
    acted = f"decided-{name}"
    # Not as `reason`, which notices repeat: it may be words from a closed space, and the decision asks for the rights.
    record(
        session, by, acted, "decision", made.id, space_id=about.space_id, person=concerned, target=target, why=reason
    )
    return made


def words_shown(made: Decision, viewer: Viewer) -> bool:
    """True when the person whom a decision concerns may still read the place that its words come from."""
    return made.target_kind != "entry" or made.audience in {"", *viewer.keys}


def take_back(session: Session, made: Decision, by: Actor) -> None:
    """End a decision that holds and undo what it did."""
    if made.ended_at is not None:
        return
    made.ended_at = clock.now()
    session.flush()
    if made.verb in _undoing:
        _undoing[made.verb](session, made, by)


verb(Verb("keep", word=lambda: _("Nothing wrong"), appealable=False))
verb(Verb("edit", word=lambda: _("Edited"), appealable=False))
verb(Verb("hide", word=lambda: _("Hidden"), told=lambda: _("A moderator hid something that you wrote")))
verb(Verb("remove", word=lambda: _("Removed"), told=lambda: _("A moderator removed something that you wrote")))
verb(
    Verb(
        "restore",
        word=lambda: _("Restored"),
        told=lambda: _("A moderator restored something that you wrote"),
        appealable=False,
    )
)
verb(Verb("warn", word=lambda: _("Warned"), told=lambda: _("A moderator warned you")))
verb(Verb("suspend", word=lambda: _("Suspended"), told=lambda: _("A moderator suspended your account")))
verb(
    Verb(
        "reinstate",
        word=lambda: _("Suspension ended"),
        told=lambda: _("A moderator ended the suspension of your account"),
        appealable=False,
    )
)
