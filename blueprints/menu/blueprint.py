"""Addresses of the menu of phones, help and the accessibility statement."""

from flask import Blueprint

from blueprints.menu import language, pages

blueprint = Blueprint("menu", __name__)
blueprint.get("/menu")(pages.menu)
blueprint.get("/help")(pages.help_page)
blueprint.get("/accessibility")(pages.accessibility)
blueprint.get("/language")(language.ask)
blueprint.post("/language")(language.choose)
