"""Addresses of people and departments."""

from flask import Blueprint

from blueprints.people import departments, directory, editing, page

blueprint = Blueprint("people", __name__)
blueprint.get("/people")(directory.list_people)
blueprint.get("/people/me/edit")(editing.edit)
blueprint.post("/people/me/edit")(editing.save)
blueprint.get("/people/<username>")(page.show)
blueprint.post("/people/<username>/follow")(page.set_follow)
blueprint.get("/departments")(departments.list_departments)
blueprint.get("/departments/<int:department_id>")(departments.show_department)
blueprint.post("/departments/<int:department_id>/follow")(departments.follow_department)
