"""How often somebody may try, by name or address: counted in memory, or in Redis where several processes serve.

How much a signed-in person may write is counted in the database: models/entries/limits.py.
"""

import time

from flask import Flask, Response, request
from flask_limiter import Limiter
from flask_limiter.errors import RateLimitExceeded
from flask_limiter.util import get_remote_address

from blueprints.kit.errors import error_page
from blueprints.kit.request import viewer
from blueprints.kit.services import services
from models.core.language import gettext as _
from models.core.language import ngettext


def name_and_address() -> str:
    """One person's tries from one place: others with the same name or the same address are not locked out by them."""
    return f"{request.form.get('username', '')[:254].strip().lower()} {get_remote_address()}"


def one_person() -> str:
    """One signed-in person, wherever they are."""
    return f"person {viewer().id}"


limiter = Limiter(key_func=get_remote_address, strategy="fixed-window")
limit_sign_in = limiter.limit("10 per minute", key_func=name_and_address, methods=["POST"])
limit_many_names = limiter.limit("100 per minute", methods=["POST"])
limit_forgotten = limiter.limit("5 per hour", methods=["POST"])
limit_own_password = limiter.limit("10 per minute", key_func=one_person, methods=["POST"])
limit_sign_up = limiter.limit("10 per hour", methods=["POST"])


def install(app: Flask) -> None:
    with app.app_context():
        queue_url = services().settings.queue_url
    app.config["RATELIMIT_STORAGE_URI"] = queue_url or "memory://"
    app.config["RATELIMIT_HEADERS_ENABLED"] = False
    if queue_url:
        # A dead or slow Redis must not keep people out: count in memory until it is back.
        app.config["RATELIMIT_IN_MEMORY_FALLBACK_ENABLED"] = True
        app.config["RATELIMIT_STORAGE_OPTIONS"] = {"socket_connect_timeout": 0.1, "socket_timeout": 0.1}
    limiter.init_app(app)
    app.register_error_handler(RateLimitExceeded, too_many)
    # The limited views ask for themselves; a look at every other request would cost each page for nothing.
    app.before_request_funcs[None].remove(limiter._check_request_limit)


def too_many(error: RateLimitExceeded) -> Response:
    """Says how long to wait. What was typed may be a password: none of it is given back."""
    limited = limiter.current_limit
    seconds = max(1, int(limited.reset_at - time.time())) if limited else 60
    page = error_page(
        429,
        _("Too many tries"),
        ngettext(
            "You have tried this too often. Nothing was changed. Wait %(num)s minute, then try again.",
            "You have tried this too often. Nothing was changed. Wait %(num)s minutes, then try again.",
            max(1, round(seconds / 60)),
        ),
    )
    page.headers["Retry-After"] = str(seconds)
    return page
