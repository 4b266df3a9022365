"""Saving what was approved: joined with what was saved meanwhile, through the one write path."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from models.activity.act import Actor
from models.core.db import rows, session_of
from models.core.errors import Invalid, Refused
from models.core.language import gettext as _
from models.entries.crediting import credit_now
from models.entries.merging import merge, merge_value
from models.entries.summaries import neutral
from models.entries.tagging import tags_on
from models.people.person import Person
from models.wiki.page import Page, write_page
from models.wiki.requests.request import ChangeProposal, ChangeRequest
from models.wiki.requests.requesting import base_of, check_open, close, hold, proposal_of
from models.wiki.requests.reviewing import ChangeReview, approvals
from models.wiki.writing.translating import link_translation, set_language


@dataclass(frozen=True)
class Joined:
    """The proposal as it would be saved now. `clash` is true when the page was changed in the same place meanwhile."""

    title: str
    body: str
    tags: list[str]
    moved_on: bool
    clash: bool


def joined(session: Session, request: ChangeRequest, proposal: ChangeProposal) -> Joined:
    """Join a proposal with what was saved on the page since it was begun."""
    page = request.page
    if page is None:
        return Joined(proposal.title, proposal.body, proposal.tags, False, False)
    now = tags_on(session, page)
    tags = sorted(
        (set(now) - (set(proposal.tags_before) - set(proposal.tags))) | (set(proposal.tags) - set(proposal.tags_before))
    )
    if page.version == proposal.based_on:
        return Joined(proposal.title, proposal.body, tags, False, False)
    base_title, base_body = base_of(session, request, proposal)
    merged, title = merge(base_body, page.body, proposal.body), merge_value(base_title, page.title, proposal.title)
    if not merged.clean or title is None:
        return Joined(proposal.title, proposal.body, tags, True, True)
    return Joined(title, merged.text, tags, True, False)


def hindrance(session: Session, request: ChangeRequest) -> str:
    """Why the request cannot be saved now although it is approved; nothing when it can."""
    if request.space.archived_at is not None:
        return _("The space is archived, so nothing is saved in it. The text of the request is kept.")
    if joined(session, request, proposal_of(session, request)).clash:
        return _("The page was changed in the same place meanwhile. The author joins both texts first.")
    return ""


def save_if_approved(request: ChangeRequest, by: Actor) -> str:
    """Save the newest proposal when enough people have approved it; its author stands in the history as the editor.

    Returns why it could not be saved although it is approved, or nothing. Whether it was saved says `request.state`.
    """
    session = session_of(request)
    hold(session, request)
    given = approvals(session, request)
    if len(given) < request.approval.needed:
        return ""
    check_open(request)
    if why := hindrance(session, request):
        return why
    try:
        # All of it or nothing: the approval itself stays recorded.
        with session.begin_nested():
            _save(session, request, [row.name for row in given], by)
    except (Invalid, Refused) as error:
        return str(error)
    return ""


def _save(session: Session, request: ChangeRequest, names: list[str], by: Actor) -> None:
    proposal = proposal_of(session, request)
    wanted = joined(session, request, proposal)
    author, page = session.get_one(Person, request.author_id), request.page
    if page is None:
        parent = session.get(Page, request.parent_id) if request.parent_id else None
        page = write_page(
            session, author, request.space, wanted.title, wanted.body,
            parent=parent if parent is not None and parent.is_live else None,
            tags=wanted.tags, summary=_summary(proposal.summary, names), approved=True,
            **({"language": proposal.language} if proposal.language else {}),
            **({"audience": request.audience} if request.audience != request.space.audience else {}),
        )  # fmt: skip
        request.page_id = page.id
        _twin(session, request, page, author)
    else:
        if proposal.language:
            set_language(page, author, proposal.language)
        page.revise(
            by=author, based_on=page.version, title=wanted.title, body=wanted.body, tags=wanted.tags,
            summary=_summary(proposal.summary, names), minor=proposal.minor, silent=proposal.silent, approved=True,
        )  # fmt: skip
    request.saved_as = page.version
    credit_now(session, request.id, page)
    close(request, by, "saved")
    session.flush()


def _twin(session: Session, request: ChangeRequest, page: Page, author: Person) -> None:
    """Link a translation with its original, when that still stands there."""
    original = session.get(Page, request.original_id) if request.original_id else None
    if original is not None and original.is_live:
        link_translation(page, original, author, based_on=request.original_version)


def _summary(said: str, names: list[str]) -> str:
    approved = neutral("approved", names=", ".join(names))
    return f"{said[: max(0, 196 - len(approved))]} · {approved}" if said else approved


APPROVED = (
    select(ChangeRequest.id, ChangeRequest.saved_as, Person.username, Person.name)
    .join(
        ChangeReview,
        (ChangeReview.request_id == ChangeRequest.id)
        & (ChangeReview.number == ChangeRequest.version)
        & (ChangeReview.verdict == "approved"),
    )
    .join(Person, Person.id == ChangeReview.reviewer_id)
    .where(ChangeRequest.page_id == bindparam("page_id"), ChangeRequest.state == "saved")
    .order_by(ChangeReview.at)
)


def approved_revisions(session: Session, page_id: int) -> dict[int, tuple[int, list[Any]]]:
    """By number of the revision: the request it came from and rows (username, name) of those who approved it."""
    found: dict[int, tuple[int, list[Any]]] = {}
    for row in rows(session, APPROVED, page_id=page_id):
        found.setdefault(row.saved_as, (row.id, []))[1].append(row)
    return found
