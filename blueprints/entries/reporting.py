"""Reporting an entry to those who decide: the curators of its space and the moderators."""

from flask import flash, redirect, render_template
from werkzeug.wrappers import Response

from blueprints.entries.forms import ReportForm
from blueprints.entries.places import crumbs_to, name_of
from blueprints.kit.guards import allow, entry
from blueprints.kit.request import db, viewer
from models.core.errors import Invalid
from models.core.language import gettext as _
from models.entries.entry import Entry
from models.moderation.report import report


@allow("entry.report", on=entry())
def ask_report(entry: Entry) -> str:
    return _form(ReportForm(), entry)


@allow("entry.report", on=entry())
def send_report(entry: Entry) -> Response | tuple[str, int]:
    form = ReportForm()
    if not form.validate():
        return _form(form, entry), 422
    try:
        report(db(), entry, viewer(), form.reason.data, form.text.data or "")
    except Invalid as error:
        form.blame(error)
        return _form(form, entry), 422
    flash(_("Your report is with those who decide. Others cannot see that it was you."), "success")
    return redirect(f"/e/{entry.id}", 303)


def _form(form: ReportForm, entry: Entry) -> str:
    return render_template("entries/report.html", form=form, entry=entry, name=name_of(entry), crumbs=crumbs_to(entry))
