"""A file's own page: what it shows, its versions, what was done with it, and for curators who had it."""

from itertools import zip_longest
from types import SimpleNamespace
from typing import Any

from flask import render_template, send_file
from markupsafe import Markup
from werkzeug.wrappers import Response

from blueprints.files.sending import POLICY
from blueprints.kit.file_words import act_words, size_words, type_word
from blueprints.kit.guards import allow, entry
from blueprints.kit.request import db, viewer
from blueprints.kit.rows import who_can_read
from blueprints.kit.services import services
from models.core.language import gettext as _
from models.entries.following import Bookmark, follows
from models.entries.reading import NotFound
from models.entries.tagging import tags_on
from models.files.downloads import downloads, people_who_had
from models.files.file import File
from models.files.folders import folders_of
from models.files.naming import address_of
from models.files.reading import BEGINS, about, acts, versions, visible_file
from models.files.sniffing import PICTURES, SHOWN
from models.policy.rules import may

SIZES = {"small": "small.webp", "large": "large.webp"}
# Larger pictures are shown by their large thumbnail.
LARGEST_SHOWN = 1_500_000


@allow("entry.read", on=entry(File, key="file_id"))
def show(file: File) -> str:
    if visible_file(db(), viewer(), file.id) is None:
        raise NotFound
    more, found = about(db(), file.id), versions(db(), file.id)
    newest = found[0]
    return render_template(
        "files/file.html",
        file=file,
        space=file.space,
        more=more,
        html=Markup(more.html),  # noqa: S704 - made by the renderer
        way=folders_of(db(), file.space_id).way_to(more.folder_id) if file.space_id else [],
        newest=version_view(newest, file),
        versions=[version_view(each, file, before) for each, before in zip_longest(found, found[1:])],
        acts=[(row, words) for row in acts(db(), file.id) if (words := act_words(row))],
        readers=who_can_read(file.audience, file.space.name if file.space else None),
        people=people_who_had(db(), file.id),
        tags=tags_on(db(), file),
        followed=follows(db(), viewer(), file),
        bookmarked=db().get(Bookmark, (viewer().id, file.id)) is not None,
        preview=preview(newest, file),
        begins=_pages(more.begins),
        rights=rights_on(file),
        locked_by_me=file.locked_by_id == viewer().id,
    )


def rights_on(file: File) -> SimpleNamespace:
    """What the viewer may do with a file."""
    actions = ("edit", "replace", "move", "lock", "unlock", "downloads")
    return SimpleNamespace(
        **{action: may(viewer(), f"file.{action}", file) for action in actions},
        trash=may(viewer(), "entry.trash", file),
        moderate=may(viewer(), "entry.moderate", file),
    )


def _pages(text: str) -> list[str]:
    """How the text begins, by pages; what was cut off in the middle says so."""
    cut = " …" if len(text) >= BEGINS else ""
    pages = [page.strip() for page in text.split("\f")]
    return [*pages[:-1], pages[-1] + cut] if text.strip() else []


def version_view(row: Any, file: File, before: Any = None) -> SimpleNamespace:
    return SimpleNamespace(
        row=row,
        number=row.number,
        type=type_word(row.media_type, row.name),
        size=size_words(row.size),
        change=_difference(row.size - before.size) if before is not None else "",
        href=address_of(file.id, row.name, row.number),
        opens=row.media_type in SHOWN,
    )


def _difference(size: int) -> str:
    if not size:
        return _("same size")
    words = size_words(abs(size))
    return _("%(size)s more", size=words) if size > 0 else _("%(size)s less", size=words)


def preview(newest: Any, file: File) -> str:
    """The address of a picture that shows the file, or nothing."""
    if newest.media_type in PICTURES and newest.size <= LARGEST_SHOWN:
        return address_of(file.id, file.title)
    return f"/files/{file.id}/-/large" if newest.state == "read" and newest.width else ""


@allow("entry.read")
def thumbnail(file_id: int, size: str) -> Response:
    """A small or large picture of the newest version, made when it came."""
    found = visible_file(db(), viewer(), file_id)
    path = services().blobs.derived(found.digest, SIZES[size]) if found is not None and size in SIZES else None
    # A picture that another file's bytes left behind is not shown before this file's own turn has come.
    if path is None or found.state != "read" or not path.exists():
        raise NotFound
    answer = send_file(path, mimetype="image/webp", conditional=False, etag=False, last_modified=None)
    answer.headers["Cache-Control"] = "private, no-cache"
    answer.headers.pop("Expires", None)
    answer.headers.pop("Last-Modified", None)
    answer.headers["Content-Security-Policy"] = POLICY
    return answer


@allow("file.downloads", on=entry(File, key="file_id"))
def show_downloads(file: File) -> str:
    return render_template("files/downloads.html", file=file, space=file.space, rows=downloads(db(), file.id))
