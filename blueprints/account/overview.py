"""What Witan holds about the person who is signed in, with the way to correct it."""

from flask import render_template

from blueprints.kit.guards import allow
from blueprints.kit.request import db, viewer
from blueprints.kit.space_words import ROLES, said
from models.core.language import current_locale, offered
from models.entries.counting import count_of_person
from models.people.login import open_logins
from models.people.organisation import way_to
from models.people.profile import profile_row
from models.spaces.membership import spaces_among


@allow("account.manage")
def show() -> str:
    person = profile_row(db(), viewer().username)
    return render_template(
        "account/overview.html",
        person=person,
        way=way_to(db(), person.path),
        counts=count_of_person(db(), viewer().id),
        spaces=[(row, said(ROLES, row.role)) for row in spaces_among(db(), viewer().id, viewer().roles)],
        language_name=offered().get(current_locale(), current_locale()),
        login_count=len(open_logins(db(), viewer().id)),
    )
