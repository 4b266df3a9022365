"""What editors offer while somebody types: pages, people and tags that the viewer may read or name, and no others."""

import pytest

from models.core.text import link_source, references
from models.people.person import add_person
from models.spaces.joining import add_member
from models.wiki.page import write_page
from tests.counting import statements
from tests.world import CANARY


def offered(browser, who, of, text, space=""):
    return browser(who).get(f"/complete?for={of}&q={text}&space={space}").json


def test_pages_of_the_same_space_are_offered_by_a_part_of_their_title(browser):
    assert offered(browser, "ben.okafor", "page", "lish", "desk") == [
        {"insert": "[[Publishing]]", "label": "Publishing", "note": ""}
    ]


def test_what_begins_with_the_text_stands_first(browser, session, world):
    write_page(session, world.aisha, world.desk, "Republishing", "x")
    session.commit()
    assert [each["label"] for each in offered(browser, "ben.okafor", "page", "pub", "desk")] == [
        "Publishing",
        "Republishing",
    ]


def test_pages_of_other_spaces_name_their_space(browser):
    assert offered(browser, "mei.wong", "page", "publ", "mill") == [
        {"insert": "[[desk:Publishing]]", "label": "Publishing", "note": "Digital service desk"}
    ]


def test_a_page_that_may_not_be_read_is_not_offered(browser):
    assert offered(browser, "ben.okafor", "page", CANARY, "desk") == []
    assert offered(browser, "ben.okafor", "page", "plan", "mill") == []
    assert [each["label"] for each in offered(browser, "gwen.guest", "page", "plan", "mill")] == [f"Plan {CANARY}"]
    assert offered(browser, "gwen.guest", "page", "publishing", "mill") == []


def test_people_are_offered_by_name_and_username(browser):
    assert offered(browser, "ben.okafor", "person", "kha")[0]["insert"] == "@aisha.khan"
    assert offered(browser, "ben.okafor", "person", "mei.w")[0]["label"] == "Mei Wong"


def test_members_of_the_space_are_offered_before_others_of_that_name(browser, session, world):
    add_person(session, "bea.abel", "Bea Abel")
    session.commit()
    assert [each["label"] for each in offered(browser, "aisha.khan", "person", "be", "desk")] == [
        "Ben Okafor",
        "Bea Abel",
    ]
    assert offered(browser, "aisha.khan", "person", "be")[0]["label"] == "Bea Abel"


def test_guests_are_offered_in_their_own_space_alone(browser):
    assert offered(browser, "mei.wong", "person", "gwen", "mill")[0]["insert"] == "@gwen.guest"
    assert offered(browser, "mei.wong", "person", "gwen", "desk") == []
    assert offered(browser, "ben.okafor", "person", "gwen", "mill") == []


def test_a_guest_is_offered_the_people_of_the_space_alone(browser):
    assert [each["label"] for each in offered(browser, "gwen.guest", "person", "", "mill")] == [
        "Gwen Guest",
        "Mei Wong",
    ]
    assert offered(browser, "gwen.guest", "person", "aisha", "mill") == []
    assert offered(browser, "gwen.guest", "person", "") == []


def test_tags_are_offered_by_their_beginning(browser):
    assert [each["insert"] for each in offered(browser, "ben.okafor", "tag", "We")] == ["#web"]
    assert offered(browser, "ben.okafor", "tag", CANARY[:4]) == []


def test_after_a_hash_pages_and_questions_are_offered_below_the_tags(browser, world):
    assert offered(browser, "ben.okafor", "tag", "publ", "desk") == [
        {"insert": "[[Publishing]]", "label": "Publishing", "note": ""}
    ]
    (found,) = offered(browser, "ben.okafor", "tag", "statem", "desk")
    assert found == {
        "insert": f"[Who checks statements?](/topics/{world.question.id})",
        "label": "Who checks statements?",
        "note": "Question",
    }


def test_no_hidden_question_is_offered(browser):
    assert offered(browser, "ben.okafor", "tag", CANARY) == []
    assert offered(browser, "ben.okafor", "page", CANARY) == []


def test_what_is_offered_for_a_question_links_both_ways(browser, session, world):
    (found,) = offered(browser, "ben.okafor", "page", "statem")
    ben = browser("ben.okafor")
    made = ben.post("/ask", {"title": "And who prints them?", "body": f"See {found['insert']}.", "space": "desk"})
    assert f'href="/topics/{world.question.id}"' in ben.get(made.location).text
    assert "And who prints them?" in ben.get(f"/topics/{world.question.id}").text


@pytest.mark.parametrize(
    "query", ["", "for=page", "for=x&q=a", "for=page&q=%25&space=desk", "for=tag&q=%00", "for=person&q=\\"]
)
def test_odd_questions_are_answered_by_a_list(browser, query):
    answer = browser("ben.okafor").get(f"/complete?{query}")
    assert answer.status_code == 200
    assert isinstance(answer.json, list)


def test_offering_pages_takes_few_statements(browser, database):
    ben = browser("ben.okafor")
    ben.get("/complete?for=page&q=pub&space=desk")
    with statements(database) as seen:
        ben.get("/complete?for=page&q=pub&space=desk")
    assert len(seen) <= 9


@pytest.mark.parametrize(
    ("title", "slug", "space"),
    [
        ("Publishing", "publishing", None),
        ("C#", "c", "desk"),
        ("Issue #4 and more", "issue-4-and-more", None),
        ("note:this", "note-this", None),
        ("A [draft] | b", "a-draft-b", "desk"),
        ("Imported", "handbook-imported-page", None),
    ],
)
def test_an_offered_link_leads_to_its_page(title, slug, space):
    link = references(link_source(title, slug, space)).links[0]
    assert (link.space, link.slug, link.section) == (space, slug, None)


def test_who_cannot_see_the_members_is_not_offered_guests_of_a_space(browser, session, world):
    add_member(session, world.gate, world.gwen, "reader", world.mei)
    session.commit()
    assert offered(browser, "ben.okafor", "person", "gwen", "gate") == []
