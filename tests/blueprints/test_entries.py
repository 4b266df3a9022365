"""What every kind of entry shares: permalinks, reactions, follows, bookmarks, tags, reports, previews."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.entries.following import Bookmark, Follow, bookmark
from models.entries.reacting import Reaction, react
from models.entries.tagging import tags_on
from models.entries.trashing import trash
from models.forums.topic import Reply, discuss, reply
from models.microblog.micropost import Micropost, reply_to_post
from models.moderation.report import Report
from tests.counting import statements
from tests.masking import masked
from tests.world import CANARY, World

HX = {"HX-Request": "true"}


def test_a_permalink_leads_to_where_each_kind_is_read(browser, session: Session, world: World):
    said = reply_to_post(session.get_one(Micropost, world.note.id), world.note, world.mei, "Thanks")
    topic = discuss(session, world.aisha, "Plans", "Text", space=world.desk)
    below = reply(topic, topic, world.ben, "Good")
    session.commit()
    reader = browser("tomas.reyes")
    leads = {each.id: reader.get(f"/e/{each.id}").location for each in (world.publishing, world.question, world.note)}
    assert leads == {
        world.publishing.id: "/s/desk/wiki/publishing",
        world.question.id: f"/topics/{world.question.id}",
        world.note.id: f"/posts/{world.note.id}",
    }
    assert (
        reader.get(f"/e/{world.answer.id}").location
        == f"/topics/{world.question.id}?at={world.answer.id}#e{world.answer.id}"
    )
    assert reader.get(f"/e/{below.id}").location == f"/topics/{topic.id}?at={below.id}#e{below.id}"
    assert reader.get(f"/e/{said.id}").location == f"/posts/{world.note.id}#e{said.id}"


@pytest.mark.parametrize("door", ["", "/history", "/history/1", "/compare", "/edit", "/tags", "/trash", "/report"])
def test_no_door_of_a_closed_entry_opens(browser, world: World, door):
    stranger = browser("tomas.reyes")
    made_up = stranger.get(f"/e/999999{door}")
    for entry in (world.secret_page, world.secret_question, world.secret_answer, world.secret_post):
        assert masked(stranger.get(f"/e/{entry.id}{door}")) == masked(made_up)


@pytest.mark.parametrize(
    "door", ["reaction", "follow", "bookmark", "restore", "tags", "trash", "untrash", "purge", "report", "edit"]
)
def test_nothing_can_be_done_to_a_closed_entry(browser, world: World, door):
    stranger = browser("tomas.reyes")
    for entry in (world.secret_page, world.secret_post):
        assert stranger.post(f"/e/{entry.id}/{door}", {"on": "1", "number": "1"}).status_code == 404


def test_a_reaction_goes_on_and_off_without_a_script(browser, session: Session, world: World):
    reader, address = browser("tomas.reyes"), f"/e/{world.publishing.id}/reaction?word=useful"
    answer = reader.post(address, {"on": "1"}, headers={"Referer": "http://localhost/s/desk/wiki/publishing"})
    assert (answer.status_code, answer.location) == (303, "/s/desk/wiki/publishing")
    assert session.scalar(select(Reaction.word)) == "useful"
    session.rollback()
    reader.post(address, {"on": "0"})
    assert session.scalar(select(Reaction.word)) is None


def test_a_script_gets_the_button_anew(browser, session: Session, world: World):
    react(session, world.publishing, world.mei, "useful")
    session.commit()
    answer = browser("tomas.reyes").post(f"/e/{world.publishing.id}/reaction?word=useful", {"on": "1"}, headers=HX)
    assert f'hx-post="/e/{world.publishing.id}/reaction?word=useful"' in answer.text
    assert 'aria-pressed="true"' in answer.text and '<span class="count">2</span>' in answer.text


def test_a_vote_is_answered_by_a_vote_button(browser, world: World):
    answer = browser("tomas.reyes").post(f"/e/{world.answer.id}/reaction", {"on": "1", "vote": "1"}, headers=HX)
    assert 'class="vote toggle"' in answer.text and "<b>1</b>" in answer.text


def test_a_word_that_does_not_fit_is_refused(browser, world: World):
    assert browser("tomas.reyes").post(f"/e/{world.note.id}/reaction?word=useful", {"on": "1"}).status_code == 400


def test_following_and_bookmarking_are_toggles(browser, session: Session, world: World):
    reader, page, me = browser("tomas.reyes"), world.publishing.id, world.tomas.id
    for verb, label in (("follow", "Following"), ("bookmark", "Bookmarked")):
        answer = reader.post(f"/e/{page}/{verb}", {"on": "1"}, headers=HX)
        assert label in answer.text and 'name="on" value="0"' in answer.text
    assert page in session.scalars(select(Follow.entry_id).where(Follow.person_id == me)).all()
    assert session.scalar(select(Bookmark.entry_id)) == page
    session.rollback()
    reader.post(f"/e/{page}/bookmark", {"on": "0"})
    assert session.scalar(select(Bookmark.entry_id)) is None


def test_nothing_changes_without_a_token(browser, session: Session, world: World):
    assert browser("tomas.reyes").post(f"/e/{world.note.id}/follow", {"on": "1"}, csrf=False).status_code == 400


def test_bookmarks_list_what_may_still_be_read(browser, database, session: Session, world: World):
    reader = browser("tomas.reyes")
    assert "No bookmarks yet" in reader.get("/bookmarks").text
    for entry in (world.publishing, world.question, world.answer, world.note, world.secret_page):
        bookmark(session, world.tomas, entry)
    session.commit()
    with statements(database) as seen:
        page = reader.get("/bookmarks").text
    assert len(seen) <= 4
    assert "Publishing" in page and "Who checks statements?" in page and CANARY not in page


def test_tags_are_set_by_those_who_may(browser, session: Session, world: World):
    assert browser("mei.wong").get(f"/e/{world.question.id}/tags").status_code == 403
    asker, address = browser("tomas.reyes"), f"/e/{world.question.id}/tags"
    assert 'value="web"' in asker.get(address).text
    assert asker.post(address, {"tags": "Audits, web"}).status_code == 303
    assert tags_on(session, world.question) == ["audits", "web"]


def test_tags_of_a_post_are_its_words(browser, world: World):
    assert browser("ben.okafor").post(f"/e/{world.note.id}/tags", {"tags": "x"}).status_code == 409


def test_a_report_needs_a_reason_and_keeps_the_text(browser, session: Session, world: World):
    reader, address = browser("tomas.reyes"), f"/e/{world.note.id}/report"
    assert reader.get(address).text.count('type="radio"') == 5
    answer = reader.post(address, {"text": "See line two"})
    assert answer.status_code == 422 and "Choose a reason" in answer.text and "See line two</textarea>" in answer.text
    assert reader.post(address, {"reason": "wrong", "text": "See line two"}).status_code == 303
    found = session.scalars(select(Report)).one()
    assert (found.entry_id, found.reason, found.note) == (world.note.id, "wrong", "See line two")


def test_a_preview_is_drawn_as_the_page_will_be(browser, world: World):
    writer = browser("ben.okafor")
    answer = writer.post("/preview?space=desk", {"text": "**Hi** [[Publishing]] @mei.wong @nobody <script>x</script>"})
    assert "<strong>Hi</strong>" in answer.text and 'href="/s/desk/wiki/publishing"' in answer.text
    assert 'href="/people/mei.wong"' in answer.text and "/people/nobody" not in answer.text
    assert "<script" not in answer.text and "<html" not in answer.text


def test_a_preview_for_a_closed_entry_is_not_found(browser, world: World):
    assert browser("tomas.reyes").post(f"/preview?entry={world.secret_page.id}", {"text": "x"}).status_code == 404


def test_a_preview_asks_for_signing_in(browser):
    assert browser().post("/preview", {"text": "x"}).status_code == 401


def test_an_author_edits_an_answer_and_others_cannot(browser, session: Session, world: World):
    address = f"/e/{world.answer.id}/edit"
    assert browser("tomas.reyes").get(address).status_code == 403
    author = browser("ben.okafor")
    assert "Everyone can read this" in author.get(address).text
    sent = {"body": "The desk does, every June.", "summary": "Month", "based_on": "1"}
    assert author.post(address, sent).location == f"/e/{world.answer.id}"
    assert "Month" in author.get(f"/e/{world.answer.id}/history").text


def test_an_author_edits_a_question_with_title_and_tags(browser, session: Session, world: World):
    sent = {"title": "Who checks?", "body": "Asked anew", "tags": "audits", "based_on": "1"}
    assert browser("tomas.reyes").post(f"/e/{world.question.id}/edit", sent).status_code == 303
    session.refresh(world.question)
    assert (world.question.title, tags_on(session, world.question)) == ("Who checks?", ["audits"])


def test_an_edit_of_an_outdated_answer_keeps_both_texts(browser, world: World):
    address = f"/e/{world.answer.id}/edit"
    browser("aisha.khan").post(address, {"body": "The curator's text", "based_on": "1"})
    answer = browser("ben.okafor").post(address, {"body": "The author's text", "based_on": "1"})
    assert answer.status_code == 409
    assert "The author&#39;s text</textarea>" in answer.text and "The curator&#39;s text</textarea>" in answer.text
    assert 'name="based_on" value="2"' in answer.text


def test_a_post_over_the_limit_comes_back_as_typed(browser, world: World):
    answer = browser("ben.okafor").post(f"/e/{world.note.id}/edit", {"body": "x" * 501, "based_on": "1"})
    assert answer.status_code == 422 and "x" * 501 in answer.text and "500 characters or fewer" in answer.text


def test_a_page_is_edited_in_its_own_editor(browser, world: World):
    assert browser("ben.okafor").get(f"/e/{world.publishing.id}/edit").location == f"/pages/{world.publishing.id}/edit"


def test_an_entry_goes_to_the_trash_and_comes_back_by_undo(browser, world: World):
    curator = browser("aisha.khan")
    answer = curator.post(f"/e/{world.publishing.id}/trash", {"reason": "Twice"})
    assert answer.location == "/s/desk/wiki/"
    undo = f"/e/{world.publishing.id}/untrash"
    assert f'action="{undo}"' in curator.get(answer.location).text
    assert "Reason: Twice" in curator.get(f"/e/{world.publishing.id}").text
    assert browser("tomas.reyes").get(f"/e/{world.publishing.id}").status_code == 404
    assert curator.post(undo).location == f"/e/{world.publishing.id}"
    assert curator.get("/s/desk/wiki/publishing").status_code == 200


def test_an_author_trashes_an_answer_and_others_cannot(browser, session: Session, world: World):
    assert browser("tomas.reyes").post(f"/e/{world.answer.id}/trash").status_code == 403
    author = browser("ben.okafor")
    assert "Move to the trash" in author.get(f"/e/{world.answer.id}/trash").text
    assert author.post(f"/e/{world.answer.id}/trash").location == f"/e/{world.question.id}"


def test_only_a_curator_removes_for_good_and_only_from_the_trash(browser, session: Session, world: World):
    curator = browser("aisha.khan")
    assert curator.post(f"/e/{world.answer.id}/purge").status_code == 404
    trash(world.answer, world.ben)
    session.commit()
    assert browser("ben.okafor").post(f"/e/{world.answer.id}/purge").status_code == 403
    assert curator.post(f"/e/{world.answer.id}/purge").location == "/s/desk/trash"
    assert curator.get(f"/e/{world.answer.id}").status_code == 404


def test_what_went_to_the_trash_with_its_topic_says_so(browser, session: Session, world: World):
    trash(world.question, world.tomas)
    session.commit()
    assert "together with what it replies to" in browser("ben.okafor").get(f"/e/{world.answer.id}").text
    assert session.scalar(select(Reply.id)) is None
