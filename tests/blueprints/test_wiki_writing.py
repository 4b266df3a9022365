"""Writing and arranging pages: nothing that was typed is lost, and no version is overwritten unseen."""

import re
from functools import partial

import pytest
from sqlalchemy import event, select
from sqlalchemy.orm import Session

from models.core.text import MAX_BODY, slugify
from models.entries.revision import Revision
from models.entries.tagging import tags_on
from models.wiki.page import Page, write_page
from tests.world import World


def page_named(session: Session, title: str) -> Page:
    session.rollback()
    return session.scalars(select(Page).where(Page.title == title).execution_options(populate_existing=True)).one()


def test_a_contributor_writes_a_page_below_another(browser, session: Session, world: World):
    writer = browser("ben.okafor")
    assert "Everyone can read this" in writer.get(f"/s/desk/wiki/new?title=Street works&parent={world.start.id}").text
    answer = writer.post(
        "/s/desk/wiki/new",
        {"title": "Street works", "body": "Ask first.", "parent": str(world.start.id), "tags": "Roads, street works"},
    )
    assert (answer.status_code, answer.location) == (303, "/s/desk/wiki/street-works")
    page = page_named(session, "Street works")
    assert (page.parent_id, tags_on(session, page)) == (world.start.id, ["roads", "street-works"])


def test_a_reader_cannot_write_pages(browser):
    assert browser("tomas.reyes").get("/s/desk/wiki/new").status_code == 403
    assert browser("tomas.reyes").post("/s/desk/wiki/new", {"title": "A", "body": "B"}).status_code == 403


def test_an_outsider_cannot_tell_a_closed_wiki_from_none(browser):
    assert browser("tomas.reyes").get("/s/mill/wiki/new").status_code == 404


@pytest.mark.parametrize(
    ("title", "body", "message"),
    [
        ("", "Kept text", "Enter a title"),
        ("x" * 201, "Kept text", "200 characters or fewer"),
        ("Publishing", "Kept text", "This title is not available"),
        ("Empty", " \n ", "Enter some text"),
        ("Long", "Kept text" + "x" * MAX_BODY, "262,144 characters or fewer"),
    ],
)
def test_what_cannot_be_saved_comes_back_in_the_form(browser, title, body, message):
    answer = browser("ben.okafor").post(
        "/s/desk/wiki/new", {"title": title, "body": body, "parent": "0", "tags": "kept"}
    )
    assert answer.status_code == 422
    assert message in answer.text and "There is a problem" in answer.text
    assert f'value="{title}"' in answer.text and body in answer.text and 'value="kept"' in answer.text


def test_a_page_of_another_space_cannot_be_the_parent(browser, world: World):
    answer = browser("gwen.guest").post("/s/mill/wiki/new", {"title": "A", "body": "B", "parent": str(world.start.id)})
    assert answer.status_code == 422


def test_an_edit_is_saved_with_its_summary(browser, session: Session, world: World):
    writer = browser("ben.okafor")
    assert 'name="based_on" value="1"' in writer.get(f"/pages/{world.publishing.id}/edit").text
    answer = writer.post(
        f"/pages/{world.publishing.id}/edit",
        {"title": "Publishing", "body": "New", "tags": "web, fees", "summary": "Fees", "minor": "y", "based_on": "1"},
    )
    assert answer.location == "/s/desk/wiki/publishing"
    page = page_named(session, "Publishing")
    last = session.get_one(Revision, (page.id, 2))
    assert (page.body, tags_on(session, page), last.summary, last.minor) == ("New", ["fees", "web"], "Fees", True)


def test_saving_without_a_change_says_so_and_keeps_no_revision(browser, session: Session, world: World):
    writer = browser("ben.okafor")
    sent = {
        "title": "Publishing",
        "body": "## Before you start\r\n\r\nRead the **guide**.",
        "tags": "web",
        "based_on": "1",
    }
    answer = writer.post(f"/pages/{world.publishing.id}/edit", sent)
    assert "You changed nothing" in writer.get(answer.location).text
    assert page_named(session, "Publishing").version == 1


def test_a_new_title_in_the_editor_moves_the_address(browser, world: World):
    writer = browser("ben.okafor")
    sent = {"title": "Publishing online", "body": "New", "based_on": "1"}
    assert writer.post(f"/pages/{world.publishing.id}/edit", sent).location == "/s/desk/wiki/publishing-online"
    assert writer.get("/s/desk/wiki/publishing").location == "/s/desk/wiki/publishing-online"


def test_whoever_saves_second_loses_nothing_and_overwrites_nothing(browser, session: Session, world: World):
    first, second = browser("aisha.khan"), browser("ben.okafor")
    edit = f"/pages/{world.publishing.id}/edit"
    first.post(edit, {"title": "Publishing", "body": "Aisha's text", "summary": "Mine", "based_on": "1"})
    answer = second.post(edit, {"title": "Publishing", "body": "Ben's <text>", "tags": "web", "based_on": "1"})
    assert answer.status_code == 409
    assert "Ben&#39;s &lt;text&gt;</textarea>" in answer.text
    assert "Aisha&#39;s text</textarea>" in answer.text and "“Mine”" in answer.text
    assert 'name="based_on" value="2"' in answer.text
    assert page_named(session, "Publishing").body == "Aisha's text"


def test_saving_again_after_a_conflict_is_a_choice(browser, session: Session, world: World):
    first, second = browser("aisha.khan"), browser("ben.okafor")
    edit = f"/pages/{world.publishing.id}/edit"
    first.post(edit, {"title": "Publishing", "body": "Aisha's text", "based_on": "1"})
    assert second.post(edit, {"title": "Publishing", "body": "Ben's", "based_on": "2"}).status_code == 303
    bodies = session.scalars(select(Revision.body).where(Revision.entry_id == world.publishing.id)).all()
    assert bodies[1:] == ["Aisha's text", "Ben's"]


@pytest.mark.parametrize("based_on", ["", "x", "-1", "9" * 30])
def test_an_edit_of_no_known_version_is_a_conflict(browser, world: World, based_on):
    answer = browser("ben.okafor").post(
        f"/pages/{world.publishing.id}/edit", {"title": "Publishing", "body": "Mine", "based_on": based_on}
    )
    assert answer.status_code == 409 and "Mine</textarea>" in answer.text


def test_a_faulty_edit_keeps_its_version_and_text(browser, world: World):
    sent = {"title": "", "body": "My text", "summary": "Why", "based_on": "1"}
    answer = browser("ben.okafor").post(f"/pages/{world.publishing.id}/edit", sent)
    assert answer.status_code == 422
    assert 'name="based_on" value="1"' in answer.text and "My text</textarea>" in answer.text


def test_a_page_is_renamed_by_contributors(browser, session: Session, world: World):
    writer = browser("ben.okafor")
    address = f"/pages/{world.publishing.id}/rename"
    assert 'value="Publishing"' in writer.get(address).text
    assert writer.post(address, {"title": "Start here"}).status_code == 422
    assert writer.post(address, {"title": "Going live"}).location == "/s/desk/wiki/going-live"
    assert browser("tomas.reyes").get(address).status_code == 403


def test_a_page_is_moved_before_another(browser, session: Session, world: World):
    for title in ("One", "Two", "Three"):
        write_page(session, world.aisha, world.desk, title, "Text", parent=world.start)
    session.commit()
    two = page_named(session, "Two")
    session.commit()
    curator, address = browser("aisha.khan"), f"/pages/{world.publishing.id}/move"
    assert "Before “Two”" in curator.get(f"{address}?parent={world.start.id}").text
    curator.post(address, {"parent": str(world.start.id), "before": str(two.id)})
    session.rollback()
    order = session.scalars(select(Page.title).where(Page.parent_id == world.start.id).order_by(Page.position)).all()
    assert order == ["One", "Publishing", "Two", "Three"]


def test_a_page_cannot_be_moved_below_itself(browser, world: World):
    curator, address = browser("aisha.khan"), f"/pages/{world.start.id}/move"
    form = curator.get(address).text
    assert f'value="{world.publishing.id}"' not in form
    assert curator.post(address, {"parent": str(world.publishing.id), "before": "0"}).status_code == 409


def test_only_curators_arrange_the_tree(browser, world: World):
    assert browser("ben.okafor").get(f"/pages/{world.publishing.id}/move").status_code == 403
    assert browser("ben.okafor").post(f"/pages/{world.publishing.id}/status").status_code == 403


def test_a_curator_marks_a_page_and_can_take_it_back(browser, world: World):
    curator, address = browser("aisha.khan"), f"/pages/{world.publishing.id}/status"
    curator.post(address, {"status": "outdated"})
    page = curator.get("/s/desk/wiki/publishing").text
    assert "This page is outdated." in page
    undo = page.partition('action="/pages/')[2]
    assert undo
    curator.post(f"{address}?status=")
    assert "This page is outdated." not in curator.get("/s/desk/wiki/publishing").text


def test_nothing_of_a_closed_wiki_is_there_for_others(browser, world: World):
    stranger, page = browser("tomas.reyes"), world.secret_page.id
    for address in (f"/pages/{page}/edit", f"/pages/{page}/rename", f"/pages/{page}/move"):
        assert stranger.get(address).status_code == stranger.post(address).status_code == 404
    assert stranger.post(f"/pages/{page}/status").status_code == 404


@pytest.mark.parametrize("title", ["Draft", "new", "Changes?", "WANTED"])
def test_a_title_that_is_an_address_of_ours_gets_another_one(browser, world: World, title: str):
    ben = browser("ben.okafor")
    answer = ben.post("/s/desk/wiki/new", {"title": title, "body": "Own words", "parent": "0"})
    slug = f"{slugify(title)}-page"
    assert (answer.status_code, answer.location) == (303, f"/s/desk/wiki/{slug}")
    assert "Own words" in ben.get(answer.location).text
    linking = ben.post("/s/desk/wiki/new", {"title": "Way", "body": f"See [[{title}]].", "parent": "0"})
    assert f'class="wikilink" href="/s/desk/wiki/{slug}"' in ben.get(linking.location).text


def test_a_page_can_be_renamed_to_an_address_of_ours(browser, world: World):
    answer = browser("ben.okafor").post(f"/pages/{world.publishing.id}/rename", {"title": "Draft"})
    assert answer.location == "/s/desk/wiki/draft-page"


def room_for(pages: int, connection, *_: object) -> None:
    """Let the database have so many pages and no more; it never gets smaller than it is."""
    connection.execute(f"PRAGMA max_page_count = {pages}")


def test_a_full_disk_keeps_the_text_of_a_save(browser, database, world: World):
    ben, full = browser("ben.okafor"), partial(room_for, 1)
    address = f"/pages/{world.publishing.id}/edit"
    form = {"title": "Publishing", "body": "My long text. " * 9000, "tags": "", "based_on": "1"}
    event.listen(database.engine, "checkout", full)
    answer = ben.post(address, form)
    assert answer.status_code == 507 and "no room left" in answer.text and form["body"].strip() in answer.text
    assert ben.get("/s/desk/wiki/publishing").status_code == 200
    event.remove(database.engine, "checkout", full)
    event.listen(database.engine, "checkout", partial(room_for, 2**30))
    assert ben.post(address, form).status_code == 303


def test_a_space_has_a_language_of_its_own_for_new_pages(browser, world: World):
    aisha = browser("aisha.khan")
    assert aisha.post("/s/desk/templates/usual", {"language": "cy"}).location == "/s/desk/templates"
    assert re.search(r'<option value="cy" selected>', aisha.get("/s/desk/templates").text)
    assert re.search(r'<option selected value="cy">', browser("ben.okafor").get("/s/desk/wiki/new").text)
    assert aisha.post("/s/desk/templates/usual", {"language": "no such"}).status_code == 422
    assert browser("ben.okafor").post("/s/desk/templates/usual", {"language": "fr"}).status_code == 403
