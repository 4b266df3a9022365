"""The address of files."""

from flask import Blueprint

from blueprints.files import sending

blueprint = Blueprint("files", __name__)
blueprint.get("/files/<int:file_id>/<name>")(sending.send)
