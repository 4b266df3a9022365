"""Change requests: what waits, who approves, what becomes of a request when the page or its author moves on."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.core import clock
from models.core.errors import Invalid, Outdated, Refused
from models.core.outbox import OutboxJob
from models.entries.editing import restore
from models.entries.reading import NotFound
from models.entries.revision import revision
from models.entries.tagging import tags_on
from models.entries.trashing import trash
from models.people.person import FOREVER
from models.policy.rules import may
from models.policy.viewer import viewer_of
from models.spaces.joining import add_member, disable
from models.spaces.keeping import archive
from models.wiki.page import Page, write_page
from models.wiki.requests.approval import (
    NeedsApproval,
    approval_by_id,
    approval_needed,
    approvers,
    lift_approval,
    require_approval,
)
from models.wiki.requests.landing import approved_revisions, hindrance, save_if_approved
from models.wiki.requests.lists import (
    my_requests_that_wait,
    requests_of_page,
    requests_of_space,
    requests_to_approve,
    tend_requests,
)
from models.wiki.requests.request import ChangeRequest
from models.wiki.requests.requesting import (
    proposal_of,
    propose,
    propose_page,
    revise,
    take_up,
    visible_request,
    withdraw,
)
from models.wiki.requests.reviewing import approvals, comment, comments, review
from tests.world import World

TEXT = "## Before you start\n\nRead the **new guide**."


def ask_for_approval(session: Session, world: World, page: Page | None = None, **more: object) -> None:
    require_approval(session, world.aisha, world.desk, page, **{"needed": 1, **more})  # type: ignore[arg-type]
    session.flush()


def proposed(session: Session, world: World, body: str = TEXT, **more: object) -> ChangeRequest:
    page = world.publishing
    values = {"based_on": page.version, "title": page.title, "tags": tags_on(session, page), "summary": "New guide"}
    made = propose(session, world.ben, page, body=body, **{**values, **more})  # type: ignore[arg-type]
    assert made is not None
    return visible_request(session, viewer_of(session, world.ben), made.id)


def test_a_page_waits_where_its_space_asks_for_it(session: Session, world: World) -> None:
    ask_for_approval(session, world)
    with pytest.raises(NeedsApproval):
        world.publishing.revise(by=world.ben, based_on=1, title="Publishing", body="New")
    with pytest.raises(NeedsApproval):
        world.publishing.rename("Another name", world.ben)
    with pytest.raises(NeedsApproval):
        write_page(session, world.ben, world.desk, "A new page", "Text")
    assert world.publishing.version == 1


def test_going_back_to_an_earlier_version_waits_too(session: Session, world: World) -> None:
    world.publishing.revise(by=world.ben, based_on=1, title="Publishing", body="New")
    session.flush()
    ask_for_approval(session, world)
    with pytest.raises(NeedsApproval):
        restore(world.publishing, revision(session, world.publishing, 1), world.ben)


def test_a_tree_asks_for_its_pages_alone_and_the_nearest_rule_holds(session: Session, world: World) -> None:
    child = write_page(session, world.aisha, world.desk, "Child", "x", parent=world.publishing)
    ask_for_approval(session, world, world.publishing, needed=3)
    needed = approval_needed(session, world.ben, world.desk.id, child.id)
    assert needed is not None and needed.needed == 3
    assert approval_needed(session, world.ben, world.desk.id, world.start.id) is None
    ask_for_approval(session, world, child, needed=0)
    assert approval_needed(session, world.ben, world.desk.id, child.id) is None


def test_curators_may_be_let_through(session: Session, world: World) -> None:
    ask_for_approval(session, world)
    assert approval_needed(session, viewer_of(session, world.aisha), world.desk.id, world.publishing.id)
    ask_for_approval(session, world, curators_too=False)
    assert approval_needed(session, viewer_of(session, world.aisha), world.desk.id, world.publishing.id) is None
    assert approval_needed(session, world.aisha, world.desk.id, world.publishing.id) is None
    assert approval_needed(session, world.ben, world.desk.id, world.publishing.id)


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"needed": 6}, "needed"),
        ({"needed": 0}, "needed"),
        ({"needed": 1, "who": "cat"}, "who"),
        ({"needed": 1, "who": "role", "role": "reader"}, "role"),
        ({"needed": 1, "who": "people"}, "people"),
        ({"needed": 1, "who": "department", "department_id": 999_999}, "department"),
    ],
)
def test_a_rule_that_cannot_be_is_refused(
    session: Session, world: World, values: dict[str, object], field: str
) -> None:
    with pytest.raises(Invalid) as error:
        require_approval(session, world.aisha, world.desk, None, **values)  # type: ignore[arg-type]
    assert error.value.field == field


def test_the_last_approval_saves_the_change_as_its_authors(session: Session, world: World) -> None:
    add_member(session, world.desk, world.tomas, "curator", world.aisha)
    ask_for_approval(session, world, needed=2)
    request = proposed(session, world, tags=["web", "guide"])
    review(request, world.aisha, 1, "approved")
    assert save_if_approved(request, world.aisha) == "" and request.state == "open"
    review(request, world.tomas, 1, "approved", "Good")
    assert save_if_approved(request, world.tomas) == ""
    assert (request.state, request.saved_as, world.publishing.body) == ("saved", 2, TEXT)
    saved = revision(session, world.publishing, 2)
    assert saved.username == "ben.okafor"
    assert saved.summary == "New guide · Approved by Aisha Khan, Tomas Reyes"
    assert tags_on(session, world.publishing) == ["guide", "web"]
    number, names = approved_revisions(session, world.publishing.id)[2]
    assert number == request.id and [row.username for row in names] == ["aisha.khan", "tomas.reyes"]


def test_an_author_cannot_approve_their_own_change(session: Session, world: World) -> None:
    add_member(session, world.desk, world.ben, "curator", world.aisha)
    ask_for_approval(session, world)
    request = proposed(session, world)
    assert not may(viewer_of(session, world.ben), "change.review", request)
    with pytest.raises(Refused, match="somebody else decides"):
        review(request, world.ben, 1, "approved")


def test_nobody_approves_twice(session: Session, world: World) -> None:
    ask_for_approval(session, world, needed=2)
    request = proposed(session, world)
    review(request, world.aisha, 1, "approved")
    with pytest.raises(Refused, match="already approved"):
        review(request, world.aisha, 1, "approved")


def test_a_new_proposal_must_be_approved_anew(session: Session, world: World) -> None:
    ask_for_approval(session, world, needed=2)
    request = proposed(session, world)
    review(request, world.aisha, 1, "approved")
    assert revise(request, world.ben, based_on=1, title="Publishing", body=TEXT + " Twice.", tags=["web"])
    assert (request.version, approvals(session, request)) == (2, [])
    with pytest.raises(Refused, match="changed this request after"):
        review(request, world.aisha, 1, "approved")


def test_asking_for_changes_and_declining_need_a_reason(session: Session, world: World) -> None:
    ask_for_approval(session, world)
    request = proposed(session, world)
    for verdict in ("changes", "declined"):
        with pytest.raises(Invalid):
            review(request, world.aisha, 1, verdict, " ")
    review(request, world.aisha, 1, "changes", "Which guide?")
    assert request.state == "open"
    assert [row.id for row in my_requests_that_wait(session, viewer_of(session, world.ben))] == [request.id]
    review(request, world.aisha, 1, "declined", "The old guide stays")
    assert (request.state, request.reason) == ("declined", "The old guide stays")
    with pytest.raises(Refused):
        review(request, world.aisha, 1, "approved")


def test_an_approval_of_somebody_who_may_no_longer_give_one_does_not_count(session: Session, world: World) -> None:
    add_member(session, world.desk, world.tomas, "curator", world.aisha)
    ask_for_approval(session, world, needed=2)
    request = proposed(session, world)
    review(request, world.tomas, 1, "approved")
    add_member(session, world.desk, world.tomas, "contributor", world.aisha)
    session.flush()
    assert approvals(session, request) == []


def test_named_people_and_departments_approve(session: Session, world: World) -> None:
    ask_for_approval(session, world, who="people", people=[world.tomas.id])
    request = proposed(session, world)
    assert may(viewer_of(session, world.tomas), "change.review", request)
    assert not may(viewer_of(session, world.aisha), "change.review", request)
    assert [row.id for row in requests_to_approve(session, viewer_of(session, world.tomas))] == [request.id]
    ask_for_approval(session, world, who="department", department_id=world.transport.id)
    found = approval_by_id(session, request.rule_id)
    names = {row.username for row in approvers(session, found, world.desk.id, "everyone", world.ben.id)}
    assert names == {"aisha.khan", "mei.wong"}
    assert requests_to_approve(session, viewer_of(session, world.tomas)) == []
    assert [row.id for row in requests_to_approve(session, viewer_of(session, world.mei))] == [request.id]


def test_when_the_rule_is_taken_back_a_curator_decides(session: Session, world: World) -> None:
    ask_for_approval(session, world, needed=5, who="people", people=[world.tomas.id])
    request = proposed(session, world)
    assert lift_approval(session, world.aisha, world.desk, None)
    session.expire_all()
    again = visible_request(session, viewer_of(session, world.aisha), request.id)
    assert again.approval.needed == 1
    assert [row.id for row in requests_to_approve(session, viewer_of(session, world.aisha))] == [request.id]
    review(again, world.aisha, 1, "approved")
    assert save_if_approved(again, world.aisha) == "" and again.state == "saved"


def test_a_page_that_changed_in_the_same_place_is_not_overwritten(session: Session, world: World) -> None:
    ask_for_approval(session, world, curators_too=False)
    request = proposed(session, world)
    world.publishing.revise(by=world.aisha, based_on=1, title="Publishing", body="## Before\n\nRead nothing.")
    session.flush()
    review(request, world.aisha, 1, "approved")
    assert "same place" in save_if_approved(request, world.aisha)
    assert (request.state, world.publishing.body) == ("open", "## Before\n\nRead nothing.")
    assert revise(request, world.ben, based_on=2, title="Publishing", body=TEXT, tags=["web"])
    review(request, world.aisha, 2, "approved")
    assert save_if_approved(request, world.aisha) == "" and world.publishing.body == TEXT


def test_tags_added_meanwhile_stay(session: Session, world: World) -> None:
    ask_for_approval(session, world, curators_too=False)
    request = proposed(session, world, tags=["guide"])
    world.publishing.revise(
        by=world.aisha, based_on=1, title="Publishing", body=world.publishing.body, tags=["web", "fees"]
    )
    session.flush()
    review(request, world.aisha, 1, "approved")
    save_if_approved(request, world.aisha)
    assert tags_on(session, world.publishing) == ["fees", "guide"]


def test_a_change_from_a_version_that_never_stood_is_outdated(session: Session, world: World) -> None:
    with pytest.raises(Outdated):
        proposed(session, world, based_on=7)


def test_nothing_changed_is_no_request(session: Session, world: World) -> None:
    page = world.publishing
    assert (
        propose(session, world.ben, page, based_on=1, title=page.title, body=page.body, tags=tags_on(session, page))
        is None
    )


def test_a_new_page_waits_and_is_written_once_approved(session: Session, world: World) -> None:
    ask_for_approval(session, world)
    made = propose_page(session, world.ben, world.desk, world.start, title="Street works", body="Text", tags=["roads"])
    request = visible_request(session, viewer_of(session, world.aisha), made.id)
    review(request, world.aisha, 1, "approved")
    assert save_if_approved(request, world.aisha) == ""
    page = session.get_one(Page, request.page_id)
    assert (page.title, page.parent_id, page.author_id) == ("Street works", world.start.id, world.ben.id)
    with pytest.raises(Invalid):
        propose_page(session, world.ben, world.desk, None, title="Street works", body="Again", tags=[])


def test_several_requests_stand_beside_each_other(session: Session, world: World) -> None:
    ask_for_approval(session, world)
    first, second = proposed(session, world), proposed(session, world, body="Another")
    found = requests_of_page(session, viewer_of(session, world.ben), world.publishing.id)
    assert {row.id for row in found} == {first.id, second.id}


def test_only_its_author_those_who_approve_and_those_who_may_edit_see_a_request(session: Session, world: World) -> None:
    ask_for_approval(session, world)
    request = proposed(session, world)
    for person in (world.ben, world.aisha):
        assert visible_request(session, viewer_of(session, person), request.id) is request
    for person in (world.tomas, world.gwen, world.ada, world.mo):
        with pytest.raises(NotFound):
            visible_request(session, viewer_of(session, person), request.id)
        assert requests_of_space(session, viewer_of(session, person), world.desk.id) == []
    assert len(requests_of_space(session, viewer_of(session, world.aisha), world.desk.id)) == 1


def test_a_request_is_never_read_more_widely_than_its_page(session: Session, world: World) -> None:
    ask_for_approval(session, world, who="people", people=[world.tomas.id])
    request = proposed(session, world)
    world.publishing.audience = f"department:{world.transport.id}"
    session.flush()
    with pytest.raises(NotFound):
        visible_request(session, viewer_of(session, world.tomas), request.id)
    assert requests_to_approve(session, viewer_of(session, world.tomas)) == []


def test_a_request_on_a_page_in_the_trash_keeps_its_text(session: Session, world: World) -> None:
    ask_for_approval(session, world)
    request = proposed(session, world)
    trash(world.publishing, world.aisha)
    session.flush()
    assert proposal_of(session, visible_request(session, viewer_of(session, world.ben), request.id)).body == TEXT
    with pytest.raises(Refused, match="trash"):
        review(request, world.aisha, 1, "approved")
    withdraw_refused = requests_to_approve(session, viewer_of(session, world.aisha))
    assert withdraw_refused == []


def test_nothing_is_saved_in_an_archived_space(session: Session, world: World) -> None:
    ask_for_approval(session, world)
    request = proposed(session, world)
    archive(session, world.desk, world.aisha)
    review(request, world.aisha, 1, "approved")
    assert "archived" in save_if_approved(request, world.aisha)
    assert request.state == "open" and "archived" in hindrance(session, request)


def test_comments_stand_on_lines_and_are_answered(session: Session, world: World) -> None:
    ask_for_approval(session, world)
    request = proposed(session, world)
    said = comment(request, world.aisha, "Which one?", number=1, side="new", line=3, quote="Read the **new guide**.")
    answered = comment(request, world.ben, "The blue one.", parent_id=said.id)
    comment(request, world.aisha, "I see.", parent_id=answered.id)
    found = comments(session, request)
    assert [(row.line, row.parent_id) for row in found] == [(3, None), (None, said.id), (None, said.id)]
    with pytest.raises(Invalid):
        comment(request, world.ben, "  ")


def test_a_withdrawn_request_can_be_taken_up_again(session: Session, world: World) -> None:
    request = proposed(session, world)
    withdraw(request, world.ben)
    assert request.state == "withdrawn"
    with pytest.raises(Refused):
        withdraw(request, world.ben)
    take_up(request, world.ben)
    assert request.state == "open"


def test_a_request_that_nobody_moves_is_closed_after_a_reminder(session: Session, world: World) -> None:
    request, moving = proposed(session, world), proposed(session, world, body="Another")
    start = clock.now()
    with clock.at(start + timedelta(days=24)):
        comment(moving, world.aisha, "Soon")
        assert tend_requests(session).reminded == [request.id]
        assert tend_requests(session).reminded == []
    with clock.at(start + timedelta(days=31)):
        assert tend_requests(session, "https://w.example").closed == [request.id]
        assert (request.state, moving.state) == ("stale", "open")
        waiting = my_requests_that_wait(session, viewer_of(session, world.ben))
        assert request.id in [row.id for row in waiting]
    mails = session.scalars(select(OutboxJob).where(OutboxJob.task == "mail").order_by(OutboxJob.id)).all()
    assert [job.payload["to"] for job in mails] == ["ben@transport.example"] * 2
    assert f"https://w.example/change-requests/{request.id}" in mails[1].payload["text"]
    assert "Publishing" not in mails[1].payload["text"]


def test_a_suspended_author_gets_no_mail_about_their_request(session: Session, world: World) -> None:
    request = proposed(session, world)
    world.ben.suspended_until = FOREVER
    with clock.at(clock.now() + timedelta(days=31)):
        assert tend_requests(session).closed == [request.id]
    assert session.scalars(select(OutboxJob).where(OutboxJob.task == "mail")).all() == []


def test_the_change_of_somebody_who_left_can_still_be_saved(session: Session, world: World) -> None:
    ask_for_approval(session, world)
    request = proposed(session, world)
    disable(session, world.ben, None)
    review(request, world.aisha, 1, "approved")
    assert save_if_approved(request, world.aisha) == "" and request.state == "saved"
