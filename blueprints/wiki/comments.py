"""Commenting on pages. What cannot be saved comes back below the page with the text in its form."""

from flask import flash, redirect, request
from werkzeug.wrappers import Response

from blueprints.kit.guards import allow, entry
from blueprints.kit.pages import flash_undo, fragment
from blueprints.kit.request import db, viewer
from blueprints.wiki.pages import drawn
from blueprints.wiki.places import page_href
from blueprints.wiki.talking import Typed, explain
from models.core.errors import Invalid, Refused
from models.core.language import gettext as _
from models.entries.reading import NotFound, visible_entry
from models.waiting.mentions import dealt_with
from models.wiki.comments.commenting import (
    Chosen,
    Comment,
    answer_comment,
    close_comments,
    comment,
    open_comments_again,
    reopen_comment,
    resolve_comment,
)
from models.wiki.page import Page


@allow("comment.create", on=entry(Page, with_text=True))
def add(page: Page) -> Response:
    """A comment on the page, or on the passage `quote` of it with what stands `before` and `after`."""
    form = request.form
    body, quote = form.get("body", ""), form.get("quote", "")
    try:
        said = comment(
            page, viewer(), body, chosen=Chosen(quote, form.get("before", ""), form.get("after", "")) if quote else None
        )
    except (Invalid, Refused) as error:
        return _again(page, error, Typed(body, quote, 0, explain(error)))
    return _on_to(page, said, _("Your comment is posted"))


@allow("comment.create", on=entry(Comment))
def answer(head: Comment) -> Response:
    """An answer in a thread."""
    page, thread = _page_of(head), head
    if head.parent_id != head.root_id:
        thread = visible_entry(db(), viewer(), Comment, head.parent_id or 0)
    body = request.form.get("body", "")
    try:
        said = answer_comment(thread, page, viewer(), body)
    except (Invalid, Refused) as error:
        return _again(page, error, Typed(body, "", thread.id, explain(error)), at=thread.id)
    return _on_to(page, said, _("Your answer is posted"))


@allow("comment.resolve", on=entry(Comment))
def resolution(head: Comment) -> Response:
    """Resolve a thread, or open it again (`on` is 0)."""
    page = _page_of(head)
    if request.form.get("on", "1") == "1":
        resolve_comment(head, viewer())
        flash_undo(_("The comment is resolved"), f"/comments/{head.id}/reopening")
        return redirect(f"{page_href(page)}#comments", 303)
    return _reopened(head, page)


@allow("comment.resolve", on=entry(Comment))
def reopening(head: Comment) -> Response:
    """What the button "Undo" sends."""
    return _reopened(head, _page_of(head))


def _reopened(head: Comment, page: Page) -> Response:
    reopen_comment(head, viewer())
    flash(_("The comment is open again"), "success")
    return redirect(f"{page_href(page)}?comment={head.id}#e{head.id}", 303)


@allow("page.close-comments", on=entry(Page))
def closing(page: Page) -> Response:
    """Close the comments of a page, or open them again (`on` is 0)."""
    if request.form.get("on", "1") == "1":
        close_comments(page, viewer())
        flash(_("Comments on this page are closed. Those that stand here stay."), "success")
    else:
        open_comments_again(page, viewer())
        flash(_("People can comment on this page again"), "success")
    return redirect(f"{page_href(page)}#comments", 303)


def _page_of(said: Comment) -> Page:
    """The page that a comment belongs to, when the viewer may read it."""
    if said.root_id is None:
        raise NotFound
    return visible_entry(db(), viewer(), Page, said.root_id)


def _again(page: Page, error: Exception, typed: Typed, at: int = 0) -> Response:
    space_slug = page.space.slug if page.space else ""
    status = 409 if isinstance(error, Refused) else 422
    return fragment(str(drawn(space_slug, page.slug, typed, at)), status)


def _on_to(page: Page, said: Comment, message: str) -> Response:
    dealt_with(db(), viewer(), page.id)
    flash(message, "success")
    return redirect(f"{page_href(page)}?comment={said.id}#e{said.id}", 303)
