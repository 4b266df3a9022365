"""How often somebody may try: counted in memory, or in Redis where several processes serve."""

import time

from flask import Flask, Response, request
from flask_limiter import Limiter
from flask_limiter.errors import RateLimitExceeded
from flask_limiter.util import get_remote_address

from blueprints.kit.errors import error_page, typed
from blueprints.kit.request import viewer
from blueprints.kit.services import services
from models.core.language import gettext as _
from models.core.language import ngettext

POSTS_A_MINUTE = 20


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
limit_messages = limiter.limit("60 per minute", key_func=one_person, methods=["POST"])
limit_sign_up = limiter.limit("10 per hour", methods=["POST"])


def _posted_too_fast(limit: object) -> Response:
    """Says what the limit is and how long to wait, and gives the text back."""
    limited = limiter.current_limit
    seconds = max(1, int(limited.reset_at - time.time())) if limited else 60
    page = error_page(
        429,
        _("You are posting faster than others can read"),
        ngettext(
            "One person can post %(most)s times a minute. This was not posted, and your text is below. "
            "Wait %(num)s second, then post it again.",
            "One person can post %(most)s times a minute. This was not posted, and your text is below. "
            "Wait %(num)s seconds, then post it again.",
            seconds,
            most=POSTS_A_MINUTE,
        ),
        kept=typed(),
    )
    page.headers["Retry-After"] = str(seconds)
    return page


limit_posting = limiter.shared_limit(
    f"{POSTS_A_MINUTE} per minute",
    scope="posting",
    key_func=one_person,
    methods=["POST"],
    exempt_when=lambda: not viewer().id,
    on_breach=_posted_too_fast,
)


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
    if isinstance(error.response, Response):
        return error.response
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
