"""Saving what was approved: silently, as a translation, and when two people approve at the same moment."""

import threading

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models.activity.act import Act
from models.core.db import Database
from models.core.errors import Invalid, Refused
from models.entries.revision import revision
from models.policy.viewer import viewer_of
from models.spaces.joining import add_member
from models.wiki.page import Page
from models.wiki.requests.approval import (
    require_approval,
)
from models.wiki.requests.landing import save_if_approved
from models.wiki.requests.request import ChangeRequest
from models.wiki.requests.requesting import (
    propose_page,
    visible_request,
)
from models.wiki.requests.reviewing import review
from models.wiki.writing.translating import original_of
from tests.models.wiki.test_change_requests import ask_for_approval, proposed
from tests.naming import load
from tests.world import World


def test_a_change_that_asks_for_silence_is_saved_silently(session: Session, world: World) -> None:
    ask_for_approval(session, world)
    request = proposed(session, world, silent=True)
    review(request, world.aisha, 1, "approved")
    save_if_approved(request, world.aisha)
    saved = revision(session, world.publishing, 2)
    assert (request.state, saved.silent) == ("saved", True)


def test_a_translation_that_waited_is_linked_with_its_original(session: Session, world: World) -> None:
    ask_for_approval(session, world)
    sent = propose_page(
        session, world.ben, world.desk, None, title="Cyhoeddi", body="Testun", tags=[], language="cy",
        original=world.publishing, original_version=1,
    )  # fmt: skip
    request = visible_request(session, viewer_of(session, world.ben), sent.id)
    review(request, world.aisha, 1, "approved")
    assert save_if_approved(request, world.aisha) == ""
    made = session.get_one(Page, request.page_id)
    assert (made.language, original_of(made).id) == ("cy", world.publishing.id)
    with pytest.raises(Invalid):
        propose_page(
            session, world.ben, world.desk, None, title="Again", body="x", tags=[], language="cy",
            original=world.publishing,
        )  # fmt: skip


@pytest.mark.parametrize(("needed", "refused"), [(2, []), (1, [Refused])])
def test_two_last_approvals_at_the_same_moment_save_the_change_once(
    store: Database, needed: int, refused: list[type]
) -> None:
    with store.writing() as session:
        world = load(session)
        add_member(session, world.desk, world.mei, "curator", world.aisha)
        require_approval(session, world.aisha, world.desk, None, needed=needed)
        session.flush()
        request_id, page_id = proposed(session, world).id, world.publishing.id
        reviewers = [world.aisha.id, world.mei.id]
    start, failed = threading.Barrier(2), list[Exception]()

    def approve(person_id: int) -> None:
        try:
            with store.writing_session() as session:
                if session.get_bind().dialect.name == "sqlite":
                    start.wait(20)  # Whoever has begun to write keeps the other out.
                viewer = viewer_of(session, person_id)
                request = visible_request(session, viewer, request_id)
                if session.get_bind().dialect.name != "sqlite":
                    start.wait(20)
                review(request, viewer, 1, "approved")
                save_if_approved(request, viewer)
                session.commit()
        except Exception as error:
            failed.append(error)

    threads = [threading.Thread(target=approve, args=(person_id,)) for person_id in reviewers]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    with store.reading() as session:
        state = session.scalar(select(ChangeRequest.state).where(ChangeRequest.id == request_id))
        saved = session.scalar(select(func.count()).select_from(Act).where(Act.verb == "saved-proposal"))
        assert ([type(each) for each in failed], state, saved) == (refused, "saved", 1)
        assert session.get_one(Page, page_id).version == 2
