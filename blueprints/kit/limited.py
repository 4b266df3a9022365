"""What is answered when somebody writes more than the limits allow, and what new accounts are told before they do."""

from typing import TypeVar

from flask import Flask, flash, make_response, redirect, request
from markupsafe import Markup
from werkzeug.wrappers import Response

from blueprints.kit import carrying
from blueprints.kit.errors import error_page, typed
from blueprints.kit.request import db, viewer
from models.core import clock
from models.core.language import date_time
from models.core.language import gettext as _
from models.entries.limit_choices import NEWEST_FOR
from models.entries.limit_words import left_words
from models.entries.limits import SaidAlready, TooMuch, allowance_of
from models.policy.finding import space_names

Answer = TypeVar("Answer", bound=Response)


def install(app: Flask) -> None:
    app.register_error_handler(TooMuch, too_much)
    app.register_error_handler(SaidAlready, _said_already)
    app.jinja_env.globals["limits_note"] = limits_note
    app.jinja_env.globals["silence_notes"] = silence_notes


def too_much(error: TooMuch) -> Response:
    """The form comes back as it was sent, with what the limit is, until when, and a button to send it again."""
    # The others wait for the writing transaction; the page is drawn without it.
    db().rollback()
    return waiting(_page(str(error)), error)


def waiting(page: Answer, error: TooMuch) -> Answer:
    """The answer with the seconds after which it can be sent again."""
    page.status_code = 429
    if error.until is not None:
        page.headers["Retry-After"] = str(max(1, round((error.until - clock.now()).total_seconds())))
    return page


def _page(why: str) -> Response:
    title = _("You have reached a limit")
    # A form that could hold a file sends an empty one where none was chosen.
    with_file = any(file.filename for file in request.files.values())
    if not carrying.packed() or with_file or request.accept_mimetypes.best == "application/json":
        return error_page(429, title, why, kept=typed())
    carried = carrying.Carried(request.full_path.rstrip("?"), carrying.fields_sent())
    return make_response(carrying.again_page(carried, why, title), 429)


def _said_already(error: SaidAlready) -> Response:
    """A double click: on to what stands there, as if it had been sent once."""
    db().rollback()
    flash(_("You had just sent this. It stands here once."))
    return redirect(f"/e/{error.entry_id}", 303)


def limits_note(deed: str) -> str:
    """For a new account: what is left of a limit, beside the form. Older accounts cost nothing."""
    known = viewer()
    if not known.id or known.joined_at is None or clock.now() - known.joined_at > NEWEST_FOR:
        return ""
    allowance = allowance_of(db(), known)
    if not allowance.is_new or not allowance.of(deed):
        return ""
    tightest = min(allowance.of(deed), key=lambda each: (each.left, each.most))
    said = left_words(deed, tightest.window, tightest.left)
    link = Markup('<a href="/account/limits">{}</a>').format(_("What is limited"))
    return Markup('<p class="meta limits">{} {}</p>').format(said, link)


def silence_notes() -> list[str]:
    """For somebody who cannot write in a space for a time: where, and until when. Nobody else pays for it."""
    known = viewer()
    names = space_names(db(), known, list(known.silenced))
    return [
        _("You cannot write in %(space)s until %(moment)s.", space=names[space_id].name, moment=date_time(until))
        for space_id, until in known.silenced.items()
        if space_id in names
    ]
