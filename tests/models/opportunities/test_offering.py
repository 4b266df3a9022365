"""Offering to take part, withdrawing, and the owner's answer: what is refused, and who is told."""

from datetime import timedelta

import pytest
from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from models.activity.act import Act
from models.activity.matters import Done, matters_of
from models.core import clock
from models.core.errors import Invalid, Refused
from models.opportunities.offering import (
    accept,
    close,
    decline,
    offer,
    offer_of,
    offers_for,
    reopen,
    why_not,
    withdraw,
)
from tests.models.opportunities.making import offered
from tests.world import World


def test_an_offer_is_seen_by_its_owner_and_the_person(session: Session, world: World) -> None:
    made = offered(session, world)
    offer(made, world.tomas, "  I tested forms\n before ")
    (row,) = offers_for(session, made.id)
    assert (row.name, row.line, row.state) == ("Tomas Reyes", "I tested forms before", "waiting")
    assert offer_of(session, made.id, world.tomas.id).line == row.line
    assert offer_of(session, made.id, world.ben.id) is None


def test_acts_about_offers_are_between_the_two(session: Session, world: World) -> None:
    made = offered(session, world)
    offer(made, world.tomas, "I can")
    decline(made, world.aisha, world.tomas.id, "Two others came first")
    offer(made, world.ben, "Me too")
    withdraw(made, world.ben)
    acts = session.scalars(select(Act).where(Act.subject_id == made.id, Act.verb.like("%offer%"))).all()
    assert [(act.verb, act.audience) for act in acts] == [
        ("offered", f"person:{world.aisha.id}"),
        ("declined-offer", f"person:{world.tomas.id}"),
        ("offered", f"person:{world.aisha.id}"),
        ("withdrew-offer", f"person:{world.aisha.id}"),
    ]
    assert "Two others" not in str([act.detail for act in acts])


@pytest.mark.parametrize("line", ["", " \n ", "x" * 501])
def test_an_offer_needs_a_line_of_a_fair_length(session: Session, world: World, line: str) -> None:
    with pytest.raises(Invalid) as refused:
        offer(offered(session, world), world.tomas, line)
    assert refused.value.field == "line"


def test_nobody_offers_twice(session: Session, world: World) -> None:
    made = offered(session, world)
    offer(made, world.tomas, "I can")
    with pytest.raises(Refused, match="already"):
        offer(made, world.tomas, "I really can")


def test_nobody_offers_on_their_own(session: Session, world: World) -> None:
    with pytest.raises(Refused, match="your own"):
        offer(offered(session, world), world.aisha, "I can")


def test_nobody_offers_after_the_last_day(session: Session, world: World) -> None:
    made = offered(session, world)
    with clock.at(clock.now() + timedelta(days=11)), pytest.raises(Refused, match="last day"):
        offer(made, world.tomas, "I can")


def test_nobody_offers_when_it_is_filled_or_closed(session: Session, world: World) -> None:
    made = offered(session, world)
    offer(made, world.tomas, "I can")
    accept(made, world.aisha, world.tomas.id)
    assert made.status == "filled"
    with pytest.raises(Refused, match="filled"):
        offer(made, world.ben, "Me too")
    close(made, world.aisha, "The form is gone")
    assert (made.status, made.closing) == ("closed", "The form is gone")
    with pytest.raises(Refused, match="closed"):
        offer(made, world.ben, "Me too")


def test_nobody_offers_to_somebody_who_left(session: Session, world: World) -> None:
    made = offered(session, world)
    world.aisha.disabled_at = clock.now()
    assert "no longer works" in why_not(made, world.tomas)


def test_after_a_withdrawal_one_can_offer_again_and_the_line_is_gone(session: Session, world: World) -> None:
    made = offered(session, world)
    kept = offer(made, world.tomas, "I can")
    withdraw(made, world.tomas)
    assert kept.line == "" and offers_for(session, made.id) == []
    offer(made, world.tomas, "I can after all")
    assert [row.line for row in offers_for(session, made.id)] == ["I can after all"]


def test_after_a_decline_one_cannot(session: Session, world: World) -> None:
    made = offered(session, world)
    offer(made, world.tomas, "I can")
    decline(made, world.aisha, world.tomas.id, "Two others came first")
    assert offer_of(session, made.id, world.tomas.id).reason == "Two others came first"
    with pytest.raises(Refused, match="declined"):
        offer(made, world.tomas, "I really can")
    with pytest.raises(Refused, match="declined"):
        withdraw(made, world.tomas)


@pytest.mark.parametrize("reason", ["", "  ", "x" * 301])
def test_declining_needs_a_reason(session: Session, world: World, reason: str) -> None:
    made = offered(session, world)
    offer(made, world.tomas, "I can")
    with pytest.raises(Invalid) as refused:
        decline(made, world.aisha, world.tomas.id, reason)
    assert refused.value.field == "reason"


def test_no_more_are_accepted_than_are_wanted(session: Session, world: World) -> None:
    made = offered(session, world)
    for person in (world.tomas, world.ben):
        offer(made, person, "I can")
    accept(made, world.aisha, world.tomas.id)
    with pytest.raises(Refused, match="as many people as you want"):
        accept(made, world.aisha, world.ben.id)


def test_a_place_that_becomes_free_opens_it_again_and_names_nobody(session: Session, world: World) -> None:
    made = offered(session, world)
    offer(made, world.tomas, "I can")
    accept(made, world.aisha, world.tomas.id)
    withdraw(made, world.tomas)
    assert made.status == "open"
    acts = session.scalars(select(Act).where(Act.subject_id == made.id, Act.verb == "reopened")).all()
    assert [act.actor_id for act in acts] == [None]


def test_opened_again_it_is_as_full_as_it_was(session: Session, world: World) -> None:
    made = offered(session, world)
    offer(made, world.tomas, "I can")
    accept(made, world.aisha, world.tomas.id)
    close(made, world.aisha)
    reopen(made, world.aisha)
    assert (made.status, made.closing) == ("filled", "")
    with pytest.raises(Refused):
        reopen(made, world.aisha)


def test_what_was_never_offered_cannot_be_answered(session: Session, world: World) -> None:
    made = offered(session, world)
    for person_id in (world.ben.id, 0, 2**31):
        with pytest.raises(LookupError):
            accept(made, world.aisha, person_id)


def test_those_who_wait_are_told_when_it_ends(session: Session, world: World) -> None:
    made = offered(session, world)
    for person in (world.tomas, world.ben):
        offer(made, person, "I can")
    accept(made, world.aisha, world.tomas.id)
    (act,) = session.scalars(select(Act).where(Act.subject_id == made.id, Act.verb == "ended-offers"))
    (ended,) = matters_of("ended-offers", "opportunity")
    done = Done(act.id, act.at, act.actor_id, act.verb, "opportunity", made.id, None, act.audience, {})
    told = ended.people(session, done)
    assert isinstance(told, Select)
    assert list(session.scalars(told)) == [world.ben.id]
