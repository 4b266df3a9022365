"""The files of a space by folders: looking, making and changing folders, and doing something with several files."""

from types import SimpleNamespace
from typing import Any
from urllib.parse import urlencode

from flask import flash, redirect, render_template, request
from werkzeug.wrappers import Response
from wtforms import SelectField, StringField

from blueprints.files.uploading import folder_href, uploads
from blueprints.kit.file_words import file_view
from blueprints.kit.forms import Form, stripped
from blueprints.kit.forms import lazy_gettext as _lazy
from blueprints.kit.guards import allow, space
from blueprints.kit.request import db, viewer
from blueprints.kit.sent import number
from models.core.errors import Invalid
from models.core.language import gettext as _
from models.core.language import ngettext
from models.entries.reading import NotFound, visible_entry
from models.entries.trashing import trash
from models.files.file import File, Folder
from models.files.folders import Folders, change_folder, folders_of, make_folder, remove_folder
from models.files.listing import EVERYWHERE, IN_FOLDER, OF_PAGES, SORTS, files_in
from models.files.storing import move
from models.policy.rules import may
from models.spaces.space import Space

MOST_CHOSEN = 200


class FolderForm(Form):
    name = StringField(_lazy("Name of the folder"), filters=[stripped])
    parent = SelectField(_lazy("Where"), validate_choice=False)


@allow("space.read", on=space)
def show_root(here: Space) -> str:
    return _draw(here, None)


@allow("space.read", on=space)
def show_folder(here: Space, folder_id: int) -> str:
    return _draw(here, folder_id)


def folder_in(here: Space, folder_id: int) -> Folder:
    """Raises NotFound for a folder of any other space."""
    found = db().get(Folder, folder_id)
    if found is None or found.space_id != here.id:
        raise NotFound
    return found


def _draw(here: Space, folder_id: int | None) -> str:
    there = folders_of(db(), here.id)
    way = there.way_to(folder_id)
    if folder_id is not None and not way:
        raise NotFound
    asked = _asked()
    scope = EVERYWHERE if asked.text else OF_PAGES if asked.pages else IN_FOLDER
    found, after = files_in(
        db(), viewer(), here.id, scope=scope, folder_id=folder_id, text=asked.text, sort=asked.sort, after=asked.after
    )
    return render_template(
        "files/folder.html",
        space=here,
        way=way,
        folder=way[-1] if way else None,
        folders=[] if scope != IN_FOLDER or asked.after else there.below(folder_id),
        places=there.choices() if found else [],
        rows=[file_view(row) for row in found],
        asked=asked,
        base=folder_href(here, way[-1] if way else None),
        further=_address(asked, after=after) if after else "",
        sorts=[(each, _address(asked, sort=each)) for each in SORTS],
        paths=dict(there.choices()) if scope == EVERYWHERE else {},
        may_upload=may(viewer(), "file.upload", here),
        may_limit=may(viewer(), "file.limits", here),
        uploads=uploads(here),
    )


def _asked() -> SimpleNamespace:
    args = request.args
    sort = args.get("sort", "")
    return SimpleNamespace(
        text=args.get("q", "").strip()[:100],
        pages=args.get("view") == "pages",
        sort=sort if sort in SORTS else "name",
        after=args.get("after", 0, type=int),
    )


def _address(asked: SimpleNamespace, **more: Any) -> str:
    given = {"q": asked.text, "view": "pages" if asked.pages else "", "sort": asked.sort, **more}
    return "?" + urlencode({key: value for key, value in given.items() if value and (key, value) != ("sort", "name")})


@allow("folder.arrange", on=space)
def ask_folder(here: Space) -> str:
    parent = request.args.get("folder", "0")
    return _form(here, FolderForm(parent=parent), None)


@allow("folder.arrange", on=space)
def make(here: Space) -> Response | tuple[str, int]:
    form = FolderForm()
    parent = _parent(here, form)
    try:
        made = make_folder(db(), here, viewer(), form.name.data or "", parent)
    except Invalid as error:
        form.blame(error)
        return _form(here, form, None), 422
    flash(_("The folder “%(name)s” is made.", name=made.name), "success")
    return redirect(folder_href(here, made), 303)


@allow("folder.arrange", on=space)
def ask_change(here: Space, folder_id: int) -> str:
    folder = folder_in(here, folder_id)
    return _form(here, FolderForm(name=folder.name, parent=str(folder.parent_id or 0)), folder)


@allow("folder.arrange", on=space)
def change(here: Space, folder_id: int) -> Response | tuple[str, int]:
    form, folder = FolderForm(), folder_in(here, folder_id)
    try:
        change_folder(folder, here, viewer(), form.name.data or "", _parent(here, form))
    except Invalid as error:
        db().rollback()
        form.blame(error)
        return _form(here, form, folder_in(here, folder_id)), 422
    flash(_("Your changes are saved."), "success")
    return redirect(folder_href(here, folder), 303)


@allow("folder.arrange", on=space)
def remove(here: Space, folder_id: int) -> Response:
    folder = folder_in(here, folder_id)
    name, above = folder.name, db().get(Folder, folder.parent_id) if folder.parent_id else None
    remove_folder(folder, here, viewer())
    flash(_("The folder “%(name)s” is removed.", name=name), "success")
    return redirect(folder_href(here, above), 303)


def _parent(here: Space, form: FolderForm) -> Folder | None:
    chosen = _id(form.parent.data)
    return folder_in(here, chosen) if chosen else None


def _id(text: str | None) -> int:
    try:
        return number(text or "0")
    except ValueError:
        return 0


def _form(here: Space, form: FolderForm, folder: Folder | None) -> str:
    there = folders_of(db(), here.id)
    form.parent.choices = place_choices(there, folder.id if folder else None)
    return render_template(
        "files/folder_form.html", form=form, space=here, folder=folder, way=there.way_to(folder.id) if folder else []
    )


def place_choices(there: Folders, without: int | None = None) -> list[tuple[str, str]]:
    """The folders of a space for a select."""
    return [("0", _("No folder")), *((str(key), path) for key, path in there.choices(without))]


@allow("space.read", on=space)
def do_with_chosen(here: Space) -> Response:
    """Move several files or put them into the trash; each is asked for its own rights."""
    ids = [_id(text) for text in request.form.getlist("file")][:MOST_CHOSEN]
    files = [visible_entry(db(), viewer(), File, each) for each in dict.fromkeys(ids)]
    if any(file.space_id != here.id for file in files):
        raise NotFound
    if not files:
        flash(_("Choose at least one file first."))
    elif request.form.get("do") == "trash":
        _trash(files)
    else:
        _move(here, files)
    back = _id(request.form.get("back"))
    return redirect(folder_href(here, folder_in(here, back) if back else None), 303)


def _trash(files: list[File]) -> None:
    mine = [file for file in files if may(viewer(), "entry.trash", file)]
    for file in mine:
        trash(file, viewer())
    if mine:
        flash(ngettext("%(num)s file is in the trash.", "%(num)s files are in the trash.", len(mine)), "success")
    _say_left(len(files) - len(mine))


def _move(here: Space, files: list[File]) -> None:
    chosen = _id(request.form.get("to"))
    to = folder_in(here, chosen) if chosen else None
    mine = [file for file in files if file.root_id is None and may(viewer(), "file.move", file)]
    for file in mine:
        move(file, to, viewer())
    if mine:
        flash(ngettext("%(num)s file is moved.", "%(num)s files are moved.", len(mine)), "success")
    _say_left(len(files) - len(mine))


def _say_left(number_: int) -> None:
    if number_:
        said = ngettext(
            "%(num)s file stays where it is: it belongs to a page, or you may not do this with it.",
            "%(num)s files stay where they are: they belong to pages, or you may not do this with them.",
            number_,
        )
        flash(said, "warning")
