"""Sending a file to somebody who may read it; nothing that a browser could run is ever shown in place."""

from typing import Any

from flask import Flask, g, request, send_file
from werkzeug.exceptions import RequestedRangeNotSatisfiable
from werkzeug.wrappers import Response

from blueprints.kit.guards import allow
from blueprints.kit.request import db, viewer
from blueprints.kit.services import services
from models.entries.reading import NotFound
from models.files.downloads import note_download
from models.files.reading import visible_file
from models.files.sniffing import OCTETS, PDF, PICTURES, SHOWN

# Of the browser's own viewer nothing is left in a sandbox: a PDF is shown without one, and may load nothing.
SHOWN_POLICY = {PDF: "default-src 'none'; style-src 'unsafe-inline'; object-src 'self'; frame-ancestors 'self'"}
POLICY = "default-src 'none'; sandbox"


@allow("entry.read")
def send(file_id: int, name: str) -> Response:
    """The bytes of the newest version; the name in the address is for people and for saving."""
    return _send(file_id, 0)


@allow("entry.read")
def send_version(file_id: int, number: int, name: str) -> Response:
    """The bytes of one version."""
    if not number:
        raise NotFound
    return _send(file_id, number)


def _send(file_id: int, number: int) -> Response:
    found = visible_file(db(), viewer(), file_id, number)
    if found is None:
        raise NotFound
    path = services().blobs.path(found.digest)
    if not path.exists():
        raise NotFound
    if found.digest in request.if_none_match:
        return _dressed(Response(status=304), found, found.media_type)
    shown = found.media_type in SHOWN and "save" not in request.args
    media_type = found.media_type if shown else OCTETS
    answer = send_file(
        path,
        # Text is sent as plain text, whatever its kind: with another type some browsers only save it.
        mimetype="text/plain; charset=utf-8" if media_type.startswith("text/") else media_type,
        as_attachment=not shown,
        download_name=found.title if found.number == found.newest else found.name,
        conditional=False,
        etag=False,
        last_modified=None,
    )
    try:
        answer.make_conditional(request.environ, accept_ranges=True, complete_length=found.size)
    except RequestedRangeNotSatisfiable:
        answer.close()
        raise
    if not (shown and media_type in PICTURES) and _is_begun(answer):
        g.downloaded = viewer().id, found.id, found.number
    return _dressed(answer, found, media_type)


def _is_begun(answer: Response) -> bool:
    """True for the first part of a file that is sent, not for each further one, nor for a mere question."""
    begins = answer.headers.get("Content-Range", "bytes 0-").startswith("bytes 0-")
    return request.method == "GET" and answer.status_code in (200, 206) and begins


def install(app: Flask) -> None:
    """Note who had a file, apart from the request's own transaction: whoever reads takes no write lock for it."""
    app.teardown_request(_note)


def _note(error: BaseException | None) -> None:
    downloaded = g.pop("downloaded", None)
    if downloaded is not None and error is None:
        with services().database.writing() as session:
            note_download(session, *downloaded)


def _dressed(answer: Response, found: Any, media_type: str) -> Response:
    answer.set_etag(found.digest)
    # Kept by the browser, but asked for each time: the right to read it may be gone.
    answer.headers["Cache-Control"] = "private, no-cache"
    answer.headers.pop("Expires", None)
    # The bytes are kept once: their age could tell that a closed entry had the same file before.
    answer.headers.pop("Last-Modified", None)
    answer.headers["Content-Security-Policy"] = SHOWN_POLICY.get(media_type, POLICY)
    return answer
