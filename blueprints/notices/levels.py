"""How much one wants of what one follows, and what one muted: a list with a choice in each row."""

import re

from flask import abort, flash, redirect, render_template, request
from werkzeug.wrappers import Response

from blueprints.kit.guards import allow
from blueprints.kit.request import db, viewer
from models.core.errors import Invalid
from models.core.language import gettext as _
from models.core.language import ngettext, pgettext
from models.entries.following import FOLLOW, MUTE, NOTIFY
from models.notices.levels import ALL_LEVELS, LEVELS, choose_levels, levels

FIELD = re.compile(r"level-([0-9]{1,9})")
PLACES = {
    "space": "/s/{slug}",
    "person": "/people/{slug}",
    "tag": "/tags/{slug}",
    "department": "/departments/{slug}",
    "entry": "/e/{slug}",
}


@allow("notices.read")
def show_levels() -> str:
    said = {
        FOLLOW: _("On Home"),
        NOTIFY: _("On Home, and a notice of everything new"),
        MUTE: pgettext("how much one wants of it", "Muted"),
        "": _("End it"),
    }
    kinds = {
        "space": _("Space"),
        "person": _("Person"),
        "tag": _("Topic"),
        "department": _("Department"),
        "entry": _("Page, question or post"),
    }
    return render_template(
        "notices/levels.html",
        rows=[
            {
                "id": row.id,
                "kind": kinds[row.what],
                "name": row.name,
                "href": PLACES[row.what].format(slug=row.slug),
                "level": row.level,
                "choices": [(level, said[level]) for level in (*LEVELS.get(row.what, ALL_LEVELS), "")],
            }
            for row in levels(db(), viewer())
        ],
    )


@allow("notices.read")
def save_levels() -> Response:
    chosen = {int(found[1]): value for name, value in request.form.items() if (found := FIELD.fullmatch(name))}
    try:
        number = choose_levels(db(), viewer(), chosen)
    except Invalid:
        abort(400)
    flash(ngettext("%(num)s choice is saved.", "%(num)s choices are saved.", number), "success")
    return redirect("/notices/levels", 303)
