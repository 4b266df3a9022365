"""Answering those who ask to join."""

from flask import flash, redirect, request
from werkzeug.wrappers import Response

from blueprints.kit.guards import allow
from blueprints.kit.guards import space as the_space
from blueprints.kit.request import db, viewer
from models.core.errors import Refused
from models.core.language import gettext as _
from models.entries.reading import NotFound
from models.people.person import Person
from models.spaces.joining import decide
from models.spaces.membership import JoinRequest
from models.spaces.space import Space


@allow("space.invite", on=the_space)
def answer(space: Space, request_id: int) -> Response:
    found = db().get(JoinRequest, request_id)
    if found is None or found.space_id != space.id:
        raise NotFound
    grant = request.form.get("grant") == "1"
    name = db().get_one(Person, found.person_id).name
    try:
        decide(db(), found, viewer(), grant)
    except Refused as error:
        flash(str(error), "error")
    else:
        said = _("%(name)s is now a contributor.", name=name) if grant else _("%(name)s was not let in.", name=name)
        flash(said, "success")
    return redirect(f"/s/{space.slug}/members", 303)
