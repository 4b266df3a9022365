"""Comments: threads, resolving, closing, and what becomes of a passage when its page changes."""

import pytest
from sqlalchemy.orm import Session

from models.core.errors import Invalid, Refused
from models.entries.editing import restore
from models.entries.entry import Entry
from models.entries.revision import revision
from models.entries.trashing import purge, trash, untrash
from models.policy.viewer import viewer_of
from models.wiki.comments.commenting import (
    Anchor,
    Chosen,
    Comment,
    answer_comment,
    close_comments,
    comment,
    open_comments_again,
    reopen_comment,
    resolve_comment,
)
from models.wiki.comments.discussion import PAGE, Place, discussion, open_comments
from models.wiki.page import Page, write_page
from models.wiki.reading.surroundings import surroundings
from tests.world import World

BODY = (
    "## Fees\n\nThe fee for a **licence** is £40 a year. Pay it by card before the end of May.\n\n"
    "## Appeals\n\nWrite to the licensing office within 21 days."
)
PASSAGE = "The fee for a licence is £40 a year."


@pytest.fixture
def page(session: Session, world: World) -> Page:
    made = write_page(session, world.aisha, world.desk, "Licences", BODY)
    session.flush()
    return made


@pytest.fixture
def said(page: Page, world: World) -> Comment:
    return comment(page, world.ben, "Is this still so?", chosen=Chosen(PASSAGE))


def anchor(session: Session, said: Comment) -> Anchor:
    session.flush()
    return session.get_one(Anchor, said.id, populate_existing=True)


def revise(page: Page, world: World, body: str) -> None:
    page.revise(by=world.aisha, based_on=page.version, title=page.title, body=body)


def test_a_passage_keeps_its_words_and_the_heading_above_it(session: Session, said: Comment) -> None:
    found = anchor(session, said)
    assert (found.quote, found.now, found.heading, found.gone_at) == (PASSAGE, PASSAGE, "h-fees", None)


def test_an_edit_elsewhere_leaves_the_passage_as_it_was(
    session: Session, world: World, page: Page, said: Comment
) -> None:
    revise(page, world, "A new beginning.\n\n" + BODY.replace("Write to", "Send a letter to"))
    assert (anchor(session, said).now, anchor(session, said).gone_at) == (PASSAGE, None)


def test_a_passage_that_changed_goes_with_its_new_wording(
    session: Session, world: World, page: Page, said: Comment
) -> None:
    revise(page, world, BODY.replace("£40", "£45"))
    found = anchor(session, said)
    assert (found.quote, found.now) == (PASSAGE, PASSAGE.replace("40", "45"))


def test_a_passage_that_went_is_said_to_be_gone_and_comes_back_with_its_text(
    session: Session, world: World, page: Page, said: Comment
) -> None:
    revise(page, world, "## Appeals\n\nWrite to the licensing office within 21 days.")
    assert anchor(session, said).gone_at is not None and anchor(session, said).now == PASSAGE
    restore(page, revision(session, page, 1), world.aisha)
    assert anchor(session, said).gone_at is None


def test_a_passage_that_does_not_stand_in_the_page_is_refused(page: Page, world: World) -> None:
    with pytest.raises(Invalid) as refused:
        comment(page, world.ben, "Hm", chosen=Chosen("The fee for a boat is £99."))
    assert refused.value.field == "quote"


def test_words_that_stand_several_times_ask_for_more_of_them(page: Page, world: World, session: Session) -> None:
    revise(page, world, "The desk answers. The desk decides.")
    with pytest.raises(Invalid, match="several times"):
        comment(page, world.ben, "Which?", chosen=Chosen("The desk"))
    said = comment(page, world.ben, "This one", chosen=Chosen("The desk", "answers.", "decides"))
    assert anchor(session, said).start == 18


def test_a_passage_copied_with_a_footnotes_number_is_found(page: Page, world: World, session: Session) -> None:
    said = comment(page, world.ben, "So?", chosen=Chosen("The fee for a licence 1 is £40 a year."))
    assert anchor(session, said).now == PASSAGE


def test_a_passage_has_a_longest_length(page: Page, world: World) -> None:
    with pytest.raises(Invalid, match="500 characters"):
        comment(page, world.ben, "Long", chosen=Chosen("word " * 200))


def test_a_comment_has_a_longest_length(page: Page, world: World) -> None:
    with pytest.raises(Invalid, match="10,000 characters"):
        comment(page, world.ben, "x" * 100_000)


def test_a_page_counts_its_comments_but_not_the_pages_below_it(session: Session, world: World, page: Page) -> None:
    write_page(session, world.aisha, world.desk, "Below", "Text", parent=page)
    head = comment(page, world.ben, "One")
    answer_comment(head, page, world.aisha, "Two")
    assert (page.reply_count, head.reply_count) == (2, 1)


def test_a_thread_is_resolved_by_who_and_when_and_opened_again(session: Session, world: World, page: Page) -> None:
    head = comment(page, world.ben, "One")
    resolve_comment(head, world.aisha)
    (thread,) = discussion(session, viewer_of(session, world.tomas), page.id).resolved
    assert thread.head.resolved_by == "Aisha Khan"
    reopen_comment(head, world.ben)
    assert len(discussion(session, viewer_of(session, world.tomas), page.id).open) == 1


def test_an_answer_opens_a_resolved_thread_again(session: Session, world: World, page: Page) -> None:
    head = comment(page, world.ben, "One")
    resolve_comment(head, world.aisha)
    answer_comment(head, page, world.ben, "Not yet")
    assert head.status == ""


def test_an_answer_alone_is_not_resolved(world: World, page: Page) -> None:
    said = answer_comment(comment(page, world.ben, "One"), page, world.aisha, "Two")
    with pytest.raises(Refused, match="whole thread"):
        resolve_comment(said, world.aisha)


def test_closed_comments_take_no_more(world: World, page: Page) -> None:
    head = comment(page, world.ben, "One")
    close_comments(page, world.aisha)
    for add in (lambda: comment(page, world.ben, "Two"), lambda: answer_comment(head, page, world.ben, "Three")):
        with pytest.raises(Refused, match="closed"):
            add()
    open_comments_again(page, world.aisha)
    assert comment(page, world.ben, "Two").id


def test_threads_are_shown_open_ones_first_each_with_its_answers(session: Session, world: World, page: Page) -> None:
    first, second = comment(page, world.ben, "One"), comment(page, world.mei, "Two")
    answer_comment(second, page, world.ben, "Two and a half")
    answer_comment(first, page, world.ben, "One and a half")
    resolve_comment(first, world.aisha)
    found = discussion(session, viewer_of(session, world.tomas), page.id)
    assert [(each.id, len(each.answers)) for each in (*found.open, *found.resolved)] == [(second.id, 1), (first.id, 1)]


def test_many_comments_are_shown_in_parts_and_each_is_found_in_its_part(
    session: Session, world: World, page: Page
) -> None:
    ids = [comment(page, world.ben, f"Number {n}", quiet=True).id for n in range(PAGE + 20)]
    viewer = viewer_of(session, world.tomas)
    first = discussion(session, viewer, page.id)
    assert first.later is not None and not first.earlier
    second = discussion(session, viewer, page.id, Place.parse(str(first.later)))
    assert [each.id for each in (*first.open, *second.open)] == ids and second.later is None
    assert ids[-1] in {each.id for each in discussion(session, viewer, page.id, at=ids[-1]).open}


def test_a_page_knows_how_many_threads_are_open(session: Session, world: World, page: Page) -> None:
    head = comment(page, world.ben, "One")
    comment(page, world.ben, "Two")
    answer_comment(head, page, world.ben, "Three")
    resolve_comment(head, world.ben)
    close_comments(page, world.aisha)
    around = surroundings(session, viewer_of(session, world.tomas), page.id)
    assert (around.comments, around.comments_closed) == ({"": 1, "resolved": 1}, True)


def test_comments_go_to_the_trash_with_their_page_and_come_back(session: Session, world: World, page: Page) -> None:
    said = comment(page, world.ben, "One")
    trash(page, world.aisha)
    session.refresh(said)
    assert said.state == "trashed"
    untrash(page, world.aisha)
    session.refresh(said)
    assert said.state == "live"


def test_an_answer_does_not_come_back_below_a_comment_in_the_trash(session: Session, world: World, page: Page) -> None:
    head = comment(page, world.ben, "One")
    said = answer_comment(head, page, world.aisha, "Two")
    trash(said, world.aisha)
    trash(head, world.aisha)
    with pytest.raises(Refused, match="Restore what this replies to"):
        untrash(said, world.aisha)


def test_a_comment_gone_for_good_takes_its_passage_along(session: Session, world: World, said: Comment) -> None:
    said_id = said.id
    trash(said, world.aisha)
    session.flush()
    purge(said, world.aisha)
    assert session.get(Anchor, said_id, populate_existing=True) is None and session.get(Entry, said_id) is None


def test_open_comments_of_a_space_are_those_that_the_viewer_may_read(
    session: Session, world: World, page: Page, said: Comment
) -> None:
    own = write_page(session, world.aisha, world.desk, "Own", "Mine alone", audience=f"person:{world.aisha.id}")
    hidden = comment(own, world.aisha, "A note to myself")
    resolve_comment(comment(page, world.ben, "Done"), world.ben)
    aisha, tomas = (viewer_of(session, who) for who in (world.aisha, world.tomas))
    assert {row.id for row in open_comments(session, aisha, world.desk.id)} == {said.id, hidden.id}
    assert [(row.id, row.passage) for row in open_comments(session, tomas, world.desk.id)] == [(said.id, PASSAGE)]
