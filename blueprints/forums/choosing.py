"""What the owners of a space choose for its forum."""

from flask import flash, redirect, render_template
from werkzeug.wrappers import Response

from blueprints.forums.forms import ForumChoiceForm
from blueprints.kit.guards import allow, space
from blueprints.kit.request import db, viewer
from models.core.errors import Invalid
from models.core.language import gettext as _
from models.forums.choices import Chosen, choice_of, choose
from models.forums.due import settle_space
from models.spaces.space import Space

Done = Response | tuple[str, int]


@allow("forum.settings", on=space)
def ask_choices(here: Space) -> str:
    found = choice_of(db(), here.id) or Chosen()
    form = ForumChoiceForm(
        formdata=None,
        answer_within=str(found.answer_within or ""),
        accept_closes=found.accept_closes,
        quiet_days=str(found.quiet_days or ""),
        quiet_discussions=found.quiet_discussions,
    )
    return render_template("forums/settings.html", space=here, form=form)


@allow("forum.settings", on=space)
def keep_choices(here: Space) -> Done:
    form = ForumChoiceForm()
    if form.validate_on_submit():
        chosen = Chosen(
            _whole(form.answer_within.data),
            form.accept_closes.data,
            _whole(form.quiet_days.data),
            form.quiet_discussions.data,
        )
        try:
            choose(db(), here, viewer(), chosen)
        except Invalid as error:
            form.blame(error)
        else:
            settle_space(db(), here.id)
            flash(_("Your changes are saved."), "success")
            return redirect(f"/s/{here.slug}/forum", 303)
    return render_template("forums/settings.html", space=here, form=form), 422


def _whole(text: str | None) -> int | None:
    """Nothing for an empty field, 0 for what is no number, which no choice may be."""
    if not text:
        return None
    return int(text) if text.isascii() and text.isdigit() and len(text) < 6 else 0
