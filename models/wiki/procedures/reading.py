"""Reading about procedures and confirmations: what a page shows, what waits for whom, who is missing, what I signed."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import Date, Integer, String, bindparam, case, cast, func, literal_column, null, select, union_all
from sqlalchemy.orm import Session, joinedload, raiseload

from models.core import clock
from models.core.base import BigId
from models.core.db import among, as_words, rows
from models.entries.entry import LIVE, Entry
from models.entries.reading import NotFound
from models.people.department import Department
from models.people.person import Person
from models.policy.readers import may_read, people_where
from models.policy.viewer import Viewer
from models.spaces.space import Space
from models.wiki.page import Page
from models.wiki.procedures.confirming import FEWEST_SHOWN
from models.wiki.procedures.procedure import Procedure
from models.wiki.procedures.rounds import Ask, Confirmation, Signature
from models.wiki.requests.request import ChangeRequest
from models.wiki.requests.reviewing import ChangeReview

MOST_MISSING = 2000

_page, _me = bindparam("page_id", type_=BigId), bindparam("person_id", type_=Integer)


def _row(what: str, number: Any, word: Any, more: Any, day: Any, people: Any, mine: Any) -> Any:
    return select(
        literal_column(f"'{what}'").label("what"),
        number.label("number"),
        word.label("word"),
        more.label("more"),
        day.label("day"),
        people.label("people"),
        mine.label("mine"),
    )


_NONE = cast(null(), Integer)
_newest = (
    select(func.max(ChangeRequest.saved_as))
    .where(ChangeRequest.page_id == _page, ChangeRequest.state == literal_column("'saved'"))
    .scalar_subquery()
)
# One statement for pages that have any of it; others pay a look into three indexes (`reading.surroundings`).
DUTIES = union_all(
    _row("procedure", _NONE, Procedure.label, literal_column("''"), Procedure.effective_on, _NONE, _NONE).where(
        Procedure.page_id == _page
    ),
    _row("approver", ChangeRequest.saved_as, Person.name, Person.username, cast(null(), Date), _NONE, _NONE)
    .join(ChangeReview, ChangeReview.request_id == ChangeRequest.id)
    .join(Person, Person.id == ChangeReview.reviewer_id)
    .where(
        ChangeRequest.page_id == _page,
        ChangeRequest.saved_as == _newest,
        ChangeReview.number == ChangeRequest.version,
        ChangeReview.verdict == literal_column("'approved'"),
    ),
    _row(
        "round", Confirmation.number, cast(Confirmation.id, String), Confirmation.note, Confirmation.due_on,
        Confirmation.asked, Confirmation.signed,
    ).where(Confirmation.page_id == _page, Confirmation.ended_at.is_(None)),
    _row("issuer", Person.id, Person.name, Person.username, cast(null(), Date), _NONE, _NONE)
    .join(Confirmation, Confirmation.issuer_id == Person.id)
    .where(Confirmation.page_id == _page, Confirmation.ended_at.is_(None)),
    _row(
        "ask", func.coalesce(Ask.signed_number, 0), literal_column("''"), literal_column("''"), Ask.due_on, _NONE, _NONE
    )
    .join(Confirmation, Confirmation.id == Ask.confirmation_id)
    .where(
        Confirmation.page_id == _page,
        Confirmation.ended_at.is_(None),
        Ask.person_id == _me,
        Ask.asked_on.is_not(None),
        Ask.withdrawn_on.is_(None),
    ),
)  # fmt: skip


@dataclass
class Duties:
    """What a page says of itself as a procedure, and of being confirmed.

    `approvers` are (name, username) of the newest change that was approved, `approved_as` its revision. `round` is the
    id of the round that runs; `my_due` is set when the viewer is asked, `my_number` what they signed last (0: nothing).
    """

    effective_on: date | None = None
    label: str = ""
    approvers: list[tuple[str, str]] = field(default_factory=list)
    approved_as: int = 0
    round: int = 0
    number: int = 0
    note: str = ""
    due_on: date | None = None
    asked: int = 0
    signed: int = 0
    issuer_id: int = 0
    issuer: tuple[str, str] = ("", "")
    my_due: date | None = None
    my_number: int = 0
    today: date = date.min

    @property
    def to_sign(self) -> bool:
        """The viewer is asked and has not confirmed what stands now."""
        return self.my_due is not None and self.my_number < self.number

    @property
    def reach(self) -> tuple[int, int] | None:
        """How many have confirmed, of how many; nothing when so few are asked that it would tell of single people."""
        return (self.signed, self.asked) if self.round and self.asked >= FEWEST_SHOWN else None


def duties_of(session: Session, viewer: Viewer, page_id: int) -> Duties:
    """All of it for a page that the viewer was found to read."""
    found = Duties(today=clock.now().date())
    for row in rows(session, DUTIES, page_id=page_id, person_id=viewer.id):
        if row.what == "procedure":
            found.effective_on, found.label = row.day, row.word
        elif row.what == "approver":
            found.approvers.append((row.word, row.more))
            found.approved_as = row.number
        elif row.what == "round":
            found.round, found.number, found.note, found.due_on = int(row.word), row.number, row.more, row.day
            found.asked, found.signed = row.people, row.mine
        elif row.what == "issuer":
            found.issuer_id, found.issuer = row.number, (row.word, row.more)
        else:
            found.my_due, found.my_number = row.day, row.number
    return found


ONE = (
    select(Confirmation)
    .join(Entry.__table__, Entry.id == Confirmation.page_id)
    .where(Confirmation.id == bindparam("confirmation_id"), LIVE, among(Entry.audience, "keys"))
    .options(
        joinedload(Confirmation.page).joinedload(Page.space),
        joinedload(Confirmation.issuer),
        joinedload(Confirmation.department),
        raiseload("*"),
    )
)


def visible_confirmation(session: Session, viewer: Viewer, confirmation_id: int) -> Confirmation:
    """A round of asking about a page that the viewer may read, with page, space and issuer. Raises NotFound."""
    values = {"confirmation_id": confirmation_id, "keys": viewer.keys_json}
    found = session.scalar(ONE, values) if confirmation_id < 2**62 else None
    if found is None:
        raise NotFound
    return found


def my_ask(session: Session, viewer: Viewer, confirmation: Confirmation) -> Ask | None:
    """How the viewer is asked, when they are asked now."""
    found = session.get(Ask, (confirmation.id, viewer.id))
    return found if found is not None and found.asked_on is not None and found.withdrawn_on is None else None


def missing(session: Session, confirmation: Confirmation, audience: str) -> list[Any]:
    """Rows (username, name, department_name, asked_on, from_on, due_on, signed_number) of those who have not confirmed
    what stands now and still may read the page, by name. For the person responsible alone."""
    who = (
        people_where(may_read(audience))
        .with_only_columns(
            Person.username,
            Person.name,
            Department.name.label("department_name"),
            Ask.asked_on,
            Ask.from_on,
            Ask.due_on,
            Ask.signed_number,
        )
        .join(Ask, Ask.person_id == Person.id)
        .where(
            Ask.confirmation_id == confirmation.id,
            Ask.withdrawn_on.is_(None),
            func.coalesce(Ask.signed_number, 0) < confirmation.number,
        )
    )
    return rows(session, who.order_by(Person.filed_as, Person.id).limit(MOST_MISSING))


MINE = (
    select(
        Signature.id,
        Signature.number,
        Signature.before,
        Signature.signed_at,
        Signature.page_id,
        # The title is shown to whoever may still read the page.
        case((Entry.id.is_not(None), Signature.title), else_=literal_column("''")).label("title"),
        Entry.slug,
        Space.slug.label("space_slug"),
        Space.name.label("space_name"),
    )
    .select_from(Signature)
    .outerjoin(Entry.__table__, (Entry.id == Signature.page_id) & LIVE & among(Entry.audience, "keys"))
    .outerjoin(Space, Space.id == Entry.space_id)
    .where(Signature.person_id == _me)
    .order_by(Signature.signed_at.desc(), Signature.id.desc())
    .limit(500)
)


def my_signatures(session: Session, viewer: Viewer) -> list[Any]:
    """Rows of what the viewer confirmed, the last first; without title and address when they may not read it now."""
    return rows(session, MINE, person_id=viewer.id, keys=viewer.keys_json)


_COLUMNS = (
    Confirmation.id,
    Confirmation.page_id,
    Confirmation.number,
    Confirmation.due_on,
    Confirmation.asked,
    Confirmation.signed,
    Entry.title,
    Entry.slug,
    Space.slug.label("space_slug"),
    Space.name.label("space_name"),
)


def _rounds(*more: Any) -> Any:
    return (
        select(*_COLUMNS, *more)
        .select_from(Confirmation)
        .join(Entry.__table__, Entry.id == Confirmation.page_id)
        .join(Space, Space.id == Confirmation.space_id)
        .where(Confirmation.ended_at.is_(None), LIVE, among(Entry.audience, "keys"))
    )


TO_SIGN = (
    _rounds(Ask.due_on.label("my_due"), Ask.signed_number, Person.name.label("issuer_name"))
    .join(Ask, Ask.confirmation_id == Confirmation.id)
    .join(Person, Person.id == Confirmation.issuer_id)
    .where(
        Ask.person_id == _me,
        Ask.asked_on.is_not(None),
        Ask.withdrawn_on.is_(None),
        func.coalesce(Ask.signed_number, 0) < Confirmation.number,
    )
    .order_by(Ask.due_on, Confirmation.id)
    .limit(50)
)
ISSUED = (
    _rounds()
    .where(Confirmation.issuer_id == _me, Confirmation.signed < Confirmation.asked)
    .order_by(Confirmation.due_on, Confirmation.id)
    .limit(200)
)
OF_SPACES = (
    _rounds(Confirmation.issuer_id)
    .where(among(Confirmation.space_id, "spaces"))
    .order_by(Confirmation.due_on, Confirmation.id)
    .limit(200)
)


def to_sign(session: Session, viewer: Viewer) -> list[Any]:
    """Rows of what the viewer is to confirm, the most urgent first; `signed_number` is what they signed before."""
    return rows(session, TO_SIGN, person_id=viewer.id, keys=viewer.keys_json)


def issued_and_late(session: Session, viewer: Viewer) -> list[Any]:
    """Rows of the viewer's own rounds whose day has passed while somebody is missing."""
    today = clock.now().date()
    return [row for row in rows(session, ISSUED, person_id=viewer.id, keys=viewer.keys_json) if row.due_on < today]


def rounds_of_space(session: Session, viewer: Viewer, space_id: int) -> list[Any]:
    """Rows of the rounds that run in a space, for pages that the viewer may read."""
    return rows(session, OF_SPACES, spaces=as_words([space_id]), keys=viewer.keys_json)
