"""When one is away and who stands in; the deputy can say "not me"."""

from typing import Any

from flask import flash, redirect, render_template
from werkzeug.wrappers import Response

from blueprints.kit.forms import nobody_meant
from blueprints.kit.guards import allow
from blueprints.kit.request import db, viewer
from blueprints.people.editing import Answer, myself
from blueprints.people.forms import AbsenceForm
from blueprints.people.page import person as their_row
from models.core.errors import Invalid
from models.core.language import gettext as _
from models.entries.reading import NotFound
from models.people.absence import come_back, go_away, own_absence, step_back
from models.people.person import Person
from models.policy.readers import meant

HERE = "/people/me/absence"


@allow("person.edit", on=myself)
def show(person: Person) -> Answer:
    found = own_absence(db(), person.id)
    deputy = db().get(Person, found.deputy_id) if found and found.deputy_id else None
    form = AbsenceForm(
        formdata=None,
        starts_on=found.starts_on if found else None,
        until=found.until if found else None,
        deputy=deputy.username if deputy else "",
    )
    return _page(person, form)


@allow("person.edit", on=myself)
def save(person: Person) -> Answer:
    form = AbsenceForm()
    if form.validate_on_submit():
        typed = form.deputy.data or ""
        try:
            deputy = meant(db(), typed, None) if typed else None
            if typed and deputy is None:
                raise Invalid(nobody_meant(), "deputy")
            go_away(db(), person, form.starts_on.data, form.until.data, deputy)
        except Invalid as error:
            form.blame(error)
        else:
            flash(_("Your absence is saved."), "success")
            return redirect(f"/people/{person.username}", 303)
    return _page(person, form), 422


@allow("person.edit", on=myself)
def end(person: Person) -> Response:
    come_back(db(), person)
    flash(_("You are here. Questions come to you again."), "success")
    return redirect(f"/people/{person.username}", 303)


@allow("person.follow", on=their_row)
def decline(row: Any) -> Response:
    """The deputy steps back."""
    try:
        step_back(db(), viewer(), db().get_one(Person, row.id))
    except LookupError:
        raise NotFound from None
    flash(_("You do not stand in for %(name)s any more. They are told.", name=row.name), "success")
    return redirect(f"/people/{row.username}", 303)


def _page(person: Person, form: AbsenceForm) -> str:
    return render_template("people/absence.html", form=form, absence=own_absence(db(), person.id))
