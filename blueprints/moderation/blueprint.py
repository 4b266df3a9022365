"""Addresses of the desk of reports."""

from flask import Blueprint

from blueprints.moderation import desk

blueprint = Blueprint("moderation", __name__)
blueprint.get("/moderation")(desk.show)
blueprint.post("/moderation/<int:entry_id>")(desk.settle)
