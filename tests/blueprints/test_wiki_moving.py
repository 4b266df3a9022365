"""Moving pages over the web: the form, the tree's request, the undo, and another space."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.spaces.joining import found_space
from models.wiki.page import Page, write_page
from tests.counting import statements
from tests.world import CANARY, World

JSON = {"Accept": "application/json"}


@pytest.fixture
def one(session: Session, world: World) -> int:
    made = write_page(session, world.aisha, world.desk, "One", "Text").id
    session.commit()
    return made


def parent_of(session: Session, page_id: int) -> int | None:
    found = session.scalar(select(Page.parent_id).where(Page.id == page_id))
    session.rollback()
    return found


def test_the_tree_moves_a_page_and_gets_the_way_back(browser, session: Session, world: World, one: int):
    curator, start = browser("aisha.khan"), world.start.id
    sent = {"parent": str(start), "after": str(world.publishing.id), "seen": "0"}
    session.rollback()
    answer = curator.post(f"/pages/{one}/move", sent, headers=JSON)
    assert answer.json["said"] == "“One” is moved."
    assert parent_of(session, one) == start
    assert curator.post(answer.json["undo"]).location == f"/s/desk/wiki/?open=0#p{one}"
    assert parent_of(session, one) is None


def test_a_page_that_was_moved_meanwhile_stays_there(browser, session: Session, world: World, one: int):
    sent = {"parent": str(world.start.id), "seen": "99"}
    session.rollback()
    answer = browser("aisha.khan").post(f"/pages/{one}/move", sent, headers=JSON)
    assert answer.status_code == 409 and "Somebody else moved this page" in answer.json["error"]
    assert parent_of(session, one) is None


def test_a_page_below_itself_is_told_in_plain_words(browser, world: World):
    for headers in (JSON, {}):
        sent = {"parent": str(world.publishing.id)}
        answer = browser("aisha.khan").post(f"/pages/{world.start.id}/move", sent, headers=headers)
        assert answer.status_code == 409 and "cannot stand below itself" in answer.text


def test_the_form_of_a_large_wiki_finds_places_by_title(browser, session: Session, world: World, one: int):
    for number in range(80):
        write_page(session, world.aisha, world.desk, f"Leaf {number}", "Text", parent=world.publishing, quiet=True)
    session.commit()
    page = browser("aisha.khan").get(f"/pages/{one}/move?find=leaf 77").text
    assert "Start here › Publishing › Leaf 77" in page and "Leaf 12" not in page
    assert "No page has these words" in browser("aisha.khan").get(f"/pages/{one}/move?find=xyzzy").text


def test_a_new_page_of_a_large_wiki_finds_its_place_and_keeps_the_text(browser, session: Session, world: World):
    for number in range(80):
        write_page(session, world.aisha, world.desk, f"Leaf {number}", "Text", parent=world.publishing, quiet=True)
    session.commit()
    sent = {"title": "Mine", "body": "My long text", "parent": "0", "find": "leaf 77", "look": "1"}
    answer = browser("ben.okafor").post("/s/desk/wiki/new", sent)
    assert answer.status_code == 200 and "My long text" in answer.text
    assert "Start here › Publishing › Leaf 77" in answer.text


def test_a_branch_is_moved_to_another_space_and_its_old_address_leads_there(browser, session: Session, world: World):
    found_space(session, world.aisha, "ops", "Operations")
    session.commit()
    curator = browser("aisha.khan")
    assert "Operations" in curator.get(f"/pages/{world.start.id}/move/space").text
    answer = curator.post(f"/pages/{world.start.id}/move/space", {"space": "ops"})
    assert answer.location == "/s/ops/wiki/start-here"
    assert "2 pages are moved to Operations" in curator.get(answer.location).text
    assert browser("tomas.reyes").get("/s/desk/wiki/publishing").location == "/s/ops/wiki/publishing"


def test_nobody_moves_a_page_to_a_space_where_they_may_not_write(browser, world: World):
    answer = browser("aisha.khan").post(f"/pages/{world.publishing.id}/move/space", {"space": "mill"})
    assert answer.status_code == 422 and CANARY not in answer.text


def test_levels_and_found_pages_cost_few_statements(browser, database, world: World):
    reader = browser("tomas.reyes")
    for address in ("/s/desk/wiki/?find=publ", f"/s/desk/tree?below={world.start.id}"):
        with statements(database) as seen:
            assert reader.get(address).status_code == 200
        assert len(seen) <= 9, f"{address}: {len(seen)}"
    assert "Publishing" in reader.get(f"/s/desk/tree?below={world.start.id}").text
    assert reader.get(f"/s/desk/tree?below={world.secret_page.id}").status_code == 404
