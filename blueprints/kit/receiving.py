"""Takes what a browser uploads straight to disk, before the request's own transaction begins.

Sending 100 MB may take minutes: whoever does it must hold no lock meanwhile and fill no memory, and whoever may not
upload here is not listened to.
"""

from collections.abc import Callable, Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any, TypeVar

from flask import Flask, current_app, g, request
from flask import session as cookie
from sqlalchemy.orm import Session

from blueprints.kit.services import services
from models.core.blobs import Draft
from models.core.errors import Invalid
from models.core.language import gettext as _
from models.core.language import set_language
from models.files.receiving import MEGABYTE, Received, receive
from models.people.login import signed_in
from models.policy.viewer import NOBODY, Viewer, viewer_from

# Bytes for everything in the form but the files, and how many files may come at once.
FORM_ROOM = 1 * MEGABYTE
MOST_FILES = 20
# Bytes of the largest file that this person may send there, None where they may send none.
Gate = Callable[[Session, Viewer, dict[str, Any]], int | None]
# Longer work on the bytes of the first file, given the rest of the form. Raises Invalid (`file`).
Work = Callable[[Path, Mapping[str, str]], Any]
View = TypeVar("View", bound=Callable[..., Any])


def takes_files(gate: Gate, work: Work | None = None) -> Callable[[View], View]:
    """A view that gets files: they are on disk when it begins. The gate is for the size; the rule is asked after.

    What `work` makes of the first file while no transaction is open, the view gets from `worked`.
    """

    def decorate(view: View) -> View:
        view.gate = gate, work  # type: ignore[attr-defined]  # read before the view is called
        return view

    return decorate


def received() -> list[Received]:
    """What came with this form. Raises Invalid (`file`) for what is refused, OSError for what the disk did not take."""
    if not g.get("received") and not g.get("refused"):
        raise Invalid(_("Choose a file"), "file")
    if g.get("refused"):
        raise g.refused
    return list(g.received)


def received_if_any() -> Received | None:
    """The one file of a form that may go without. Raises Invalid (`file`) and OSError, as `received` does."""
    return received()[0] if g.get("received") or g.get("refused") else None


def worked() -> Any:
    """What the view's `work` made of the file. Raises Invalid (`file`) and OSError, as `received` does."""
    received()
    return g.worked


def install(app: Flask) -> None:
    """Before anything else looks at the form."""
    app.before_request_funcs.setdefault(None, []).insert(0, _take)
    app.teardown_request(_forget)


def _take() -> None:
    gate, work = getattr(current_app.view_functions.get(request.endpoint or ""), "gate", (None, None))
    if gate is None or request.method != "POST":
        return
    most = _most(gate)
    if most is None:
        return
    g.drafts, g.received, g.refused = [], [], None
    request.max_content_length = (most + FORM_ROOM) * MOST_FILES
    request.file_stream = lambda: _draft(most)  # type: ignore[attr-defined]  # read by kit.sent
    for sent in request.files.getlist("file"):
        if sent.filename and g.refused is None:
            _receive(sent.stream, sent.filename, work)


def _most(gate: Gate) -> int | None:
    """Asked in a transaction of its own, which is over before the first byte is read."""
    parts = services()
    set_language(parts.settings.locale, parts.settings.time_zone)
    token = cookie.get("_user_id")
    if not token:
        return None
    with parts.database.reading() as session:
        row = signed_in(session, token, timedelta(days=parts.settings.session_days))
        viewer = viewer_from(session, row, token) if row else NOBODY
        return gate(session, viewer, dict(request.view_args or {})) if viewer.id else None


def _draft(most: int) -> Draft:
    made = services().blobs.draft(most)
    g.drafts.append(made)
    return made


def _receive(draft: Any, name: str, work: Work | None) -> None:
    parts = services()
    try:
        taken = receive(parts.blobs, draft, name, programs=parts.settings.programs)
        if work is not None and not g.received and taken.draft is not None:
            g.drafts.append(taken.draft)
            g.worked = work(taken.draft.path, request.form)
    except (Invalid, OSError) as error:
        g.refused = error
    else:
        g.received.append(taken)
        if taken.draft is not None:
            g.drafts.append(taken.draft)


def _forget(error: BaseException | None) -> None:
    """What did not become a file leaves nothing behind: refused, broken off, or the request failed."""
    for draft in g.pop("drafts", []):
        draft.discard()
