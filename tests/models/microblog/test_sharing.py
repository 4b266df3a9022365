"""Sharing: never to a wider audience, drawn with the rights of whoever reads."""

import pytest

from models.core.errors import Invalid, Refused
from models.entries.trashing import trash
from models.microblog.micropost import post
from models.microblog.sharing import count_shares, share, shared_itself
from models.microblog.showing import extras
from models.policy.inside import is_inside
from models.policy.viewer import viewer_of


def seen(session, made, by):
    return extras(session, viewer_of(session, by), [made.id], b"key")[made.id]


def test_what_all_can_read_is_shared_with_attribution(session, world):
    made = share(session, world.publishing, world.tomas, "Worth reading")
    shown = seen(session, made, world.mei)
    assert (shown.shared.text, shown.shared.author_name) == ("Publishing", "Aisha Khan")


def test_words_of_ones_own_are_not_needed(session, world):
    assert share(session, world.publishing, world.tomas, "").excerpt == ""


def test_members_share_within_their_closed_space_alone(session, world):
    share(session, world.secret_page, world.mei, "See this", space=world.mill)
    for wider in ({}, {"audience": f"department:{world.transport.id}"}, {"space": world.desk}, {"space": world.gate}):
        with pytest.raises(Invalid):
            share(session, world.secret_page, world.mei, "See this", **wider)


def test_what_one_department_reads_goes_to_it_and_to_units_below(session, world):
    narrow = post(session, world.aisha, "For us", audience=f"department:{world.transport.id}")
    share(session, narrow, world.aisha, "", audience=f"department:{world.roads.id}")
    for wider in ({}, {"audience": f"department:{world.revenue.id}"}, {"space": world.mill}):
        with pytest.raises(Invalid):
            share(session, narrow, world.aisha, "", **wider)
    assert not is_inside(session, f"department:{world.transport.id}", f"department:{world.roads.id}")


def test_what_only_i_can_read_is_not_shared(session, world):
    mine = post(session, world.aisha, "Draft", audience=f"person:{world.aisha.id}")
    with pytest.raises(Refused):
        share(session, mine, world.aisha, "", audience=f"person:{world.aisha.id}")


def test_what_was_narrowed_or_trashed_later_is_not_shown(session, world):
    made = share(session, world.publishing, world.tomas, "Worth reading")
    world.publishing.audience = f"space:{world.mill.id}"
    session.flush()
    assert seen(session, made, world.tomas).shares and seen(session, made, world.tomas).shared is None
    assert seen(session, made, world.mei).shared.text == "Publishing"
    world.publishing.audience = "everyone"
    trash(world.publishing, world.aisha)
    session.flush()
    assert seen(session, made, world.mei).shared is None


def test_shares_are_counted_over_what_the_viewer_may_see(session, world):
    share(session, world.publishing, world.tomas, "For all")
    share(session, world.publishing, world.mei, "Inside", space=world.mill)
    session.flush()
    assert count_shares(session, viewer_of(session, world.tomas), world.publishing.id) == 1
    assert count_shares(session, viewer_of(session, world.gwen), world.publishing.id) == 1
    assert count_shares(session, viewer_of(session, world.mei), world.publishing.id) == 2


def test_a_share_without_words_passes_on_what_it_shares(session, world):
    bare, said = share(session, world.publishing, world.tomas, ""), share(session, world.publishing, world.tomas, "Why")
    mei = viewer_of(session, world.mei)
    assert shared_itself(session, mei, bare).id == world.publishing.id
    assert shared_itself(session, mei, said).id == said.id
    world.publishing.audience = f"person:{world.aisha.id}"
    session.flush()
    assert shared_itself(session, mei, bare).id == bare.id
