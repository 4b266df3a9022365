"""The addresses of export. Imports are commands."""

from flask import Blueprint

from blueprints.transfer import exporting

blueprint = Blueprint("transfer", __name__)
blueprint.get("/s/<space_slug>/export")(exporting.ask)
blueprint.get("/s/<space_slug>/export/file")(exporting.download)
