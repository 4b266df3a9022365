"""A change that one click makes in a page's text: saved as a small one, or sent for approval where that is asked."""

from flask import flash, redirect
from werkzeug.wrappers import Response

from blueprints.kit.proposing import page_needs_approval, send_change
from blueprints.kit.request import viewer
from blueprints.wiki.places import page_href
from models.wiki.page import Page


def save_small(page: Page, body: str, summary: str, said: str, back: str = "") -> Response:
    """Save the text, or send it; then say so and go back (to the page, if nothing else is named)."""
    if page_needs_approval(page) is not None:
        return send_change(page, based_on=page.version, body=body, summary=summary, minor=True)
    page.revise(by=viewer(), based_on=page.version, title=page.title, body=body, summary=summary, minor=True)
    flash(said, "success")
    return redirect(back or page_href(page), 303)
