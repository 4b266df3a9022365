"""Change requests: a change to a page, or a new page, that waits for approval. Made, revised, withdrawn, closed here.

What reviewers say lives in `reviewing`, saving what was approved in `landing`.
"""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import (
    bindparam,
    select,
)
from sqlalchemy.orm import Session, joinedload, undefer

from models.activity.act import Actor, record
from models.core import clock
from models.core.db import one, session_of
from models.core.errors import Invalid, Outdated, Refused
from models.core.language import gettext as _
from models.core.text import clean, page_slug
from models.entries import editing
from models.entries.kinds import kind_named
from models.entries.limits import count
from models.entries.reading import NotFound
from models.entries.revision import SUMMARY_LIMIT, Revision, revision
from models.entries.tagging import tag_names, tags_on
from models.policy.rules import may
from models.policy.viewer import Viewer
from models.spaces.space import Space
from models.wiki.page import Page, free_slug
from models.wiki.requests.approval import approval_by_id, approval_of, rule_over
from models.wiki.requests.request import ChangeProposal, ChangeRequest
from models.wiki.writing.translating import check_free


def propose(
    session: Session,
    by: Actor,
    page: Page,
    *,
    based_on: int,
    title: str,
    body: str,
    tags: Sequence[str],
    summary: str = "",
    minor: bool = False,
    silent: bool = False,
    language: str = "",
) -> ChangeRequest | None:
    """Send a change to a page for approval; None when it changes nothing. Raises Invalid and Outdated."""
    before = tags_on(session, page)
    proposal = _checked(session, page, based_on, title, body, tags, before, summary, minor)
    proposal.language, proposal.silent = language if language != page.language else "", silent
    base = _base(session, page, based_on)
    if not proposal.language and (proposal.title, proposal.body, proposal.tags) == (base.title, base.body, before):
        return None
    rule = rule_over(session, page.space_id or 0, page.id)
    return _open(session, by, proposal, page.space_id or 0, page, None, rule.id if rule else None)


def propose_page(
    session: Session,
    by: Actor,
    space: Space,
    parent: Page | None,
    *,
    title: str,
    body: str,
    tags: Sequence[str],
    language: str = "",
    summary: str = "",
    original: Page | None = None,
    original_version: int = 0,
) -> ChangeRequest:
    """Send a new page for approval; one that translates `original` is linked with it once it is saved.

    Raises Invalid, also when a page with this title stands in the space, or the original has that language already.
    """
    if original is not None:
        language = check_free(session, original, language)
    free_slug(session, space, page_slug(editing.check_title(title)))
    proposal = _checked(session, None, 0, title, body, tags, [], summary, False)
    proposal.language = language
    rule = rule_over(session, space.id, parent.id if parent else None)
    made = _open(session, by, proposal, space.id, None, parent, rule.id if rule else None)
    readers = original.audience if original is not None else parent.audience if parent is not None else space.audience
    made.readers = readers if readers != space.audience else ""
    if original is not None:
        made.original_id, made.original_version = original.id, original_version or original.version
        session.flush()
    return made


def _open(
    session: Session,
    by: Actor,
    proposal: ChangeProposal,
    space_id: int,
    page: Page | None,
    parent: Page | None,
    rule_id: int | None,
) -> ChangeRequest:
    count(session, {"page": 1})
    now = clock.now()
    made = ChangeRequest(
        space_id=space_id,
        page_id=page.id if page else None,
        parent_id=parent.id if parent else None,
        author_id=by.id,
        rule_id=rule_id,
        created_at=now,
        moved_at=now,
    )
    session.add(made)
    session.flush()
    proposal.request_id, proposal.number, proposal.made_at = made.id, 1, now
    session.add(proposal)
    session.flush()
    note(session, by, "proposed", made)
    return made


def revise(
    request: ChangeRequest,
    by: Actor,
    *,
    based_on: int,
    title: str,
    body: str,
    tags: Sequence[str],
    summary: str = "",
    minor: bool = False,
    silent: bool = False,
) -> bool:
    """Put a new proposal in the place of the last: what was approved must be approved again. False for no change.

    Raises Refused for a request that is closed, Invalid and Outdated.
    """
    session, page = session_of(request), request.page
    hold(session, request)
    check_open(request)
    last = proposal_of(session, request)
    before = tags_on(session, page) if page else []
    made = _checked(session, page, based_on, title, body, tags, before, summary, minor)
    made.language, made.silent = last.language, silent
    said = (made.title, made.body, made.tags, made.based_on)
    if said == (last.title, last.body, last.tags, last.based_on):
        return False
    request.version += 1
    made.request_id, made.number, made.made_at = request.id, request.version, clock.now()
    session.add(made)
    # A page that was moved, or a rule that was changed, counts from the next proposal on.
    rule = rule_over(session, request.space_id, request.page_id or request.parent_id)
    request.rule_id = rule.id if rule else request.rule_id
    request.approval = approval_of(session, rule) or request.approval
    moved(request)
    note(session, by, "revised-proposal", request, number=request.version)
    session.flush()
    return True


def _checked(
    session: Session,
    page: Page | None,
    based_on: int,
    title: str,
    body: str,
    tags: Sequence[str],
    before: list[str],
    summary: str,
    minor: bool,
) -> ChangeProposal:
    title, body = editing.check_title(title), editing.check_body(body, kind_named("page"))
    if page is not None and page.space is not None and title != page.title and page_slug(title) != page.slug:
        free_slug(session, page.space, page_slug(title), page)
    if page is not None and not 1 <= based_on <= page.version:
        raise Outdated(_("Somebody else saved this while you were writing."), page.version)
    return ChangeProposal(
        based_on=based_on,
        title=title,
        body=body,
        tags=sorted(tag_names(list(tags))),
        tags_before=sorted(before),
        summary=clean(summary).strip()[:SUMMARY_LIMIT],
        minor=minor,
    )


def _base(session: Session, page: Page, number: int) -> Any:
    session.flush()
    found = revision(session, page, number)
    if found is None:
        raise Outdated(_("Somebody else saved this while you were writing."), page.version)
    return found


def withdraw(request: ChangeRequest, by: Actor) -> None:
    """Its author takes it back. Raises Refused when it is closed."""
    hold(session_of(request), request)
    check_open(request)
    close(request, by, "withdrawn")
    request.seen_at = clock.now()


def take_up(request: ChangeRequest, by: Actor) -> None:
    """Its author opens again what was withdrawn or closed for want of an answer. Raises Refused."""
    if request.state not in ("withdrawn", "stale"):
        raise Refused(_("This change request cannot be opened again. Make a new one."))
    request.state, request.reason = "open", ""
    request.closed_at = request.closed_by_id = request.seen_at = None
    moved(request)
    note(session_of(request), by, "took-up-proposal", request)


def close(request: ChangeRequest, by: Actor | None, state: str, reason: str = "") -> None:
    """End a request as `saved`, `declined`, `withdrawn` or `stale`."""
    now = clock.now()
    request.state, request.closed_at, request.moved_at = state, now, now
    request.closed_by_id, request.reason = by.id if by else None, clean(reason).strip()[:500]
    note(session_of(request), by, f"{state}-proposal", request)


def seen(request: ChangeRequest) -> None:
    """The author knows how it ended: it no longer waits on their home."""
    request.seen_at = clock.now()


def moved(request: ChangeRequest) -> None:
    request.moved_at, request.reminded_at = clock.now(), None


LOCKED = select(ChangeRequest.id).where(ChangeRequest.id == bindparam("request_id")).with_for_update()


def hold(session: Session, request: ChangeRequest) -> None:
    """See to it that nobody else decides about the request until this transaction ends, and that it is as it stands.

    Of two last approvals at the same moment the second one sees the first. Writers of SQLite come one after the other.
    """
    if session.get_bind().dialect.name == "sqlite":
        return
    session.flush()
    session.connection().execute(LOCKED, {"request_id": request.id})
    session.refresh(request, ["state", "version", "page_id", "rule_id", "saved_as", "closed_at", "closed_by_id"])


def check_open(request: ChangeRequest) -> None:
    """Raises Refused when the request is decided, or the page can take no change now."""
    if not request.is_open:
        raise Refused(_("This change request is closed."))
    if request.page is not None and not request.page.is_live:
        raise Refused(_("The page is in the trash. The text of the request is kept: a curator can restore the page."))


ONE = (
    select(ChangeRequest)
    .where(ChangeRequest.id == bindparam("request_id"))
    .options(
        joinedload(ChangeRequest.page).options(undefer(Page.body), joinedload(Page.space)),
        joinedload(ChangeRequest.space),
        joinedload(ChangeRequest.original).joinedload(Page.space),
        joinedload(ChangeRequest.parent),
        joinedload(ChangeRequest.author),
    )
)


def visible_request(session: Session, viewer: Viewer, request_id: int) -> ChangeRequest:
    """The request with its page, space, author and approval, for its author, its approvers and those who may edit.

    Never for anybody who may not read the page. Raises NotFound.
    """
    found = session.scalar(ONE, {"request_id": request_id}) if request_id < 2**62 else None
    if found is None:
        raise NotFound
    if found.audience not in viewer.keys or (found.page is not None and found.page.state not in ("live", "trashed")):
        raise NotFound
    found.approval = approval_by_id(session, found.rule_id)
    if not may(viewer, "change.read", found):
        raise NotFound
    # What lies in the trash is shown to those who can take it out, and to whoever wrote the change.
    kept_from_view = found.author_id != viewer.id and not viewer.has_role(found.space_id, "curator")
    if found.page is not None and not found.page.is_live and kept_from_view:
        raise NotFound
    return found


PROPOSAL = select(ChangeProposal).where(
    ChangeProposal.request_id == bindparam("request_id"), ChangeProposal.number == bindparam("number")
)


def proposal_of(session: Session, request: ChangeRequest, number: int | None = None) -> ChangeProposal:
    """The newest proposal of a request, or the one with this number. Raises NotFound."""
    session.flush()
    found = session.scalar(PROPOSAL, {"request_id": request.id, "number": number or request.version})
    if found is None:
        raise NotFound
    return found


BASE = select(Revision.title, Revision.body).where(
    Revision.entry_id == bindparam("page_id"), Revision.number == bindparam("number")
)


def base_of(session: Session, request: ChangeRequest, proposal: ChangeProposal) -> tuple[str, str]:
    """Title and text of the page as they stood when the proposal was begun; empty for a new page."""
    row = one(session, BASE, page_id=request.page_id, number=proposal.based_on) if request.page_id else None
    return (row.title, row.body) if row else ("", "")


def note(session: Session, by: Actor | None, verb: str, request: ChangeRequest, **detail: Any) -> None:
    """Record an act on a request."""
    record(session, by, verb, "change", request.id, space_id=request.space_id, page=request.page_id, **detail)


def check_reason(text: str) -> str:
    """The reason as it is kept. Raises Invalid (`text`) when it is empty or too long."""
    text = clean(text).strip()
    if not text:
        raise Invalid(_("Say why, so that the author can go on"), "text")
    if len(text) > 500:
        raise Invalid(_("Use %(most)s characters or fewer", most=500), "text")
    return text
