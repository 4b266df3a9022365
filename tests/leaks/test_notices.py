"""Notices of what one may not read any more are not there: no line, no number on the bell, nothing to press."""

import pytest

from tests.leaks.planting import Planted
from tests.leaks.seeing import STRANGERS, secrets_in, shown
from tests.staging import Stage, Visitor

Visitors = dict[str, Visitor]
SIGNED_IN = [who for who in STRANGERS if who not in ("nobody", "a disabled member with an open session")]


@pytest.mark.parametrize("who", SIGNED_IN)
def test_a_stranger_has_no_notice_of_a_secret_and_no_number(
    planted: Stage[Planted], visitors: Visitors, who: str
) -> None:
    listed = shown(planted.app, visitors[who].ask("GET", "/notices?view=unread"))
    assert "Mei Wong moved this to the trash" not in listed
    number = listed.count("row unread")
    said = f"{number} unread notice" if number else "No unread notices"
    for address in ("/notices", "/notices?view=unread", "/notices/bell", "/spaces"):
        text = shown(planted.app, visitors[who].ask("GET", address))
        assert said in text, address
        assert secrets_in(text) == set()


def test_a_member_has_them_all(planted: Stage[Planted], visitors: Visitors) -> None:
    text = shown(planted.app, visitors["a member"].ask("GET", "/notices"))
    assert "unread notices" in text and "No unread notices" not in text
    assert secrets_in(text)


@pytest.mark.parametrize("who", SIGNED_IN)
def test_the_completion_of_names_is_no_way_to_who_reads_a_hidden_space(
    planted: Stage[Planted], visitors: Visitors, who: str
) -> None:
    hidden = planted.world.secret["space_slug"][0]
    for name in ("rhea", "eve", "mei"):
        known = visitors[who].ask("GET", f"/complete?for=person&q={name}").data
        assert visitors[who].ask("GET", f"/complete?for=person&q={name}&space={hidden}").data == known
        assert visitors[who].ask("GET", f"/complete?for=person&q={name}&space=made-up").data == known


@pytest.mark.parametrize("who", SIGNED_IN)
def test_a_preview_in_a_hidden_space_says_nothing_of_who_may_read_it(
    planted: Stage[Planted], visitors: Visitors, who: str
) -> None:
    hidden = planted.world.secret["space_slug"][0]
    for name in ("rhea.stays", "tomas.reyes", "made.up"):
        there = visitors[who].post(f"/preview?space={hidden}", {"text": f"For @{name}"}).data
        assert there == visitors[who].post("/preview?space=made-up", {"text": f"For @{name}"}).data
