"""What leaves the server of the numbers of live events: no order, no sum, nothing that can be made up."""

import re

import pytest

from blueprints.realtime.sealing import Seal
from models.activity.live import numbers
from models.core.db import commit
from models.microblog.micropost import post
from tests.staging import SECRET

SEAL = Seal(SECRET)


def test_a_cursor_is_read_by_whoever_has_the_secret_alone():
    cursor = SEAL.cursor(7)
    assert Seal(SECRET).number(cursor) == 7
    assert Seal("of another installation").number(cursor) is None


def test_no_two_cursors_are_alike_and_all_are_of_one_length():
    made = {SEAL.cursor(number) for number in (0, 0, 1, 2**40, 2**62)}
    assert len(made) == 5
    assert {len(each) for each in made} == {32}


def test_an_event_is_called_the_same_each_time():
    assert SEAL.name(7) == Seal(SECRET).name(7)
    names = [SEAL.name(number) for number in range(100)]
    assert len(set(names)) == 100
    assert sorted(names) != names
    assert {len(each) for each in names} == {11}


@pytest.mark.parametrize("made_up", ["", "7", "A" * 32, "A" * 31, "é" * 32, "A" * 4000])
def test_what_is_made_up_is_no_cursor(made_up):
    assert SEAL.number(made_up) is None


def test_a_cursor_changed_in_one_place_is_none():
    cursor = SEAL.cursor(7)
    changed = [f"{cursor[:at]}{'A' if cursor[at] != 'A' else 'B'}{cursor[at + 1 :]}" for at in range(32)]
    assert {SEAL.number(each) for each in changed} == {None}


def test_what_was_missed_is_asked_by_cursors(browser, session, world, app):
    tomas = browser("tomas.reyes").client
    begun = tomas.get("/live/since").json["upto"]
    made = post(session, world.ben, "While Tomas looks elsewhere")
    commit(session)
    told = tomas.get(f"/live/since?after={begun}").json
    assert [event["id"] for event in told["events"]] == [made.id]
    assert told["everything"] is False
    assert tomas.get(f"/live/since?after={told['upto']}").json["events"] == []
    assert app.extensions["witan"].extras["seal"].number(told["upto"]) == numbers(session).newest


def test_a_cursor_that_nobody_can_read_means_to_look_at_everything(browser):
    told = browser("tomas.reyes").client.get("/live/since?after=7").json
    assert (told["events"], told["everything"]) == ([], True)


def test_a_page_says_from_where_it_asks_without_a_number(browser, app):
    app.extensions["witan"].extras["live"].reader.read()
    tomas = browser("tomas.reyes")
    found = [re.findall('data-live-after="([^"]*)"', tomas.get("/spaces").text)[0] for _ in range(2)]
    seal = app.extensions["witan"].extras["seal"]
    assert found[0] != found[1]
    assert seal.number(found[0]) == seal.number(found[1]) is not None
