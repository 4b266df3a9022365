"""The addresses of what links the departments."""

from flask import Blueprint

from blueprints.linking import related

blueprint = Blueprint("linking", __name__)
blueprint.get("/e/<int:entry_id>/related")(related.show_related)
