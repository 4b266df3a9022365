"""Topics: what the viewer may read something about, and nothing about the rest."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.core import clock
from models.core.base import to_microseconds
from models.core.db import commit
from models.entries.curating import define, pin, take_on
from models.entries.following import Follow, follow
from models.entries.tagging import Tag
from models.entries.topic_links import MOST_LINKS, TagLink, add_link
from models.expertise.claim import ACCEPTED_WORD, CONTESTED_WORD, HIDDEN_WORD, say
from models.microblog.micropost import post
from models.wiki.page import write_page
from tests.counting import statements
from tests.masking import masked
from tests.world import CANARY, World


def test_topics_are_counted_over_what_the_viewer_may_read(browser, database):
    reader = browser("tomas.reyes")
    with statements(database) as seen:
        page = reader.get("/tags").text
    assert len(seen) <= 5
    assert 'href="/tags/web">web <span class="count">2' in page and CANARY not in page
    assert f"/tags/{CANARY}" in browser("mei.wong").get("/tags").text


def test_topics_are_found_by_their_first_letters(browser):
    reader = browser("tomas.reyes")
    assert "/tags/web" in reader.get("/tags?q=we").text
    assert "/tags/web" not in reader.get("/tags?q=wi").text
    assert "No topic begins with" in reader.get(f"/tags?q={CANARY[:4]}").text


def test_a_topic_shows_all_kinds_and_can_be_narrowed(browser, database):
    reader = browser("tomas.reyes")
    with statements(database) as seen:
        page = reader.get("/tags/web").text
    assert len(seen) <= 6
    assert "Publishing" in page and "Who checks statements?" in page
    pages = reader.get("/tags/web?kind=page").text
    assert "Publishing" in pages and "Who checks statements?" not in pages
    assert "Nothing of this kind" in reader.get("/tags/web?kind=post").text


def test_a_topic_with_all_that_curators_say_costs_no_more(browser, database, session: Session, world: World):
    tag = session.scalar(select(Tag).where(Tag.name == "web"))
    take_on(session, tag, world.ben)
    define(session, tag, world.ben, "All about **web** pages.")
    pin(session, tag, world.publishing, world.ben)
    follow(session, world.tomas, tag)
    session.commit()
    reader = browser("tomas.reyes")
    with statements(database) as seen:
        page = reader.get("/tags/web").text
    assert len(seen) <= 6
    assert "<strong>web</strong>" in page and "Read this first" in page and "Ben Okafor" in page
    assert 'value="0"' in page, "who follows can stop"


def test_a_topic_names_people_with_why_departments_and_what_is_open(browser, database, session, world):
    say(session, world.ben, "web", ACCEPTED_WORD, {})
    world.publishing.set_status("official", world.aisha)
    session.commit()
    reader = browser("tomas.reyes")
    reader.get("/tags/web")
    with statements(database) as seen:
        page = reader.get("/tags/web").text
    assert len(seen) <= 6
    assert "Official page</h2>" in page and "Open questions</h2>" in page and 'href="/ask?tags=web"' in page
    assert 'href="/people/ben.okafor/topics/web"' in page and "wrote about it in 1 place" in page
    assert "Departments at work on it" in page and f'href="/departments/{world.roads.id}"' in page
    narrowed = reader.get("/tags/web?kind=page").text
    assert "People who know it" not in narrowed and "Departments at work on it" not in narrowed


@pytest.mark.parametrize("word", [HIDDEN_WORD, CONTESTED_WORD])
def test_who_hides_or_contests_a_topic_is_gone_from_its_page_at_once(browser, session, world, word):
    say(session, world.ben, "web", ACCEPTED_WORD, {})
    say(session, world.ben, "web", word, {})
    session.commit()
    assert "Nobody has said yet that this is their topic" in browser("tomas.reyes").get("/tags/web").text


def test_administrators_name_who_curates_and_set_nothing_else(browser, session: Session, world: World):
    admin = browser("ada.admin")
    assert "/admin/topics/web" in admin.get("/tags/web").text
    assert "Nobody curates this topic" in admin.get("/admin/topics/web").text
    assert admin.post("/admin/topics/web", {"username": "nobody.here"}).status_code == 422
    assert admin.post("/admin/topics/web", {"username": "@ben.okafor"}).location == "/admin/topics/web"
    assert "Ben Okafor" in admin.get("/admin/topics/web").text
    assert admin.get("/tags/web/curate").status_code == 403
    admin.post("/admin/topics/web", {"do": "end", "person": str(world.ben.id)})
    assert "Nobody curates this topic" in admin.get("/admin/topics/web").text


def test_a_topic_of_closed_entries_does_not_exist_for_others(browser):
    stranger = browser("tomas.reyes")
    closed, made_up = stranger.get(f"/tags/{CANARY}"), stranger.get("/tags/no-such-topic")
    assert closed.status_code == 404 and masked(closed) == masked(made_up)
    assert stranger.post(f"/tags/{CANARY}/follow", {"on": "1"}).status_code == 404


def test_a_topic_leaves_out_closed_entries(browser, session: Session, world: World):
    write_page(session, world.mei, world.mill, f"More {CANARY}", "Text", tags=["web"])
    session.commit()
    assert CANARY not in browser("tomas.reyes").get("/tags/web").text


def test_a_topic_is_followed_and_then_listed(browser, session: Session, world: World):
    reader = browser("tomas.reyes")
    answer = reader.post("/tags/web/follow", {"on": "1"}, headers={"HX-Request": "true"})
    assert "Following" in answer.text
    assert session.scalar(select(Follow.tag_id).where(Follow.person_id == world.tomas.id, Follow.tag_id.is_not(None)))
    assert "Topics you follow" in reader.get("/tags").text
    session.rollback()
    reader.post("/tags/web/follow", {"on": "0"})
    assert "Topics you follow" not in reader.get("/tags").text


def test_a_long_topic_goes_on_below_the_last_row(browser, session: Session, world: World):
    for number in range(25):
        write_page(session, world.aisha, world.desk, f"Page {number}", "Text", tags=["many"], quiet=True)
    session.commit()
    reader = browser("tomas.reyes")
    first = reader.get("/tags/many").text
    older = first.partition('rel="next" href="')[2].partition('"')[0].replace("&amp;", "&")
    second = reader.get("/tags/many" + older).text
    assert "Page 24<" in first and "Page 4<" not in first and "Page 4<" in second


def test_a_topic_in_capitals_leads_to_its_own_address(browser):
    assert browser("tomas.reyes").get("/tags/Web").location == "/tags/web"


def test_a_topic_counts_what_came_from_others_and_may_be_read(browser, session, world):
    begun = to_microseconds(clock.now())
    post(session, world.ben, "One #winter")
    post(session, world.ben, "Of something else #summer")
    post(session, world.tomas, "My own #winter")
    post(session, world.mei, "Secret #winter", space=world.mill)
    commit(session)

    def told(more=""):
        return browser("tomas.reyes").get(f"/fresh?view=tag&name=winter&since={begun}{more}").json

    assert told() == {"count": 1, "label": "1 new entry"}
    assert told("&kind=post") == {"count": 1, "label": "1 new post"}
    assert told("&kind=page")["count"] == 0
    assert browser("tomas.reyes").get("/fresh?view=tag&name=never-used&since=0").json["count"] == 0


def test_curators_say_where_one_learns_about_a_topic(browser, session: Session, world: World):
    take_on(session, session.scalar(select(Tag).where(Tag.name == "web")), world.ben)
    session.commit()
    ben, reader = browser("ben.okafor"), browser("tomas.reyes")
    course = {"do": "link", "title": "Writing for the <web>", "address": "https://learn.example/course?a=1&b=2"}
    assert ben.post("/tags/web/curate", course).status_code == 303
    page = reader.get("/tags/web").text
    assert "Learn about this" in page and "Writing for the &lt;web&gt;" in page and "learn.example" in page
    assert 'href="https://learn.example/course?a=1&amp;b=2"' in page
    for wrong in (
        "javascript:alert(1)",
        "https://",
        "/e/1",
        "learn.example",
        "https://a b.example",
        "http://[",
        "ftp://x.y",
    ):
        again = ben.post("/tags/web/curate", course | {"address": wrong})
        assert again.status_code == 422 and "Enter an address that begins with" in again.text, wrong
    assert ben.post("/tags/web/curate", course | {"title": " "}).status_code == 422
    assert ben.post("/tags/web/curate", course | {"address": f"https://x.example/{'y' * 1000}"}).status_code == 422
    assert reader.post("/tags/web/curate", course).status_code == 403
    link = session.scalars(select(TagLink.id)).one()
    session.commit()
    ben.post("/tags/web/curate", {"do": "unlink", "link": str(link)})
    assert "Learn about this" not in reader.get("/tags/web").text


def test_a_topic_has_ten_links_at_most(browser, session: Session, world: World):
    tag = session.scalar(select(Tag).where(Tag.name == "web"))
    take_on(session, tag, world.ben)
    for number in range(MOST_LINKS):
        add_link(session, tag, f"Course {number}", "https://learn.example", world.ben)
    session.commit()
    sent = {"do": "link", "title": "One more", "address": "https://learn.example"}
    assert "A topic has 10 links at most" in browser("ben.okafor").post("/tags/web/curate", sent).text
