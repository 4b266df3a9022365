"""People like me in other departments, with what is shared, and wanting no part in it."""

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

from flask import flash, redirect, render_template, request
from werkzeug.wrappers import Response

from blueprints.kit.addresses import entry_href
from blueprints.kit.faces import photo_of
from blueprints.kit.guards import allow
from blueprints.kit.pages import back, flash_undo
from blueprints.kit.request import db, viewer
from blueprints.kit.rows import title_of
from models.core.language import gettext as _
from models.entries.meeting import exists_for
from models.entries.reading import NotFound
from models.expertise.alike import Alike, people_like, take_part, takes_part
from models.expertise.aside import aside_of, put_aside, take_back
from models.people.profile import profile_row
from models.policy.viewer import NOBODY

HERE = "/people/me/alike"


@allow("people.list")
def show_alike() -> str:
    return render_template(
        "expertise/alike.html",
        people=[_row(each) for each in people_like(db(), viewer())],
        on=takes_part(db(), viewer()),
        aside=aside_of(db(), viewer()),
        here=HERE,
    )


def _row(alike: Alike) -> SimpleNamespace:
    person = alike.person
    return SimpleNamespace(
        username=person.username,
        name=person.name,
        tone=person.id,
        photo=photo_of(person),
        line=" · ".join(filter(None, [person.job_title, person.department_name])),
        topics=sorted(alike.topics),
        skills=sorted(alike.skills, key=str.casefold),
        matters=[
            SimpleNamespace(title=title_of(row), href=entry_href(row), language=row.language) for row in alike.matters
        ],
    )


@allow("people.list")
def set_alike() -> Response:
    """Take part or not; put somebody aside ("not relevant", `aside`) or name them again (`again`)."""
    for name, change in (("aside", put_aside), ("again", take_back)):
        if username := request.values.get(name, ""):
            return _change(colleague(username), change, name == "aside")
    on = request.form.get("on") == "1"
    take_part(db(), viewer(), on)
    said = _("You are named to people like you, and they to you.") if on else _("Nobody is shown you on such a list.")
    flash(said, "success")
    return redirect(HERE, 303)


def colleague(username: str) -> Any:
    """The row of a colleague; whoever does not exist for the viewer is as good as made up."""
    found = profile_row(db(), username[:60].lower())
    if not exists_for(db(), viewer(), found or NOBODY) or found.is_guest:
        raise NotFound
    return found


def _change(person: Any, change: Callable[..., None], aside: bool) -> Response:
    change(db(), viewer(), person.id)
    if aside:
        said = _("%(name)s is not named to you here any more. They do not hear of it.", name=person.name)
        flash_undo(said, f"{HERE}?again={person.username}")
    else:
        flash(_("%(name)s can be named to you again", name=person.name), "success")
    return back(HERE)
