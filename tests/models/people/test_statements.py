"""Statements of one's own for a time, and absences with a deputy."""

from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from models.core import clock
from models.core.errors import Invalid, Refused
from models.forums.deputies import asked_instead
from models.people.absence import away_now, come_back, go_away, own_absence, stand_in, step_back
from models.people.findable import documents
from models.people.statement import (
    ASK,
    MOST_STATEMENTS,
    NO_MATCH,
    SEEK,
    do_not_match,
    prolong,
    said_openly,
    state,
    statements_of,
    take_back_statement,
)
from tests.models.people.material import IN_A_MONTH
from tests.world import World

TODAY = clock.now().date()
DAY = timedelta(days=1)


def test_a_statement_holds_until_its_last_day(session: Session, world: World) -> None:
    state(session, world.ben, ASK, "gritting", TODAY)
    session.flush()
    assert [row.text for row in said_openly(session, [world.ben.id])] == ["gritting"]
    with clock.at(clock.now() + DAY):
        assert said_openly(session, [world.ben.id]) == []
        assert "gritting" not in str(documents(session, [world.ben.id]))


def test_what_has_ended_can_be_prolonged(session: Session, world: World) -> None:
    made = state(session, world.ben, SEEK, "a mentor", TODAY)
    session.flush()
    with clock.at(clock.now() + 2 * DAY):
        prolong(session, world.ben, made.id)
        session.flush()
        assert len(said_openly(session, [world.ben.id])) == 1


def test_what_one_is_not_matched_on_is_told_to_nobody_but_the_matching(session: Session, world: World) -> None:
    state(session, world.ben, NO_MATCH, "Winter roads", None)
    session.flush()
    assert do_not_match(session, [world.ben.id, world.mei.id]) == {world.ben.id: frozenset({"winter", "roads"})}
    assert said_openly(session, [world.ben.id]) == []
    assert "inter" not in str(documents(session, [world.ben.id]))


@pytest.mark.parametrize(
    "kind, text, until",
    [
        ("made-up", "x", IN_A_MONTH),
        (ASK, "", IN_A_MONTH),
        (ASK, "x" * 201, IN_A_MONTH),
        (ASK, "x", None),
        (ASK, "x", TODAY - DAY),
        (ASK, "x", TODAY + 400 * DAY),
    ],
)
def test_a_statement_without_sense_or_end_is_refused(session: Session, world: World, kind, text, until) -> None:
    with pytest.raises(Invalid):
        state(session, world.ben, kind, text, until)


def test_the_number_of_statements_has_a_limit(session: Session, world: World) -> None:
    for number in range(MOST_STATEMENTS):
        state(session, world.ben, ASK, f"Matter {number}", IN_A_MONTH)
    with pytest.raises(Refused):
        state(session, world.ben, ASK, "One more", IN_A_MONTH)


def test_nobody_takes_back_what_another_said(session: Session, world: World) -> None:
    made = state(session, world.ben, ASK, "gritting", IN_A_MONTH)
    session.flush()
    with pytest.raises(LookupError):
        take_back_statement(session, world.mei, made.id)
    take_back_statement(session, world.ben, made.id)
    session.flush()
    assert statements_of(session, world.ben.id) == []


def test_who_is_away_today_and_who_stands_in(session: Session, world: World) -> None:
    go_away(session, world.ben, TODAY, TODAY + 5 * DAY, world.aisha)
    go_away(session, world.mei, TODAY + DAY, TODAY + 5 * DAY, world.aisha)
    session.flush()
    found = away_now(session, [world.ben.id, world.mei.id])
    assert {key: (each.until, each.deputy_id) for key, each in found.items()} == {
        world.ben.id: (TODAY + 5 * DAY, world.aisha.id)
    }
    assert stand_in(session, world.ben) is world.aisha and stand_in(session, world.mei) is world.mei


def test_the_deputy_of_a_deputy_is_asked_and_a_circle_ends(session: Session, world: World) -> None:
    go_away(session, world.ben, TODAY, IN_A_MONTH, world.aisha)
    go_away(session, world.aisha, TODAY, IN_A_MONTH, world.mei)
    session.flush()
    assert stand_in(session, world.ben) is world.mei
    go_away(session, world.mei, TODAY, IN_A_MONTH, world.ben)
    session.flush()
    assert stand_in(session, world.ben) is world.ben


def test_coming_back_ends_it(session: Session, world: World) -> None:
    go_away(session, world.ben, TODAY, IN_A_MONTH, None)
    session.flush()
    come_back(session, world.ben)
    session.flush()
    assert own_absence(session, world.ben.id) is None and away_now(session, [world.ben.id]) == {}


def test_a_deputy_can_step_back_and_nobody_else(session: Session, world: World) -> None:
    go_away(session, world.ben, TODAY, IN_A_MONTH, world.aisha)
    session.flush()
    with pytest.raises(LookupError):
        step_back(session, world.mei, world.ben)
    step_back(session, world.aisha, world.ben)
    assert own_absence(session, world.ben.id).deputy_id is None


@pytest.mark.parametrize("first, last", [(None, 1), (1, None), (3, 2), (-5, -1), (0, 800)])
def test_days_that_make_no_absence_are_refused(session: Session, world: World, first, last) -> None:
    with pytest.raises(Invalid):
        go_away(
            session,
            world.ben,
            None if first is None else TODAY + first * DAY,
            None if last is None else TODAY + last * DAY,
            None,
        )


@pytest.mark.parametrize("who", ["ben", "gwen"])
def test_a_deputy_is_a_colleague(session: Session, world: World, who: str) -> None:
    with pytest.raises(Invalid, match="colleague"):
        go_away(session, world.ben, TODAY, IN_A_MONTH, getattr(world, who))


def test_a_question_for_who_is_away_goes_to_the_deputy_who_can_read_it(session: Session, world: World) -> None:
    go_away(session, world.ben, TODAY, IN_A_MONTH, world.aisha)
    session.flush()
    assert asked_instead(world.question, world.mo, world.ben) is world.aisha
    assert asked_instead(world.question, world.aisha, world.ben) is world.ben, "the deputy asks"
    assert asked_instead(world.question, world.gwen, world.ben) is world.ben, "guests are not told"
    assert asked_instead(world.secret_question, world.mei, world.ben) is world.ben, "Aisha cannot read it"
    come_back(session, world.ben)
    session.flush()
    assert asked_instead(world.question, world.mo, world.ben) is world.ben
