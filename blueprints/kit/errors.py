"""Error pages in plain words: what happened, what was kept, what to do next."""

import errno
import logging
import secrets
from urllib.parse import unquote_to_bytes

from flask import Flask, Response, current_app, g, make_response, render_template, request
from flask_login import AnonymousUserMixin
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import OperationalError
from werkzeug.exceptions import HTTPException, MethodNotAllowed

from blueprints.kit import carrying
from blueprints.kit.guards import Forbidden
from blueprints.kit.request import viewer
from models.core.errors import Invalid, Outdated, Refused
from models.core.language import gettext as _
from models.entries.reading import NotFound

log = logging.getLogger(__name__)

LONGEST_KEPT = 300_000


class BrokenText(ValueError):
    """The form holds bytes that are no UTF-8."""


def error_page(
    status: int, title: str, text: str, *, kept: str = "", reference: str = "", instead: str = ""
) -> Response:
    """An error page; text that somebody typed is given back ready to copy, and `instead` is an address to go on to.

    Who asks for JSON gets the sentence.
    """
    if request.accept_mimetypes.best == "application/json":
        return make_response({"error": text}, status)
    retry = request.full_path.rstrip("?") if status in (429, 500, 503) and request.method == "GET" else ""
    page = render_template(
        "kit/error.html", title=title, text=text, kept=kept, retry_href=retry, reference=reference, instead=instead
    )
    return make_response(page, status)


def typed() -> str:
    """The longest text in the form that was sent, so that no error page loses it."""
    if request.method == "GET":
        return ""
    texts = [value for key, value in request.form.items() if key in ("body", "text", "title", "message", "about")]
    return max(texts, key=len, default="")[:LONGEST_KEPT]


def install(app: Flask) -> None:
    """Answer every error with a page of ours."""
    app.before_request(_refuse_broken_text)
    app.register_error_handler(NotFound, lambda error: _not_found())
    app.register_error_handler(404, lambda error: _not_found())
    app.register_error_handler(Forbidden, _forbidden)
    app.register_error_handler(CSRFError, _expired)
    app.register_error_handler(BrokenText, _broken)
    app.register_error_handler(Outdated, lambda error: _refused(error))
    app.register_error_handler(Refused, lambda error: _refused(error))
    app.register_error_handler(Invalid, _invalid)
    app.register_error_handler(401, _signed_out)
    app.register_error_handler(MethodNotAllowed, _sent_to)
    app.register_error_handler(413, _too_large)
    app.register_error_handler(429, _too_many)
    app.register_error_handler(OperationalError, _database_away)
    app.register_error_handler(OSError, _disk)
    app.register_error_handler(HTTPException, _other)
    app.register_error_handler(Exception, _crashed)


def _refuse_broken_text() -> None:
    if request.method == "POST" and request.mimetype == "application/x-www-form-urlencoded":
        try:
            unquote_to_bytes(request.get_data(cache=True)).decode()
        except UnicodeDecodeError as error:
            raise BrokenText from error


def _not_found() -> Response:
    return error_page(
        404,
        _("Page not found"),
        _("There is nothing at this address, or you cannot see it. Check the address or search for it."),
        kept=typed(),
    )


def _forbidden(error: Forbidden) -> Response:
    text = str(error) or _("You can read this, but not do that here. A curator or owner of the space can help.")
    return error_page(403, _("You cannot do this"), text, kept=typed())


def _expired(error: CSRFError) -> Response:
    if not viewer().id and carrying.packed():
        return _signed_out_page()
    if viewer().id and carrying.packed():
        carried = carrying.Carried(request.full_path.rstrip("?"), carrying.fields_sent())
        why = _("This form was open for too long, so nothing was saved. Send it again.")
        return make_response(carrying.again_page(carried, why), 400)
    return error_page(
        400,
        _("This form has expired"),
        _("Nothing was changed. Go back, reload the page and send the form again."),
        kept=typed(),
    )


def _broken(error: BrokenText) -> Response:
    return error_page(
        400,
        _("Some characters cannot be read"),
        _("Nothing was changed. The text was not sent as UTF-8. Go back, paste it again as plain text and send it."),
    )


def _refused(error: Exception) -> Response:
    return error_page(409, _("This cannot be done now"), str(error), kept=typed())


def _invalid(error: Invalid) -> Response:
    return error_page(422, _("Check what you entered"), str(error), kept=typed())


def _signed_out(error: HTTPException) -> Response:
    if carrying.packed() and request.accept_mimetypes.best != "application/json":
        return _signed_out_page()
    return error_page(
        401, _("You are signed out"), _("Nothing was changed. Sign in again, then send it once more."), kept=typed()
    )


def _signed_out_page() -> Response:
    """Signing in on the spot: what was typed comes along."""
    page = render_template(
        "kit/error.html",
        title=_("You are signed out"),
        text=_("Nothing was changed, and nothing is lost. Sign in again: your text comes along."),
        kept=typed(),
        carried=carrying.packed(),
    )
    return make_response(page, 401)


def _too_large(error: HTTPException) -> Response:
    if "drafts" in g:
        return error_page(
            413, _("This is too large"), _("No file was kept. Send fewer files at once, or smaller ones.")
        )
    return error_page(
        413,
        _("This is too large"),
        _("Nothing was changed. Go back: your text is still in the form. Make it shorter, or split it."),
    )


def _too_many(error: HTTPException) -> Response:
    return error_page(429, _("Too many tries"), _("Wait a minute, then try again."))


def _database_away(error: OperationalError) -> Response:
    if "disk is full" in str(error.orig):
        return _disk(OSError(errno.ENOSPC, "the database has no room"))
    log.exception("The database did not answer")
    # Not asked a second time, for who is looking: the page is drawn as for nobody.
    g._login_user = AnonymousUserMixin()
    page = error_page(503, _("Witan cannot save or read just now"), _("Try again in a few seconds."), kept=typed())
    page.headers["Retry-After"] = "5"
    return page


def _disk(error: OSError) -> Response:
    if error.errno not in (errno.ENOSPC, errno.EDQUOT):
        return _crashed(error)
    log.exception("The disk is full")
    return error_page(
        507,
        _("There is no room left to save this"),
        _("Nothing was changed. Tell the help desk that the disk of Witan is full, then try again."),
        kept=typed(),
    )


def _sent_to(error: MethodNotAllowed) -> Response:
    """An address that forms are sent to, opened as a page: a reload in the address bar, a copied link."""
    if request.method not in ("GET", "HEAD"):
        return _other(error)
    page = error_page(
        405,
        _("This address belongs to a form"),
        _("Nothing was sent, and nothing was changed. Open the page that the form stands on."),
        instead=_page_above(request.path),
    )
    page.headers["Allow"] = ", ".join(error.valid_methods or ())
    return page


def _page_above(path: str) -> str:
    """The nearest address above that is a page; whether it can be seen, it says itself."""
    routes = current_app.url_map.bind(request.host)
    while path.count("/") > 1:
        path = path.rpartition("/")[0]
        if routes.test(path, "GET"):
            return path
    return ""


def _other(error: HTTPException) -> Response:
    if error.code is None or error.code < 400:
        return error.get_response()  # type: ignore[return-value]
    return error_page(
        error.code, _("This did not work"), _("Nothing was changed. Go back and try again."), kept=typed()
    )


def _crashed(error: Exception) -> Response:
    reference = secrets.token_hex(4)
    log.exception("Unexpected error %s at %s", reference, request.path)
    return error_page(
        500,
        _("Something went wrong on our side"),
        _("Nothing was changed. Try again. If it happens again, tell the help desk the reference."),
        kept=typed(),
        reference=reference,
    )
