"""One request, one transaction: a reading one for GET, a writing one for the rest, committed once at the end."""

from datetime import timedelta

from flask import Flask, Response, g, request
from flask import session as cookie
from flask_login import LoginManager, current_user
from sqlalchemy.orm import Session

from blueprints.kit.services import services
from models.core import clock
from models.core import db as database
from models.core.language import DEFAULT, language_of, offered, set_language
from models.entries.limits import act_for
from models.people.login import SEEN_EVERY, note_seen, signed_in
from models.policy.viewer import NOBODY, Viewer, viewer_from

READING = {"GET", "HEAD", "OPTIONS"}
LOGIN_KEY = "login"
# Where the cookie of a suspended person holds its token: it opens their one page and nothing else.
SUSPENDED_KEY = "suspended"
# Keeps the choice of those who are not signed in.
LANGUAGE_COOKIE = "language"


def db() -> Session:
    """The session of this request; its transaction begins with the first use."""
    if "db" not in g:
        made = services().database
        g.db = made.reading_session() if request.method in READING else made.writing_session()
    return g.db  # type: ignore[no-any-return]


def viewer() -> Viewer:
    """Who sent this request; NOBODY when nobody is signed in."""
    # Flask-Login keeps whom it loaded here; its proxy would be asked a dozen times a page.
    known = g.get("_login_user") or current_user._get_current_object()
    return known if isinstance(known, Viewer) else NOBODY


def keep_changes() -> None:
    """Commit although the answer is an error page: something that must be remembered happened (a failed sign-in)."""
    g.keep_changes = True


def load_viewer(token: str) -> Viewer | None:
    """Flask-Login's loader: the cookie's token stands for a login that is still open."""
    settings = services().settings
    row = signed_in(db(), token, timedelta(days=settings.session_days))
    if row is None:
        return None
    if clock.now() - row.seen_at > SEEN_EVERY:
        g.seen_login = row.login_id
    if row.locale in offered():
        set_language(row.locale, settings.time_zone)
    found = viewer_from(db(), row, token)
    if request.method not in READING:
        act_for(db(), found)
    return found


def install(app: Flask) -> None:
    """Open, commit and close the transaction of each request."""
    manager = LoginManager(app)
    manager.session_protection = None
    manager.user_loader(load_viewer)
    app.before_request(_speak)
    app.after_request(_finish)
    app.teardown_request(_close)


def _speak() -> None:
    settings = services().settings
    set_language(_asked_for() or settings.locale, settings.time_zone)


def _asked_for() -> str | None:
    """What this browser chose before, else what it would rather read. A person's own choice comes with the sign-in."""
    chosen = request.cookies.get(LANGUAGE_COOKIE)
    if chosen in offered():
        return chosen
    by_language = {language_of(locale): locale for locale in offered() if locale != DEFAULT}
    # English is the site's own: whoever accepts it before others reads what the installation has chosen.
    wanted = request.accept_languages.best_match([language_of(DEFAULT), *by_language])
    return by_language.get(wanted or "")


def _finish(response: Response) -> Response:
    session: Session | None = g.get("db")
    if session is not None and request.method not in READING:
        if response.status_code < 400 or g.get("keep_changes"):
            database.commit(session)
        else:
            session.rollback()
    return response


def _close(error: BaseException | None) -> None:
    session: Session | None = g.pop("db", None)
    if session is not None:
        session.close()
    login_id = g.pop("seen_login", None)
    if login_id is not None and error is None:
        # Apart from the request's own transaction: reading a page takes no write lock.
        with services().database.writing() as writing:
            note_seen(writing, login_id)


__all__ = ["LOGIN_KEY", "cookie", "db", "install", "keep_changes", "load_viewer", "viewer"]
