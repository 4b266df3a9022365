"""How much people may write in a minute, an hour and a day: for administrators to read and change."""

from typing import Any

from flask import flash, redirect, render_template
from werkzeug.wrappers import Response
from wtforms import IntegerField
from wtforms.validators import Optional

from blueprints.kit.forms import Form
from blueprints.kit.forms import lazy_gettext as _lazy
from blueprints.kit.guards import allow
from blueprints.kit.request import db, viewer
from models.core.errors import Invalid
from models.core.language import gettext as _
from models.entries.limit_choices import DEEDS, WINDOWS, Choices, choose_limits, limits_now
from models.entries.limit_words import LABELS, WITHIN

WHO = ("new", "everybody")


class SiteLimitsForm(Form):
    days = IntegerField(_lazy("Days for which an account is new"), validators=[Optional()])
    posts = IntegerField(
        _lazy("Or until so many things that the person wrote have stood for a day"), validators=[Optional()]
    )

    def choices(self) -> Choices:
        tables = {who: {deed: self._windows(who, deed) for deed in DEEDS} for who in WHO}
        return Choices(self.days.data, self.posts.data, **tables)

    def _windows(self, who: str, deed: str) -> dict[str, int | None]:
        return {window: self._fields[f"{who}-{deed}-{window}"].data for window in WINDOWS}


for _who in WHO:
    for _deed in DEEDS:
        for _window in WINDOWS:
            setattr(SiteLimitsForm, f"{_who}-{_deed}-{_window}", IntegerField(validators=[Optional()]))


@allow("admin.limits")
def ask_limits() -> str:
    now = limits_now(db())
    values: dict[str, Any] = {"days": now.days, "posts": now.posts}
    for who, table in (("new", now.new), ("everybody", now.everybody)):
        for deed in DEEDS:
            for window, most in table[deed].items():
                values[f"{who}-{deed}-{window}"] = most
    return _draw(SiteLimitsForm(data=values))


@allow("admin.limits")
def save_limits() -> Response | tuple[str, int]:
    form = SiteLimitsForm()
    if form.validate():
        try:
            choose_limits(db(), viewer(), form.choices())
        except Invalid as error:
            form.blame(error)
        else:
            flash(_("The limits hold from now on."), "success")
            return redirect("/admin/limits", 303)
    return _draw(form), 422


def _draw(form: SiteLimitsForm) -> str:
    groups = {"new": _("New accounts"), "everybody": _("Everybody else")}
    return render_template("admin/limits.html", form=form, groups=groups, deeds=LABELS, windows=WITHIN)
