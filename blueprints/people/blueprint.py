"""Addresses of people and departments."""

from flask import Blueprint

from blueprints.people import (
    away,
    chart,
    departments,
    directory,
    editing,
    endorsing,
    page,
    photo,
    skills,
    sources,
    statements,
)

blueprint = Blueprint("people", __name__)
blueprint.get("/people")(directory.list_people)
blueprint.get("/people/me/edit")(editing.edit)
blueprint.post("/people/me/edit")(editing.save)
blueprint.get("/people/me/sources")(sources.show_sources)
blueprint.post("/people/me/sources/<field>")(sources.use_own_words)
blueprint.post("/people/me/sources/<field>/follow")(sources.use_the_source)
blueprint.post("/people/me/not-now")(editing.put_off)
blueprint.get("/people/me/view")(page.show_as)
blueprint.get("/people/me/skills")(skills.list_own)
blueprint.post("/people/me/skills")(skills.add)
blueprint.post("/people/me/skills/audience", endpoint="skills_audience")(skills.choose_audience)
blueprint.get("/people/me/skills/<int:skill_id>")(skills.show_own)
blueprint.post("/people/me/skills/<int:skill_id>/level")(skills.change_level)
blueprint.post("/people/me/skills/<int:skill_id>/ask")(skills.ask)
blueprint.post("/people/me/skills/<int:skill_id>/take-off")(skills.take_off)
blueprint.get("/people/me/skills/<int:skill_id>/remove")(skills.ask_removal)
blueprint.post("/people/me/skills/<int:skill_id>/remove", endpoint="remove_skill")(skills.remove)
blueprint.get("/people/me/statements", endpoint="statements")(statements.list_own)
blueprint.post("/people/me/statements", endpoint="add_statement")(statements.add)
blueprint.post("/people/me/statements/audience", endpoint="statements_audience")(statements.choose_audience)
blueprint.post("/people/me/statements/<int:statement_id>/prolong")(statements.prolong_one)
blueprint.post("/people/me/statements/<int:statement_id>/remove", endpoint="remove_statement")(statements.remove)
blueprint.get("/people/me/absence", endpoint="absence")(away.show)
blueprint.post("/people/me/absence", endpoint="save_absence")(away.save)
blueprint.post("/people/me/absence/end")(away.end)
blueprint.get("/people/me/photo", endpoint="own_photo")(photo.show_own)
blueprint.post("/people/me/photo", endpoint="save_photo")(photo.save)
blueprint.post("/people/me/photo/audience", endpoint="photo_audience")(photo.choose_audience)
blueprint.post("/people/me/photo/remove", endpoint="remove_photo")(photo.remove)
blueprint.get("/people/<username>")(page.show)
blueprint.post("/people/<username>/follow")(page.set_follow)
blueprint.get("/people/<username>/photo", endpoint="photo", defaults={"size": "large"})(photo.send)
blueprint.get("/people/<username>/photo/small", endpoint="small_photo", defaults={"size": "small"})(photo.send)
blueprint.post("/people/<username>/stand-in/decline")(away.decline)
blueprint.get("/people/<username>/skills/<int:skill_id>", endpoint="skill")(endorsing.show)
blueprint.post("/people/<username>/skills/<int:skill_id>/endorse")(endorsing.set_endorsement)
blueprint.get("/skills/suggest")(skills.suggest)
blueprint.get("/departments")(departments.list_departments)
blueprint.get("/departments/<int:department_id>")(departments.show_department)
blueprint.post("/departments/<int:department_id>/follow")(departments.follow_department)
blueprint.get("/departments/<int:department_id>/chart")(chart.show_chart)
