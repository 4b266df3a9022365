"""Uploading: into a folder of a space or to a page, by a form or by a script, several files at once."""

from types import SimpleNamespace
from typing import Any

from flask import flash, jsonify, redirect, render_template, request
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from blueprints.files import pending
from blueprints.kit.guards import allow, check, space
from blueprints.kit.receiving import MOST_FILES, received, takes_files
from blueprints.kit.request import db, keep_changes, viewer
from blueprints.kit.rows import who_can_read
from blueprints.kit.services import services
from models.core.errors import Invalid
from models.core.language import gettext as _
from models.core.language import ngettext
from models.entries.entry import Entry
from models.entries.reading import NotFound, visible_entry
from models.files.file import File, Folder
from models.files.folders import folders_of
from models.files.limits import largest_file
from models.files.naming import address_of
from models.files.receiving import MEGABYTE, Received
from models.files.storing import add_file, add_version, name_beside, same_name, version_of
from models.policy.finding import visible_space
from models.policy.rules import may
from models.policy.viewer import Viewer
from models.spaces.category import Category, visible_category
from models.spaces.space import Space
from models.wiki.page import Page


def into_space(session: Session, known: Viewer, values: dict[str, Any]) -> int | None:
    """The gate of a space: how large a file its contributors may send."""
    here = visible_space(session, known, values["space_slug"])
    if here is None or not may(known, "file.upload", here):
        return None
    return largest_file(session, here.id, services().settings.largest_file)


def uploads(here: Any) -> SimpleNamespace:
    """What an upload form needs to say and to check before it sends."""
    largest = largest_file(db(), here.id, services().settings.largest_file) if here is not None else 0
    return SimpleNamespace(most=largest, megabytes=largest // MEGABYTE, files=MOST_FILES)


@allow("file.upload", on=space)
def ask_files(here: Space) -> str:
    page, folder = place(here, request.args)
    return _form(here, page, folder)


def _form(here: Space, page: Entry | None, folder: Folder | None, wrong: str = "") -> str:
    return render_template(
        "files/upload.html",
        space=here,
        page=page,
        way=folders_of(db(), here.id).way_to(folder.id) if folder else [],
        folder=folder,
        action=f"/s/{here.slug}/files",
        readers=who_can_read(page.audience if page else here.audience, here.name),
        uploads=uploads(here),
        wrong=wrong,
    )


@takes_files(into_space)
@allow("file.upload", on=space)
def upload(here: Space) -> Response | tuple[Response, int] | tuple[str, int]:
    page, folder = place(here, request.form)
    part = _category(here) if page is None and folder is None else None
    try:
        if wants_json() and part is not None:
            return jsonify(described(_into_category(here, received()[0], part))), 201
        if wants_json():
            return _one(here, received()[0], page, folder)
        return _several(here, received(), page, folder)
    except Invalid as error:
        if wants_json():
            return failed(error)
        db().rollback()
        return _form(here, *place(here, request.form), wrong=str(error)), 422


def _one(here: Space, each: Received, page: Entry | None, folder: Folder | None) -> tuple[Response, int]:
    """One file of a script. A name that is there gets a number, or with `same=ask` the script asks the person."""
    there = _there(here, each, page, folder)
    if there is not None and _is_same(there, each):
        return jsonify({**described(there), "same": True}), 201
    if there is not None and request.form.get("same") == "ask":
        keep_changes()
        token = pending.keep(here, each, page, folder)
        return jsonify(error=_already(each.name), pending=token, name=each.name), 409
    return jsonify(described(_add(here, each, page, folder))), 201


def _several(
    here: Space, all_: list[Received], page: Entry | None, folder: Folder | None
) -> Response | tuple[str, int]:
    made, same, waiting = [], [], []
    for each in all_:
        there = _there(here, each, page, folder)
        if there is None:
            made.append(_add(here, each, page, folder))
        elif _is_same(there, each):
            same.append(there)
        else:
            waiting.append((each.name, pending.keep(here, each, page, folder), there.locked_by_id))
    _say(made, same)
    if waiting:
        # What was new is kept; for the rest somebody has to decide.
        keep_changes()
        back = _after(here, page, folder)
        return render_template("files/same.html", space=here, waiting=waiting, back=back), 409
    return redirect(_after(here, page, folder), 303)


def _say(made: list[File], same: list[File]) -> None:
    if made:
        said = ngettext("%(num)s file is uploaded.", "%(num)s files are uploaded.", len(made))
        flash(_("“%(name)s” is uploaded.", name=made[0].title) if len(made) == 1 else said, "success")
    for file in same:
        flash(_("“%(name)s” is here already, byte by byte the same. Nothing was changed.", name=file.title))


@allow("file.upload", on=space)
def decide(here: Space) -> Response | tuple[Response, int]:
    """What becomes of a file whose name was there: a new version of that file, a file beside it, or nothing."""
    found = pending.find(here, request.form.get("token", ""), viewer().id)
    if found is None:
        raise Invalid(_("This upload is no longer kept. Upload the file again."), "token")
    each, page, folder = found.received, *place(here, found.place)
    file = _there(here, each, page, folder)
    if request.form.get("do") == "version" and file is not None:
        check("file.replace", file)
        add_version(visible_entry(db(), viewer(), File, file.id, with_text=True), services().blobs, viewer(), each)
        flash(_("Version %(number)s of “%(name)s” is uploaded.", number=file.number, name=file.title), "success")
    else:
        file = _add(here, each, page, folder)
        _say([file], [])
    if wants_json():
        return jsonify(described(file)), 201
    return redirect(_after(here, page, folder), 303)


def _category(here: Space) -> Category | None:
    """The category of the forum that a picture is pasted in: it has the readers of what stands there."""
    slug = request.args.get("category", "")
    found = visible_category(db(), viewer(), here, slug) if slug else None
    if slug and found is None:
        raise NotFound
    return found


def _into_category(here: Space, each: Received, part: Category) -> File:
    name = name_beside(db(), viewer(), here, each.name, None, None)
    file = add_file(db(), services().blobs, viewer(), here, each, name=name, category=part)
    return file


def _there(here: Space, each: Received, page: Entry | None, folder: Folder | None) -> File | None:
    found = same_name(db(), viewer(), here, each.name, page, folder)
    return visible_entry(db(), viewer(), File, found.id) if found else None


def _is_same(there: File, each: Received) -> bool:
    return version_of(db(), there).digest == each.digest


def _add(here: Space, each: Received, page: Entry | None, folder: Folder | None) -> File:
    name = name_beside(db(), viewer(), here, each.name, page, folder)
    return add_file(db(), services().blobs, viewer(), here, each, page=page, folder=folder, name=name)


def _already(name: str) -> str:
    return _("There is a file “%(name)s” here already.", name=name)


def place(here: Space, form: Any) -> tuple[Page | None, Folder | None]:
    """The page and the folder that a form names, both of this space. Raises NotFound, Forbidden."""
    page, folder = None, None
    if form.get("page"):
        page = visible_entry(db(), viewer(), Page, form.get("page", 0, type=int) or 0)
        if page.space_id != here.id:
            raise NotFound
        check("page.edit", page)
    elif form.get("folder"):
        folder = db().get(Folder, form.get("folder", 0, type=int) or 0)
        if folder is None or folder.space_id != here.id:
            raise NotFound
    return page, folder


def _after(here: Space, page: Entry | None, folder: Folder | None) -> str:
    return f"/e/{page.id}" if page else folder_href(here, folder)


def folder_href(here: Any, folder: Any = None) -> str:
    return f"/s/{here.slug}/files/{folder.id}" if folder else f"/s/{here.slug}/files"


def wants_json() -> bool:
    return request.accept_mimetypes.best == "application/json"


def failed(error: Exception) -> tuple[Response, int]:
    """What a script hears of a file that was refused."""
    db().rollback()
    return jsonify(error=str(error)), 422 if isinstance(error, Invalid) else 409


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
