"""The page of everything that Witan ranks or suggests by itself, and what the viewer switched off and put aside."""

from types import SimpleNamespace

from flask import flash, redirect, render_template, request
from werkzeug.wrappers import Response

from blueprints.kit.guards import allow
from blueprints.kit.pages import back, flash_undo
from blueprints.kit.request import db, viewer
from models.core.automatic import Automatic, register
from models.core.language import gettext as _
from models.entries.reading import NotFound
from models.expertise.aside import aside_of as people_aside
from models.opportunities.wishes import passed_by
from models.policy.stopping import is_stopped, stop
from models.search.related_aside import aside_of as related_aside

HERE = "/automatic"
MINE = "/automatic/mine"


@allow("home.read")
def show_register() -> str:
    listed = _by_title()
    return render_template(
        "expertise/register.html",
        listed=listed,
        stopped={one.name for one in listed if is_stopped(viewer(), one.name)},
    )


@allow("home.read")
def switch() -> Response:
    """Show the viewer no more of one suggestion, or some of it again."""
    name, on = request.values.get("name", ""), request.values.get("on") == "1"
    one = next((each for each in register() if each.name == name and each.can_stop), None)
    if one is None:
        raise NotFound
    stop(db(), viewer(), name, not on)
    if on:
        flash(_("“%(what)s” is shown to you again", what=one.title), "success")
    else:
        flash_undo(_("“%(what)s” is not shown to you any more", what=one.title), f"{HERE}?name={name}&on=1")
    return back(f"{HERE}#{name}") if request.form.get("from") != "mine" else redirect(MINE, 303)


@allow("home.read")
def show_mine() -> str:
    """All that the viewer switched off, and put aside as not relevant. Nobody else sees it."""
    return render_template(
        "expertise/mine.html",
        stopped=[one for one in _by_title() if is_stopped(viewer(), one.name)],
        people=people_aside(db(), viewer()),
        related=[
            SimpleNamespace(
                entry_id=row.entry_id,
                other_id=row.other_id,
                title=row.title or _("Without words"),
                language=row.language,
                other_title=row.other_title or _("Without words"),
                other_language=row.other_language,
            )
            for row in related_aside(db(), viewer())
        ],
        passed=passed_by(db(), viewer()),
    )


def _by_title() -> list[Automatic]:
    return sorted(register(), key=lambda one: str(one.title).casefold())
