"""Uploading: into folders and to pages, several at once, by a script; refused politely, and nothing left behind."""

import io
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from models.core.blobs import Blobs, Draft
from models.files.file import File
from tests.blueprints.test_files import PNG
from tests.masking import masked
from tests.shared import shared_path
from tests.world import CANARY

JSON = {"Accept": "application/json"}


def sent(name: str, content: bytes = b"Some text", **fields: Any) -> dict[str, Any]:
    return {"file": (io.BytesIO(content), name), **fields}


def drafts(settings) -> list[Path]:
    return list(Path(settings.files_folder).glob("drafts/*"))


def test_a_script_uploads_a_picture_and_hears_how_to_show_it(browser):
    ben = browser("ben.okafor")
    answer = ben.post("/s/desk/files", sent("my plan.png", PNG), headers=JSON)
    assert answer.status_code == 201
    made = answer.json
    assert made["name"] == "my plan.png"
    assert made["address"] == f"/files/{made['id']}/my%20plan.png"
    assert made["markdown"] == f"![my plan.png]({made['address']})"
    assert ben.get(made["address"], buffered=True).data == PNG


def test_a_form_uploads_several_files_to_a_page(browser, session, world, settings):
    files = [(io.BytesIO(b"One"), "one.txt"), (io.BytesIO(b"Two"), "two.txt")]
    answer = browser("ben.okafor").post("/s/desk/files", {"file": files, "page": world.publishing.id})
    assert answer.status_code == 303 and answer.location == f"/e/{world.publishing.id}"
    found = session.scalars(select(File).order_by(File.id)).all()
    assert [(each.title, each.root_id, each.audience) for each in found] == [
        ("one.txt", world.publishing.id, "everyone"),
        ("two.txt", world.publishing.id, "everyone"),
    ]
    assert drafts(settings) == []


def test_a_name_that_is_there_gets_a_number_and_the_same_bytes_stay_one_file(browser):
    ben = browser("ben.okafor")
    first = ben.post("/s/desk/files", sent("image.png", PNG), headers=JSON).json
    again = ben.post("/s/desk/files", sent("image.png", PNG), headers=JSON).json
    other = ben.post("/s/desk/files", sent("image.png", PNG + b"x"), headers=JSON).json
    assert again["id"] == first["id"]
    assert (other["name"], other["id"] == first["id"]) == ("image (2).png", False)


@pytest.mark.parametrize("who, status", [("tomas.reyes", 403), ("gwen.guest", 404), (None, 401)])
def test_who_may_not_write_here_uploads_nothing(browser, session, settings, who, status):
    answer = browser(who).post("/s/desk/files", sent("a.txt"), headers=JSON)
    assert answer.status_code == status
    assert answer.json["error"]
    assert session.scalars(select(File)).all() == [] and drafts(settings) == []


def test_a_closed_space_takes_files_as_a_space_that_does_not_exist(browser):
    tomas = browser("tomas.reyes")
    closed, made_up = (tomas.post(f"/s/{slug}/files", sent("a.txt")) for slug in ("mill", "made-up"))
    assert closed.status_code == 404 and masked(closed) == masked(made_up)


def test_a_page_of_another_space_or_a_hidden_one_is_not_found(browser, world):
    for page in (world.secret_page.id, 999_999):
        assert browser("ben.okafor").post("/s/desk/files", sent("a.txt", page=page)).status_code == 404


def test_a_file_of_a_page_is_for_the_readers_of_the_page(browser, world):
    mei, stranger = browser("mei.wong"), browser("tomas.reyes")
    made = mei.post("/s/mill/files", sent("a.txt", CANARY.encode(), page=world.secret_page.id), headers=JSON).json
    assert mei.get(made["address"], buffered=True).status_code == 200
    assert stranger.get(made["address"]).status_code == 404


@pytest.mark.parametrize(
    "name, content, words",
    [
        ("empty.txt", b"", "is empty"),
        ("setup.exe", b"MZ" + b"\0" * 90, "is a program"),
        ("run.bat", b"del *", "is a program"),
        ("photo.jpg", b"\xff\xd8\xff\xe1\xff\xffExif", "is damaged"),
    ],
)
def test_what_cannot_be_kept_is_refused_with_a_sentence(browser, settings, name, content, words):
    answer = browser("ben.okafor").post("/s/desk/files", sent(name, content), headers=JSON)
    assert (answer.status_code, words in answer.json["error"]) == (422, True)
    assert drafts(settings) == []


def test_nothing_chosen_is_said(browser):
    answer = browser("ben.okafor").post("/s/desk/files", {"note": "x"}, headers=JSON)
    assert (answer.status_code, answer.json) == (422, {"error": "Choose a file"})


@pytest.mark.parametrize(
    "name, kept",
    [
        ("../../etc/passwd", "passwd"),
        ("a\x00b\x1f.txt", "ab.txt"),
        ("invoice\u202etxt.pdf", "invoicetxt.pdf"),
        ("CON.txt", "CON-.txt"),
        ("x" * 300 + ".pdf", "x" * 176 + ".pdf"),
        ("...", "file"),
        ("Änderungen – neu.odt", "Änderungen – neu.odt"),
        ("a..b.txt", "a.b.txt"),
    ],
)
def test_any_name_becomes_one_that_can_be_saved_anywhere(browser, name, kept):
    answer = browser("ben.okafor").post("/s/desk/files", sent(name), headers=JSON)
    assert answer.json["name"] == kept
    assert browser("ben.okafor").get(answer.json["address"], buffered=True).data == b"Some text"


class FullBlobs(Blobs):
    """A disk without room: /dev/full takes nothing that is written to it."""

    def draft(self, most: int | None = None) -> Draft:
        link = self.folder / "full.part"
        self.folder.mkdir(exist_ok=True)
        link.symlink_to("/dev/full")
        return Draft(link, most)


def test_a_full_disk_is_said_and_everything_else_goes_on(app, browser, settings):
    ben, parts = browser("ben.okafor"), app.extensions["witan"]
    parts.blobs = FullBlobs(settings.files_folder)
    answer = ben.post("/s/desk/files", sent("a.txt", b"x" * 300_000), headers=JSON)
    assert (answer.status_code, "no room" in answer.json["error"] or "disk" in answer.json["error"]) == (507, True)
    assert not list(Path(settings.files_folder).glob("*.part"))
    assert ben.get("/s/desk/files").status_code == 200


def test_an_upload_that_breaks_off_leaves_nothing(browser, session, settings):
    ben = browser("ben.okafor")
    head = b'--x\r\nContent-Disposition: form-data; name="file"; filename="a.txt"\r\n\r\n'
    answer = ben.client.post(
        "/s/desk/files",
        input_stream=io.BytesIO(head + b"x" * 200_000),
        content_length=900_000,
        content_type="multipart/form-data; boundary=x",
        headers={"X-CSRFToken": ben.token()},
    )
    assert answer.status_code in (400, 422)
    assert drafts(settings) == [] and session.scalars(select(File)).all() == []


def test_who_may_not_upload_is_not_listened_to(browser, settings):
    tomas = browser("tomas.reyes")
    answer = tomas.client.post(
        "/s/desk/files",
        input_stream=io.BytesIO(b"x" * 3_000_000),
        content_length=90_000_000,
        content_type="multipart/form-data; boundary=x",
        headers={"X-CSRFToken": tomas.token()},
    )
    assert answer.status_code == 413
    assert drafts(settings) == []


@pytest.mark.parametrize(
    "name, content, type_said",
    [("photo.png", b"<!doctype html><script>x()</script>", "Web page"), ("letter.pdf", PNG, "Picture (PNG)")],
)
def test_a_file_that_lies_about_its_type_is_shown_by_its_true_one_and_never_run(browser, name, content, type_said):
    ben = browser("ben.okafor")
    made = ben.post("/s/desk/files", sent(name, content), headers=JSON).json
    assert (
        type_said in ben.get(f"/files/{made['id']}").text and "the content is" in ben.get(f"/files/{made['id']}").text
    )
    answer = ben.get(made["address"], buffered=True)
    assert answer.mimetype in ("application/octet-stream", "image/png")
    assert "sandbox" in answer.headers["Content-Security-Policy"]


@pytest.mark.shared_data
def test_every_hostile_file_is_taken_or_refused_politely_at_the_door(browser):
    ben, answers = browser("ben.okafor"), {}
    for file in shared_path("data/hostile-uploads").rglob("*"):
        if file.is_file():
            answer = ben.post("/s/desk/files", sent(file.name, file.read_bytes()), headers=JSON)
            answers[file.name] = answer.status_code
            assert answer.status_code == 201 or answer.json["error"].endswith(("try again.", "share it."))
    assert len(answers) > 110 and set(answers.values()) <= {201, 422}
