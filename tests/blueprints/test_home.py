"""Home over the browser: what waits, the stream, my spaces, news since; within rights and a budget of statements."""

from datetime import timedelta

import pytest

from models.core import clock
from models.entries.following import follow
from models.forums.topic import answer, ask
from models.microblog.micropost import post
from models.people.person import add_person
from models.spaces.joining import ask_to_join
from models.wiki.page import Page
from tests.counting import statements
from tests.world import CANARY


def test_home_greets_by_first_name(browser, world):
    text = browser("aisha.khan").get("/").text
    assert ", Aisha</h1>" in text


def test_a_mention_waits_until_it_is_dealt_with(browser, world):
    ben = browser("ben.okafor")
    assert "Aisha Khan named you" in ben.get("/").text
    assert ben.post(f"/waiting/{world.start.id}/seen").status_code == 303
    assert "named you" not in ben.get("/").text


def test_a_mention_in_a_closed_space_does_not_wait_for_an_outsider(browser, world):
    text = browser("tomas.reyes").get("/").text
    assert CANARY not in text
    assert "named you" not in text


def test_writing_in_a_topic_deals_with_mentions_there(browser, session, world):
    answer(world.question, world.ben, "Ask @aisha.khan about it")
    session.commit()
    aisha = browser("aisha.khan")
    assert "named you" in aisha.get("/").text
    aisha.post(f"/topics/{world.question.id}/answer", {"body": "I know."})
    assert "named you" not in aisha.get("/").text


def test_my_question_with_answers_waits_until_one_is_accepted(browser, world):
    tomas = browser("tomas.reyes")
    assert "none is accepted yet" in tomas.get("/").text
    tomas.post(f"/topics/{world.question.id}/acceptance", {"answer": world.answer.id, "on": "1"})
    assert "none is accepted yet" not in tomas.get("/").text


def test_a_request_to_join_waits_for_the_owner_alone(browser, session, world):
    ask_to_join(session, world.gate, world.tomas)
    session.commit()
    assert "Tomas Reyes wants to join Gate" in browser("mei.wong").get("/").text
    assert "wants to join" not in browser("aisha.khan").get("/").text


def test_a_closed_space_waits_for_its_owner_when_its_review_is_near(browser, session, world):
    mei = browser("mei.wong")
    assert "Review due" not in mei.get("/").text
    world.gate.review_on = (clock.now() + timedelta(days=5)).date()
    session.commit()
    assert "due in 5 days" in mei.get("/").text


def test_an_old_question_without_answer_waits_for_the_curator(browser, session, world):
    at = clock.now() - timedelta(days=3)
    ask(session, world.tomas, "Who has the key?", "Text", space=world.desk, at=at)
    ask(session, world.tomas, "Asked just now?", "Text", space=world.desk)
    session.commit()
    text = browser("aisha.khan").get("/").text
    assert "You curate Digital service desk. Nobody has answered" in text
    assert text.index("Who has the key?") < text.index("New in what you follow") < text.index("Asked just now?")
    assert "Nobody has answered" not in browser("ben.okafor").get("/").text


def test_nothing_waits_is_said_plainly(browser, world):
    assert "Nothing waits for you." in browser("mo.moder").get("/").text


def test_home_shows_my_spaces_first_and_then_everybody(browser, session, world):
    post(session, world.tomas, "News from the revenue side")
    session.commit()
    text = browser("ben.okafor").get("/").text
    assert text.index("Publishing") < text.index("That is all from what you follow")
    assert text.index("That is all from what you follow") < text.index("News from the revenue side")


def test_who_one_follows_comes_before_everybody(browser, session, world):
    follow(session, world.tomas, world.ben)
    session.commit()
    text = browser("tomas.reyes").get("/").text
    assert text.index("Gritting starts tonight") < text.index("The newest from all that you can read")


def test_a_newcomer_is_shown_spaces_to_join(browser, world):
    text = browser("mo.moder").get("/").text
    assert "Spaces to join" in text
    assert "You follow nothing yet" in text
    assert CANARY not in text


def test_a_guest_sees_their_space_and_nothing_else(browser, world):
    text = browser("gwen.guest").get("/").text
    assert CANARY in text
    assert "Gritting" not in text
    assert "Digital service desk" not in text


@pytest.mark.parametrize("view", ["posts", "questions", "pages", "nonsense"])
def test_each_view_of_home_opens(browser, world, view):
    page = browser("aisha.khan").get(f"/?view={view}")
    assert page.status_code == 200
    assert ("Gritting starts tonight" in page.text) == (view in ("posts", "nonsense"))


def test_the_stream_goes_on_through_all_that_is_followed_and_then_the_rest(browser, session, world):
    for number in range(25):
        post(session, world.ben, f"Desk post {number}.", space=world.desk)
    for number in range(25):
        post(session, world.tomas, f"Other post {number}.")
    session.commit()
    aisha, address, seen = browser("aisha.khan"), "/?view=posts", ""
    for _page in range(6):
        text = aisha.get(address).text
        seen += text[text.index('id="new"') : text.index("<aside")]
        if 'rel="next"' not in text:
            break
        address = text.split('rel="next" href="')[1].split('"')[0].replace("&amp;", "&")
    assert all(f"Desk post {number}." in seen for number in range(25))
    assert all(f"Other post {number}." in seen for number in range(25))


def test_home_costs_twelve_statements_at_most(browser, database, session, world):
    """The fullest home: owner, curator, member, with reports, requests and posts to a department."""
    ask_to_join(session, world.gate, world.tomas)
    post(session, world.ben, "Only us", audience=f"department:{world.transport.id}")
    post(session, world.ben, "Ask @mei.wong")
    session.commit()
    mei = browser("mei.wong")
    with statements(database) as seen:
        mei.get("/")
    assert len(seen) <= 12, "\n\n".join(seen)
    assert not [s for s in seen if not s.lstrip().upper().startswith(("SELECT", "WITH"))]


def test_home_costs_the_same_with_many_entries(browser, database, session, world):
    aisha = browser("aisha.khan")
    with statements(database) as before:
        aisha.get("/")
    for number in range(30):
        post(session, world.ben, f"Post {number} @aisha.khan", space=world.desk)
    session.commit()
    with statements(database) as after:
        aisha.get("/")
    assert len(after) <= len(before)


def test_fresh_counts_what_came_since_within_rights(browser, session, world):
    tomas, mei = browser("tomas.reyes"), browser("mei.wong")
    post(session, world.ben, "For all")
    post(session, world.gwen, "Inside", space=world.mill)
    session.commit()
    since = world.secret_post.created_at.timestamp()
    address = f"/fresh?view=posts&since={int(since * 1_000_000) + 1}"
    assert tomas.get(address).json == {"count": 1, "label": "1 new post"}
    assert mei.get(address).json["count"] == 2


def test_fresh_for_home_counts_only_what_is_followed(browser, session, world):
    add_person(session, "new.person", "New Person")
    post(session, world.tomas, "Elsewhere")
    post(session, world.ben, "In my space", space=world.desk)
    session.commit()
    since = int(world.secret_post.created_at.timestamp() * 1_000_000) + 1
    assert browser("aisha.khan").get(f"/fresh?view=home&since={since}").json["count"] == 1
    assert browser("aisha.khan").get("/fresh?since=rubbish").status_code == 200


def test_home_asks_people_who_are_signed_out_to_sign_in(browser, world):
    assert browser().get("/").status_code == 302


def test_a_guest_who_names_somebody_is_marked(browser, session, world):
    post(session, world.gwen, "@mei.wong ready", space=world.mill)
    session.commit()
    assert "Gwen Guest (guest) named you" in browser("mei.wong").get("/").text


def test_a_page_that_i_answer_for_waits_from_fourteen_days_before_its_review(browser, session, world):
    page = session.get_one(Page, world.publishing.id)
    page.owner_person_id, page.review_on = world.ben.id, clock.now().date() + timedelta(days=15)
    session.commit()
    ben = browser("ben.okafor")
    assert "Page to check" not in ben.get("/").text
    page.review_on = clock.now().date() + timedelta(days=14)
    session.commit()
    assert "You answer for this page. Its review is due on" in ben.get("/").text
    assert "Page to check" not in browser("aisha.khan").get("/").text
    ben.post(f"/pages/{world.publishing.id}/check")
    assert "Page to check" not in ben.get("/").text


def test_who_is_made_an_owner_is_told_until_they_know(browser, world):
    browser("aisha.khan").post("/s/desk/owners", {"which": "all", "owner": f"person:{world.ben.id}"})
    ben = browser("ben.okafor")
    text = ben.get("/").text
    assert "2 pages in Digital service desk" in text and "Aisha Khan made you the owner" in text
    ben.post("/s/desk/owners/seen")
    assert "made you the owner" not in ben.get("/").text


def test_overdue_pages_of_nobody_wait_for_those_who_curate_the_space(browser, session, world):
    for page in (world.start, world.publishing):
        kept = session.get_one(Page, page.id)
        kept.owner_person_id, kept.review_on = None, clock.now().date() - timedelta(days=1)
    session.commit()
    assert "2 pages to check" in browser("aisha.khan").get("/").text
    assert "pages to check" not in browser("ben.okafor").get("/").text
