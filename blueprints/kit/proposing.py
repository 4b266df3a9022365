"""Sending a change to a page for approval instead of saving it: the same for every door that changes a page."""

from collections.abc import Sequence
from typing import Any

from flask import flash, redirect
from werkzeug.wrappers import Response

from blueprints.kit import from_answer
from blueprints.kit.request import db, viewer
from models.core.language import gettext as _
from models.core.language import ngettext
from models.core.text import clean
from models.entries import drafts, presence
from models.entries.entry import Entry
from models.entries.saving import Saved, check_decided
from models.entries.tagging import tags_on
from models.spaces.space import Space
from models.wiki.page import Page
from models.wiki.procedures.confirming import current
from models.wiki.requests.approval import Approval, NeedsApproval, approval_needed, approvers
from models.wiki.requests.lists import requests_of_page
from models.wiki.requests.requesting import propose, propose_page
from models.wiki.writing.saving import save_page


def approval_notice(space: Space, page: Page | None, parent_id: int | None = None) -> dict[str, Any] | None:
    """For an edit form: what a change waits for, who can approve it, and what waits already; and whether people are
    asked to confirm the page, who would be asked again. None: there is nothing to say."""
    page_id = page.id if page else parent_id
    needed = approval_needed(db(), viewer(), space.id, page_id)
    waiting = requests_of_page(db(), viewer(), page.id) if page else []
    confirmed = current(db(), page.id) is not None if page else False
    if needed is None and not waiting and not confirmed:
        return None
    audience = page.audience if page else space.audience
    people = approvers(db(), needed, space.id, audience, viewer().id) if needed else []
    return {
        "needed": needed.needed if needed else 0,
        "people": people,
        "too_few": needed is not None and len(people) < needed.needed,
        "waiting": waiting,
        "confirmed": confirmed,
        "mine": [row for row in waiting if row.author_id == viewer().id],
    }


def page_needs_approval(page: Page) -> Approval | None:
    """What a change of the viewer to the page must wait for; None when it is saved at once."""
    return approval_needed(db(), viewer(), page.space_id or 0, page.id)


def save_or_send(
    page: Page,
    *,
    silent: bool,
    language: str = "",
    tags_before: Sequence[str] | None = None,
    answer: Entry | None = None,
    **change: Any,
) -> Saved | Response:
    """Save a text that was edited; where it waits for approval it is sent, and the answer is where to go.

    Raises Conflict in both cases: a change that clashes with what stands now is joined before others look at it.
    """
    try:
        saved = save_page(page, by=viewer(), tags_before=tags_before, silent=silent, **change)
    except NeedsApproval:
        return send_change(page, language=language, silent=silent, answer=answer, **change)
    if saved.changed:
        from_answer.keep_credit(answer, page)
    return saved


def send_change(
    page: Page,
    *,
    based_on: int,
    title: str | None = None,
    body: str | None = None,
    tags: Sequence[str] | None = None,
    summary: str = "",
    minor: bool = False,
    silent: bool = False,
    language: str = "",
    draft: int = 0,
    draft_place: str = "",
    answer: Entry | None = None,
) -> Response:
    """Send a change for approval; what is None stays. The draft of it is forgotten. Raises Invalid and Outdated."""
    check_decided(clean(body or ""))
    made = propose(
        db(),
        viewer(),
        page,
        based_on=based_on,
        title=page.title if title is None else title,
        body=page.body if body is None else body,
        tags=tags_on(db(), page) if tags is None else tags,
        summary=summary,
        minor=minor,
        silent=silent,
        language=language,
    )
    if made is None:
        flash(_("You changed nothing, so nothing is sent for approval."))
        return redirect(_page_href(page), 303)
    from_answer.keep_credit_for(answer, made.id)
    drafts.saved(db(), viewer(), draft_place or drafts.place_of_edit(page), draft)
    presence.leave(db(), viewer(), page)
    approval = page_needs_approval(page)
    return _sent(made.id, approval.needed if approval else 1)


def send_new_page(
    space: Space,
    parent: Page | None,
    *,
    title: str,
    body: str,
    tags: Sequence[str],
    language: str,
    draft: int = 0,
    answer: Entry | None = None,
    **translated: Any,
) -> Response:
    """Send a new page for approval; `original` and its version for one that translates a page, `answer` for one that
    an answer became. Raises Invalid."""
    told: dict[str, Any] = {"title": title, "body": body, "tags": tags, "language": language}
    made = propose_page(db(), viewer(), space, parent, **told, **translated)
    from_answer.keep_credit_for(answer, made.id)
    drafts.saved(db(), viewer(), drafts.place_of_new_page(space), draft)
    approval = approval_needed(db(), viewer(), space.id, parent.id if parent else None)
    return _sent(made.id, approval.needed if approval else 1)


def _sent(request_id: int, needed: int) -> Response:
    text = ngettext(
        "Sent for approval. It is saved as soon as %(num)s person approves it.",
        "Sent for approval. It is saved as soon as %(num)s people approve it.",
        needed,
    )
    flash(text, "success")
    return redirect(f"/change-requests/{request_id}", 303)


def _page_href(page: Page) -> str:
    return f"/s/{page.space.slug}/wiki/{page.slug}" if page.space else f"/e/{page.id}"
