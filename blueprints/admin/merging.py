"""Two departments become one."""

from flask import flash, redirect, render_template
from wtforms import SelectField

from blueprints.admin.departments import Answer, unit
from blueprints.kit.departments import department_choices
from blueprints.kit.forms import Form
from blueprints.kit.forms import lazy_gettext as _lazy
from blueprints.kit.guards import allow
from blueprints.kit.request import db, viewer
from models.core.errors import Invalid
from models.core.language import gettext as _
from models.entries.joining_departments import merge_department, weigh_merger
from models.people.department import Department


class MergerForm(Form):
    into = SelectField(_lazy("Becomes part of"), default="")

    def offer(self, old: Department) -> None:
        self.into.choices = [("", ""), *(each for each in department_choices() if each[0] != str(old.id))]


@allow("admin.departments", on=unit)
def ask_merger(old: Department) -> str:
    return _page(old, MergerForm(formdata=None))


@allow("admin.departments", on=unit)
def merge(old: Department) -> Answer:
    form = MergerForm()
    form.offer(old)
    if form.validate_on_submit():
        try:
            into = db().get(Department, int(form.into.data)) if form.into.data else None
            if into is None:
                raise Invalid(_("Choose the department that it becomes part of"), "into")
            merge_department(db(), old, into, viewer())
        except Invalid as error:
            form.blame(error)
        else:
            text = _("%(old)s is part of %(new)s now. Its address leads there.", old=old.name, new=into.name)
            flash(text, "success")
            return redirect(f"/departments/{into.id}", 303)
    return _page(old, form), 422


def _page(old: Department, form: MergerForm) -> str:
    form.offer(old)
    return render_template("admin/merge.html", form=form, unit=old, counts=weigh_merger(db(), old))
