"""The addresses of files."""

from flask import Blueprint, Flask

from blueprints.files import receiving, sending, uploading

blueprint = Blueprint("files", __name__)
blueprint.post("/s/<space_slug>/files")(uploading.upload)
blueprint.get("/files/<int:file_id>/<name>")(sending.send)
blueprint.get("/files/<int:file_id>/<int:number>/<name>")(sending.send_version)


def install(app: Flask) -> None:
    """Uploads are taken before anything else looks at the request."""
    receiving.install(app)
