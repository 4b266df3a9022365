"""No route without a rule: `@allow` names the action and fetches the thing, `@public` says that none is needed.

@wiki.post("/pages/<int:entry_id>/edit")
@allow("page.edit", on=entry(Page))
def save(page: Page): ...
"""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

from flask import Flask, abort, current_app, g, redirect, request, url_for
from werkzeug.wrappers import Response

from blueprints.kit.request import SUSPENDED_KEY, cookie, db, viewer
from models.core.errors import WitanError
from models.core.language import date_time
from models.core.language import gettext as _
from models.entries.entry import Entry
from models.entries.reading import NotFound, visible_entry
from models.policy.finding import visible_space
from models.policy.rules import RULES, action_on, may
from models.policy.silenced import WRITING, silenced_until

Loader = Callable[[dict[str, Any]], Any]
View = TypeVar("View", bound=Callable[..., Any])

# Made by Flask and its extensions; they serve files and sockets that check for themselves.
UNGUARDED = {"static"}


class Forbidden(WitanError):
    """May be seen but not done (403). The message says what is missing and whom to ask."""


def allow(action: str, on: Loader | None = None) -> Callable[[View], View]:
    """Let only those in who may do `action`; the thing that `on` fetches becomes the view's first argument.

    An action `entry.<verb>` is the kind's own (`page.<verb>`) where the rules have one.
    """
    if action not in RULES:
        raise LookupError(f"no rule for {action}: add it to models/policy/rules.py")

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(**values: Any) -> Any:
            if not viewer().id:
                return _to_sign_in()
            if on is None:
                _check(action, None)
                return view(**values)
            thing = on(values)
            wanted = action
            if isinstance(thing, Entry) and action.startswith("entry."):
                wanted = action_on(thing.kind, action.removeprefix("entry."))
            _check(wanted, thing)
            return view(thing, **values)

        guarded.rule = action  # type: ignore[attr-defined]
        return guarded  # type: ignore[return-value]

    return decorate


def public(view: View) -> View:
    """Open to everybody, signed in or not."""
    view.rule = "public"  # type: ignore[attr-defined]
    return view


def entry(cls: type[Entry] = Entry, *, state: str = "live", with_text: bool = False, key: str = "entry_id") -> Loader:
    """Fetches the entry whose id is in the address, through what the viewer may see."""

    def load(values: dict[str, Any]) -> Entry:
        return visible_entry(db(), viewer(), cls, values.pop(key), state=state, with_text=with_text)

    return load


def space(values: dict[str, Any]) -> Any:
    """Fetches the space whose address is `space_slug`, when it exists for the viewer."""
    found = visible_space(db(), viewer(), values.pop("space_slug"))
    if found is None:
        raise NotFound
    g.space_here = found
    return found


def here_may(action: str) -> bool:
    """For the tabs of a space: may the viewer do this to the space whose address was asked?"""
    return "space_here" in g and may(viewer(), action, g.space_here)


def check(action: str, thing: Any) -> None:
    """For the rare view that finds its thing late. Raises Forbidden."""
    _check(action, thing)


def _check(action: str, thing: Any) -> None:
    if may(viewer(), action, thing):
        return
    if action in WRITING and (until := silenced_until(viewer(), thing)):
        said = _("You cannot write in this space until %(moment)s. You were told why: look at “Reports and decisions”.")
        raise Forbidden(said % {"moment": date_time(until)})
    if thing is None:
        raise Forbidden(_("Your account does not have the rights for this. Your administrator can help."))
    raise Forbidden


def _to_sign_in() -> Response:
    if request.method != "GET" or request.headers.get("HX-Request"):
        abort(401)
    if cookie.get(SUSPENDED_KEY):
        return redirect("/suspended")
    return redirect(url_for("identity.sign_in", next=request.full_path.rstrip("?")))


def install(app: Flask) -> None:
    """Refuse every route that declares no rule."""
    app.jinja_env.globals["here_may"] = here_may

    @app.before_request
    def refuse_undeclared() -> None:
        endpoint = request.endpoint
        if endpoint is None or endpoint in UNGUARDED:
            return
        if not hasattr(current_app.view_functions[endpoint], "rule"):
            raise LookupError(f"{endpoint} declares no rule: add @allow(...) or @public to its function")
