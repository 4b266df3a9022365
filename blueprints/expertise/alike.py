"""People like me in other departments, with what is shared, and wanting no part in it."""

from types import SimpleNamespace

from flask import flash, redirect, render_template, request
from werkzeug.wrappers import Response

from blueprints.kit.addresses import entry_href
from blueprints.kit.faces import add_photos
from blueprints.kit.guards import allow
from blueprints.kit.request import db, viewer
from blueprints.kit.rows import title_of
from models.core.language import gettext as _
from models.expertise.alike import Alike, people_like, take_part, takes_part

HERE = "/people/me/alike"


@allow("people.list")
def show_alike() -> str:
    people = [_row(each) for each in people_like(db(), viewer())]
    add_photos(people)
    return render_template(
        "expertise/alike.html",
        people=people,
        on=takes_part(db(), viewer()),
        here=HERE,
    )


def _row(alike: Alike) -> SimpleNamespace:
    person = alike.person
    return SimpleNamespace(
        username=person.username,
        name=person.name,
        tone=person.id,
        line=" · ".join(filter(None, [person.job_title, person.department_name])),
        topics=sorted(alike.topics),
        skills=sorted(alike.skills, key=str.casefold),
        matters=[
            SimpleNamespace(title=title_of(row), href=entry_href(row), language=row.language) for row in alike.matters
        ],
    )


@allow("people.list")
def set_alike() -> Response:
    on = request.form.get("on") == "1"
    take_part(db(), viewer(), on)
    said = _("You are named to people like you, and they to you.") if on else _("Nobody is shown you on such a list.")
    flash(said, "success")
    return redirect(HERE, 303)
