"""Files as entries, on both databases: versions, locks, folders, names, downloads, readers, the sweep."""

from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from models.core.blobs import Blobs
from models.core.errors import Invalid, Refused
from models.entries.reading import NotFound, visible_entry
from models.entries.trashing import purge, trash
from models.files.downloads import downloads, note_download, people_who_had
from models.files.extracting import Extract
from models.files.file import File
from models.files.folders import change_folder, folders_of, make_folder, remove_folder
from models.files.keeping import note_extract, sweep
from models.files.listing import EVERYWHERE, files_in
from models.files.locking import lock, unlock
from models.files.naming import clean_name, free_name
from models.files.reading import visible_file
from models.files.receiving import receive_bytes
from models.files.storing import add_file, add_version, attach, move, name_beside, restore_version, version_of
from models.policy.viewer import viewer_of
from models.wiki.page import write_page
from tests.world import World


@pytest.fixture
def blobs(tmp_path: Path) -> Blobs:
    return Blobs(tmp_path / "files")


@pytest.fixture
def file(session: Session, world: World, blobs: Blobs) -> File:
    made = add_file(session, blobs, world.ben, world.desk, receive_bytes(blobs, b"First", "Plan.txt"))
    session.flush()
    return made


def test_versions_are_numbered_and_an_old_one_comes_back_as_a_new_one(
    session: Session, world: World, blobs: Blobs, file: File
) -> None:
    add_version(file, blobs, world.aisha, receive_bytes(blobs, b"Second", "x.txt"), note="Why")
    restore_version(file, 1, world.ben)
    assert file.number == 3
    assert version_of(session, file).digest == version_of(session, file, 1).digest
    assert version_of(session, file, 2).note == "Why"


def test_nobody_replaces_what_somebody_else_has_locked(world: World, blobs: Blobs, file: File) -> None:
    lock(file, world.ben, "On the train")
    received = receive_bytes(blobs, b"Second", "x.txt")
    with pytest.raises(Refused):
        add_version(file, blobs, world.aisha, received)
    with pytest.raises(Refused):
        lock(file, world.aisha)
    add_version(file, blobs, world.ben, receive_bytes(blobs, b"Third", "x.txt"))
    unlock(file, world.aisha)
    add_version(file, blobs, world.aisha, received)


def test_a_file_of_a_page_has_the_readers_of_the_page(session: Session, world: World, blobs: Blobs) -> None:
    unit = f"department:{world.roads.id}"
    page = write_page(session, world.aisha, world.desk, "For the unit", "Text", audience=unit)
    attached = attach(session, blobs, page, world.aisha, "images/plan.txt", b"Text")
    session.flush()
    aisha, ben = viewer_of(session, world.aisha), viewer_of(session, world.ben)
    assert visible_file(session, aisha, attached.id) is not None
    assert visible_file(session, ben, attached.id) is None
    assert files_in(session, ben, world.desk.id, scope=EVERYWHERE)[0] == []
    with pytest.raises(NotFound):
        visible_entry(session, ben, File, attached.id)


def test_a_file_is_not_read_where_its_page_is_closed_and_it_was_forgotten(
    session: Session, world: World, blobs: Blobs
) -> None:
    attached = attach(session, blobs, world.publishing, world.aisha, "plan.txt", b"Text")
    world.publishing.audience = f"person:{world.aisha.id}"
    session.flush()
    assert visible_file(session, viewer_of(session, world.ben), attached.id) is None


def test_attaching_under_the_same_name_makes_a_version(session: Session, world: World, blobs: Blobs) -> None:
    first = attach(session, blobs, world.publishing, world.aisha, "images/plan.txt", b"One")
    again = attach(session, blobs, world.publishing, world.aisha, "images/plan.txt", b"One")
    other = attach(session, blobs, world.publishing, world.aisha, "images/plan.txt", b"Two")
    assert (first.id, again.id, other.id, other.number) == (first.id,) * 3 + (2,)


def test_names_count_only_what_the_viewer_may_read(session: Session, world: World, blobs: Blobs, file: File) -> None:
    ben = viewer_of(session, world.ben)
    assert name_beside(session, ben, world.desk, "plan.TXT") == "plan (2).TXT"
    file.audience = f"person:{world.aisha.id}"
    session.flush()
    assert name_beside(session, ben, world.desk, "plan.TXT") == "plan.TXT"


def test_folders_stand_in_one_another_but_never_in_themselves(session: Session, world: World, file: File) -> None:
    outer = make_folder(session, world.desk, world.ben, "Outer")
    inner = make_folder(session, world.desk, world.ben, "Inner", outer)
    with pytest.raises(Invalid):
        change_folder(outer, world.desk, world.ben, "Outer", inner)
    with pytest.raises(Invalid):
        make_folder(session, world.desk, world.ben, "inner", outer)
    move(file, inner, world.ben)
    session.flush()
    assert [row.name for row in folders_of(session, world.desk.id).way_to(inner.id)] == ["Outer", "Inner"]
    with pytest.raises(Refused):
        remove_folder(inner, world.desk, viewer_of(session, world.ben))


def test_what_the_viewer_cannot_see_neither_keeps_a_folder_nor_is_lost_with_it(
    session: Session, world: World, file: File
) -> None:
    folder = make_folder(session, world.desk, world.ben, "Old")
    move(file, folder, world.ben)
    file.audience = f"person:{world.aisha.id}"
    session.flush()
    remove_folder(folder, world.desk, viewer_of(session, world.ben))
    session.refresh(file)
    assert file.folder_id is None


def test_the_text_of_the_newest_version_is_what_it_is_found_by(
    session: Session, world: World, blobs: Blobs, file: File
) -> None:
    add_version(file, blobs, world.ben, receive_bytes(blobs, b"Second", "x.txt"))
    before = file.last_activity_at
    note_extract(session, file.id, 1, Extract("read", "old words"))
    note_extract(session, file.id, 2, Extract("read", "new words", pages=4))
    session.flush()
    assert file.text == "new words" and file.last_activity_at > before
    assert (version_of(session, file).pages, version_of(session, file, 1).state) == (4, "read")


def test_downloads_count_people_and_times(session: Session, world: World, file: File) -> None:
    for person in (world.ben, world.ben, world.tomas):
        note_download(session, person.id, file.id, 1)
        session.flush()
    assert people_who_had(session, file.id) == 2
    assert {row.username: row.times for row in downloads(session, file.id)} == {"ben.okafor": 2, "tomas.reyes": 1}


def test_bytes_go_once_no_version_needs_them(session: Session, world: World, blobs: Blobs, file: File) -> None:
    gone = version_of(session, file).digest
    other = add_file(session, blobs, world.ben, world.desk, receive_bytes(blobs, b"Other", "b.txt"))
    session.flush()
    stays = version_of(session, other).digest
    trash(file, world.ben)
    purge(file, world.ben)
    broken = blobs.draft()
    broken.write(b"half")
    broken.close()
    assert sweep(session, blobs) == 0
    assert blobs.sweep({stays}, older_than=-1) == 2
    assert (blobs.path(gone).exists(), blobs.path(stays).exists(), broken.path.exists()) == (False, True, False)


@pytest.mark.parametrize(
    "name, kept",
    [
        ("C:\\Users\\ben\\Plan.docx", "Plan.docx"),
        ("../../etc/passwd", "passwd"),
        ("\u202efdp.exe", "fdp.exe"),
        ("nul", "nul-"),
        ("  .hidden. ", "hidden"),
        ("", "file"),
        ("a" * 300 + ".tar.gz", "a" * 177 + ".gz"),
    ],
)
def test_names_are_made_fit_for_every_system(name: str, kept: str) -> None:
    assert clean_name(name) == kept


def test_a_number_goes_before_the_ending() -> None:
    assert free_name("a.txt", {"a.txt", "a (2).txt"}) == "a (3).txt"
    assert free_name("a (2).txt", {"a (2).txt"}) == "a (3).txt"
    assert free_name("b.txt", {"a.txt"}) == "b.txt"
