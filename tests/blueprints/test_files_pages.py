"""Folders and the pages of files: what stands there, what changes, and who may."""

import io

import pytest
from sqlalchemy.orm import Session

from models.core.blobs import Blobs
from models.files.extracting import Extract
from models.files.file import File
from models.files.folders import make_folder
from models.files.keeping import note_extract
from models.files.receiving import receive_bytes
from models.files.storing import add_file
from tests.counting import statements
from tests.world import World

JSON = {"Accept": "application/json"}


@pytest.fixture
def blobs(settings) -> Blobs:
    return Blobs(settings.files_folder)


@pytest.fixture
def letter(session: Session, world: World, blobs: Blobs) -> File:
    """A file of the desk by Ben, in no folder."""
    made = add_file(session, blobs, world.ben, world.desk, receive_bytes(blobs, b"Dear colleague", "letter.txt"))
    session.commit()
    return made


def text(name: str, content: bytes, **more):
    return {"file": (io.BytesIO(content), name), **more}


def test_a_folder_shows_what_lies_in_it(browser, session, world, blobs, letter):
    folder = make_folder(session, world.desk, world.ben, "Templates")
    add_file(session, blobs, world.ben, world.desk, receive_bytes(blobs, b"x", "inside.txt"), folder=folder)
    session.commit()
    tomas = browser("tomas.reyes")
    root, inside = tomas.get("/s/desk/files").text, tomas.get(f"/s/desk/files/{folder.id}").text
    assert "letter.txt" in root and "Templates" in root and "inside.txt" not in root
    assert "inside.txt" in inside and "letter.txt" not in inside
    assert "Upload" not in root


def test_folders_are_made_renamed_moved_and_removed_when_empty(browser, session, world):
    ben = browser("ben.okafor")
    first = ben.post("/s/desk/files/folder", {"name": "Minutes", "parent": "0"}).location
    second = ben.post("/s/desk/files/folder", {"name": "2026", "parent": first.rpartition("/")[2]}).location
    assert ben.post("/s/desk/files/folder", {"name": "minutes", "parent": "0"}).status_code == 422
    assert ben.post(f"{first}/change", {"name": "Minutes", "parent": second.rpartition("/")[2]}).status_code == 422
    assert ben.post(f"{first}/remove").status_code == 409
    assert ben.post(f"{second}/change", {"name": "Year 2026", "parent": "0"}).status_code == 303
    assert "Year 2026" in ben.get("/s/desk/files").text
    assert ben.post(f"{first}/remove").status_code == 303
    assert ben.get(first).status_code == 404


def test_a_folder_of_another_space_is_not_found(browser, session, world):
    folder = make_folder(session, world.mill, world.mei, "Secret")
    session.commit()
    ben = browser("ben.okafor")
    assert ben.get(f"/s/desk/files/{folder.id}").status_code == 404
    assert ben.post("/s/desk/files", text("a.txt", b"a", folder=folder.id)).status_code == 404


def test_a_new_version_keeps_the_address_and_the_old_one(browser, letter):
    ben, address = browser("ben.okafor"), f"/files/{letter.id}"
    answer = ben.post(f"{address}/-/version", text("letter v2.txt", b"Dear all", note="Shorter"))
    assert answer.status_code == 303
    page = ben.get(address).text
    assert "Version 2" in page and "Shorter" in page and "uploaded version 2" in page
    assert ben.get(f"{address}/letter.txt", buffered=True).data == b"Dear all"
    assert ben.get(f"{address}/1/letter.txt", buffered=True).data == b"Dear colleague"
    assert ben.post(f"{address}/-/back", {"number": "1"}).status_code == 303
    assert ben.get(f"{address}/letter.txt", buffered=True).data == b"Dear colleague"


def test_the_same_bytes_are_no_new_version(browser, letter):
    answer = browser("ben.okafor").post(f"/files/{letter.id}/-/version", text("a.txt", b"Dear colleague"))
    assert answer.status_code == 422 and "byte by byte" in answer.text


def test_a_lock_keeps_others_from_new_versions_until_it_is_released(browser, session, world, letter):
    ben, aisha, address = browser("ben.okafor"), browser("aisha.khan"), f"/files/{letter.id}"
    ben.post(f"{address}/-/lock", {"note": "On the train"})
    assert "Locked by Ben Okafor" in aisha.get(address).text and "On the train" in aisha.get(address).text
    refused = aisha.post(f"{address}/-/version", text("a.txt", b"Other"), headers=JSON)
    assert refused.status_code == 409 and "locked" in refused.json["error"]
    assert aisha.post(f"{address}/-/unlock").status_code == 303
    assert aisha.post(f"{address}/-/version", text("a.txt", b"Other")).status_code == 303
    assert "released somebody else" in ben.get(address).text


def test_uploading_may_release_the_lock(browser, letter):
    ben, address = browser("ben.okafor"), f"/files/{letter.id}"
    ben.post(f"{address}/-/lock")
    ben.post(f"{address}/-/version", text("a.txt", b"Mine", release="y"))
    assert "You have locked" not in ben.get(address).text


def test_a_renamed_file_keeps_its_address_and_its_ending(browser, letter):
    ben, address = browser("ben.okafor"), f"/files/{letter.id}"
    assert ben.post(f"{address}/-/edit", {"name": "Invitation", "description": "For *all*"}).status_code == 303
    assert "Invitation.txt" in ben.get(address).text and "<em>all</em>" in ben.get(address).text
    assert ben.get(f"{address}/letter.txt", buffered=True).data == b"Dear colleague"
    assert ben.post(f"{address}/-/edit", {"name": "a/b"}).status_code == 422


def test_a_name_that_is_taken_is_asked_about_and_nothing_is_replaced(browser, letter):
    ben = browser("ben.okafor")
    asked = ben.post("/s/desk/files", text("letter.txt", b"Changed"))
    assert asked.status_code == 409 and "Nothing was replaced so far" in asked.text
    token = asked.text.partition('name="token" value="')[2].partition('"')[0]
    assert browser("aisha.khan").post("/s/desk/files/same", {"token": token, "do": "version"}).status_code == 422
    assert ben.post("/s/desk/files/same", {"token": token, "do": "version"}).status_code == 303
    assert ben.get(f"/files/{letter.id}/letter.txt", buffered=True).data == b"Changed"


def test_a_script_asks_and_keeps_both(browser, letter):
    ben = browser("ben.okafor")
    asked = ben.post("/s/desk/files", text("letter.txt", b"Changed", same="ask"), headers=JSON)
    assert asked.status_code == 409 and asked.json["pending"]
    made = ben.post("/s/desk/files/same", {"token": asked.json["pending"], "do": "both"}, headers=JSON)
    assert made.json["name"] == "letter (2).txt"


def test_several_files_are_moved_or_trashed_at_once_and_only_ones_own(browser, session, world, blobs, letter):
    other = add_file(session, blobs, world.aisha, world.desk, receive_bytes(blobs, b"x", "other.txt"))
    folder = make_folder(session, world.desk, world.ben, "Old")
    session.commit()
    ben = browser("ben.okafor")
    chosen = {"file": [str(letter.id), str(other.id)]}
    assert ben.post("/s/desk/files/chosen", {**chosen, "do": "move", "to": str(folder.id)}).status_code == 303
    assert "letter.txt" in ben.get(f"/s/desk/files/{folder.id}").text
    ben.post("/s/desk/files/chosen", {**chosen, "do": "trash"})
    page = ben.get(f"/s/desk/files/{folder.id}").text
    assert "letter.txt" not in page and "other.txt" in page and "1 file stays where it is" in page
    assert ben.get(f"/files/{letter.id}").status_code == 404
    assert ben.post(f"/e/{letter.id}/untrash").status_code == 303
    assert ben.get(f"/files/{letter.id}").status_code == 200


def test_downloads_are_counted_for_all_and_named_to_curators(browser, letter):
    tomas, address = browser("tomas.reyes"), f"/files/{letter.id}"
    for _ in range(2):
        tomas.get(f"{address}/letter.txt?save", buffered=True)
    tomas.client.head(f"{address}/letter.txt", buffered=True).close()
    assert "1 person" in tomas.get(address).text and "records who downloads" in tomas.get(address).text
    assert tomas.get(f"{address}/-/downloads").status_code == 403
    named = browser("aisha.khan").get(f"{address}/-/downloads").text
    assert "Tomas Reyes" in named and '<td class="num" data-label="Times">2</td>' in named


def test_a_part_of_a_file_can_be_asked_for(browser, letter):
    tomas = browser("tomas.reyes")
    answer = tomas.get(f"/files/{letter.id}/letter.txt", headers={"Range": "bytes=5-8"}, buffered=True)
    assert (answer.status_code, answer.data) == (206, b"coll")
    assert answer.headers["Content-Range"] == "bytes 5-8/14"
    assert tomas.get(f"/files/{letter.id}/letter.txt", headers={"Range": "bytes=99-"}).status_code == 416


def test_a_page_shows_its_files_and_they_go_to_the_trash_with_it(browser, session, world, blobs):
    received = receive_bytes(blobs, b"x", "plan.txt")
    file = add_file(session, blobs, world.ben, world.desk, received, page=world.publishing)
    session.commit()
    tomas = browser("tomas.reyes")
    page = tomas.get("/s/desk/wiki/publishing").text
    assert "1 file" in page and f'href="/files/{file.id}"' in page
    assert "plan.txt" in tomas.get("/s/desk/files?view=pages").text
    assert browser("aisha.khan").post(f"/e/{world.publishing.id}/trash").status_code == 303
    assert tomas.get(f"/files/{file.id}").status_code == 404
    assert "plan.txt" not in tomas.get("/s/desk/files?view=pages").text


def test_files_do_not_crowd_the_streams(browser, letter):
    for address in ("/", "/s/desk", "/?view=all"):
        assert "letter.txt" not in browser("tomas.reyes").get(address).text


def test_search_finds_a_file_by_what_stands_in_it(app, browser, session, letter):
    note_extract(session, letter.id, 1, Extract("read", "First page\fThe gritters rest in summer", pages=2))
    session.commit()
    app.extensions["witan"].worker.drain()
    page = browser("tomas.reyes").get("/search?q=gritters+summer").text
    assert f'href="/files/{letter.id}"' in page and "page 2" in page and "\f" not in page


def send(browser, name: str, size: int):
    """A multipart body in one piece: the test client would write one of this size to disk and leave it open."""
    head = f'--x\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n\r\n'.encode()
    return browser.client.post(
        "/s/desk/files",
        data=head + name.encode() + b"\0" * size + b"\r\n--x--\r\n",
        content_type="multipart/form-data; boundary=x",
        headers={**JSON, "X-CSRFToken": browser.token()},
    )


def test_owners_set_limits(browser, session, world):
    aisha, ben = browser("aisha.khan"), browser("ben.okafor")
    assert aisha.post("/s/desk/files/limits", {"largest": "500"}).status_code == 422
    assert aisha.post("/s/desk/files/limits", {"largest": "1", "room": "1"}).status_code == 303
    big = send(ben, "big.bin", 1_100_000)
    assert big.status_code == 422 and "larger than 1 MB" in big.json["error"]
    assert send(ben, "a.bin", 900_000).status_code == 201
    full = send(ben, "b.bin", 900_000)
    assert full.status_code == 422 and "is full" in full.json["error"]


def test_five_thousand_files_are_shown_fifty_at_a_time(app, browser, session, world, blobs):
    for number in range(120):
        received = receive_bytes(blobs, b"%d" % number, f"file {number:03}.txt")
        add_file(session, blobs, world.ben, world.desk, received, quiet=True)
    session.commit()
    tomas, seen, address = browser("tomas.reyes"), set(), "/s/desk/files"
    for _ in range(3):
        page = tomas.get(address).text
        seen |= {number for number in range(120) if f">file {number:03}.txt<" in page}
        address = "/s/desk/files" + page.partition('rel="next" href="')[2].partition('"')[0].replace("&amp;", "&")
    assert len(seen) == 120
    for sort in ("name", "date", "size"):
        with statements(app.extensions["witan"].database) as sent:
            tomas.get(f"/s/desk/files?sort={sort}")
        assert len(sent) <= 10
