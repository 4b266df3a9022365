"""The bell and the list of notices over the browser: one line a matter, under rights, within a budget of statements."""

from collections.abc import Callable

import pytest
from sqlalchemy import delete, select

from models.core.outbox import OutboxJob, Worker
from models.entries.curating import name_curator
from models.entries.following import Follow, follow, level_of, mute
from models.entries.tagging import Tag
from models.entries.trashing import trash
from models.forums.topic import answer, discuss
from models.messages.talking import begin, send
from models.microblog.sharing import share
from models.notices.making import NoticeMaker
from models.policy.viewer import viewer_of
from models.spaces.joining import take_out
from models.wiki.page import write_page
from tests.counting import statements
from tests.world import CANARY


@pytest.fixture
def made(session, database, world) -> Callable[[], None]:
    """Commit what the test did and have its notices made; those of the world itself are left out."""
    session.execute(delete(OutboxJob))
    session.commit()

    def make() -> None:
        session.commit()
        Worker(database, {"notices": NoticeMaker(database).handle}).drain()

    return make


def test_an_empty_list_says_what_will_stand_there(browser, world):
    text = browser("mo.moder").get("/notices").text
    assert "No notices yet" in text and "No unread notices" in text


def test_a_line_says_what_happened_and_why_i_got_it(browser, session, world, made):
    for by in (world.aisha, world.mo, world.mei):
        said = answer(world.question, by, "In May.")
    made()
    text = browser("tomas.reyes").get("/notices").text
    assert "Mei Wong and 2 others answered" in text
    assert "You asked this question." in text
    # It opens at the first that is new.
    assert f"/e/{said.id - 2}" in text


def test_the_bell_counts_on_every_page_and_reading_makes_it_less(browser, session, world, made):
    answer(world.question, world.aisha, "In May.")
    made()
    tomas = browser("tomas.reyes")
    assert "1 unread notice" in tomas.get("/spaces").text
    assert 'id="bell"' in tomas.get("/notices/bell").text
    assert tomas.post("/notices/1/read").status_code == 303
    assert "No unread notices" in tomas.get("/spaces").text
    tomas.post("/notices/1/read", {"on": "0"})
    assert "1 unread notice" in tomas.get("/spaces").text
    tomas.post("/notices/read")
    assert "No unread notices" in tomas.get("/spaces").text
    assert "Nothing is unread" in tomas.get("/notices?view=unread").text


def test_the_header_counts_conversations_with_unread_messages(browser, session, database, world):
    tomas = browser("tomas.reyes")
    with statements(database) as before:
        assert "No unread messages" in tomas.get("/spaces").text
    two = begin(session, viewer_of(session, world.aisha), [world.tomas])
    send(two, viewer_of(session, world.aisha), "Are you there?")
    session.commit()
    with statements(database) as after:
        text = tomas.get("/spaces").text
    assert "1 conversation with unread messages" in text and len(after) == len(before)
    assert "1 conversation with unread messages" in tomas.get("/notices/bell").text
    assert "No unread messages" in browser("aisha.khan").get("/spaces").text


def test_whoever_wrote_it_hears_that_it_is_shared(browser, session, world, made):
    share(session, world.question, viewer_of(session, world.ben), "Who knows?")
    share(session, world.publishing, viewer_of(session, world.aisha), "My own")
    made()
    assert "Ben Okafor shared what you wrote" in browser("tomas.reyes").get("/notices").text
    assert "shared what you wrote" not in browser("aisha.khan").get("/notices").text


def test_a_new_curator_hears_of_it_and_reads_the_topic_only_with_rights(browser, session, world, made):
    write_page(session, world.mei, world.mill, "Closed", "Text", tags=["closed-matter"])
    for name in ("web", "closed-matter"):
        tag = session.scalar(select(Tag).where(Tag.name == name))
        name_curator(session, tag, world.tomas.id, world.mei)
    made()
    text = browser("tomas.reyes").get("/notices").text
    assert text.count("Mei Wong named you a curator of this topic") == 2
    assert 'href="/tags/web/curate"' in text and "closed-matter" not in text
    assert "A topic of which you can read nothing" in text


def test_looking_at_notices_changes_nothing(browser, session, world, made):
    answer(world.question, world.aisha, "In May.")
    made()
    tomas = browser("tomas.reyes")
    tomas.get("/notices")
    tomas.get(f"/topics/{world.question.id}")
    assert "1 unread notice" in tomas.get("/notices").text


def test_the_notices_of_others_are_not_there(browser, session, world, made):
    answer(world.question, world.aisha, "In May.")
    made()
    ben = browser("ben.okafor")
    for address in ("/notices/1/read", "/notices/1/mute"):
        assert ben.post(address).status_code == ben.post("/notices/999999/read").status_code == 404


def test_a_muted_matter_is_silent_until_it_is_taken_back(browser, session, world, made):
    answer(world.question, world.aisha, "In May.")
    made()
    tomas = browser("tomas.reyes")
    tomas.post("/notices/1/mute")
    assert "You hear no more of this" in tomas.get("/notices").text
    answer(world.question, world.mo, "In June.")
    made()
    assert "No unread notices" in tomas.get("/").text
    tomas.post("/notices/1/mute?on=0")
    answer(world.question, world.mo, "In July.")
    made()
    assert "1 unread notice" in tomas.get("/").text


def test_what_may_no_longer_be_read_leaves_no_trace(browser, session, world, made):
    discuss(session, world.mei, f"Wheel {CANARY}", "For @gwen.guest", space=world.mill)
    made()
    gwen = browser("gwen.guest")
    assert "1 unread notice" in gwen.get("/notices").text
    take_out(session, world.mill, world.gwen, world.mei)
    made()
    text = gwen.get("/notices").text
    assert CANARY not in text and "No unread notices" in text and "Mei" not in text
    assert "No unread notices" in gwen.get("/notices/bell").text
    assert gwen.post("/notices/1/mute").status_code == 404


def test_the_author_reads_why_something_is_gone(browser, session, world, made):
    trash(world.answer, world.aisha, "Twice the same")
    made()
    ben = browser("ben.okafor")
    text = ben.get("/notices").text
    assert "Aisha Khan moved this to the trash: Twice the same" in text
    assert ben.get(f"/e/{world.answer.id}").status_code == 200


def test_a_notice_of_being_named_and_what_waits_on_home_are_one(browser, session, world, made):
    naming = discuss(session, world.aisha, "Salt", "Ask @mo.moder.", space=world.desk)
    made()
    mo = browser("mo.moder")
    assert "named you" in mo.get("/").text
    mo.post("/notices/1/read")
    assert "named you" not in mo.get("/").text
    again = discuss(session, world.aisha, "Sand", "Ask @mo.moder.", space=world.desk)
    made()
    assert "1 unread notice" in mo.get("/").text
    mo.post(f"/waiting/{again.id}/seen")
    assert "No unread notices" in mo.get("/").text and naming.id != again.id


def test_whoever_chose_so_gets_no_notice_of_a_reason(browser, session, world, made):
    tomas = browser("tomas.reyes")
    assert "Somebody answers my question" in tomas.get("/notices/choices").text
    assert tomas.post("/notices/choices", {"reasons": ["made-up"]}).status_code == 422
    assert tomas.post("/notices/choices", {"reasons": ["mention"]}).status_code == 303
    answer(world.question, world.aisha, "In May.")
    made()
    assert "No unread notices" in tomas.get("/notices").text


def test_the_list_goes_on_below_a_page(browser, session, world, made):
    for number in range(33):
        discuss(session, world.aisha, f"Salt {number}", "Ask @mo.moder.", space=world.desk)
    made()
    mo = browser("mo.moder")
    first = mo.get("/notices").text
    assert "Salt 32" in first and "Salt 2<" not in first
    older = first.split('rel="next" href="')[1].split('"')[0].replace("&amp;", "&")
    assert "Salt 2<" in mo.get(older).text and "Salt 32" not in mo.get(older).text


def test_the_bell_costs_a_page_one_statement_and_the_list_three(browser, session, database, world, made):
    for number in range(12):
        discuss(session, world.aisha, f"Salt {number}", "Ask @tomas.reyes.", space=world.desk)
    made()
    tomas = browser("tomas.reyes")
    with statements(database) as seen:
        tomas.get("/s/desk/wiki/publishing")
    assert len(seen) <= 8
    with statements(database) as seen:
        tomas.get("/notices")
    assert len(seen) <= 6


def test_how_much_i_want_of_what_i_follow_is_chosen_in_one_list(browser, session, world, made):
    follow(session, world.tomas, world.desk)
    mute(session, world.tomas, world.ben)
    session.commit()
    tomas = browser("tomas.reyes")
    mine = session.scalars(select(Follow).where(Follow.person_id == world.tomas.id))
    rows = {(row.space_id, row.followed_id): row.id for row in mine}
    session.commit()
    text = tomas.get("/notices/levels").text
    assert "Digital service desk" in text and "Ben Okafor" in text
    form = {f"level-{rows[world.desk.id, None]}": "notify", f"level-{rows[None, world.ben.id]}": ""}
    assert tomas.post("/notices/levels", form).status_code == 303
    assert level_of(session, world.tomas, world.desk) == "notify"
    assert level_of(session, world.tomas, world.ben) == ""
    session.commit()
    assert tomas.post("/notices/levels", {f"level-{rows[world.desk.id, None]}": "made-up"}).status_code == 400


def test_a_followed_space_that_is_hidden_by_now_has_no_name_in_the_list(browser, session, world, made):
    follow(session, world.gwen, world.mill)
    follow(session, world.gwen, world.secret_page)
    follow(session, world.gwen, world.mei)
    session.commit()
    gwen = browser("gwen.guest")
    assert CANARY in gwen.get("/notices/levels").text
    take_out(session, world.mill, world.gwen, world.mei)
    session.commit()
    text = gwen.get("/notices/levels").text
    assert CANARY not in text and "Mei" not in text
