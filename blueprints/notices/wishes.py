"""Which reasons a person wants on the bell."""

from flask import flash, redirect, render_template
from werkzeug.wrappers import Response
from wtforms import SelectChoice, SelectMultipleField

from blueprints.kit.forms import Form
from blueprints.kit.forms import lazy_gettext as _l
from blueprints.kit.guards import allow
from blueprints.kit.request import db, viewer
from models.activity.matters import by_reason
from models.core.errors import Invalid
from models.core.language import gettext as _
from models.notices.notice import choose_reasons, unwanted


class ReasonsForm(Form):
    reasons = SelectMultipleField(_l("I want a notice when"), validate_choice=False)


@allow("notices.read")
def ask_reasons() -> str:
    form = ReasonsForm(formdata=None)
    off = unwanted(db(), viewer().id)
    form.reasons.data = [reason for reason in by_reason() if reason not in off]
    return _form(form)


@allow("notices.read")
def save_reasons() -> Response | tuple[str, int]:
    form = ReasonsForm()
    try:
        choose_reasons(db(), viewer(), list(form.reasons.data or []))
    except Invalid as error:
        form.validate()
        form.blame(error)
        return _form(form), 422
    flash(_("Your choice of notices is saved."), "success")
    return redirect("/notices", 303)


def _form(form: ReasonsForm) -> str:
    form.reasons.choices = [SelectChoice(reason, each.label()) for reason, each in by_reason().items()]
    return render_template("notices/choices.html", form=form)
