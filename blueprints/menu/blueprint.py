"""Addresses of the menu of phones, help and the accessibility statement."""

from flask import Blueprint

from blueprints.menu import pages

blueprint = Blueprint("menu", __name__)
blueprint.get("/menu")(pages.menu)
blueprint.get("/help")(pages.help_page)
blueprint.get("/accessibility")(pages.accessibility)
