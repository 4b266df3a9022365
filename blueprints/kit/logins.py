"""Begins and ends the session of a browser: the cookie holds the token of a login, the database only its hash."""

from flask import request
from flask import session as cookie
from flask_login import login_user, logout_user
from sqlalchemy.orm import Session

from blueprints.kit.request import SUSPENDED_KEY, load_viewer, viewer
from models.people.login import end_logins, start_login
from models.people.person import Person

LONGEST_DEVICE = 200


def begin(session: Session, person: Person) -> None:
    """Sign this browser in as the person. Whatever the cookie held before is gone, so no one can fix a session."""
    if viewer().id:
        end_logins(session, viewer(), viewer().login_id)
    cookie.clear()
    token = start_login(session, person, request.headers.get("User-Agent", "")[:LONGEST_DEVICE])
    session.flush()
    cookie.permanent = True
    login_user(load_viewer(token), remember=False)


def begin_suspended(session: Session, person: Person) -> None:
    """Let this browser open the page that tells a suspended person why."""
    cookie.clear()
    cookie[SUSPENDED_KEY] = start_login(session, person, request.headers.get("User-Agent", "")[:LONGEST_DEVICE])


def end(session: Session) -> None:
    """Sign this browser out and forget what its cookie held."""
    if viewer().id:
        end_logins(session, viewer(), viewer().login_id)
        logout_user()
    cookie.clear()
