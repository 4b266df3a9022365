"""Topics with curators: definitions, pins, other words and names; nothing of what a reader may not see."""

import pytest
from sqlalchemy import select

from models.core.errors import Invalid, Refused
from models.entries import curating
from models.entries.following import follow, follows
from models.entries.tagged import with_tag
from models.entries.tagging import Tag, tag_meant, tag_named, tags_on
from models.microblog.micropost import post
from models.policy.viewer import viewer_of
from models.wiki.page import write_page
from tests.world import CANARY


@pytest.fixture
def web(session, world):
    return session.scalars(select(Tag).where(Tag.name == "web")).one()


def test_a_topic_is_taken_on_where_nobody_curates_it(session, world, web):
    curating.take_on(session, web, world.tomas)
    with pytest.raises(Refused):
        curating.take_on(session, web, world.ben)
    curating.name_curator(session, web, world.ben.id, world.tomas)
    assert curating.about(session, viewer_of(session, world.mei), web.id).curator_ids == {world.tomas.id, world.ben.id}
    curating.give_up(session, web, world.tomas.id, world.tomas)
    assert curating.about(session, viewer_of(session, world.mei), web.id).curator_ids == {world.ben.id}


def test_a_guest_curates_nothing(session, world, web):
    with pytest.raises(Invalid):
        curating.name_curator(session, web, world.gwen.id, world.ada)


def test_a_definition_is_safe_html(session, world, web):
    curating.define(session, web, world.tomas, "**Sites** and <script>alert(1)</script>")
    html = curating.about(session, viewer_of(session, world.mei), web.id).html
    assert "<strong>Sites</strong>" in html and "<script" not in html
    curating.define(session, web, world.tomas, "")
    assert curating.about(session, viewer_of(session, world.mei), web.id).html == ""
    with pytest.raises(Invalid):
        curating.define(session, web, world.tomas, "x" * 2001)


def test_five_entries_are_pinned_and_each_reader_sees_their_own(session, world, web):
    for entry in (world.publishing, world.question, world.secret_page, world.note, world.start):
        curating.pin(session, web, entry, world.mei)
    with pytest.raises(Refused):
        curating.pin(session, web, world.secret_post, world.mei)
    seen = {row.id for row in curating.pinned(session, viewer_of(session, world.tomas), web.id)}
    assert world.publishing.id in seen and world.secret_page.id not in seen
    curating.unpin(session, web, world.note.id, world.mei)
    assert world.note.id not in {row.id for row in curating.pinned(session, viewer_of(session, world.mei), web.id)}


def test_joined_topics_are_one_with_their_followers(session, world, web):
    page = write_page(session, world.aisha, world.desk, "Sites", "Text", tags=["site", "web"])
    other = write_page(session, world.aisha, world.desk, "More sites", "Text", tags=["site"])
    site = session.scalars(select(Tag).where(Tag.name == "site")).one()
    for person in (world.tomas, world.ben):
        follow(session, person, site)
    follow(session, world.ben, web)
    curating.add_word(session, web, "Site", world.tomas)
    tomas = viewer_of(session, world.tomas)
    assert tag_named(session, tomas, "site") is None and tag_meant(session, tomas, "site") == "web"
    assert {page.id, other.id} <= {row.id for row in with_tag(session, tomas, web.id)}
    assert follows(session, world.tomas, web) and follows(session, world.ben, web)
    later = post(session, world.ben, "About #site")
    assert tags_on(session, later) == ["web"]


def test_an_edit_keeps_a_tag_that_is_called_by_another_word(session, world, web):
    curating.add_word(session, web, "site", world.tomas)
    page = write_page(session, world.aisha, world.desk, "Sites", "Text", tags=["web"])
    page.revise(by=world.aisha, based_on=1, title="Sites", body="Text 2", summary="", tags=["site", "other"])
    assert tags_on(session, page) == ["other", "web"]


def test_a_renamed_topic_is_found_by_its_old_name(session, world, web):
    curating.rename(session, web, "Web publishing", world.tomas)
    tomas = viewer_of(session, world.tomas)
    assert tag_meant(session, tomas, "web") == "web-publishing"
    curating.rename(session, web, "web", world.tomas)
    assert tag_named(session, tomas, "web") and tag_meant(session, tomas, "web-publishing") == "web"


def test_a_hidden_name_is_not_available_like_any_other(session, world, web):
    for name in (CANARY, "winter"):
        with pytest.raises(Invalid, match="not available"):
            curating.rename(session, web, name, world.tomas)


def test_a_curated_topic_is_not_taken_in_by_another(session, world, web):
    winter = session.scalars(select(Tag).where(Tag.name == "winter")).one()
    curating.take_on(session, winter, world.ben)
    with pytest.raises(Invalid, match="not available"):
        curating.add_word(session, web, "winter", world.tomas)


def test_related_topics_are_those_of_what_one_may_read(session, world, web):
    write_page(session, world.aisha, world.desk, "One", "Text", tags=["web", "design"])
    write_page(session, world.mei, world.mill, "Two", "Text", tags=["web", "mill-matter"])
    related = {name for name, _n in curating.about(session, viewer_of(session, world.tomas), web.id).related}
    assert "design" in related and "mill-matter" not in related
    assert "mill-matter" in {n for n, _ in curating.about(session, viewer_of(session, world.mei), web.id).related}
