"""Changing a file: its name and description, a new version, an earlier one again, its place, its lock."""

from typing import Any

from flask import flash, jsonify, redirect, render_template, request
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response
from wtforms import BooleanField, SelectField, StringField, TextAreaField

from blueprints.files.folders import folder_in, place_choices
from blueprints.files.uploading import described, failed, uploads, wants_json
from blueprints.kit.forms import Form, stripped
from blueprints.kit.forms import lazy_gettext as _lazy
from blueprints.kit.guards import allow, entry
from blueprints.kit.receiving import received, takes_files
from blueprints.kit.request import db, viewer
from blueprints.kit.sent import number
from blueprints.kit.services import services
from models.core.errors import Invalid, Refused
from models.core.language import gettext as _
from models.entries.reading import NotFound, visible_entry
from models.files.file import File
from models.files.folders import folders_of
from models.files.limits import largest_file
from models.files.locking import lock, unlock
from models.files.storing import add_version, check_description, describe, move, restore_version
from models.policy.rules import may
from models.policy.viewer import Viewer

of_file = entry(File, key="file_id")
with_text = entry(File, key="file_id", with_text=True)


class AboutForm(Form):
    name = StringField(_lazy("Name"), filters=[stripped])
    description = TextAreaField(_lazy("Description"), filters=[stripped])


class VersionForm(Form):
    note = StringField(_lazy("What is new"), filters=[stripped])
    release = BooleanField(_lazy("Release the lock"), default=True)


class PlaceForm(Form):
    to = SelectField(_lazy("Folder"), validate_choice=False)


@allow("file.edit", on=with_text)
def ask_about(file: File) -> str:
    return _about(file, AboutForm(name=file.title, description=file.body))


@allow("file.edit", on=with_text)
def change_about(file: File) -> Response | tuple[str, int]:
    form = AboutForm()
    try:
        check_description(form.description.data or "")
        describe(file, viewer(), form.name.data or "", form.description.data or "")
    except Invalid as error:
        form.blame(error)
        return _about(file, form), 422
    flash(_("Your changes are saved."), "success")
    return redirect(f"/files/{file.id}", 303)


def _about(file: File, form: AboutForm) -> str:
    return render_template("files/edit.html", form=form, file=file, space=file.space)


def _into_file(session: Session, known: Viewer, values: dict[str, Any]) -> int | None:
    """The gate of a file: how large a version of it its contributors may send."""
    try:
        file = visible_entry(session, known, File, values["file_id"])
    except NotFound:
        return None
    if not may(known, "file.replace", file) or file.space_id is None:
        return None
    return largest_file(session, file.space_id, services().settings.largest_file)


@allow("file.replace", on=of_file)
def ask_version(file: File) -> str:
    return _version(file, VersionForm())


@takes_files(_into_file)
@allow("file.replace", on=with_text)
def upload_version(file: File) -> Response | tuple[Response, int] | tuple[str, int]:
    form = VersionForm()
    try:
        [taken] = received()[:1]
        add_version(file, services().blobs, viewer(), taken, form.note.data or "", release=bool(form.release.data))
    except (Invalid, Refused) as error:
        if wants_json():
            return failed(error)
        form.form_errors.append(str(error))
        db().rollback()
        return _version(visible_entry(db(), viewer(), File, file.id), form), 422
    if wants_json():
        return jsonify(described(file)), 201
    flash(_("Version %(number)s is uploaded.", number=file.number), "success")
    return redirect(f"/files/{file.id}", 303)


def _version(file: File, form: VersionForm) -> str:
    locked = file.locked_by_id is not None and file.locked_by_id != viewer().id
    return render_template(
        "files/version.html", form=form, file=file, space=file.space, locked=locked, uploads=uploads(file.space)
    )


@allow("file.replace", on=with_text)
def go_back(file: File) -> Response:
    """Make an earlier version the newest."""
    try:
        restore_version(file, _number("number"), viewer())
    except LookupError as error:
        raise NotFound from error
    flash(_("Version %(number)s is the newest now.", number=file.number), "success")
    return redirect(f"/files/{file.id}", 303)


@allow("file.move", on=of_file)
def ask_place(file: File) -> str:
    form = PlaceForm(to=str(file.folder_id or 0))
    form.to.choices = place_choices(folders_of(db(), file.space_id or 0))
    return render_template("files/place.html", form=form, file=file, space=file.space)


@allow("file.move", on=of_file)
def change_place(file: File) -> Response:
    chosen = _number("to")
    if file.space is None:
        raise NotFound
    move(file, folder_in(file.space, chosen) if chosen else None, viewer())
    flash(_("“%(name)s” is moved.", name=file.title), "success")
    return redirect(f"/files/{file.id}", 303)


@allow("file.lock", on=of_file)
def take_lock(file: File) -> Response:
    lock(file, viewer(), request.form.get("note", ""))
    flash(_("The file is locked for you. Upload your version when you are done, or release the lock."), "success")
    return redirect(f"/files/{file.id}", 303)


@allow("file.unlock", on=of_file)
def release_lock(file: File) -> Response:
    unlock(file, viewer())
    flash(_("The lock is released."), "success")
    return redirect(f"/files/{file.id}", 303)


def _number(field: str) -> int:
    try:
        return number(request.form.get(field, "0") or "0")
    except ValueError:
        return 0
