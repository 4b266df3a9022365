"""Ticking a task where it is read: the boxes of a page as buttons for those who may edit it, and what they send."""

import re
from html import unescape
from typing import Any

from flask import flash, jsonify, redirect, request
from markupsafe import escape
from werkzeug.wrappers import Response

from blueprints.kit.guards import allow, entry
from blueprints.kit.proposing import page_needs_approval, send_change
from blueprints.kit.request import db, viewer
from blueprints.wiki.places import page_href
from models.core.errors import Refused
from models.core.language import gettext as _
from models.entries.summaries import neutral
from models.wiki.page import Page
from models.wiki.requests.approval import approval_needed
from models.wiki.writing.ticking import with_tick

BOX = re.compile(r'<span class="box"[^>]*>([☐☑])</span>(.*?)(?=</?(?:li|ul|ol|p|pre|blockquote|table)\b)', re.DOTALL)
TAG = re.compile(r"<[^>]+>")
PRESSED = re.compile(r"(\d{1,5})-([01])")


def with_boxes(html: str) -> str:
    """The HTML with a button for each task; they belong to the form of `wiki/_tasks.html`."""
    count = iter(range(100_000))

    def button(found: re.Match[str]) -> str:
        number, done = next(count), found[1] == "☑"
        said = escape(unescape(TAG.sub("", found[2])).strip() or _("Task %(number)s", number=number + 1))
        return (
            f'<button class="box" form="tasks" name="task" id="task-{number}" value="{number}-{0 if done else 1}"'
            f' role="checkbox" aria-checked="{"true" if done else "false"}" aria-label="{said}">{found[1]}</button>'
            f"{found[2]}"
        )

    return BOX.sub(button, html)


def may_tick(page: Any) -> bool:
    """Where changes wait for approval nothing is ticked by a click: each would be a request of its own."""
    return approval_needed(db(), viewer(), page.space_id, page.id) is None


@allow("page.edit", on=entry(Page, with_text=True))
def tick(page: Page) -> Response | tuple[Response, int]:
    """One task done or to do. Where changes wait for approval, this one does too."""
    asks = request.accept_mimetypes.best == "application/json"
    pressed = PRESSED.fullmatch(request.form.get("task", ""))
    number, done = (int(pressed[1]), pressed[2] == "1") if pressed else (-1, True)
    try:
        said = _ticked(page, number, done)
    except Refused as error:
        if asks:
            return jsonify(error=str(error)), 409
        flash(str(error), "error")
        return redirect(page_href(page), 303)
    if isinstance(said, Response):
        return said
    if asks:
        return jsonify(version=page.version, said=said)
    flash(said, "success")
    return redirect(f"{page_href(page)}#task-{number}", 303)


def _ticked(page: Page, number: int, done: bool) -> str | Response:
    """What to say, or where to go when the tick was sent for approval. Raises Refused."""
    body, text = with_tick(page, request.form.get("based_on", 0, type=int), number, done)
    text = text[:120]
    summary = neutral("ticked" if done else "unticked", text=text)
    if page_needs_approval(page):
        return send_change(page, based_on=page.version, body=body, summary=summary, minor=True)
    page.revise(by=viewer(), based_on=page.version, title=page.title, body=body, summary=summary, minor=True)
    return _("Done: %(text)s", text=text) if done else _("To do again: %(text)s", text=text)
