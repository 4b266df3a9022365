"""Reporting an entry to those who decide: the curators of its space and the moderators."""

from flask import flash, redirect, render_template
from werkzeug.wrappers import Response

from blueprints.entries.places import crumbs_to, name_of
from blueprints.kit.deciding import ReportForm
from blueprints.kit.guards import allow, entry
from blueprints.kit.request import db, viewer
from models.core.errors import Invalid
from models.core.language import gettext as _
from models.entries.entry import Entry
from models.moderation.case import only_the_author, target_of
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
    flash(
        _("Those who decide have your report. You are told what becomes of it. Others do not learn that it was you."),
        "success",
    )
    return redirect(f"/e/{entry.id}", 303)


def _form(form: ReportForm, entry: Entry) -> str:
    handed_over = entry.audience != "everyone" and only_the_author(db(), target_of(db(), entry))
    return render_template(
        "entries/report.html",
        form=form,
        entry=entry,
        name=name_of(entry),
        crumbs=crumbs_to(entry),
        handed_over=handed_over,
    )
