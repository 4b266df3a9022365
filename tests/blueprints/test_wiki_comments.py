"""Comments below a page: writing, answering, resolving, closing, and what the page costs with them."""

import re

import pytest
from sqlalchemy.orm import Session

from models.entries.entry import Entry
from models.entries.trashing import trash
from models.spaces.joining import add_member
from models.wiki.comments.commenting import Chosen, answer_comment, close_comments, comment, resolve_comment
from models.wiki.comments.discussion import PAGE
from models.wiki.page import Page
from tests.counting import statements
from tests.world import CANARY, World

PUBLISHING = "/s/desk/wiki/publishing"


@pytest.fixture
def page(session: Session, world: World) -> Page:
    return session.get_one(Page, world.publishing.id)


@pytest.fixture
def said(session: Session, world: World, page: Page) -> Entry:
    made = comment(page, world.ben, "Which **guide** is meant?", chosen=Chosen("Read the guide."))
    session.commit()
    return made


def test_a_comment_stands_below_its_page(browser, world: World):
    reader = browser("tomas.reyes")
    sent = reader.post(f"/pages/{world.publishing.id}/comments", {"body": "Good, thank you @ben.okafor"})
    assert sent.status_code == 303
    page = reader.get(sent.location).text
    assert "1 open comment" in page and "Good, thank you" in page and "Your comment is posted" in page


def test_a_comment_on_a_passage_shows_the_passage_and_leads_to_it(browser, said: Entry):
    page = browser("tomas.reyes").get(PUBLISHING).text
    assert '<a href="#h-before-you-start:~:text=Read%20the%20guide." data-passage-link>Read the guide.</a>' in page
    assert 'data-quote="Read the guide."' in page


def test_a_passage_that_is_not_in_the_page_comes_back_with_the_text(browser, world: World):
    sent = browser("tomas.reyes").post(
        f"/pages/{world.publishing.id}/comments", {"body": "Is this kept?", "quote": "Words from another page"}
    )
    assert sent.status_code == 422
    assert "These words do not stand in the page" in sent.text
    assert "Is this kept?</textarea>" in sent.text and "Words from another page</textarea>" in sent.text


def test_a_comment_that_is_too_long_comes_back_whole(browser, world: World):
    text = "long " * 20_000
    sent = browser("tomas.reyes").post(f"/pages/{world.publishing.id}/comments", {"body": text})
    assert sent.status_code == 422 and "10,000 characters or fewer" in sent.text and text.strip() in sent.text


def test_an_empty_comment_is_refused_with_a_sentence(browser, world: World):
    sent = browser("tomas.reyes").post(f"/pages/{world.publishing.id}/comments", {"body": " ", "quote": ""})
    assert sent.status_code == 422 and "Enter some text" in sent.text


def test_an_answer_stands_in_its_thread_and_the_one_who_was_named_no_longer_waits(
    browser, session: Session, world: World, page: Page
):
    head = comment(page, world.tomas, "@ben.okafor is this right?")
    session.commit()
    ben = browser("ben.okafor")
    assert "is this right?" in ben.get("/").text
    sent = ben.post(f"/comments/{head.id}/answer", {"body": "It is."})
    assert "It is." in ben.get(sent.location).text
    assert "is this right?" not in ben.get("/").text


def test_an_answer_to_an_answer_joins_the_thread(browser, session: Session, world: World, page: Page, said: Entry):
    below = answer_comment(said, page, world.aisha, "The web guide")
    session.commit()
    browser("tomas.reyes").post(f"/comments/{below.id}/answer", {"body": "Thanks both"})
    session.expire_all()
    assert session.query(Entry).order_by(Entry.id.desc()).first().parent_id == said.id


def test_an_empty_answer_comes_back_in_its_thread(browser, said: Entry):
    sent = browser("tomas.reyes").post(f"/comments/{said.id}/answer", {"body": ""})
    assert sent.status_code == 422 and f'id="answer-{said.id}-error"' in sent.text


def test_a_thread_is_resolved_folded_and_opened_again(browser, said: Entry):
    ben = browser("ben.okafor")
    ben.post(f"/comments/{said.id}/resolution", {"on": "1"})
    page = ben.get(PUBLISHING).text
    assert "Resolved (1)" in page and "Resolved by Ben Okafor" in page and "open comment" not in page
    ben.post(f"/comments/{said.id}/reopening")
    assert "1 open comment" in ben.get(PUBLISHING).text


def test_a_reader_resolves_their_own_comment_alone(browser, session: Session, world: World, page: Page, said: Entry):
    own = comment(page, world.tomas, "Mine")
    session.commit()
    reader = browser("tomas.reyes")
    assert reader.post(f"/comments/{said.id}/resolution").status_code == 403
    assert reader.post(f"/comments/{own.id}/resolution").status_code == 303


def test_authors_edit_their_own_comments_and_curators_do_not(browser, said: Entry):
    assert f"/e/{said.id}/edit" in browser("ben.okafor").get(PUBLISHING).text
    aisha = browser("aisha.khan")
    assert f"/e/{said.id}/edit" not in aisha.get(PUBLISHING).text
    assert aisha.get(f"/e/{said.id}/edit").status_code == 403
    assert f"/e/{said.id}/trash" in aisha.get(PUBLISHING).text


def test_closed_comments_take_no_more_and_keep_the_text(browser, session: Session, world: World, page: Page):
    reader = browser("tomas.reyes")
    assert "Comment on this page" in reader.get(PUBLISHING).text
    close_comments(page, world.aisha)
    session.commit()
    shown = reader.get(PUBLISHING).text
    assert "Comments on this page are closed." in shown and "Comment on this page" not in shown
    sent = reader.post(f"/pages/{page.id}/comments", {"body": "Typed a while ago"})
    assert sent.status_code == 409 and "Typed a while ago</textarea>" in sent.text


def test_a_curator_closes_comments_and_opens_them(browser, world: World):
    aisha = browser("aisha.khan")
    address = f"/pages/{world.publishing.id}/comments/closing"
    aisha.post(address, {"on": "1"})
    assert "Comments on this page are closed." in aisha.get(PUBLISHING).text
    aisha.post(address, {"on": "0"})
    assert "Comment on this page" in aisha.get(PUBLISHING).text
    assert browser("ben.okafor").post(address, {"on": "1"}).status_code == 403


def test_where_readers_may_not_post_they_do_not_comment(browser, session: Session, world: World):
    world.desk.readers_may_post = False
    session.commit()
    reader = browser("tomas.reyes")
    assert "Comment on this page" not in reader.get(PUBLISHING).text
    assert reader.post(f"/pages/{world.publishing.id}/comments", {"body": "x"}).status_code == 403
    assert "Comment on this page" in browser("ben.okafor").get(PUBLISHING).text


def test_a_comment_for_a_page_in_the_trash_is_given_back(browser, session: Session, world: World, page: Page):
    trash(page, world.aisha)
    session.commit()
    sent = browser("tomas.reyes").post(f"/pages/{page.id}/comments", {"body": "Words I do not want to lose"})
    assert sent.status_code == 404 and "Words I do not want to lose" in sent.text


def test_a_permalink_leads_to_the_comment_on_its_page(browser, said: Entry):
    answer = browser("tomas.reyes").get(f"/e/{said.id}")
    assert answer.location == f"{PUBLISHING}?comment={said.id}#e{said.id}"


def test_comments_of_a_closed_page_are_for_its_members(browser, session: Session, world: World):
    secret = session.get_one(Page, world.secret_page.id)
    head = comment(secret, world.mei, f"Why {CANARY}?")
    session.commit()
    for address in (f"/e/{head.id}", f"/e/{head.id}/history"):
        assert browser("tomas.reyes").get(address).status_code == 404
    assert browser("tomas.reyes").post(f"/comments/{head.id}/answer", {"body": "x"}).status_code == 404
    assert f"Why {CANARY}?" in browser("gwen.guest").get(f"/s/mill/wiki/{secret.slug}").text


def test_a_member_who_may_only_read_a_closed_space_comments_where_readers_may(browser, session: Session, world: World):
    add_member(session, world.mill, world.tomas, "reader", world.mei)
    session.commit()
    sent = browser("tomas.reyes").post(f"/pages/{world.secret_page.id}/comments", {"body": "I only read here"})
    assert sent.status_code == 303


def test_a_passage_that_is_gone_is_said_to_be(browser, session: Session, world: World, page: Page, said: Entry):
    page.revise(by=world.aisha, based_on=1, title="Publishing", body="Something else entirely stands here now.")
    session.commit()
    shown = browser("tomas.reyes").get(PUBLISHING).text
    assert "The passage is gone." in shown and "It read: “Read the guide.”" in shown
    assert "data-quote" not in shown


def test_many_comments_are_shown_in_parts(browser, session: Session, world: World, page: Page):
    for number in range(200):
        comment(page, world.ben, f"Comment number {number}", quiet=True)
    session.commit()
    reader = browser("tomas.reyes")
    first = reader.get(PUBLISHING).text
    assert "200 open comments" in first and first.count('class="answer said thread') == PAGE
    later = re.search(r'href="(\?comments=[^"#]+)#comments"', first)
    assert later is not None
    second = reader.get(PUBLISHING + later[1]).text
    assert f"Comment number {PAGE}<" in second and "Show the first comments" in second


def test_a_page_with_comments_costs_one_statement_more(
    browser, database, session: Session, world: World, page: Page, said: Entry
):
    for number in range(20):
        resolve_comment(answer_to(page, world, number), world.aisha)
    session.commit()
    reader = browser("aisha.khan")
    reader.get(PUBLISHING)
    with statements(database) as seen:
        assert reader.get(PUBLISHING).status_code == 200
    assert len(seen) <= 8, "\n\n".join(seen)


def answer_to(page: Page, world: World, number: int) -> Entry:
    head = comment(page, world.ben, f"Comment {number}", quiet=True)
    answer_comment(head, page, world.mei, "Yes", quiet=True)
    return head
