"""What reviewers say of a change request: approve, ask for changes, decline, and comments on its lines."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, bindparam, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from models.activity.act import Actor
from models.core import clock
from models.core.base import Base, BigId, big_key, word
from models.core.db import rows, session_of
from models.core.errors import Invalid, Refused
from models.core.language import gettext as _
from models.core.text import clean
from models.entries.limits import count
from models.people.person import Person
from models.policy.rules import may
from models.policy.viewer import viewer_of
from models.wiki.requests.request import ChangeRequest
from models.wiki.requests.requesting import check_open, check_reason, close, hold, moved, note

COMMENT_LIMIT = 5_000
QUOTE_LIMIT = 300


class ChangeReview(Base):
    """What one reviewer says of one proposal: `approved`, `changes` (asked for) or `declined`."""

    __tablename__ = "change_reviews"
    __table_args__ = (CheckConstraint("verdict IN ('approved', 'changes', 'declined')", name="verdict"),)

    request_id: Mapped[int] = mapped_column(
        BigId, ForeignKey("change_requests.id", ondelete="CASCADE"), primary_key=True
    )
    number: Mapped[int] = mapped_column(primary_key=True)
    reviewer_id: Mapped[int] = mapped_column(ForeignKey("persons.id"), primary_key=True, index=True)
    verdict: Mapped[word]
    text: Mapped[str] = mapped_column(String(500), default="")
    at: Mapped[datetime]


class ChangeComment(Base):
    """A remark on a request, or on one line of a proposal: `side` is `old` or `new`, `quote` what stood on the line."""

    __tablename__ = "change_comments"
    __table_args__ = (Index("ix_change_comments_request_id", "request_id", "id"),)

    id: Mapped[big_key]
    request_id: Mapped[int] = mapped_column(BigId, ForeignKey("change_requests.id", ondelete="CASCADE"))
    number: Mapped[int]
    person_id: Mapped[int] = mapped_column(ForeignKey("persons.id"))
    parent_id: Mapped[int | None] = mapped_column(BigId, ForeignKey("change_comments.id", ondelete="CASCADE"))
    side: Mapped[str] = mapped_column(String(3), default="")
    line: Mapped[int | None]
    quote: Mapped[str] = mapped_column(String(QUOTE_LIMIT), default="")
    at: Mapped[datetime]
    text: Mapped[str] = mapped_column(Text)


def review(request: ChangeRequest, by: Actor, number: int, verdict: str, text: str = "") -> None:
    """Say of the proposal with this number that it is `approved`, needs `changes` or is `declined`.

    Raises Refused: of one's own request, of a proposal that was replaced meanwhile, and twice the same. Raises Invalid
    (`text`) when changes are asked for or declined without a reason.
    """
    session = session_of(request)
    hold(session, request)
    check_open(request)
    if by.id == request.author_id:
        raise Refused(_("You wrote this change, so somebody else decides about it."))
    if number != request.version:
        raise Refused(
            _("The author changed this request after you opened it. Nothing was recorded: look again, then decide.")
        )
    text = clean(text).strip()[:500] if verdict == "approved" else check_reason(text)
    found = session.get(ChangeReview, (request.id, number, by.id))
    if found is not None and found.verdict == verdict == "approved":
        raise Refused(_("You have already approved this version."))
    if found is None:
        found = ChangeReview(request_id=request.id, number=number, reviewer_id=by.id)
        session.add(found)
    found.verdict, found.text, found.at = verdict, text, clock.now()
    moved(request)
    if verdict != "declined":
        note(session, by, "approved-proposal" if verdict == "approved" else "asked-for-changes", request)
    if verdict == "declined":
        close(request, by, "declined", text)
    session.flush()


REVIEWS = (
    select(
        ChangeReview.number,
        ChangeReview.verdict,
        ChangeReview.text,
        ChangeReview.at,
        ChangeReview.reviewer_id,
        Person.username,
        Person.name,
    )
    .join(Person, Person.id == ChangeReview.reviewer_id)
    .where(ChangeReview.request_id == bindparam("request_id"))
    .order_by(ChangeReview.at)
)


def reviews(session: Session, request: ChangeRequest) -> list[Any]:
    """Rows (number, verdict, text, at, reviewer_id, username, name) of all proposals of a request, the oldest first."""
    session.flush()
    return rows(session, REVIEWS, request_id=request.id)


def approvals(session: Session, request: ChangeRequest) -> list[Any]:
    """The approvals of the newest proposal, by those who still may give one."""
    given = [row for row in reviews(session, request) if row.number == request.version and row.verdict == "approved"]
    return [row for row in given if may(viewer_of(session, row.reviewer_id), "change.review", request)]


def comment(
    request: ChangeRequest,
    by: Actor,
    text: str,
    *,
    number: int = 0,
    side: str = "",
    line: int | None = None,
    quote: str = "",
    parent_id: int | None = None,
) -> ChangeComment:
    """Remark on a request, on a line of one of its proposals, or on another remark. Raises Invalid (`text`)."""
    session = session_of(request)
    check_open(request)
    text = clean(text).strip()
    if not text:
        raise Invalid(_("Enter a comment"), "text")
    if len(text) > COMMENT_LIMIT:
        raise Invalid(_("Use %(most)s characters or fewer", most=COMMENT_LIMIT), "text")
    above = session.get(ChangeComment, parent_id) if parent_id else None
    if parent_id and (above is None or above.request_id != request.id):
        raise Refused(_("The comment that you answer is no longer there. Your answer is kept in the form."))
    count(session, {"say": 1})
    made = ChangeComment(
        request_id=request.id,
        number=above.number if above else (number if 1 <= number <= request.version else request.version),
        person_id=by.id,
        # Answers stand in one row below the first comment.
        parent_id=(above.parent_id or above.id) if above else None,
        side=side if side in ("old", "new") and line and not above else "",
        line=line if side in ("old", "new") and not above else None,
        quote=clean(quote)[:QUOTE_LIMIT] if not above else "",
        at=clock.now(),
        text=text,
    )
    session.add(made)
    moved(request)
    note(session, by, "commented-proposal", request)
    session.flush()
    return made


COMMENTS = (
    select(
        ChangeComment.id,
        ChangeComment.parent_id,
        ChangeComment.number,
        ChangeComment.side,
        ChangeComment.line,
        ChangeComment.quote,
        ChangeComment.at,
        ChangeComment.text,
        ChangeComment.person_id,
        Person.username,
        Person.name,
        Person.is_guest,
    )
    .join(Person, Person.id == ChangeComment.person_id)
    .where(ChangeComment.request_id == bindparam("request_id"))
    .order_by(ChangeComment.id)
    .limit(1000)
)


def comments(session: Session, request: ChangeRequest) -> list[Any]:
    """Rows of all remarks on a request, the oldest first."""
    session.flush()
    return rows(session, COMMENTS, request_id=request.id)
