"""Reports over the web: each row has what can be done about it, and nothing that the viewer may not read."""

from sqlalchemy.orm import Session

from models.wiki.page import write_page
from tests.world import CANARY, World


def test_what_links_here_stands_by_space(browser, world: World):
    page = browser("tomas.reyes").get(f"/pages/{world.publishing.id}/links").text
    assert "Digital service desk" in page and "Who checks statements?" in page and CANARY not in page
    assert CANARY in browser("mei.wong").get(f"/pages/{world.publishing.id}/links").text


def test_orphans_are_explained_and_can_be_put_below_a_page(browser, session: Session, world: World):
    write_page(session, world.aisha, world.desk, "Lone", "Text")
    session.commit()
    curator = browser("aisha.khan").get("/s/desk/reports/orphans").text
    assert "Lone" in curator and "no text links to them" in curator and "Put it below a page" in curator
    assert "Put it below a page" not in browser("tomas.reyes").get("/s/desk/reports/orphans").text


def test_a_broken_link_is_written_or_taken_out(browser, session: Session, world: World):
    page = write_page(session, world.ben, world.desk, "Page", "See [[No page|the rules]].").id
    session.commit()
    writer = browser("ben.okafor")
    shown = writer.get("/s/desk/reports/broken").text
    assert "No page" in shown and "Take the link out" in shown and "Write it" in shown
    answer = writer.post(f"/pages/{page}/unlink", {"space": "desk", "slug": "no-page"})
    assert "The link is taken out" in writer.get(answer.location).text
    assert "See the rules." in writer.get("/s/desk/wiki/page").text


def test_a_curator_asks_for_a_check_of_the_links(browser, world: World):
    curator = browser("aisha.khan")
    assert "Check the links of this space" in curator.get("/s/desk/reports/broken").text
    assert browser("ben.okafor").post("/s/desk/reports/broken").status_code == 403
    assert curator.post("/s/desk/reports/broken").status_code == 303
    shown = curator.get("/s/desk/reports/broken").text
    assert "The links are being checked" in shown and "Check the links of this space" not in shown
    assert curator.post("/s/desk/reports/broken").status_code == 409


def test_titles_are_linked_by_one_click_or_turned_down(browser, session: Session, world: World):
    page = write_page(session, world.ben, world.desk, "Page", "You can start here.").id
    start = world.start.id
    session.commit()
    writer = browser("ben.okafor")
    assert "This page mentions 1 page without linking it" in writer.get(f"/pages/{page}/unlinked").text
    assert "Link 1 title" in browser("aisha.khan").get("/s/desk/reports/unlinked").text
    writer.post(f"/pages/{page}/unlinked", {"target": str(start)})
    assert 'href="/s/desk/wiki/start-here"' in writer.get("/s/desk/wiki/page").text
    assert "Nothing to link" in writer.get(f"/pages/{page}/unlinked").text


def test_a_title_is_turned_down_for_good(browser, session: Session, world: World):
    page = write_page(session, world.ben, world.desk, "Page", "You can start here.").id
    start = world.start.id
    session.commit()
    writer = browser("ben.okafor")
    writer.post(f"/pages/{page}/unlinked", {"not_here": str(start)})
    assert "Nothing to link" in writer.get(f"/pages/{page}/unlinked").text


def test_a_reader_follows_a_branch_and_a_space_from_the_page(browser, world: World):
    reader, page = browser("tomas.reyes"), world.publishing.id
    for what, said in (("branch", "all pages below it"), ("space", "the whole space"), ("nothing", "no longer follow")):
        answer = reader.post(f"/pages/{page}/watch", {"what": what})
        assert said in reader.get(answer.location).text
    assert reader.post(f"/pages/{page}/watch", {"what": "all"}).status_code == 400


def test_changes_of_followed_pages_stand_on_home(browser, world: World):
    reader, page = browser("tomas.reyes"), world.publishing.id
    reader.post(f"/pages/{page}/watch", {"what": "page"})
    browser("ben.okafor").post(
        f"/pages/{page}/edit", {"title": "Publishing", "body": "New", "summary": "New fees", "based_on": "1"}
    )
    home = reader.get("/").text
    assert "Changed in pages you follow" in home and "New fees" in home
