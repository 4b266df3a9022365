"""Addresses of administration."""

from flask import Blueprint

from blueprints.admin import accounts, departments, limits, merging, search_health, status

blueprint = Blueprint("admin", __name__)
blueprint.get("/admin")(status.show)
blueprint.get("/admin/search")(search_health.show_health)
blueprint.get("/admin/limits")(limits.ask_limits)
blueprint.post("/admin/limits")(limits.save_limits)
blueprint.get("/admin/people")(accounts.list_accounts)
blueprint.get("/admin/people/new")(accounts.ask_new)
blueprint.post("/admin/people/new")(accounts.make)
blueprint.get("/admin/people/<int:person_id>")(accounts.edit)
blueprint.post("/admin/people/<int:person_id>")(accounts.save)
blueprint.post("/admin/people/<int:person_id>/disable")(accounts.close)
blueprint.post("/admin/people/<int:person_id>/enable")(accounts.reopen)
blueprint.post("/admin/people/<int:person_id>/password")(accounts.reset_password)
blueprint.get("/admin/departments")(departments.list_units)
blueprint.get("/admin/departments/new")(departments.ask_unit)
blueprint.post("/admin/departments/new")(departments.add_unit)
blueprint.get("/admin/departments/<int:department_id>")(departments.edit_unit)
blueprint.post("/admin/departments/<int:department_id>")(departments.save_unit)
blueprint.post("/admin/departments/<int:department_id>/close")(departments.close_unit)
blueprint.post("/admin/departments/<int:department_id>/reopen")(departments.reopen_unit)
blueprint.get("/admin/departments/<int:department_id>/merge")(merging.ask_merger)
blueprint.post("/admin/departments/<int:department_id>/merge")(merging.merge)
