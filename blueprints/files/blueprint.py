"""The addresses of files."""

from flask import Blueprint, Flask

from blueprints.files import about, changing, folders, limiting, sending, uploading
from blueprints.kit import receiving

blueprint = Blueprint("files", __name__)
blueprint.get("/s/<space_slug>/files")(folders.show_root)
blueprint.post("/s/<space_slug>/files")(uploading.upload)
blueprint.get("/s/<space_slug>/files/new")(uploading.ask_files)
blueprint.post("/s/<space_slug>/files/same")(uploading.decide)
blueprint.post("/s/<space_slug>/files/chosen")(folders.do_with_chosen)
blueprint.get("/s/<space_slug>/files/folder")(folders.ask_folder)
blueprint.post("/s/<space_slug>/files/folder")(folders.make)
blueprint.get("/s/<space_slug>/files/limits")(limiting.ask_limits)
blueprint.post("/s/<space_slug>/files/limits")(limiting.change_limits)
blueprint.get("/s/<space_slug>/files/<int:folder_id>")(folders.show_folder)
blueprint.get("/s/<space_slug>/files/<int:folder_id>/change")(folders.ask_change)
blueprint.post("/s/<space_slug>/files/<int:folder_id>/change")(folders.change)
blueprint.post("/s/<space_slug>/files/<int:folder_id>/remove")(folders.remove)
blueprint.get("/files/<int:file_id>")(about.show)
blueprint.get("/files/<int:file_id>/<name>")(sending.send)
blueprint.get("/files/<int:file_id>/<int:number>/<name>")(sending.send_version)
# A hyphen stands where no name and no number does.
blueprint.get("/files/<int:file_id>/-/small", endpoint="small", defaults={"size": "small"})(about.thumbnail)
blueprint.get("/files/<int:file_id>/-/large", endpoint="large", defaults={"size": "large"})(about.thumbnail)
blueprint.get("/files/<int:file_id>/-/downloads")(about.show_downloads)
blueprint.get("/files/<int:file_id>/-/edit")(changing.ask_about)
blueprint.post("/files/<int:file_id>/-/edit")(changing.change_about)
blueprint.get("/files/<int:file_id>/-/version")(changing.ask_version)
blueprint.post("/files/<int:file_id>/-/version")(changing.upload_version)
blueprint.post("/files/<int:file_id>/-/back")(changing.go_back)
blueprint.get("/files/<int:file_id>/-/place")(changing.ask_place)
blueprint.post("/files/<int:file_id>/-/place")(changing.change_place)
blueprint.post("/files/<int:file_id>/-/lock")(changing.take_lock)
blueprint.post("/files/<int:file_id>/-/unlock")(changing.release_lock)


def install(app: Flask) -> None:
    """Uploads are taken before anything else looks at the request, downloads are noted after it."""
    receiving.install(app)
    sending.install(app)
