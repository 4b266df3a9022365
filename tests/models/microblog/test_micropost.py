"""What counts of a post, and that what stands below a narrower post stays as narrow."""

import pytest

from models.core.errors import Invalid
from models.entries.audiences import change_openness
from models.microblog.micropost import length, post, reply_to_post


def test_a_link_takes_thirty_characters_at_most(session, world):
    link = "https://intranet.example/" + "x" * 400
    assert length(f"See {link} now") == len("See  now") + 30
    assert length("See www.gov.uk") == len("See www.gov.uk")
    post(session, world.ben, f"{'y' * 460} {link}")
    with pytest.raises(Invalid):
        post(session, world.ben, f"{'y' * 470} {link}")


def test_a_text_of_links_alone_has_an_end():
    assert length("https://a.example/" + "x" * 6000) > 500


def test_ten_thousand_lines_of_emoji_are_refused_at_once(session, world):
    with pytest.raises(Invalid, match="500 characters or fewer"):
        post(session, world.ben, "😀\n" * 10_000)


def test_a_reply_to_a_narrower_post_stays_narrow_when_its_space_opens(session, world):
    narrow = post(session, world.aisha, "For us", space=world.desk, audience=f"department:{world.transport.id}")
    said = reply_to_post(narrow, narrow, world.ben, "Yes")
    session.flush()
    review = world.mill.review_on
    change_openness(session, world.desk, world.aisha, "invite", "commercial", review)
    change_openness(session, world.desk, world.aisha, "open", None, None)
    session.expire_all()
    assert narrow.audience == said.audience != "everyone"
