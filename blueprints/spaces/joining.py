"""Joining, leaving, asking to be let in, and following a space."""

from flask import flash, get_template_attribute, redirect, request
from werkzeug.wrappers import Response

from blueprints.kit.guards import allow
from blueprints.kit.guards import space as the_space
from blueprints.kit.pages import back, fragment, wants_fragment
from blueprints.kit.request import db, viewer
from blueprints.spaces.forms import RequestForm
from blueprints.spaces.home import door
from models.core.errors import Refused
from models.core.language import gettext as _
from models.entries.following import follow, unfollow
from models.people.person import Person
from models.policy.finding import may_find
from models.policy.viewer import viewer_of
from models.spaces.joining import ask_to_join, join, leave
from models.spaces.membership import membership
from models.spaces.space import Space

Answer = Response | str | tuple[str, int]


def _me() -> Person:
    return db().get_one(Person, viewer().id)


@allow("space.join", on=the_space)
def enter(space: Space) -> Response:
    join(db(), space, _me())
    flash(_("You are now a member of %(space)s.", space=space.name), "success")
    return back(f"/s/{space.slug}")


@allow("space.leave", on=the_space)
def go(space: Space) -> Response:
    if membership(db(), space, viewer().id) is None:
        flash(_("You read this space through your department, so there is nothing to leave."), "info")
        return back(f"/s/{space.slug}")
    try:
        leave(db(), space, _me())
    except Refused as error:
        flash(str(error), "error")
        return redirect(f"/s/{space.slug}/members", 303)
    db().flush()
    flash(_("You have left %(space)s.", space=space.name), "success")
    still_there = may_find(viewer_of(db(), viewer().id), space)
    return redirect(f"/s/{space.slug}" if still_there else "/spaces", 303)


@allow("space.join", on=the_space)
def request_entry(space: Space) -> Answer:
    form = RequestForm()
    if not form.validate_on_submit():
        return door(space, form), 422
    ask_to_join(db(), space, _me(), form.message.data or "")
    flash(_("The owners of the space see your request. You can read here once one of them lets you in."), "success")
    return redirect(f"/s/{space.slug}", 303)


@allow("space.follow", on=the_space)
def set_follow(space: Space) -> Response:
    on = request.form.get("on") == "1"
    (follow if on else unfollow)(db(), viewer(), space)
    if wants_fragment():
        button = get_template_attribute("kit/parts.html", "toggle_button")
        return fragment(button(f"/s/{space.slug}/follow", on, _("Following"), _("Follow")))
    return back(f"/s/{space.slug}")
