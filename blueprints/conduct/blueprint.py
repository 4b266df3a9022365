"""Addresses of decisions about people, and of the one page that a suspended person has."""

from flask import Blueprint

from blueprints.conduct import deciding, suspended

blueprint = Blueprint("conduct", __name__)
blueprint.get("/people/<username>/moderate")(deciding.ask_everywhere)
blueprint.post("/people/<username>/moderate")(deciding.decide_everywhere)
blueprint.get("/s/<space_slug>/people/<username>/moderate")(deciding.ask_in_space)
blueprint.post("/s/<space_slug>/people/<username>/moderate")(deciding.decide_in_space)
blueprint.get("/suspended")(suspended.show)
blueprint.post("/suspended/appeal")(suspended.send_appeal)
blueprint.get("/suspended/data")(suspended.take_along)
