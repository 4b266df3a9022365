"""Addresses of people and departments."""

from flask import Blueprint

from blueprints.people import chart, departments, directory, editing, page, sources

blueprint = Blueprint("people", __name__)
blueprint.get("/people")(directory.list_people)
blueprint.get("/people/me/edit")(editing.edit)
blueprint.post("/people/me/edit")(editing.save)
blueprint.get("/people/me/sources")(sources.show_sources)
blueprint.post("/people/me/sources/<field>")(sources.use_own_words)
blueprint.post("/people/me/sources/<field>/follow")(sources.use_the_source)
blueprint.get("/people/<username>")(page.show)
blueprint.post("/people/<username>/follow")(page.set_follow)
blueprint.get("/departments")(departments.list_departments)
blueprint.get("/departments/<int:department_id>")(departments.show_department)
blueprint.post("/departments/<int:department_id>/follow")(departments.follow_department)
blueprint.get("/departments/<int:department_id>/chart")(chart.show_chart)
