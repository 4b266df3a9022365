"""Opportunities over the browser: writing one, finding it, offering to take part, answering, suggestions."""

from datetime import timedelta

import pytest

from models.core import clock
from models.opportunities.opportunity import Facts, publish
from models.opportunities.wishes import wish
from models.people.skill import claim_skill
from tests.counting import statements

SECRET_LINE = "I once repaired a lighthouse"


def days(ahead):
    return (clock.now().date() + timedelta(days=ahead)).isoformat()


def sent(**more):
    usual = {
        "title": "Test our new form", "sort": "help", "body": "An afternoon with users", "skills": "Service design",
        "place": "Leeds", "offers_until": days(10), "wanted": "1", "to": "everyone",
    }  # fmt: skip
    return {**usual, **more}


@pytest.fixture
def made(app, world):
    """The number of an opportunity of Aisha's."""
    with app.extensions["witan"].database.writing() as session:
        facts = Facts(
            "help", clock.now().date() + timedelta(days=10), place="Leeds", hours=3, skills=("Service design",)
        )
        return publish(session, world.aisha, "Test our new form", "An afternoon with users", facts).id


def offer(browser, made, who="tomas.reyes"):
    return browser(who).post(f"/opportunities/{made}/offer", {"line": SECRET_LINE})


def test_somebody_offers_an_opportunity_and_colleagues_find_it(browser, world):
    done = browser("aisha.khan").post("/opportunities/new", sent(hours="3", tags="forms"))
    assert done.status_code == 303
    listed = browser("tomas.reyes").get("/opportunities").text
    assert "Test our new form" in listed and "Service design" in listed and "3 hours a week" in listed
    shown = browser("tomas.reyes").get(done.location).text
    assert "An afternoon with users" in shown and "Send your offer" in shown and "forms" in shown


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"title": ""}, "Enter what it is in one line"),
        ({"sort": ""}, "Choose what kind of opportunity it is"),
        ({"offers_until": days(-1)}, "Enter today or a later day"),
        ({"offers_until": "soon"}, "Enter a real date"),
        ({"starts_on": days(30), "ends_on": days(20)}, "on or after the first day"),
        ({"wanted": "0"}, "from 1 to 100"),
        ({"wanted": "-1"}, "from 1 to 100"),
        ({"wanted": "many"}, "Enter a whole number"),
        ({"hours": "9" * 40}, "from 1 to 60"),
        ({"skills": "x" * 10_000}, "Enter a skill of 1 to 100 characters"),
        ({"place": ""}, "Enter a place"),
        ({"to": "space:mill"}, "Choose who can read this"),
    ],
)
def test_what_makes_no_sense_comes_back_with_what_was_typed(browser, world, wrong, said):
    page = browser("ben.okafor").post("/opportunities/new", sent(**wrong))
    assert page.status_code == 422
    assert said in page.text and "An afternoon with users" in page.text
    assert "Test our new form" not in browser("ben.okafor").get("/opportunities").text


def test_it_can_be_changed_by_its_owner_alone(browser, made):
    address = f"/opportunities/{made}/edit"
    assert 'value="Leeds"' in browser("aisha.khan").get(address).text
    done = browser("aisha.khan").post(address, sent(place="York", based_on="1"))
    assert done.status_code == 303
    assert "York" in browser("tomas.reyes").get(f"/opportunities/{made}").text
    assert browser("tomas.reyes").get(address).status_code == 403


def test_who_saves_over_somebody_else_is_told_and_loses_nothing(browser, made):
    address = f"/opportunities/{made}/edit"
    browser("aisha.khan").post(address, sent(body="First", based_on="1"))
    page = browser("aisha.khan").post(address, sent(body="Second", based_on="1"))
    assert page.status_code == 409
    assert "Second" in page.text and "save again" in page.text
    assert browser("aisha.khan").post(address, sent(body="Second", based_on="2")).status_code == 303


def test_the_permalink_and_the_common_editor_lead_to_it(browser, made):
    assert browser("tomas.reyes").get(f"/e/{made}").location == f"/opportunities/{made}"
    assert browser("aisha.khan").get(f"/e/{made}/edit").location == f"/opportunities/{made}/edit"


def test_only_the_owner_and_the_person_see_an_offer(browser, made):
    assert offer(browser, made).status_code == 303
    address = f"/opportunities/{made}"
    for who, seen in [("tomas.reyes", True), ("aisha.khan", True), ("ben.okafor", False), ("ada.admin", False)]:
        assert (SECRET_LINE in browser(who).get(address).text) is seen, who
    for page in (address, "/opportunities", "/opportunities/mine", "/opportunities/offers", "/people/tomas.reyes"):
        shown = browser("mo.moder").get(page).text
        assert SECRET_LINE not in shown and "Offers to take part" not in shown


def test_an_offer_is_declined_with_a_reason_that_only_the_person_reads(browser, made, world):
    offer(browser, made)
    address = f"/opportunities/{made}/offers/{world.tomas.id}"
    page = browser("aisha.khan").post(address, {"answer": "decline", "reason": ""})
    assert page.status_code == 422 and "Enter why you decline" in page.text and SECRET_LINE in page.text
    done = browser("aisha.khan").post(address, {"answer": "decline", "reason": "Two came first"})
    assert done.status_code == 303
    assert "Aisha Khan wrote: Two came first" in browser("tomas.reyes").get(f"/opportunities/{made}").text
    assert "Two came first" not in browser("ben.okafor").get(f"/opportunities/{made}").text


def test_accepting_the_last_one_fills_it_for_everybody_to_see(browser, made, world):
    offer(browser, made)
    browser("aisha.khan").post(f"/opportunities/{made}/offers/{world.tomas.id}", {"answer": "accept"})
    shown = browser("ben.okafor").get(f"/opportunities/{made}").text
    assert "Filled" in shown and "Send your offer" not in shown
    assert "Your offer was accepted" in browser("tomas.reyes").get("/opportunities/offers").text
    assert "Test our new form" not in browser("ben.okafor").get("/opportunities").text
    assert "Test our new form" in browser("ben.okafor").get("/opportunities?state=all").text
    assert offer(browser, made, "ben.okafor").status_code == 409


@pytest.mark.parametrize("path", ["offers/4", "close", "reopen"])
def test_nobody_else_answers_or_closes(browser, made, path):
    assert browser("tomas.reyes").post(f"/opportunities/{made}/{path}", {"answer": "accept"}).status_code == 403


def test_whoever_did_not_offer_is_not_there(browser, made, world):
    for person_id in (world.ben.id, 0, 10**30):
        done = browser("aisha.khan").post(f"/opportunities/{made}/offers/{person_id}", {"answer": "accept"})
        assert done.status_code == 404


@pytest.mark.parametrize("who", ["tomas.reyes", "aisha.khan"])
def test_what_cannot_be_offered_or_withdrawn_says_so(browser, made, who):
    if who == "tomas.reyes":
        offer(browser, made)
    assert offer(browser, made, who).status_code == 409
    assert browser("ben.okafor").post(f"/opportunities/{made}/withdraw").status_code == 409


def test_withdrawing_takes_the_line_away(browser, made):
    offer(browser, made)
    assert browser("tomas.reyes").post(f"/opportunities/{made}/withdraw").status_code == 303
    assert SECRET_LINE not in browser("aisha.khan").get(f"/opportunities/{made}").text


def test_closing_says_why_and_can_be_undone(browser, made):
    aisha = browser("aisha.khan")
    assert aisha.post(f"/opportunities/{made}/close", {"reason": "x" * 301}).status_code == 422
    aisha.post(f"/opportunities/{made}/close", {"reason": "The form is gone"})
    assert "Closed: The form is gone" in browser("tomas.reyes").get(f"/opportunities/{made}").text
    aisha.post(f"/opportunities/{made}/reopen")
    assert "Send your offer" in browser("tomas.reyes").get(f"/opportunities/{made}").text


def test_suggestions_wait_for_a_choice_and_say_why(app, browser, made, world):
    with app.extensions["witan"].database.writing() as session:
        claim_skill(session, session.merge(world.tomas), "Service design")
    tomas = browser("tomas.reyes")
    assert "These could fit you" not in tomas.get("/opportunities").text
    assert "Tomas Reyes" not in browser("aisha.khan").get(f"/opportunities/{made}").text
    assert tomas.post("/opportunities/wishes", {"suggested": "help", "findable": "help"}).status_code == 303
    listed = tomas.get("/opportunities").text
    assert "These could fit you" in listed and "you show these skills on your page: Service design" in listed
    assert "Shows these skills: Service design" in browser("aisha.khan").get(f"/opportunities/{made}").text
    assert "People who could fit" not in browser("ben.okafor").get(f"/opportunities/{made}").text


def test_not_for_me_can_be_taken_back(app, browser, made, world):
    with app.extensions["witan"].database.writing() as session:
        claim_skill(session, session.merge(world.tomas), "Service design")
        wish(session, world.tomas, ["help"], ["help"])
    tomas = browser("tomas.reyes")
    done = tomas.post(f"/opportunities/{made}/not-for-me", {"reason": "No time in May"})
    assert done.status_code == 303
    assert "Test our new form" not in tomas.get("/opportunities/for-you").text.partition("Put aside.")[2][200:]
    assert "No time in May" in tomas.get("/opportunities/wishes").text
    assert "No time in May" not in browser("aisha.khan").get(f"/opportunities/{made}").text
    tomas.post(f"/opportunities/{made}/for-me")
    assert "Service design" in tomas.get("/opportunities/for-you").text


def test_a_choice_that_is_none_and_a_reason_without_end_are_refused(browser, made):
    tomas = browser("tomas.reyes")
    assert tomas.post("/opportunities/wishes", {"suggested": "holiday"}).status_code == 422
    assert tomas.post(f"/opportunities/{made}/not-for-me", {"reason": "x" * 10_000}).status_code == 422


def test_a_guest_chooses_no_suggestions_and_sees_only_their_space(browser, made):
    gwen = browser("gwen.guest")
    assert "Test our new form" not in gwen.get("/opportunities").text
    assert gwen.get(f"/opportunities/{made}").status_code == 404
    assert gwen.get("/opportunities/wishes").status_code == 403


@pytest.mark.parametrize(
    "query", ["sort=holiday", "skill=x", "before=x", "department=999", "place=%25", "skill=" + "9" * 30]
)
def test_filters_that_make_no_sense_narrow_nothing_or_everything(browser, made, query):
    assert browser("tomas.reyes").get(f"/opportunities?{query}").status_code == 200


def test_the_list_goes_on_below_a_key(app, browser, made, world):
    with app.extensions["witan"].database.writing() as session:
        for number in range(25):
            facts = Facts("help", clock.now().date() + timedelta(days=10), remote=True)
            publish(session, world.aisha, f"Number {number}", "Text", facts)
    first = browser("tomas.reyes").get("/opportunities").text
    older = first.partition('rel="next" href="')[2].partition('"')[0].replace("&amp;", "&")
    second = browser("tomas.reyes").get(older).text
    assert "Number 24" in first and "Number 24" not in second
    assert "Test our new form" in second and 'rel="next"' not in second


@pytest.mark.parametrize(("address", "most"), [("/opportunities", 9), ("/opportunities/{}", 13)])
def test_a_page_asks_the_database_few_things(app, browser, made, address, most):
    tomas = browser("tomas.reyes")
    tomas.get(address.format(made))
    with statements(app.extensions["witan"].database) as seen:
        tomas.get(address.format(made))
    assert len(seen) <= most, "\n".join(seen)


def test_search_finds_it_with_its_kind_and_its_skills(app, browser, made):
    app.extensions["witan"].worker.drain()
    found = browser("tomas.reyes").get("/search?q=kind:opportunity+design").text
    assert "Test our new form" in found


def test_home_can_be_narrowed_to_opportunities(browser, made):
    assert "Test our new form" in browser("tomas.reyes").get("/?view=opportunities").text
