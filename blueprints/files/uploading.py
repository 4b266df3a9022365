"""Uploading: into a folder of a space or to a page, by a form or by a script, several files at once."""

from typing import Any

from flask import flash, jsonify, redirect, request
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from blueprints.files.receiving import received, takes_files
from blueprints.kit.guards import allow, check, space
from blueprints.kit.request import db, viewer
from blueprints.kit.services import services
from models.core.errors import Invalid
from models.core.language import gettext as _
from models.core.language import ngettext
from models.entries.entry import Entry
from models.entries.reading import NotFound, visible_entry
from models.files.file import File, Folder
from models.files.limits import largest_file
from models.files.naming import address_of
from models.files.receiving import Received
from models.files.storing import add_file, name_beside, same_name, version_of
from models.policy.finding import visible_space
from models.policy.rules import may
from models.policy.viewer import Viewer
from models.spaces.space import Space
from models.wiki.page import Page


def into_space(session: Session, known: Viewer, values: dict[str, Any]) -> int | None:
    """The gate of a space: how large a file its contributors may send."""
    here = visible_space(session, known, values["space_slug"])
    if here is None or not may(known, "file.upload", here):
        return None
    return largest_file(session, here.id, services().settings.largest_file)


@takes_files(into_space)
@allow("file.upload", on=space)
def upload(here: Space) -> Response | tuple[Response, int]:
    page, folder = place(here)
    try:
        made = [_add(here, each, page, folder) for each in received()]
    except Invalid as error:
        if wants_json():
            return jsonify(error=str(error)), 413 if "larger" in str(error) else 422
        raise
    if wants_json():
        return jsonify(described(made[0])), 201
    said = ngettext("%(num)s file is uploaded.", "%(num)s files are uploaded.", len(made))
    flash(_("“%(name)s” is uploaded.", name=made[0].title) if len(made) == 1 else said, "success")
    return redirect(f"/e/{page.id}" if page else folder_href(here, folder), 303)


def _add(here: Space, each: Received, page: Entry | None, folder: Folder | None) -> File:
    there = same_name(db(), viewer(), here, each.name, page, folder)
    if there is not None:
        file = visible_entry(db(), viewer(), File, there.id)
        if version_of(db(), file).digest == each.digest:
            return file
    name = name_beside(db(), viewer(), here, each.name, page, folder)
    return add_file(db(), services().blobs, viewer(), here, each, page=page, folder=folder, name=name)


def place(here: Space) -> tuple[Page | None, Folder | None]:
    """The page and the folder that the form names, both of this space. Raises NotFound, Forbidden."""
    page, folder = None, None
    if request.form.get("page"):
        page = visible_entry(db(), viewer(), Page, request.form.get("page", 0, type=int))
        if page.space_id != here.id:
            raise NotFound
        check("page.edit", page)
    elif request.form.get("folder"):
        folder = db().get(Folder, request.form.get("folder", 0, type=int))
        if folder is None or folder.space_id != here.id:
            raise NotFound
    return page, folder


def folder_href(here: Any, folder: Any = None) -> str:
    return f"/s/{here.slug}/files/{folder.id}" if folder else f"/s/{here.slug}/files"


def wants_json() -> bool:
    return request.accept_mimetypes.best == "application/json"


def described(file: File) -> dict[str, Any]:
    """What a script hears of a new file."""
    address = address_of(file.id, file.title)
    label = file.title.replace("[", "").replace("]", "")
    return {
        "id": file.id,
        "name": file.title,
        "address": address,
        "markdown": f"{'!' if version_of(db(), file).media_type.startswith('image/') else ''}[{label}]({address})",
    }
