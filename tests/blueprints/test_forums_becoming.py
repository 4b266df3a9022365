"""An answer becomes a wiki page: a draft first, the credit on both ends, and nobody reads more by accident."""

import pytest

from models.entries.crediting import credit
from models.entries.trashing import trash
from models.forums.topic import answer
from models.spaces.joining import add_member
from models.wiki.page import write_page
from models.wiki.requests.approval import require_approval
from tests.masking import masked
from tests.world import CANARY


@pytest.fixture
def curating_mei(session, world):
    """Mei may write pages on the open desk and in her closed space."""
    add_member(session, world.desk, world.mei, "contributor", world.aisha)
    session.commit()


def _form(world, **more):
    return {"title": "Who checks", "body": "The desk does.", "parent": "0", "answer": world.answer.id, **more}


def test_the_editor_opens_with_the_question_in_short_and_the_answer(browser, world):
    aisha = browser("aisha.khan")
    step = aisha.get(f"/answers/{world.answer.id}/page").text
    assert "Begin a new page" in step
    assert "Everyone can read this" in step
    editor = aisha.get(f"/s/desk/wiki/new?answer={world.answer.id}").text
    assert 'value="Who checks statements?"' in editor
    assert "&gt; We have" in editor
    assert "The desk does, every May." in editor
    assert 'name="more_readers"' not in editor


def test_saving_names_the_author_on_both_ends_and_in_the_history(browser, world):
    aisha = browser("aisha.khan")
    done = aisha.post("/s/desk/wiki/new", _form(world))
    page = browser("tomas.reyes").get(done.location).text
    assert "From the answer of" in page
    assert 'href="/people/ben.okafor"' in page
    topic = browser("tomas.reyes").get(f"/topics/{world.question.id}").text
    assert "This is now a page:" in topic
    assert "Open, now a page" in browser("tomas.reyes").get("/s/desk/forum").text
    page_id = page.split('href="/e/')[1].split("/")[0].split('"')[0]
    assert page_id
    history = [part for part in page.split('"') if part.endswith("/history")][0]
    assert "From the answer of Ben Okafor" in aisha.get(history).text


def test_nothing_is_saved_by_looking_at_it(browser, session, world):
    aisha = browser("aisha.khan")
    aisha.get(f"/answers/{world.answer.id}/page?space=desk")
    aisha.get(f"/s/desk/wiki/new?answer={world.answer.id}")
    assert "This is now a page" not in aisha.get(f"/topics/{world.question.id}").text


def test_a_closed_answer_asks_before_more_people_read_it(browser, session, world, curating_mei):
    mei = browser("mei.wong")
    step = mei.get(f"/answers/{world.secret_answer.id}/page?space=desk").text
    assert "More people could read it there" in step
    form = _form(world, answer=world.secret_answer.id)
    refused = mei.post("/s/desk/wiki/new", form)
    assert refused.status_code == 422
    assert "Confirm that these people may read the text" in refused.text
    assert "The desk does." in refused.text
    done = mei.post("/s/desk/wiki/new", form | {"more_readers": "y"})
    assert done.status_code == 303
    open_page = browser("tomas.reyes").get(done.location).text
    assert CANARY not in open_page
    assert "From the answer of" not in open_page
    assert "Gwen" not in open_page
    assert "Gwen Guest" in mei.get(done.location).text


def test_a_closed_answer_stays_in_its_space_without_a_question(browser, world):
    step = browser("mei.wong").get(f"/answers/{world.secret_answer.id}/page?space=mill").text
    assert "More people could read" not in step


def test_an_answer_is_added_to_a_page_that_is_there(browser, session, world):
    aisha = browser("aisha.khan")
    step = aisha.get(f"/answers/{world.answer.id}/page?space=desk&find=publ").text
    assert f"/pages/{world.publishing.id}/edit?answer={world.answer.id}" in step
    editor = aisha.get(f"/pages/{world.publishing.id}/edit?answer={world.answer.id}").text
    assert "## Who checks statements?" in editor
    assert "Read the **guide**." in editor
    sent = {"title": "Publishing", "body": "All of it", "based_on": "1", "answer": world.answer.id, "tags": "web"}
    assert aisha.post(f"/pages/{world.publishing.id}/edit", sent).status_code == 303
    assert "From the answer of" in aisha.get("/s/desk/wiki/publishing").text


def test_links_of_the_answer_name_their_space_in_another_one(browser, session, world, curating_mei):
    said = answer(world.question, world.aisha, "See [[Publishing]], [[mill:Other]] and [[#below]].")
    session.commit()
    editor = browser("mei.wong").get(f"/s/mill/wiki/new?answer={said.id}").text
    assert "[[desk:Publishing]], [[mill:Other]] and [[#below]]" in editor


def test_an_answer_that_one_may_not_see_fills_no_editor(browser, world):
    aisha = browser("aisha.khan")
    for number in (world.secret_answer.id, 999_999, world.question.id, "x", "9" * 30):
        assert aisha.get(f"/s/desk/wiki/new?answer={number}").status_code == 404
    closed, made_up = (
        aisha.post("/s/desk/wiki/new", _form(world, answer=number)) for number in (world.secret_answer.id, 999_999)
    )
    assert closed.status_code == 422 and masked(closed) == masked(made_up)


def test_an_answer_that_went_away_meanwhile_takes_no_text_with_it(browser, session, world):
    trash(world.answer, world.ben)
    session.commit()
    aisha = browser("aisha.khan")
    answer = aisha.post("/s/desk/wiki/new", _form(world))
    assert answer.status_code == 422 and "is no longer there" in answer.text
    assert _form(world)["body"] in answer.text and f'value="{world.answer.id}"' not in answer.text


def test_the_offer_stands_where_somebody_may_write_pages(browser, world):
    assert "Turn into a page" in browser("aisha.khan").get(f"/topics/{world.question.id}").text
    assert "Turn into a page" not in browser("tomas.reyes").get(f"/topics/{world.question.id}").text
    assert "no space where you can write" in browser("tomas.reyes").get(f"/answers/{world.answer.id}/page").text


def test_where_pages_need_approval_the_credit_comes_with_it(browser, session, world):
    require_approval(session, world.aisha, world.desk, None, needed=1)
    session.commit()
    sent = browser("ben.okafor").post("/s/desk/wiki/new", _form(world))
    assert "/change-requests/" in sent.location
    aisha = browser("aisha.khan")
    aisha.post(f"{sent.location}/review", {"verdict": "approved", "number": "1"})
    page = aisha.get("/s/desk/wiki/who-checks").text
    assert "From the answer of" in page


def test_what_is_a_page_already_is_offered_first(browser, session, world):
    made = write_page(session, world.aisha, world.desk, "Statements", "Text")
    credit(session, world.aisha, world.answer, made)
    session.commit()
    step = browser("aisha.khan").get(f"/answers/{world.answer.id}/page").text
    assert "From this question there is already:" in step
