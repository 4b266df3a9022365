"""One's own profile. The department is set by administrators."""

from typing import Any

from flask import flash, redirect, render_template
from sqlalchemy import select
from sqlalchemy.orm import joinedload
from werkzeug.wrappers import Response

from blueprints.kit.guards import allow
from blueprints.kit.request import db, viewer
from blueprints.people.forms import ProfileForm
from models.core.errors import Invalid
from models.core.language import gettext as _
from models.people.person import Person
from models.people.profile import ABOUT_LIMIT, describe, profile_of

Answer = Response | str | tuple[str, int]


def myself(values: dict[str, Any]) -> Person:
    """Fetches the person who is signed in, with the department."""
    found = db().scalar(select(Person).where(Person.id == viewer().id).options(joinedload(Person.department)))
    if found is None:
        raise LookupError("a signed-in person is in the database")
    return found


@allow("person.edit", on=myself)
def edit(person: Person) -> Answer:
    profile = profile_of(db(), person)
    form = ProfileForm(
        formdata=None,
        name=person.name,
        job_title=person.job_title,
        place=person.place,
        phone=profile.phone,
        languages=", ".join(profile.languages),
        about=profile.about,
    )
    db().expunge(profile)
    return _page(person, form)


@allow("person.edit", on=myself)
def save(person: Person) -> Answer:
    form = ProfileForm()
    if form.validate_on_submit():
        values = {name: field.data or "" for name, field in form._fields.items() if name != "csrf_token"}
        values["languages"] = values["languages"].split(",")
        try:
            describe(db(), person, **values)
        except Invalid as error:
            form.blame(error)
        else:
            flash(_("Your profile is saved."), "success")
            return redirect(f"/people/{person.username}", 303)
    return _page(person, form), 422


def _page(person: Person, form: ProfileForm) -> str:
    who = _("Members of your spaces can read this.") if person.is_guest else _("All staff can read this.")
    return render_template("people/edit.html", form=form, person=person, who=who, about_limit=ABOUT_LIMIT)
