"""Who curates a topic: taking one on, naming somebody and giving it up, by curators and by administrators."""

from collections.abc import Callable
from types import SimpleNamespace

from flask import flash, redirect, render_template, request
from werkzeug.wrappers import Response

from blueprints.kit.addresses import tag_href
from blueprints.kit.guards import allow, check
from blueprints.kit.request import db, viewer
from blueprints.tags.curating import draw_curate, topic_here
from models.core.errors import Invalid
from models.core.language import gettext as _
from models.entries import curating
from models.people.person import person_named

Draw = Callable[[SimpleNamespace, dict[str, str]], str]


@allow("tag.follow", on=topic_here)
def set_curators(here: SimpleNamespace) -> Response | tuple[str, int]:
    """Taking a topic on has a rule of its own; naming somebody and giving it up are for its curators."""
    if request.form.get("do") == "take-on":
        check("tag.take-on", here)
        curating.take_on(db(), here.tag, viewer())
        flash(_("You curate this topic now."), "success")
        return redirect(f"{tag_href(here.tag.name)}/curate", 303)
    check("tag.curators", here)
    return _set(here, draw_curate, f"{tag_href(here.tag.name)}/curate")


@allow("admin.topics", on=topic_here)
def ask_curators(here: SimpleNamespace) -> str:
    return _draw(here, {})


@allow("admin.topics", on=topic_here)
def name_curators(here: SimpleNamespace) -> Response | tuple[str, int]:
    return _set(here, _draw, request.path)


def _set(here: SimpleNamespace, draw: Draw, back: str) -> Response | tuple[str, int]:
    """Name somebody or end that somebody curates: `do` says which."""
    if request.form.get("do") == "end":
        person_id = request.form.get("person", 0, type=int)
        curating.give_up(db(), here.tag, person_id, viewer())
        flash(_("They no longer curate this topic."), "success")
        return redirect(tag_href(here.tag.name) if person_id == viewer().id else back, 303)
    try:
        person = person_named(db(), request.form.get("username", "").strip().lstrip("@").lower())
        curating.name_curator(db(), here.tag, person.id if person else 0, viewer())
    except Invalid as error:
        return draw(here, {error.field or "": str(error)}), 422
    flash(_("They curate this topic now."), "success")
    return redirect(back, 303)


def _draw(here: SimpleNamespace, wrong: dict[str, str]) -> str:
    return render_template(
        "tags/curators.html", name=here.tag.name, about=here.about, wrong=wrong, typed=request.form if wrong else {}
    )
