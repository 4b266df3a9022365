"""The stage of the hostile tests: the named world, and people who send what they should not."""

from collections.abc import Iterator
from datetime import timedelta
from functools import partial

import pytest
from sqlalchemy.orm import Session

from models.core import clock
from models.core.blobs import Blobs
from models.files.receiving import receive_bytes
from models.files.storing import add_file
from models.forums.topic import discuss
from models.forums.unnamed import allow_unnamed, ask_unnamed
from models.microblog.micropost import post
from models.moderation.appealing import appeal
from models.moderation.deciding import decide_entry
from models.opportunities.offering import offer
from models.opportunities.opportunity import Facts, publish
from models.people.credential import set_password
from models.people.skill import claim_skill
from models.people.source import learn, source_called
from models.policy.viewer import viewer_of
from models.search.gap import SearchGap, take_on
from models.search.twins import Twin
from models.spaces.joining import found_space
from models.wiki.page import write_page
from models.wiki.requests.requesting import propose
from tests.staging import Stage, Visitor
from tests.world import PASSWORD, World, build


def build_world(session: Session, blobs: Blobs) -> World:
    """The named world; after it a discussion, a file, a question without a name and a waiting change, on the desk.

    Then two decisions about what Ben wrote, the second with an appeal; a gap that Aisha took on and an opportunity
    with an offer by Tomas; last a page of another space (16), a likely twin of the second entry.
    """
    world = build(session, passwords=False)
    set_password(session, world.aisha, PASSWORD)
    claim_skill(session, world.aisha, "Publishing")
    staff = source_called(session, "list", "Staff list")
    learn(session, world.aisha, staff, {"name": world.aisha.name})
    discuss(session, world.tomas, "Who grits the roads?", "Before six, I mean.", space=world.desk)
    add_file(session, blobs, world.aisha, world.desk, receive_bytes(blobs, b"First", "guide.txt"))
    allow_unnamed(world.desk, world.aisha, world.aisha)
    ask_unnamed(session, world.tomas, "May I refuse?", "It is too much.", space=world.desk)
    propose(session, world.aisha, world.start, based_on=1, title="Start here", body="Welcome to the desk.", tags=[])
    hide = partial(decide_entry, session, by=viewer_of(session, world.mo), verb="hide", reason="It names somebody")
    hide(entry=post(session, world.ben, "First words", space=world.desk))
    second = hide(entry=post(session, world.ben, "Second words", space=world.desk))
    appeal(session, second, viewer_of(session, world.ben), "It names nobody")
    facts = Facts("help", clock.now().date() + timedelta(days=9), remote=True)
    gap = SearchGap(words="parental leave", opened_at=clock.now())
    session.add(gap)
    session.flush()
    take_on(session, gap, world.aisha)
    offer(publish(session, world.aisha, "Test the form", "An afternoon", facts), world.tomas, "I can")
    taxes = found_space(session, world.tomas, "taxes", "Taxes")
    like = write_page(session, world.tomas, taxes, "Publishing a page", "Publishing")
    twin = {"likeness": 90, "words": "page", "one_print": "", "other_print": "", "found_at": clock.now()}
    session.add(Twin(one_id=2, other_id=like.id, **twin))
    return world


@pytest.fixture(scope="package")
def stage() -> Iterator[Stage[World]]:
    made = Stage(build_world, sign_up="open")
    yield made
    made.close()


@pytest.fixture(scope="package")
def aisha(stage: Stage[World]) -> Visitor:
    return stage.visitor(stage.world.aisha.id)


@pytest.fixture(scope="package")
def visitors(stage: Stage[World], aisha: Visitor) -> dict[str, Visitor]:
    """An owner, an administrator, a contributor, a stranger and nobody; the database is kept as it stands now."""
    found = {"aisha": aisha, "ada": stage.visitor(stage.world.ada.id), "ben": stage.visitor(stage.world.ben.id)}
    found |= {"tomas": stage.visitor(stage.world.tomas.id), "nobody": stage.visitor(None)}
    stage.keep()
    return found
