"""Sending a file to somebody who may read its entry; nothing that a browser could run is ever shown in place."""

from flask import request, send_file
from werkzeug.wrappers import Response

from blueprints.kit.guards import allow
from blueprints.kit.request import db, viewer
from blueprints.kit.services import services
from models.entries.attaching import SHOWN, visible_file
from models.entries.reading import NotFound


@allow("entry.read")
def send(file_id: int, name: str) -> Response:
    """The bytes by the file's number; the name in the address is for people and for saving."""
    found = visible_file(db(), viewer(), file_id) if file_id < 2**31 else None
    if found is None:
        raise NotFound
    path = services().blobs.path(found.digest)
    if not path.exists():
        raise NotFound
    if found.digest in request.if_none_match:
        return _dressed(Response(status=304), found.digest)
    shown = found.media_type in SHOWN
    answer = send_file(
        path,
        mimetype=found.media_type if shown else "application/octet-stream",
        as_attachment=not shown,
        download_name=found.name.rsplit("/", 1)[-1],
        conditional=False,
        etag=False,
        last_modified=None,
    )
    return _dressed(answer, found.digest)


def _dressed(answer: Response, digest: str) -> Response:
    answer.set_etag(digest)
    # Kept by the browser, but asked for each time: the right to read it may be gone.
    answer.headers["Cache-Control"] = "private, no-cache"
    answer.headers.pop("Expires", None)
    # The bytes are kept once: their age could tell that a closed entry had the same file before.
    answer.headers.pop("Last-Modified", None)
    answer.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return answer
