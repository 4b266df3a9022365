"""Out and in again: an exported wiki that was imported gives equal files; so do the handbooks."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.core import clock, migrating
from models.core.blobs import Blobs
from models.core.db import Database
from models.entries import editing
from models.entries.entry import Entry
from models.files.file import File, Folder
from models.files.receiving import receive_bytes
from models.files.storing import add_file
from models.people.person import Person, add_person
from models.policy.viewer import viewer_of
from models.spaces.space import Space
from models.transfer.handbook import Handbook, import_handbook
from models.transfer.intake import Intake
from models.transfer.pages.gathering import gather
from models.transfer.pages.sources import FolderSource, ZipSource, source_of
from models.transfer.pages.taking_in import import_pages
from models.transfer.pages.writing import FolderSink, ZipSink, write_markdown
from models.transfer.report import Report
from models.wiki.page import Page, write_page
from models.wiki.structure.moving import move_page
from models.wiki.writing.translating import translate
from tests.naming import load
from tests.shared import shared_path

HANDBOOKS = ("home-office-engineering", "18f-tts", "govuk-developer-docs", "gov-service-manual", "digital-gov")
PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 40


@pytest.fixture
def other(tmp_path: Path) -> Iterator[Database]:
    database = Database(f"sqlite:///{tmp_path / 'other.db'}")
    migrating.upgrade(database)
    yield database
    database.close()


def furnish(session: Session, blobs: Blobs) -> Space:
    """A wiki with all that front matter can say, and files in every place."""
    world = load(session)
    desk, aisha = world.desk, world.aisha
    body = "A chart: ![Chart](chart.png), and in code:\n\n```\n![Chart](chart.png)\n```\n\n---\n"
    page = write_page(session, aisha, desk, "Rates: 2026/27 “new”", body, tags=["pay", "travel"])
    below = write_page(session, world.ben, desk, "Booking", "See [[Rates: 2026/27 “new”]] @ben.okafor", parent=page)
    chart = add_file(session, blobs, aisha, desk, receive_bytes(blobs, PNG, "chart.png"), page=page, description="Map")
    form = add_file(session, blobs, aisha, desk, receive_bytes(blobs, b"%PDF-1.4\n", "a form.pdf"), page=below)
    folder = Folder(space_id=desk.id, name="Forms", made_by_id=aisha.id, created_at=clock.now())
    session.add(folder)
    session.flush()
    claim = add_file(session, blobs, aisha, desk, receive_bytes(blobs, b"some text", "claim.txt"), folder=folder)
    text = f"[form]({form.address}) [other]({chart.address}) [claim]({claim.address}) ![no](/files/999/x.png)"
    editing.edit(below, by=world.ben, based_on=1, body=text, summary="Files")
    below.owner_person_id, below.review_on = world.mei.id, (clock.now() + timedelta(days=40)).date()
    page.owner_role, page.review_months, page.owner_person_id = "curator", 12, None
    page.set_status("outdated", aisha)
    page.replaced_by_id = world.publishing.id
    translate(page, aisha, "cy", "Cyfraddau", "Testun")
    editing.edit(page, by=aisha, based_on=1, body=page.body + "\nMore")
    move_page(below, page, aisha)
    session.flush()
    return desk


def of_desk(session: Session) -> Space:
    return session.scalars(select(Space).where(Space.slug == "desk")).one()


def exported(database: Database, blobs: Blobs, slug: str, out: Path) -> dict[str, bytes]:
    with database.reading() as session:
        space = session.scalars(select(Space).where(Space.slug == slug)).one()
        write_markdown(gather(session, space), blobs, FolderSink(out))
    return {str(file.relative_to(out)): file.read_bytes() for file in out.rglob("*") if file.is_file()}


def imported(database: Database, blobs: Blobs, source: Path, space: str = "") -> Report:
    with Intake(database, blobs) as intake:
        import_pages(intake, source_of(source), space)
    return intake.report


def people_of(store: Database, other: Database) -> None:
    """The same accounts in both, as an organisation that moves has them."""
    with store.reading() as session, other.writing() as there:
        for person in session.scalars(select(Person)):
            add_person(there, person.username, person.name, is_admin=person.is_admin)


@pytest.mark.parametrize("known", [True, False], ids=["people known", "people unknown"])
def test_an_exported_wiki_taken_in_elsewhere_gives_equal_files(
    store: Database, other: Database, tmp_path: Path, known: bool
) -> None:
    here, there = Blobs(tmp_path / "here"), Blobs(tmp_path / "there")
    with store.writing() as session:
        furnish(session, here)
    if known:
        people_of(store, other)
    first = exported(store, here, "desk", tmp_path / "a")
    report = imported(other, there, tmp_path / "a")
    assert not report.left_out, report.left_out
    again = exported(other, there, "desk", tmp_path / "b")
    assert again == first
    assert len(first) > 7


def test_taking_the_same_tree_in_twice_doubles_nothing(store: Database, other: Database, tmp_path: Path) -> None:
    blobs = Blobs(tmp_path / "files")
    with store.writing() as session:
        furnish(session, blobs)
    exported(store, blobs, "desk", tmp_path / "a")
    imported(other, blobs, tmp_path / "a")
    report = imported(other, blobs, tmp_path / "a")
    assert not report.taken and report.unchanged["page"] == 5


def test_files_lie_beside_their_page_and_texts_lead_to_them(store: Database, tmp_path: Path) -> None:
    blobs = Blobs(tmp_path / "files")
    with store.writing() as session:
        furnish(session, blobs)
    found = exported(store, blobs, "desk", tmp_path / "a")
    assert found["rates-2026-27-new.files/chart.png"] == PNG
    assert found["_files/Forms/claim.txt"] == b"some text"
    text = found["rates-2026-27-new/booking.md"].decode()
    assert "(booking.files/a%20form.pdf)" in text and "(../rates-2026-27-new.files/chart.png)" in text
    assert "(../_files/Forms/claim.txt)" in text and "(/files/999/x.png)" in text
    page = found["rates-2026-27-new.md"].decode()
    assert "![Chart](rates-2026-27-new.files/chart.png), and" in page and "```\n![Chart](chart.png)\n```" in page


def test_pictures_are_shown_where_the_tree_was_taken_in(store: Database, other: Database, tmp_path: Path) -> None:
    blobs = Blobs(tmp_path / "files")
    with store.writing() as session:
        furnish(session, blobs)
    exported(store, blobs, "desk", tmp_path / "a")
    imported(other, blobs, tmp_path / "a")
    with other.reading() as session:
        page = session.scalars(select(Page).where(Page.slug == "rates-2026-27-new")).one()
        chart = session.scalars(select(File).where(File.root_id == page.id)).one()
        assert f'src="/files/{chart.id}/chart.png"' in page.html
        claim = session.scalars(select(File).where(Entry.title == "claim.txt")).one()
        assert f"/files/{claim.id}/claim.txt" in session.scalars(select(Page).where(Page.slug == "booking")).one().html


def test_a_person_takes_out_only_what_they_may_read(store: Database, tmp_path: Path) -> None:
    blobs = Blobs(tmp_path / "files")
    with store.writing() as session:
        desk = furnish(session, blobs)
        hidden = session.scalars(select(Page).where(Page.slug == "publishing")).one()
        hidden.audience, hidden.narrowed = f"person:{load(session).mei.id}", True
        add_file(session, blobs, load(session).mei, desk, receive_bytes(blobs, b"secret", "s.txt"), page=hidden)
    with store.reading() as session:
        space = session.scalars(select(Space).where(Space.slug == "desk")).one()
        write_markdown(
            gather(session, space, viewer_of(session, load(session).tomas)), blobs, FolderSink(tmp_path / "a")
        )
    found = {file.name: file.read_text(errors="replace") for file in (tmp_path / "a").rglob("*") if file.is_file()}
    assert "booking.md" in found and "publishing.md" not in found and "s.txt" not in found
    assert "replaced_by" not in found["rates-2026-27-new.md"]


def test_a_page_with_fewer_readers_never_gets_more_by_moving(store: Database, other: Database, tmp_path: Path) -> None:
    blobs = Blobs(tmp_path / "files")
    with store.writing() as session:
        furnish(session, blobs)
        hidden = session.scalars(select(Page).where(Page.slug == "publishing")).one()
        hidden.audience, hidden.narrowed = f"person:{load(session).mei.id}", True
    exported(store, blobs, "desk", tmp_path / "a")
    imported(other, blobs, tmp_path / "a")
    with other.reading() as session:
        assert session.scalars(select(Page).where(Page.slug == "publishing")).one().audience.startswith("person:")


def test_the_same_wiki_gives_the_same_zip(store: Database, other: Database, tmp_path: Path) -> None:
    blobs = Blobs(tmp_path / "files")
    with store.writing() as session:
        furnish(session, blobs)
    for name in ("one.zip", "two.zip"):
        with store.reading() as session, (tmp_path / name).open("wb") as target:
            sink = ZipSink(target, "desk")
            write_markdown(
                gather(session, session.scalars(select(Space).where(Space.slug == "desk")).one()), blobs, sink
            )
            sink.close()
    assert (tmp_path / "one.zip").read_bytes() == (tmp_path / "two.zip").read_bytes()
    assert imported(other, blobs, tmp_path / "one.zip").taken["page"] == 5
    assert set(ZipSource(tmp_path / "one.zip").names()) == {*exported(store, blobs, "desk", tmp_path / "a")}


@pytest.mark.shared_data
@pytest.mark.parametrize("name", HANDBOOKS)
def test_a_handbook_taken_out_and_in_again_is_the_same(name: str, empty: Database, tmp_path: Path) -> None:
    other, blobs = Database(f"sqlite:///{tmp_path / 'other.db'}"), Blobs(tmp_path / "files")
    migrating.upgrade(other)
    with Intake(empty, blobs) as intake:
        import_handbook(intake, Handbook(shared_path(f"data/handbook-{name}"), "book", "", "Book"))
    first = exported(empty, blobs, "book", tmp_path / "a")
    report = imported(other, blobs, tmp_path / "a")
    assert not report.left_out
    assert exported(other, blobs, "book", tmp_path / "b") == first
    other.close()


def test_an_export_never_writes_over_what_lies_there(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "mine.txt").write_text("mine")
    with pytest.raises(Exception, match="not an empty folder"):
        FolderSink(tmp_path / "a")


def test_links_out_of_a_folder_are_not_followed(tmp_path: Path) -> None:
    (tmp_path / "secret.md").write_text("secret")
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "link.md").symlink_to(tmp_path / "secret.md")
    assert FolderSource(tmp_path / "a").names() == []
