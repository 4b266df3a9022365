"""Files: for those who may read the entry, and never run by a browser."""

from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from models.core.blobs import Blobs
from models.entries.trashing import trash
from models.files.storing import attach
from tests.masking import masked
from tests.world import CANARY, World

PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 20


@pytest.fixture
def files(session: Session, settings, world: World) -> dict[str, str]:
    """Addresses of a picture and a page of HTML in the open space, and of a note in the closed one."""
    blobs = Blobs(Path(settings.files_folder))
    made = {
        "picture": attach(session, blobs, world.publishing, world.aisha, "plan.png", PNG),
        "html": attach(session, blobs, world.publishing, world.aisha, "a/page.html", b"<script>alert(1)</script>"),
        "secret": attach(session, blobs, world.secret_page, world.mei, "note.txt", CANARY.encode()),
    }
    session.commit()
    return {name: each.address for name, each in made.items()}


def test_a_picture_is_shown(browser, files):
    answer = browser("tomas.reyes").get(files["picture"], buffered=True)
    assert (answer.mimetype, answer.data) == ("image/png", PNG)
    assert answer.headers.get("Content-Disposition", "inline").startswith("inline")
    assert "sandbox" in answer.headers["Content-Security-Policy"]


def test_anything_else_is_only_saved(browser, files):
    answer = browser("tomas.reyes").get(files["html"], buffered=True)
    assert answer.mimetype == "application/octet-stream"
    assert answer.headers["Content-Disposition"] == "attachment; filename=page.html"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_a_browser_that_has_the_file_gets_no_second_copy(browser, files):
    reader = browser("tomas.reyes")
    tag = reader.get(files["picture"], buffered=True).headers["ETag"]
    again = reader.get(files["picture"], headers={"If-None-Match": tag})
    assert (again.status_code, again.data) == (304, b"")


def test_a_file_of_a_closed_entry_is_not_found(browser, files):
    stranger = browser("tomas.reyes")
    closed, made_up = stranger.get(files["secret"]), stranger.get("/files/999999/note.txt")
    assert closed.status_code == 404 and masked(closed) == masked(made_up)
    assert browser("gwen.guest").get(files["secret"], buffered=True).data == CANARY.encode()


def test_a_file_goes_with_its_entry_to_the_trash(browser, session: Session, world: World, files):
    trash(world.publishing, world.aisha)
    session.commit()
    assert browser("tomas.reyes").get(files["picture"]).status_code == 404


def test_a_file_asks_for_signing_in(browser, files):
    assert browser().get(files["picture"]).status_code == 302
