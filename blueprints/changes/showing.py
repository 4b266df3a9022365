"""One change request: what it changes, line by line, what was said of it, and what can be done now."""

from datetime import timedelta
from typing import Any

from flask import render_template
from markupsafe import Markup

from blueprints.changes.lines import Thread, annotated, threads_of
from blueprints.changes.loading import change, change_href, page_href
from blueprints.kit.guards import allow
from blueprints.kit.request import db, viewer
from blueprints.kit.rows import who_can_read
from models.core.language import language_name
from models.core.text import references, render, render_short
from models.entries.attaching import files_of
from models.entries.comparing import Comparison, compare
from models.policy.rules import may
from models.spaces.membership import known_names
from models.wiki.page import Page
from models.wiki.requests.approval import approvers
from models.wiki.requests.landing import Joined, hindrance, joined
from models.wiki.requests.lists import STALE_AFTER
from models.wiki.requests.request import ChangeProposal, ChangeRequest
from models.wiki.requests.requesting import base_of, proposal_of
from models.wiki.requests.reviewing import COMMENT_LIMIT, approvals, comments, reviews


@allow("change.read", on=change)
def show(request: ChangeRequest) -> str:
    return drawn(request)


def difference_of(request: ChangeRequest, proposal: ChangeProposal, now: Joined) -> tuple[str, Comparison]:
    """From what to what: while it waits from the page as it stands, else from the text that it was begun from.

    Also of two texts that cannot be joined: then from the beginning too, so that only the author's own change shows.
    """
    title, body = base_of(db(), request, proposal)
    if request.is_open and request.page is not None and not now.clash:
        return request.page.title, compare(request.page.body, now.body)
    return title, compare(body, proposal.body)


def drawn(request: ChangeRequest, failed: dict[str, str] | None = None) -> str:
    """The page of a request; `failed` is what could not be recorded: form, text and error."""
    proposal = proposal_of(db(), request)
    now = joined(db(), request, proposal)
    title_before, comparison = difference_of(request, proposal, now)
    threads = threads_of(comments(db(), request))
    on_lines = [thread for thread in threads if thread.first.line]
    parts, lost = annotated(comparison, on_lines)
    given = approvals(db(), request)
    people = _approvers(request)
    tags_before = set(proposal.tags_before)
    return render_template(
        "changes/show.html",
        change=request,
        proposal=proposal,
        now=now,
        href=change_href(request),
        page_href=page_href(request),
        title_before=title_before,
        tags_added=sorted(set(proposal.tags) - tags_before),
        tags_removed=sorted(tags_before - set(proposal.tags)),
        comparison=comparison,
        parts=parts,
        lost=lost,
        said=_said(request, threads),
        original=_original(request),
        written_in=language_name(proposal.language),
        given=given,
        people=people,
        too_few=len(people) < request.approval.needed,
        hindered=hindrance(db(), request) if request.is_open and len(given) >= request.approval.needed else "",
        closes_at=request.moved_at + STALE_AFTER,
        preview=_preview(request, now),
        rights=_rights(request, given),
        readers=who_can_read(request.audience, request.space.name),
        remark=_remark,
        limit=COMMENT_LIMIT,
        soon=timedelta(days=7),
        failed=failed or {},
    )


def _original(request: ChangeRequest) -> Page | None:
    """The page that a new one translates, for those who may read it."""
    found = request.original
    return found if found is not None and found.is_live and found.audience in viewer().keys else None


def _approvers(request: ChangeRequest) -> list[Any]:
    return approvers(db(), request.approval, request.space_id, request.audience, request.author_id)


def _rights(request: ChangeRequest, given: list[Any]) -> dict[str, bool]:
    mine = request.author_id == viewer().id
    live = request.page is None or request.page.is_live
    decides = request.is_open and live and may(viewer(), "change.review", request)
    enough = len(given) >= request.approval.needed
    return {
        "mine": mine,
        "decide": decides,
        "approved": any(row.reviewer_id == viewer().id for row in given),
        "revise": mine and request.is_open and live,
        "withdraw": mine and request.is_open and live,
        "reopen": mine and request.state in ("withdrawn", "stale"),
        "save": enough and request.is_open and live and (mine or decides),
        "comment": request.is_open and live,
    }


def _said(request: ChangeRequest, threads: list[Thread]) -> list[dict[str, Any]]:
    """What was said of the request as a whole, in the order of time: verdicts, new proposals, remarks."""
    found: list[dict[str, Any]] = [{"at": row.at, "what": row.verdict, "row": row} for row in reviews(db(), request)]
    found += [
        {"at": thread.first.at, "what": "remark", "thread": thread} for thread in threads if not thread.first.line
    ]
    for number in range(2, request.version + 1):
        made = proposal_of(db(), request, number)
        found.append({"at": made.made_at, "what": "proposal", "row": made})
    return sorted(found, key=lambda each: each["at"])


def _preview(request: ChangeRequest, now: Joined) -> Markup:
    """The whole text as it would be shown."""
    people = known_names(db(), list(references(now.body).mentions), request.space_id)
    files = files_of(db(), request.page) if request.page is not None else {}
    return Markup(render(now.body, space=request.space.slug, people=people, files=files).html)  # noqa: S704 - cleaned


def _remark(text: str) -> Markup:
    """A remark as it is shown."""
    return Markup(render_short(text, space=None, people={}).html)  # noqa: S704 - cleaned by the renderer
