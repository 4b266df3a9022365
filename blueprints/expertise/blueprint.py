"""Addresses of expertise and of the register of automatic rankings."""

from flask import Blueprint

from blueprints.expertise import register

blueprint = Blueprint("expertise", __name__)
blueprint.get("/automatic")(register.show_register)
