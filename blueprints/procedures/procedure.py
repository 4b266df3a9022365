"""Making a page a procedure, and a page like others again."""

from flask import flash, redirect, render_template
from werkzeug.wrappers import Response

from blueprints.kit.guards import allow, entry
from blueprints.kit.request import db, viewer
from blueprints.procedures.forms import ProcedureForm
from blueprints.procedures.loading import crumbs_of, href_of
from models.core import clock
from models.core.errors import Invalid
from models.core.language import day
from models.core.language import gettext as _
from models.wiki.page import Page
from models.wiki.procedures.procedure import end_procedure, make_procedure, procedure_of

Answer = Response | str | tuple[str, int]


@allow("procedure.make", on=entry(Page))
def ask_procedure(page: Page) -> str:
    found = procedure_of(db(), page.id)
    passed = found is not None and found.effective_on < clock.now().date()
    form = ProcedureForm(
        formdata=None,
        effective_on=found.effective_on if found else None,
        label=found.label if found else "",
        since=passed,
    )
    return _form(page, form)


@allow("procedure.make", on=entry(Page))
def save_procedure(page: Page) -> Answer:
    form = ProcedureForm()
    if form.validate():
        try:
            made = make_procedure(
                db(), viewer(), page, form.effective_on.data, form.label.data or "", since=form.since.data
            )
        except Invalid as error:
            form.blame(error)
        else:
            ahead = made.effective_on > clock.now().date()
            text = _("Saved. The procedure takes effect on %(day)s.", day=day(made.effective_on)) if ahead else ""
            flash(text or _("Saved. The procedure is in effect."), "success")
            return redirect(href_of(page), 303)
    return _form(page, form), 422


@allow("procedure.make", on=entry(Page))
def end_as_procedure(page: Page) -> Response:
    if end_procedure(page, viewer()):
        flash(_("The page is no longer a procedure."), "success")
    return redirect(href_of(page), 303)


def _form(page: Page, form: ProcedureForm) -> str:
    return render_template(
        "procedures/procedure.html",
        page=page,
        form=form,
        crumbs=crumbs_of(page),
        href=href_of(page),
        is_procedure=procedure_of(db(), page.id) is not None,
    )
