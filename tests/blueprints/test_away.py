"""Who is away: what is said beside a message to them, where questions for them wait; and posts on people's pages."""

from datetime import timedelta

import pytest

from models.core import clock
from models.core.db import commit
from models.forums.asked import invite, pass_on
from models.forums.topic import answer, ask
from models.messages.talking import begin, send
from models.people.absence import come_back, go_away
from models.people.post import Post, hold
from models.people.profile import choose_audiences
from models.policy.viewer import viewer_of
from tests.counting import statements

FOR_YOU = "/questions?view=for-you"
DAYS = timedelta(days=9)


@pytest.fixture
def away(session, world):
    """Ben was asked something and is away; Aisha stands in."""
    asked = ask(session, world.tomas, "Which salt?", "For roads", space=world.desk)
    hidden = ask(session, world.mei, "Which mill?", "For salt", space=world.mill)
    invite(asked, world.tomas, world.ben)
    today = clock.now().date()
    go_away(session, world.ben, today, today + DAYS, world.aisha)
    commit(session)
    return asked, hidden


def test_questions_for_somebody_who_is_away_wait_for_the_deputy_until_one_of_them_answers(
    browser, session, world, away
):
    aisha, asked = browser("aisha.khan"), away[0]
    page = aisha.get(FOR_YOU).text
    assert "Which salt?" in page and "You stand in for Ben Okafor, who was asked and is away." in page
    assert "1 question for you" in aisha.get("/").text
    assert "Which salt?" in browser("ben.okafor").get(FOR_YOU).text, "it waits for both"
    assert "Which salt?" not in browser("mei.wong").get(FOR_YOU).text
    pass_on(asked, world.aisha)
    commit(session)
    assert "Which salt?" not in aisha.get(FOR_YOU).text
    second = ask(session, world.tomas, "Which sand?", "For roads", space=world.desk)
    go_away(session, world.ben, clock.now().date(), clock.now().date() + DAYS, None)
    invite(second, world.tomas, world.ben)
    go_away(session, world.ben, clock.now().date(), clock.now().date() + DAYS, world.aisha)
    commit(session)
    assert "Which sand?" in aisha.get(FOR_YOU).text
    answer(second, world.ben, "Coarse.")
    commit(session)
    assert "Which sand?" not in aisha.get(FOR_YOU).text


def test_what_the_deputy_may_not_read_and_who_is_back_leave_nothing_there(browser, session, world, away):
    hidden = away[1]
    today = clock.now().date()
    go_away(session, world.gwen, today, today + DAYS, world.aisha)
    invite(hidden, world.mei, world.gwen)
    commit(session)
    assert "Which mill?" not in browser("aisha.khan").get(FOR_YOU).text
    come_back(session, world.ben)
    commit(session)
    assert "Which salt?" not in browser("aisha.khan").get(FOR_YOU).text


def test_a_message_to_somebody_who_is_away_says_until_when_and_who_stands_in(browser, database, session, world, away):
    two = begin(session, viewer_of(session, world.tomas), [world.ben])
    send(two, viewer_of(session, world.tomas), "Good morning", "t1")
    with_guest = begin(session, viewer_of(session, world.mei), [world.gwen])
    send(with_guest, viewer_of(session, world.mei), "Good morning", "t2")
    today = clock.now().date()
    go_away(session, world.mei, today, today + DAYS, world.aisha)
    commit(session)
    tomas = browser("tomas.reyes")
    for address in (f"/messages/{two.id}", "/messages/new?to=ben.okafor"):
        page = tomas.get(address).text
        assert (
            "Ben Okafor is away until" in page and 'href="/messages/new?to=aisha.khan">Aisha Khan</a> stands in' in page
        )
    assert "is away" not in browser("gwen.guest").get(f"/messages/{with_guest.id}").text, "guests are not told"
    tomas.get(f"/messages/{two.id}")
    with statements(database) as seen:
        tomas.get(f"/messages/{two.id}")
    assert len(seen) <= 12, seen


def test_posts_stand_on_the_page_of_whoever_holds_them_for_colleagues(browser, session, world):
    post = Post(department_id=world.roads.id, title="Deputy director, salt", unit="Winter", created_at=clock.now())
    session.add(post)
    session.flush()
    hold(session, post, [world.mei.id])
    commit(session)
    address = f'href="/departments/{world.roads.id}/chart?post={post.id}"'
    page = browser("tomas.reyes").get("/people/mei.wong").text
    assert address in page and "Deputy director, salt" in page and "Roads directorate" in page
    assert address not in browser("gwen.guest").get("/people/mei.wong").text
    choose_audiences(session, world.mei, {"role": "me"})
    commit(session)
    assert address not in browser("tomas.reyes").get("/people/mei.wong").text
    choose_audiences(session, world.mei, {"role": "everyone"})
    hold(session, post, [])
    commit(session)
    assert address not in browser("tomas.reyes").get("/people/mei.wong").text
