"""The cookie of a browser that is signed in, and the token of its forms, as the application would sign them."""

from typing import Any

from flask import Flask
from flask.sessions import SecureCookieSessionInterface
from itsdangerous import URLSafeTimedSerializer

COOKIE = "witan"
CSRF = "0123456789abcdef"


def signer(app: Flask) -> Any:
    """What signs the cookie of this application."""
    sessions = app.session_interface
    assert isinstance(sessions, SecureCookieSessionInterface)
    return sessions.get_signing_serializer(app)


def signed_cookie(app: Flask, login: str | None) -> str:
    """The cookie of whoever holds the login; of nobody with None."""
    held = {"csrf_token": CSRF} | ({"_user_id": login, "_permanent": True} if login else {})
    return str(signer(app).dumps(held))


def signed_token(app: Flask) -> str:
    """The token that goes with such a cookie."""
    return str(URLSafeTimedSerializer(app.config["SECRET_KEY"], salt="wtf-csrf-token").dumps(CSRF))
