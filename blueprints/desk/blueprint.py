"""The address of the desk; what stands on it is registered by the other parts (kit.desk_sections)."""

from flask import Blueprint

from blueprints.desk import desk

blueprint = Blueprint("desk", __name__)
blueprint.get("/s/<space_slug>/desk")(desk.show_desk)
