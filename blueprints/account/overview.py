"""What Witan holds about the person who is signed in, with the way to correct it."""

from flask import flash, redirect, render_template, request
from werkzeug.wrappers import Response

from blueprints.kit.guards import allow
from blueprints.kit.request import db, viewer
from blueprints.kit.space_words import ROLES, said
from models.core.language import current_locale, offered
from models.core.language import gettext as _
from models.entries.counting import count_of_person
from models.people.login import open_logins
from models.people.organisation import way_to
from models.people.person import choose_presence
from models.people.profile import profile_row
from models.people.showing import shown_profile
from models.spaces.membership import spaces_among


@allow("account.manage")
def show() -> str:
    person = profile_row(db(), viewer().username)
    return render_template(
        "account/overview.html",
        person=person,
        said=shown_profile(db(), person, viewer()),
        way=way_to(db(), person.path),
        counts=count_of_person(db(), viewer().id),
        spaces=[(row, said(ROLES, row.role)) for row in spaces_among(db(), viewer().id, viewer().roles)],
        language_name=offered().get(current_locale(), current_locale()),
        login_count=len(open_logins(db(), viewer().id)),
    )


@allow("account.manage")
def set_presence() -> Response:
    """Whether others see that one is writing or editing; one sees others just as much."""
    shown = request.form.get("on") == "1"
    choose_presence(db(), viewer(), shown)
    flash(_("Others see when you write or edit.") if shown else _("Nobody sees when you write or edit."), "success")
    return redirect("/account", 303)
