"""Departments: add, rename, move, close."""

from typing import Any

from flask import flash, redirect, render_template, request
from werkzeug.wrappers import Response

from blueprints.admin.forms import UnitForm
from blueprints.kit.departments import in_tree_order
from blueprints.kit.guards import allow
from blueprints.kit.pages import flash_undo
from blueprints.kit.request import db, viewer
from models.activity.act import record
from models.core.errors import Invalid
from models.core.language import gettext as _
from models.entries.reading import NotFound
from models.people.administering import (
    change_department,
    check_department_name,
    close_department,
    reopen_department,
)
from models.people.department import Department, all_departments, found_department

Answer = Response | str | tuple[str, int]


def unit(values: dict[str, Any]) -> Department:
    """Fetches the department whose id is in the address."""
    department_id = values.pop("department_id")
    found = db().get(Department, department_id) if department_id < 2**31 else None
    if found is None:
        raise NotFound
    return found


@allow("admin.departments")
def list_units() -> str:
    text = request.args.get("q", "").strip()[:100]
    ordered = in_tree_order(all_departments(db()))
    if text:
        ordered = [(row, 0) for row, _depth in ordered if text.lower() in f"{row.name} {row.abbreviation}".lower()]
    return render_template("admin/departments.html", units=ordered, text=text)


@allow("admin.departments")
def ask_unit() -> Answer:
    form = UnitForm(formdata=None, parent=request.args.get("below", ""))
    form.offer_departments()
    return render_template("admin/department.html", form=form, unit=None)


@allow("admin.departments")
def add_unit() -> Answer:
    form = UnitForm()
    form.offer_departments()
    if form.validate_on_submit():
        try:
            made = found_department(
                db(),
                check_department_name(form.name.data),
                _parent(form),
                abbreviation=form.abbreviation.data or "",
                description=form.description.data or "",
            )
        except Invalid as error:
            form.blame(error)
        else:
            record(db(), viewer(), "made-department", "department", made.id)
            flash(_("%(name)s is added.", name=made.name), "success")
            return redirect("/admin/departments", 303)
    return render_template("admin/department.html", form=form, unit=None), 422


@allow("admin.departments", on=unit)
def edit_unit(department: Department) -> Answer:
    form = UnitForm(
        formdata=None,
        name=department.name,
        abbreviation=department.abbreviation,
        description=department.description,
        parent=str(department.parent_id or ""),
    )
    form.offer_departments(department.parent_id)
    return render_template("admin/department.html", form=form, unit=department)


@allow("admin.departments", on=unit)
def save_unit(department: Department) -> Answer:
    form = UnitForm()
    form.offer_departments(department.parent_id)
    if form.validate_on_submit():
        try:
            change_department(
                db(),
                department,
                viewer(),
                name=form.name.data,
                abbreviation=form.abbreviation.data or "",
                description=form.description.data or "",
                parent=_parent(form),
            )
        except Invalid as error:
            form.blame(error)
        else:
            flash(_("%(name)s is saved.", name=department.name), "success")
            return redirect("/admin/departments", 303)
    return render_template("admin/department.html", form=form, unit=department), 422


@allow("admin.departments", on=unit)
def close_unit(department: Department) -> Response:
    close_department(db(), department, viewer())
    flash_undo(_("%(n)s is closed.", n=department.name), f"/admin/departments/{department.id}/reopen")
    return redirect("/admin/departments", 303)


@allow("admin.departments", on=unit)
def reopen_unit(department: Department) -> Response:
    reopen_department(db(), department, viewer())
    flash(_("%(name)s is in use again.", name=department.name), "success")
    return redirect("/admin/departments", 303)


def _parent(form: UnitForm) -> Department | None:
    return db().get(Department, form.parent_id) if form.parent_id else None
