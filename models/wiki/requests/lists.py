"""Lists of change requests: of a page, of a space, those that wait for somebody, and those nobody moves any more."""

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from sqlalchemy import Integer, bindparam, case, cast, func, literal, literal_column, or_, select
from sqlalchemy.orm import Session

from models.core import clock
from models.core.base import BigId, Moment
from models.core.db import among, as_words, rows, words
from models.core.language import current_locale
from models.core.language import gettext as _
from models.core.mail import promise_mail
from models.entries.entry import Entry
from models.people.person import Person, in_language_of
from models.policy.rules import may
from models.policy.viewer import Viewer
from models.spaces.space import Space
from models.wiki.requests.approval import ApprovalPerson, ApprovalRule, approval_by_id
from models.wiki.requests.request import ChangeProposal, ChangeRequest
from models.wiki.requests.requesting import close
from models.wiki.requests.reviewing import ChangeReview

STALE_AFTER = timedelta(days=30)
REMINDED_AFTER = timedelta(days=23)
# So long a decision stands on the author's home, unless they say that they saw it.
TOLD_FOR = timedelta(days=14)
MOST = 200

_OPEN = ChangeRequest.state == literal_column("'open'")
_original, _parent = Entry.__table__.alias("original"), Entry.__table__.alias("above")
# As `ChangeRequest.audience` says it.
_AUDIENCE = func.coalesce(
    Entry.audience,
    _original.c.audience,
    _parent.c.audience,
    func.nullif(ChangeRequest.readers, literal_column("''")),
    case(
        (Space.openness == "open", literal("everyone")),
        else_=literal("space:") + cast(Space.id, ChangeProposal.title.type),
    ),
)
_approved = (
    select(func.count())
    .where(
        ChangeReview.request_id == ChangeRequest.id,
        ChangeReview.number == ChangeRequest.version,
        ChangeReview.verdict == "approved",
    )
    .scalar_subquery()
)
_changes = (
    select(func.count())
    .where(
        ChangeReview.request_id == ChangeRequest.id,
        ChangeReview.number == ChangeRequest.version,
        ChangeReview.verdict == "changes",
    )
    .scalar_subquery()
)
COLUMNS: tuple[Any, ...] = (
    ChangeRequest.id,
    ChangeRequest.space_id,
    ChangeRequest.page_id,
    ChangeRequest.author_id,
    ChangeRequest.rule_id,
    ChangeRequest.state,
    ChangeRequest.version,
    ChangeRequest.created_at,
    ChangeRequest.moved_at,
    ChangeRequest.closed_at,
    ChangeRequest.reason,
    ChangeProposal.title,
    ChangeProposal.summary,
    Entry.title.label("page_title"),
    Person.name.label("author_name"),
    Person.username.label("author_username"),
    Person.is_guest.label("author_is_guest"),
    Space.name.label("space_name"),
    Space.slug.label("space_slug"),
    _approved.label("approved"),
    _changes.label("changes"),
    func.coalesce(ApprovalRule.needed, 1).label("needed"),
)


def _listed(*more: Any) -> Any:
    return (
        select(*COLUMNS, *more)
        .select_from(ChangeRequest)
        .join(
            ChangeProposal,
            (ChangeProposal.request_id == ChangeRequest.id) & (ChangeProposal.number == ChangeRequest.version),
        )
        .join(Person, Person.id == ChangeRequest.author_id)
        .join(Space, Space.id == ChangeRequest.space_id)
        .outerjoin(Entry.__table__, Entry.id == ChangeRequest.page_id)
        .outerjoin(_original, _original.c.id == ChangeRequest.original_id)
        .outerjoin(_parent, _parent.c.id == ChangeRequest.parent_id)
        .outerjoin(ApprovalRule, ApprovalRule.id == ChangeRequest.rule_id)
        .where(among(_AUDIENCE, "keys"), or_(Entry.id.is_(None), Entry.state == literal_column("'live'")))
    )


_WANTED = or_(
    (bindparam("open", type_=Integer) == 1) & _OPEN,
    (bindparam("open", type_=Integer) == 0) & (ChangeRequest.state != literal_column("'open'")),
)
OF_SPACE = (
    _listed()
    .where(ChangeRequest.space_id == bindparam("space_id"), _WANTED)
    .order_by(ChangeRequest.moved_at.desc(), ChangeRequest.id.desc())
    .limit(MOST)
)
OF_PAGE = (
    _listed()
    .where(ChangeRequest.page_id == bindparam("page_id", type_=BigId), _WANTED)
    .order_by(ChangeRequest.moved_at.desc(), ChangeRequest.id.desc())
    .limit(MOST)
)


def requests_of_space(session: Session, viewer: Viewer, space_id: int, *, open: bool = True) -> list[Any]:
    """Rows (COLUMNS) of the requests in a space that the viewer may see, the last moved first."""
    return _seen_by(session, viewer, rows(session, OF_SPACE, space_id=space_id, open=int(open), keys=viewer.keys_json))


def requests_of_page(session: Session, viewer: Viewer, page_id: int, *, open: bool = True) -> list[Any]:
    """The same for one page."""
    return _seen_by(session, viewer, rows(session, OF_PAGE, page_id=page_id, open=int(open), keys=viewer.keys_json))


def _seen_by(session: Session, viewer: Viewer, found: list[Any]) -> list[Any]:
    """Those that the viewer wrote, may approve, or could have written."""
    approvals = {row.rule_id: approval_by_id(session, row.rule_id) for row in found if row.author_id != viewer.id}
    return [
        row
        for row in found
        if row.author_id == viewer.id
        or viewer.has_role(row.space_id, "contributor")
        or may(viewer, "change.review", _Thing(row.author_id, row.space_id, approvals[row.rule_id]))
    ]


@dataclass(frozen=True)
class _Thing:
    """What the rules ask of a request."""

    author_id: int
    space_id: int
    approval: Any


_ME: Any = bindparam("me", type_=Integer)
_my_review = (
    select(ChangeReview.request_id)
    .where(
        ChangeReview.request_id == ChangeRequest.id,
        ChangeReview.number == ChangeRequest.version,
        ChangeReview.reviewer_id == _ME,
    )
    .exists()
)
_named = (
    select(ApprovalPerson.rule_id)
    .where(ApprovalPerson.rule_id == ChangeRequest.rule_id, ApprovalPerson.person_id == _ME)
    .exists()
)


def _in(parameter: str) -> Any:
    return ChangeRequest.space_id.in_(select(cast(words(parameter).c.value, Integer)))


_ROLE = func.coalesce(ApprovalRule.role, literal("curator"))
_BY_ROLE = or_(ApprovalRule.id.is_(None), ApprovalRule.who == "role", ApprovalRule.needed == 0)
_MAY_APPROVE = or_(
    _BY_ROLE & (_ROLE == "contributor") & _in("contributed"),
    _BY_ROLE & (_ROLE == "curator") & _in("curated"),
    _BY_ROLE & (_ROLE == "owner") & _in("owned"),
    (ApprovalRule.who == "people") & _named,
    (ApprovalRule.who == "department") & among(ApprovalRule.department_id, "departments"),
)
FOR_ME = (
    _listed()
    .where(_OPEN, ChangeRequest.author_id != _ME, ~_my_review, _MAY_APPROVE, Space.archived_at.is_(None))
    .order_by(ChangeRequest.moved_at, ChangeRequest.id)
    .limit(MOST)
)
OF_MINE = (
    _listed()
    .where(
        ChangeRequest.author_id == _ME,
        or_(
            _OPEN & (_changes > 0),
            _OPEN & (ChangeRequest.moved_at < bindparam("quiet_since", type_=Moment)),
            (ChangeRequest.closed_at > bindparam("told_since", type_=Moment)) & ChangeRequest.seen_at.is_(None),
        ),
    )
    .order_by(ChangeRequest.moved_at.desc(), ChangeRequest.id.desc())
    .limit(MOST)
)


def values_of_approver(viewer: Viewer) -> dict[str, Any]:
    """What FOR_ME asks of the viewer."""

    def held(role: str) -> str:
        return as_words(space_id for space_id in viewer.roles if viewer.has_role(space_id, role))

    return {
        "me": viewer.id,
        "keys": viewer.keys_json,
        "contributed": held("contributor"),
        "curated": held("curator"),
        "owned": held("owner"),
        "departments": as_words(() if viewer.is_guest else viewer.department_ids),
    }


def values_of_author(viewer: Viewer) -> dict[str, Any]:
    """What OF_MINE asks of the viewer."""
    now = clock.now()
    times = {"quiet_since": now - REMINDED_AFTER, "told_since": now - TOLD_FOR}
    return {"me": viewer.id, "keys": viewer.keys_json, **times}


def requests_to_approve(session: Session, viewer: Viewer) -> list[Any]:
    """Rows of the open requests that wait for the viewer's word, those that waited longest first."""
    return rows(session, FOR_ME, **values_of_approver(viewer))


def my_requests_that_wait(session: Session, viewer: Viewer) -> list[Any]:
    """Rows of the viewer's own requests that need them, will be closed soon, or were decided lately."""
    return rows(session, OF_MINE, **values_of_author(viewer))


@dataclass
class Tended:
    """What the nightly look at open requests did."""

    reminded: list[int] = field(default_factory=list)
    closed: list[int] = field(default_factory=list)


def tend_requests(session: Session, address: str = "") -> Tended:
    """Remind the authors of requests that nobody moves, and close those that nobody moved for 30 days.

    `address` is that of the intranet, for links in mails. The text of a closed request is kept.
    """
    now, done = clock.now(), Tended()
    quiet = select(ChangeRequest).where(_OPEN, ChangeRequest.moved_at < now - REMINDED_AFTER).limit(500)
    for request in session.scalars(quiet):
        if request.moved_at < now - STALE_AFTER:
            close(request, None, "stale", _("Nobody did anything about it for 30 days."))
            done.closed.append(request.id)
            _tell(session, request, address)
        elif request.reminded_at is None:
            request.reminded_at = now
            done.reminded.append(request.id)
            _tell(session, request, address)
    session.flush()
    return done


def _tell(session: Session, request: ChangeRequest, address: str) -> None:
    author = session.get_one(Person, request.author_id)
    if not author.email or not author.gets_mail:
        return
    # The title is not written: who may read it is asked when the link is opened.
    link = f"{address}/change-requests/{request.id}"
    with in_language_of(author, current_locale()):
        if request.is_open:
            subject = _("Your change request will be closed in a week")
            text = _(
                "Hello %(name)s,\n\nnobody has done anything about your change request for three weeks. It will be "
                "closed in a week; your text is kept.\n\n%(link)s\n",
                name=author.name,
                link=link,
            )
        else:
            subject = _("Your change request is closed")
            text = _(
                "Hello %(name)s,\n\nnobody did anything about your change request for 30 days, so it is closed. Your "
                "text is kept, and you can open the request again.\n\n%(link)s\n",
                name=author.name,
                link=link,
            )
        promise_mail(session, author.email, subject, text)
