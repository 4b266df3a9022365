"""Reading topics over the browser: what is new, where one goes on, long topics and their addresses."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from models.core import clock
from models.entries.following import follow
from models.entries.marker import ReadMarker
from models.entries.trashing import trash
from models.forums.topic import Reply, answer, discuss, reply
from tests.counting import statements
from tests.world import CANARY


@pytest.fixture
def long(session, world):
    """A discussion of 120 replies, one a day from 1 January 2025 on."""
    with clock.at(datetime(2025, 1, 1, 9, tzinfo=UTC)):
        topic = discuss(session, world.aisha, "Winter", "How was it?", space=world.desk)
    said = []
    for number in range(120):
        with clock.at(datetime(2025, 1, 1, 10, tzinfo=UTC) + timedelta(days=number)):
            said.append(reply(topic, topic, world.ben, f"Reply number {number}."))
    session.commit()
    return topic, [each.id for each in said]


def seen(reader, topic, *ids):
    return reader.post(f"/topics/{topic.id}/read", {"seen": ",".join(map(str, ids))})


def test_looking_at_posts_marks_them_as_read_and_the_rest_as_new(browser, long):
    topic, said = long
    mei = browser("mei.wong")
    assert 'id="new"' not in mei.get(f"/topics/{topic.id}").text
    assert seen(mei, topic, topic.id, *said[:62]).status_code == 204
    page = mei.get(f"/topics/{topic.id}").text
    assert "58 new" in page
    assert "Posts 61 to 90 of 120" in page
    assert page.index("Reply number 61.") < page.index('id="new"') < page.index("Reply number 62.")


def test_reading_a_topic_writes_nothing_by_itself(browser, database, session, world, long):
    topic, _said = long
    mei = browser("mei.wong")
    with statements(database) as made:
        mei.get(f"/topics/{topic.id}")
    assert not [each for each in made if not each.lstrip().upper().startswith("SELECT")]
    assert (
        session.scalar(select(ReadMarker).where(ReadMarker.person_id == world.mei.id, ReadMarker.topic_id == topic.id))
        is None
    )


def test_the_button_marks_as_read_without_scripts(browser, long):
    topic, said = long
    mei = browser("mei.wong")
    page = mei.get(f"/topics/{topic.id}").text
    assert "Mark as read up to here" in page
    assert mei.post(f"/topics/{topic.id}/read", {"to": said[49]}).status_code == 303
    assert "70 new" in mei.get(f"/topics/{topic.id}").text


def test_the_marker_never_moves_back_by_looking(browser, long):
    topic, said = long
    mei = browser("mei.wong")
    seen(mei, topic, said[119])
    seen(mei, topic, said[3])
    assert 'id="new"' not in mei.get(f"/topics/{topic.id}").text


def test_marked_unread_from_a_post_on_the_topic_opens_there(browser, long):
    topic, said = long
    mei = browser("mei.wong")
    seen(mei, topic, said[119])
    done = mei.post(f"/topics/{topic.id}/unread", {"from": said[117]})
    assert done.location == "/s/desk/forum"
    page = mei.get(f"/topics/{topic.id}").text
    assert "3 new" in page
    assert page.index('id="new"') < page.index("Reply number 117.")


def test_my_own_posts_are_never_new_to_me(browser, session, long):
    topic, said = long
    mei = browser("mei.wong")
    seen(mei, topic, said[119])
    mei.post(f"/topics/{topic.id}/answer", {"body": "Mine"})
    assert 'id="new"' not in mei.get(f"/topics/{topic.id}").text


def test_among_sorted_answers_a_gap_stays_new(browser, session, world):
    first, second, third = (answer(world.question, world.ben, f"{word} answer") for word in ("One", "Two", "Three"))
    session.commit()
    mei = browser("mei.wong")
    seen(mei, world.question, world.question.id, world.answer.id, first.id, third.id)
    assert "2 new" in mei.get(f"/topics/{world.question.id}").text
    seen(mei, world.question, second.id, third.id)
    assert 'href="#new"' not in mei.get(f"/topics/{world.question.id}").text


def test_lists_say_how_much_is_new_and_lead_there(browser, database, session, world):
    mei = browser("mei.wong")
    seen(mei, world.question, world.question.id, world.answer.id)
    assert "<b>1 new</b>" not in mei.get("/s/desk/forum").text
    answer(world.question, world.aisha, "One more")
    session.commit()
    page = mei.get("/s/desk/forum").text
    assert "<b>1 new</b>" in page
    assert f'href="/topics/{world.question.id}#new"' in page
    assert "<b>1 new</b>" in mei.get("/").text
    assert "<b>1 new</b>" not in browser("tomas.reyes").get("/s/mill/forum").text


def test_the_unread_page_lists_what_i_follow_and_nothing_else(browser, session, world):
    aisha = browser("aisha.khan")
    assert "Nothing new" in aisha.get("/unread").text
    follow(session, world.aisha, world.question)
    session.commit()
    answer(world.question, world.ben, "One more")
    session.commit()
    page = aisha.get("/unread").text
    assert "Who checks statements?" in page
    assert "1 new" in page


def test_the_unread_page_forgets_what_one_may_no_longer_read(browser, session, world):
    follow(session, world.tomas, world.secret_question)
    answer(world.secret_question, world.mei, f"More {CANARY}")
    session.commit()
    assert CANARY not in browser("tomas.reyes").get("/unread").text


def test_an_outsider_cannot_mark_a_topic_that_they_do_not_see(browser, world):
    tomas = browser("tomas.reyes")
    for where in ("read", "unread"):
        assert tomas.post(f"/topics/{world.secret_question.id}/{where}", {"seen": "1"}).status_code == 404


def test_numbers_that_nobody_has_seen_are_passed_over(browser, session, world):
    mei = browser("mei.wong")
    assert seen(mei, world.question, "x", "-1", 2**70, 999_999, world.secret_question.id).status_code == 204
    assert (
        session.scalar(
            select(ReadMarker).where(ReadMarker.person_id == world.mei.id, ReadMarker.topic_id == world.question.id)
        )
        is None
    )


def test_a_long_discussion_tells_where_one_is_and_leads_to_both_ends(browser, long):
    topic, said = long
    mei = browser("mei.wong")
    first = mei.get(f"/topics/{topic.id}?after=0-0").text
    assert "Posts 1 to 30 of 120" in first
    assert 'rel="prev"' not in first
    last = mei.get(f"/topics/{topic.id}?at=last").text
    assert "Posts 91 to 120 of 120" in last
    assert 'rel="next"' not in last
    before = last.split('rel="prev" href="')[1].split('"')[0]
    assert "Posts 61 to 90 of 120" in mei.get(before.replace("&amp;", "&")).text


def test_the_address_of_a_page_stays_when_others_are_trashed(browser, session, world, long):
    topic, said = long
    mei = browser("mei.wong")
    later = mei.get(f"/topics/{topic.id}").text.split('rel="next" href="')[1].split('"')[0]
    trash(session.get_one(Reply, said[29]), world.ben)
    session.commit()
    page = mei.get(later).text
    assert "Reply number 30." in page
    assert "Posts 30 to 59 of 119" in page


def test_a_permalink_leads_to_the_page_of_its_post(browser, long):
    topic, said = long
    mei = browser("mei.wong")
    goes_to = mei.get(f"/e/{said[77]}").location
    assert goes_to == f"/topics/{topic.id}?at={said[77]}#e{said[77]}"
    page = mei.get(goes_to).text
    assert f'id="e{said[77]}"' in page
    assert "Posts 61 to 90 of 120" in page


@pytest.mark.parametrize(
    ("day", "number"), [("2025-02-10", 40), ("2020-01-01", 0), ("2031-01-01", 119), ("2025-01-01", 0)]
)
def test_one_jumps_to_the_first_post_of_a_day(browser, long, day, number):
    topic, said = long
    goes_to = browser("mei.wong").get(f"/topics/{topic.id}?date={day}").location
    assert goes_to == f"/topics/{topic.id}?at={said[number]}#e{said[number]}"


@pytest.mark.parametrize("day", ["", "yesterday", "2025-02-31"])
def test_a_day_that_is_none_is_told_at_the_field(browser, long, day):
    topic, _said = long
    page = browser("mei.wong").get(f"/topics/{topic.id}?date={day}")
    assert page.status_code == 200
    assert "go-to-day-error" in page.text


def test_a_long_discussion_costs_as_many_statements_as_a_short_one(browser, database, long):
    topic, said = long
    mei = browser("mei.wong")
    for address in (f"/topics/{topic.id}", f"/topics/{topic.id}?at={said[77]}", f"/topics/{topic.id}?at=last"):
        with statements(database) as made:
            mei.get(address)
        assert len(made) <= 10, address


def test_a_question_with_hundreds_of_posts_is_read_in_order_of_time(browser, session, world, monkeypatch):
    monkeypatch.setattr("models.forums.reading.MOST_SORTED", 5)
    for number in range(60):
        answer(world.question, world.ben, f"Answer number {number}.")
    session.commit()
    page = browser("mei.wong").get(f"/topics/{world.question.id}").text
    assert "Posts 1 to 30 of 61" in page
    assert page.index("The desk does") < page.index("Answer number 3.") < page.index("Answer number 9.")


def test_a_topic_is_muted_on_its_page_and_leaves_the_unread_ones(browser, session, world):
    aisha = browser("aisha.khan")
    follow(session, world.aisha, world.question)
    session.commit()
    answer(world.question, world.ben, "One more")
    session.commit()
    assert "Who checks statements?" in aisha.get("/unread").text
    assert aisha.post(f"/e/{world.question.id}/mute", {"on": "1"}).status_code == 303
    assert "Nothing new" in aisha.get("/unread").text
    assert "You muted this" in aisha.get(f"/topics/{world.question.id}").text
    aisha.post(f"/e/{world.question.id}/mute", {"on": "0"})
    assert "You muted this" not in aisha.get(f"/topics/{world.question.id}").text
