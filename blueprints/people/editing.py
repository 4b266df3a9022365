"""What one says of oneself, and whom each section is for. The department is set by administrators."""

from typing import Any

from flask import flash, redirect, render_template
from sqlalchemy import select
from sqlalchemy.orm import joinedload
from werkzeug.wrappers import Response

from blueprints.kit.guards import allow
from blueprints.kit.request import db, viewer
from blueprints.people.forms import ProfileForm, offer_audiences
from models.core.errors import Invalid
from models.core.language import gettext as _
from models.people.completeness import not_now
from models.people.person import Person
from models.people.profile import ABOUT_LIMIT, Profile, choose_audiences, describe, said_by
from models.people.section import SECTIONS

Answer = Response | str | tuple[str, int]


def myself(values: dict[str, Any]) -> Person:
    """Fetches the person who is signed in, with the department."""
    found = db().scalar(select(Person).where(Person.id == viewer().id).options(joinedload(Person.department)))
    if found is None:
        raise LookupError("a signed-in person is in the database")
    return found


def audiences_of(person: Person) -> dict[str, Any]:
    """Whom the person chose each section to be for."""
    found = db().get(Profile, person.id)
    return dict(found.audiences or {}) if found else {}


@allow("person.edit", on=myself)
def edit(person: Person) -> Answer:
    profile = db().get(Profile, person.id) or Profile(person_id=person.id)
    said = said_by(person, profile)
    said["languages"] = ", ".join(said["languages"] or [])
    form = ProfileForm(formdata=None, name=person.name, **said)
    return _page(person, form, fill=True)


@allow("person.edit", on=myself)
def save(person: Person) -> Answer:
    form = ProfileForm()
    _offer(form, person, fill=False)
    if form.validate_on_submit():
        try:
            describe(db(), person, **form.values())
            choose_audiences(db(), person, form.chosen())
        except Invalid as error:
            form.blame(error)
        else:
            flash(_("Your profile is saved."), "success")
            return redirect(f"/people/{person.username}", 303)
    return _page(person, form), 422


@allow("person.edit", on=myself)
def put_off(person: Person) -> Response:
    """No suggestions of what is missing, for three months."""
    not_now(db(), person)
    flash(_("Your profile suggests nothing for three months."), "success")
    return redirect(f"/people/{person.username}", 303)


def _offer(form: ProfileForm, person: Person, *, fill: bool) -> None:
    audiences = audiences_of(person)
    for section in SECTIONS:
        if field := form._fields.get(f"for_{section}"):
            offer_audiences(field, section, person, audiences, fill=fill)


def _page(person: Person, form: ProfileForm, *, fill: bool = False) -> str:
    _offer(form, person, fill=fill)
    return render_template("people/edit.html", form=form, person=person, about_limit=ABOUT_LIMIT)
