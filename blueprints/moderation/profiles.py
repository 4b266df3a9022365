"""Reporting what somebody says of themselves."""

from typing import Any

from flask import flash, redirect, render_template
from werkzeug.wrappers import Response

from blueprints.kit.deciding import ReportForm
from blueprints.kit.guards import allow
from blueprints.kit.pages import fragment
from blueprints.kit.request import db, viewer
from models.core.errors import Invalid, Refused
from models.core.language import gettext as _
from models.entries.meeting import exists_for
from models.entries.reading import NotFound
from models.moderation.report import report_profile
from models.people.person import Person, person_named
from models.policy.viewer import NOBODY


def _person(values: dict[str, Any]) -> Person:
    """The person in the address, when they exist for the viewer."""
    found = person_named(db(), values.pop("username").lower())
    if not exists_for(db(), viewer(), found or NOBODY) or found is None:
        raise NotFound
    return found


@allow("person.report", on=_person)
def ask_profile(person: Person) -> str:
    return _draw(person, ReportForm())


def _draw(person: Person, form: ReportForm) -> str:
    return render_template("moderation/profile.html", person=person, form=form)


@allow("person.report", on=_person)
def send_profile(person: Person) -> Response:
    form = ReportForm()
    if not form.validate():
        return fragment(_draw(person, form), 422)
    try:
        report_profile(db(), person, viewer(), form.reason.data, form.text.data or "")
    except Invalid as error:
        form.blame(error)
        return fragment(_draw(person, form), 422)
    except Refused as error:
        flash(str(error), "error")
        return redirect(f"/people/{person.username}", 303)
    flash(_("Your report is with the moderators. %(name)s is not told who it was.", name=person.name), "success")
    return redirect(f"/people/{person.username}", 303)
