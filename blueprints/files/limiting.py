"""How large files may be and how much a space may hold: for its owners."""

from flask import flash, redirect, render_template
from werkzeug.wrappers import Response
from wtforms import StringField

from blueprints.kit.file_words import size_words
from blueprints.kit.forms import Form, stripped
from blueprints.kit.forms import lazy_gettext as _lazy
from blueprints.kit.guards import allow, space
from blueprints.kit.request import db, viewer
from blueprints.kit.services import services
from models.core.errors import Invalid
from models.core.language import gettext as _
from models.files.limits import limits_of, set_limits, used_shown
from models.spaces.space import Space


class LimitsForm(Form):
    largest = StringField(_lazy("Largest file, in MB"), filters=[stripped])
    room = StringField(_lazy("All files together, in MB"), filters=[stripped])


@allow("file.limits", on=space)
def ask_limits(here: Space) -> str:
    found = limits_of(db(), here.id)
    largest, room = (found.largest, found.room) if found else (None, None)
    return _draw(here, LimitsForm(largest=str(largest or ""), room=str(room or "")))


@allow("file.limits", on=space)
def change_limits(here: Space) -> Response | tuple[str, int]:
    form, most = LimitsForm(), services().settings.largest_file
    try:
        set_limits(db(), here, viewer(), _whole(form.largest.data), _whole(form.room.data), most)
    except Invalid as error:
        form.blame(error)
        return _draw(here, form), 422
    flash(_("Your changes are saved."), "success")
    return redirect(f"/s/{here.slug}/files", 303)


def _whole(text: str | None) -> int | None:
    """Nothing for an empty field, 0 for what is no number, which no limit may be."""
    if not text:
        return None
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


def _draw(here: Space, form: LimitsForm) -> str:
    most, mine = services().settings.largest_file, size_words(used_shown(db(), viewer(), here.id))
    return render_template("files/limits.html", space=here, form=form, most=most, used=mine)
