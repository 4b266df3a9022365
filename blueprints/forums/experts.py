"""The experts of a space: who answers here, inviting them, saying yes or no, leaving."""

from typing import Any

from flask import flash, redirect, render_template, request
from werkzeug.wrappers import Response

from blueprints.forums.forms import ExpertForm
from blueprints.kit.forms import nobody_meant
from blueprints.kit.guards import allow, space
from blueprints.kit.pages import flash_undo
from blueprints.kit.request import db, viewer
from models.core.errors import Refused
from models.core.language import gettext as _
from models.forums import experts
from models.policy.readers import meant
from models.policy.rules import may
from models.spaces.space import Space

Done = Response | tuple[str, int]


@allow("space.read", on=space)
def show_experts(here: Space) -> str:
    return _draw(here, ExpertForm(formdata=None))


@allow("forum.experts", on=space)
def invite(here: Space) -> Done:
    """Ask somebody to answer here, or change the topics of somebody who was asked."""
    form = ExpertForm()
    person = meant(db(), form.username.data or "", here.id)
    if not form.validate_on_submit() or person is None:
        if not form.username.errors:
            form.username.errors = [nobody_meant()]
        return _draw(here, form), 422
    try:
        found = experts.invite_expert(db(), here, viewer(), person, (form.topics.data or "").split(","))
    except Refused as error:
        form.form_errors.append(str(error))
        return _draw(here, form), 409
    if found.accepted_at is not None:
        flash(_("Saved. %(name)s answers here.", name=person.name), "success")
    else:
        flash(_("%(name)s is asked. They answer here once they say yes.", name=person.name), "success")
    return _back(here)


@allow("space.read", on=space)
def respond(here: Space) -> Response:
    """Say yes or no to the invitation, leave, or come back."""
    if request.values.get("on", "1") == "1":
        experts.accept_invitation(db(), here, viewer())
        flash(_("You answer here from now on. What waits stands under “Questions for you”."), "success")
    else:
        experts.leave_experts(db(), here, viewer())
        flash_undo(_("You do not answer here."), f"/s/{here.slug}/forum/experts/me?on=1")
    return _back(here)


@allow("forum.experts", on=space)
def remove(here: Space) -> Response:
    experts.remove_expert(db(), here, viewer(), request.form.get("person", 0, type=int))
    flash(_("Taken off the list"), "success")
    return _back(here)


def _draw(here: Space, form: ExpertForm) -> str:
    manages = may(viewer(), "forum.experts", here)
    asked = experts.invited_to(db(), here.id)
    return render_template(
        "forums/experts.html",
        space=here,
        form=form,
        manages=manages,
        experts=[row for row in asked if row.accepted_at is not None],
        # Who has not said yes is shown to those who asked alone.
        waiting=[row for row in asked if row.accepted_at is None] if manages else [],
        topics=experts.topics_of_experts(db(), here.id),
        mine=experts.my_invitation(db(), here.id, viewer().id),
    )


def _back(here: Space) -> Response:
    return redirect(f"/s/{here.slug}/forum/experts", 303)


def names_of_experts(here: Space) -> list[Any]:
    """Rows of those who answer in a space, for the page of its forum."""
    return experts.experts_of(db(), here.id)
