"""How much people may write in a minute, an hour and a day: for administrators to read and change."""

from typing import Any

from flask import flash, redirect, render_template
from werkzeug.wrappers import Response
from wtforms import StringField

from blueprints.kit.forms import Form, stripped
from blueprints.kit.forms import lazy_gettext as _lazy
from blueprints.kit.guards import allow
from blueprints.kit.request import db, viewer
from models.core.errors import Invalid
from models.core.language import gettext as _
from models.entries.limit_choices import DEEDS, WINDOWS, Choices, choose_limits, limits_now
from models.entries.limit_words import LABELS, WITHIN

WHO = ("new", "everybody")


class LimitsForm(Form):
    days = StringField(_lazy("Days for which an account is new"), filters=[stripped])
    posts = StringField(_lazy("Or until so many things that the person wrote have stood for a day"), filters=[stripped])

    def number(self, name: str) -> int | None:
        """What stands in the field; none for an empty one, -1 for what is no number, which no limit may be."""
        text = self._fields[name].data or ""
        if not text:
            return None
        return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else -1

    def choices(self) -> Choices:
        tables = {who: {deed: self._windows(who, deed) for deed in DEEDS} for who in WHO}
        days, posts = self.number("days"), self.number("posts")
        return Choices(-1 if days is None else days, -1 if posts is None else posts, **tables)

    def _windows(self, who: str, deed: str) -> dict[str, int | None]:
        return {window: self.number(f"{who}-{deed}-{window}") for window in WINDOWS}


for _who in WHO:
    for _deed in DEEDS:
        for _window in WINDOWS:
            setattr(LimitsForm, f"{_who}-{_deed}-{_window}", StringField(filters=[stripped]))


@allow("admin.limits")
def ask_limits() -> str:
    now = limits_now(db())
    values: dict[str, Any] = {"days": str(now.days), "posts": str(now.posts)}
    for who, table in (("new", now.new), ("everybody", now.everybody)):
        for deed in DEEDS:
            for window, most in table[deed].items():
                values[f"{who}-{deed}-{window}"] = "" if most is None else str(most)
    return _draw(LimitsForm(data=values))


@allow("admin.limits")
def save_limits() -> Response | tuple[str, int]:
    form = LimitsForm()
    if form.validate():
        try:
            choose_limits(db(), viewer(), form.choices())
        except Invalid as error:
            form.blame(error)
        else:
            flash(_("The limits hold from now on."), "success")
            return redirect("/admin/limits", 303)
    return _draw(form), 422


def _draw(form: LimitsForm) -> str:
    groups = {"new": _("New accounts"), "everybody": _("Everybody else")}
    return render_template("admin/limits.html", form=form, groups=groups, deeds=LABELS, windows=WITHIN)
