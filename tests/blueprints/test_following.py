"""What I follow on one page, departments, curating topics, and home narrowed to a space."""

import pytest

from models.entries.following import follow
from models.microblog.micropost import post
from tests.counting import statements
from tests.world import CANARY


def test_nothing_followed_says_how_to_begin(browser, world):
    assert "You follow nothing yet" in browser("mo.moder").get("/following").text


def test_all_that_is_followed_can_be_seen_and_stopped(browser, database, session, world):
    for thing in (world.ben, world.desk, world.publishing, world.transport):
        follow(session, world.tomas, thing)
    session.commit()
    tomas = browser("tomas.reyes")
    with statements(database) as seen:
        text = tomas.get("/following").text
    assert len(seen) <= 10
    for name in ("Ben Okafor", "Digital service desk", "Publishing", "Ministry of Transport"):
        assert name in text
    tomas.post("/people/ben.okafor/follow", {"on": "0"})
    tomas.post(f"/departments/{world.transport.id}/follow", {"on": "0"})
    text = tomas.get("/following").text
    assert "Ben Okafor</a>" not in text and "Ministry of Transport" not in text


def test_what_may_no_longer_be_read_has_no_line(browser, session, world):
    for thing in (world.mill, world.secret_page, world.gwen):
        follow(session, world.tomas, thing)
    session.commit()
    text = browser("tomas.reyes").get("/following").text
    assert CANARY not in text and "Gwen" not in text


def test_a_department_is_followed_and_comes_on_home(browser, session, world):
    tomas = browser("tomas.reyes")
    answer = tomas.post(f"/departments/{world.transport.id}/follow", {"on": "1"}, headers={"HX-Request": "true"})
    assert "Following" in answer.text
    post(session, world.ben, "From transport")
    session.commit()
    text = tomas.get("/").text
    assert "From transport" in text.partition('id="new"')[2].partition('class="rest')[0]
    assert tomas.post("/departments/9999/follow", {"on": "1"}).status_code == 404
    assert browser("gwen.guest").post(f"/departments/{world.transport.id}/follow", {"on": "1"}).status_code == 403


def test_home_is_narrowed_to_a_space_and_a_kind(browser, session, world):
    post(session, world.ben, "Outside of spaces")
    post(session, world.ben, "Within the desk", space=world.desk)
    session.commit()
    aisha = browser("aisha.khan")
    text = aisha.get("/?space=desk").text
    assert "New in Digital service desk" in text and "Within the desk" in text and "Outside of spaces" not in text
    assert "Publishing" not in aisha.get("/?space=desk&view=posts").text.partition('id="new"')[2].partition("<aside")[0]


@pytest.mark.parametrize("slug", ["mill", "made-up"])
def test_home_narrowed_to_a_hidden_space_is_all_of_home(browser, world, slug):
    text = browser("tomas.reyes").get(f"/?space={slug}").text
    assert "New in what you follow" in text and CANARY not in text


def test_a_topic_is_curated_over_the_browser(browser, session, world):
    tomas = browser("tomas.reyes")
    assert "Curate this topic" in tomas.get("/tags/web").text
    assert tomas.get("/tags/web/curate").status_code == 403
    assert tomas.post("/tags/web/curators", {"do": "take-on"}).status_code == 303
    for form in (
        {"do": "define", "body": "All about **sites**"},
        {"do": "pin", "entry": f"/e/{world.publishing.id}"},
        {"do": "word", "word": "internet"},
        {"do": "rename", "name": "web-sites"},
    ):
        name = "web"
        assert tomas.post(f"/tags/{name}/curate", form).status_code == 303, form
    assert tomas.get("/tags/web").location == tomas.get("/tags/internet").location == "/tags/web-sites"
    text = tomas.get("/tags/web-sites").text
    assert "<strong>sites</strong>" in text and "Read this first" in text and "internet" in text
    assert browser("ben.okafor").post("/tags/web-sites/curate", {"do": "define", "body": "x"}).status_code == 403


def test_what_is_wrong_with_a_topic_comes_back(browser, session, world):
    tomas = browser("tomas.reyes")
    tomas.post("/tags/web/curators", {"do": "take-on"})
    for form in (
        {"do": "pin", "entry": f"/e/{world.secret_page.id}"},
        {"do": "pin", "entry": "rubbish"},
        {"do": "word", "word": " "},
        {"do": "define", "body": "x" * 2001},
    ):
        page = tomas.post("/tags/web/curate", form)
        assert (page.status_code, CANARY in page.text) == (422, False), form
    assert tomas.post("/tags/web/curators", {"do": "name", "username": "gwen.guest"}).status_code == 422


def test_an_administrator_names_a_curator(browser, world):
    ada = browser("ada.admin")
    assert ada.post("/admin/topics/web", {"do": "name", "username": "ben.okafor"}).status_code == 303
    assert "Ben Okafor" in ada.get("/tags/web").text
    assert ada.post("/tags/web/curate", {"do": "define", "body": "x"}).status_code == 403
    assert browser("ada.admin").post(f"/tags/{CANARY}/curators", {"do": "take-on"}).status_code == 404


def test_the_most_useful_stand_first_when_asked(browser, world):
    assert "Who checks statements?" in browser("ben.okafor").get("/tags/web?sort=useful").text
