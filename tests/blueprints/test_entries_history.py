"""The versions of an entry: listed, shown, compared, and gone back to."""

import pytest
from sqlalchemy.orm import Session

from models.entries.editing import edit
from tests.counting import statements
from tests.masking import masked
from tests.world import World


@pytest.fixture
def three(session: Session, world: World) -> World:
    """Publishing in three versions: the guide, the new guide, and the same with fees."""
    page = world.publishing
    edit(page, by=world.ben, based_on=1, body="## Before you start\n\nRead the new **guide**.", summary="New guide")
    edit(page, by=world.aisha, based_on=2, body=page.body + "\n\nPay the fees.", minor=True)
    session.commit()
    return world


def test_the_history_lists_who_and_why(browser, database, three: World):
    reader = browser("tomas.reyes")
    with statements(database) as seen:
        page = reader.get(f"/e/{three.publishing.id}/history").text
    assert len(seen) <= 4
    assert "New guide" in page and "Ben Okafor" in page and "small change" in page
    assert page.count('name="from"') == page.count('name="to"') == 3


def test_a_long_history_goes_on_on_the_next_page(browser, session: Session, world: World):
    for number in range(1, 60):
        edit(world.publishing, by=world.ben, based_on=number, body=f"Text {number}", quiet=True)
    session.commit()
    reader, address = browser("tomas.reyes"), f"/e/{world.publishing.id}/history"
    first = reader.get(address).text
    assert 'href="?before=11"' in first and "/history/10" not in first
    assert "/history/10" in reader.get(f"{address}?before=11").text


def test_an_earlier_version_is_shown_as_text_and_source(browser, three: World):
    page = browser("tomas.reyes").get(f"/e/{three.publishing.id}/history/1").text
    assert "Read the <strong>guide</strong>." in page and "Read the **guide**.</textarea>" in page
    assert "Go back to this version" not in page


@pytest.mark.parametrize("number", ["0", "4", "99999999999999999999"])
def test_a_version_that_never_was_is_not_found(browser, three: World, number):
    reader = browser("tomas.reyes")
    assert reader.get(f"/e/{three.publishing.id}/history/{number}").status_code == 404
    assert reader.get(f"/e/{three.publishing.id}/compare?from={number}&to=1").status_code == 404


def test_a_comparison_marks_the_words_that_differ(browser, three: World):
    page = browser("tomas.reyes").get(f"/e/{three.publishing.id}/compare?from=1&to=2").text
    assert '<div class="add"><span class="vh">Added: </span>Read the <ins>new </ins>**guide**.</div>' in page
    assert '<div class="del"><span class="vh">Removed: </span>Read the **guide**.</div>' in page


def test_a_comparison_goes_from_old_to_new_whatever_the_order(browser, three: World):
    reader, address = browser("tomas.reyes"), f"/e/{three.publishing.id}/compare"
    assert masked(reader.get(f"{address}?from=3&to=1")) == masked(reader.get(f"{address}?from=1&to=3"))


def test_without_numbers_the_last_change_is_shown(browser, three: World):
    page = browser("tomas.reyes").get(f"/e/{three.publishing.id}/compare").text
    assert "Pay the fees." in page and "<ins>new" not in page


def test_a_contributor_goes_back_to_an_earlier_version(browser, session: Session, three: World):
    address = f"/e/{three.publishing.id}/restore"
    assert browser("tomas.reyes").post(address, {"number": "1"}).status_code == 403
    writer = browser("ben.okafor")
    assert writer.post(address, {"number": "1"}).status_code == 303
    assert "Read the <strong>guide</strong>." in writer.get("/s/desk/wiki/publishing").text
    assert "Went back to version 1" in writer.get(f"/e/{three.publishing.id}/history").text


def test_going_back_to_what_stands_now_changes_nothing(browser, session: Session, three: World):
    writer = browser("ben.okafor")
    writer.post(f"/e/{three.publishing.id}/restore", {"number": "3"})
    assert "nothing changed" in writer.get("/s/desk/wiki/publishing").text
    session.refresh(three.publishing)
    assert three.publishing.version == 3


def test_hostile_text_stays_text_in_every_view_of_the_history(browser, session: Session, world: World):
    edit(
        world.publishing,
        by=world.ben,
        based_on=1,
        body="</textarea><script>alert(1)</script> <b>",
        summary="<img src=x>",
    )
    session.commit()
    reader, address = browser("tomas.reyes"), f"/e/{world.publishing.id}"
    for door in ("/history", "/history/2", "/compare"):
        page = reader.get(address + door).text
        assert "<script>alert" not in page and "<img src=x" not in page


def test_changes_that_were_brought_along_without_their_texts_are_told_of(browser, session: Session, world: World):
    at = "2020-05-01T10:00:00+00:00"
    told = [
        {"at": at, "by": "ben.okafor", "summary": "Mend the <b>map</b>", "rev": "a"},
        {"at": at, "by": "u-unknown", "summary": "", "rev": "b"},
    ]
    world.publishing.origin_id, world.publishing.origin = "handbook:desk:publishing.md", {"history": told}
    session.commit()
    page = browser("tomas.reyes").get(f"/e/{world.publishing.id}/history").text
    assert "Before it came here" in page
    assert "Mend the &lt;b&gt;map&lt;/b&gt;" in page
    assert page.index("u-unknown") < page.index("Ben Okafor</a></span><span><time")
    assert "Before it came here" not in browser("tomas.reyes").get(f"/e/{world.start.id}/history").text
