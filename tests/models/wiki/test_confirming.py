"""Procedures and "read and understood": who is asked, what a signature is bound to, who learns what."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.core import clock
from models.core.errors import Invalid, Refused
from models.core.outbox import OutboxJob
from models.entries.entry import Entry
from models.entries.reading import NotFound
from models.people.department import found_department
from models.people.person import Person, add_person
from models.policy.rules import may
from models.policy.viewer import viewer_of
from models.spaces.joining import add_member, disable, take_out
from models.wiki.page import Page, write_page
from models.wiki.procedures.confirming import Audience, end, issue, plan, sign
from models.wiki.procedures.nightly import asks_of, tend_confirmations
from models.wiki.procedures.procedure import end_procedure, make_procedure, procedure_of
from models.wiki.procedures.reading import (
    duties_of,
    issued_and_late,
    missing,
    my_signatures,
    to_sign,
    visible_confirmation,
)
from models.wiki.procedures.rounds import Confirmation, Signature
from tests.world import World

START = datetime(2026, 3, 2, 9, tzinfo=UTC)
DUE = date(2026, 3, 22)
MEMBERS = Audience("space")


@pytest.fixture(autouse=True)
def _in_march():
    with clock.at(START):
        yield


def people(*persons: Person) -> Audience:
    return Audience("people", people=frozenset(person.id for person in persons))


def issued(session: Session, world: World, audience: Audience = MEMBERS, **more: object) -> Confirmation:
    made = issue(session, world.aisha, world.publishing, audience, DUE, **more)  # type: ignore[arg-type]
    return visible_confirmation(session, viewer_of(session, world.aisha), made.id)


def save(session: Session, page: Page, body: str, by: Person, minor: bool = False) -> None:
    page.revise(by=by, based_on=page.version, title=page.title, body=body, minor=minor)
    session.flush()


def names(session: Session, confirmation: Confirmation) -> list[str]:
    return [row.username for row in missing(session, confirmation, "everyone")]


def test_a_procedure_takes_effect_on_a_day(session: Session, world: World) -> None:
    make_procedure(session, world.aisha, world.publishing, date(2027, 4, 1), " 2.1 ")
    row = procedure_of(session, world.publishing.id)
    assert (row.effective_on, row.label) == (date(2027, 4, 1), "2.1")
    assert end_procedure(world.publishing, world.aisha) and not end_procedure(world.publishing, world.aisha)


def test_a_day_in_the_past_must_be_meant(session: Session, world: World) -> None:
    with pytest.raises(Invalid, match="has passed"):
        make_procedure(session, world.aisha, world.publishing, date(2026, 2, 1))
    make_procedure(session, world.aisha, world.publishing, date(2026, 2, 1), since=True)
    make_procedure(session, world.aisha, world.publishing, date(2026, 2, 1), "3")
    assert procedure_of(session, world.publishing.id).label == "3"


@pytest.mark.parametrize("day", [None, date(2040, 1, 1), date(1, 1, 1)])
def test_a_day_that_cannot_be_is_refused(session: Session, world: World, day: date | None) -> None:
    with pytest.raises(Invalid):
        make_procedure(session, world.aisha, world.publishing, day, since=True)


def test_the_members_of_a_space_are_asked_but_not_whoever_asks(session: Session, world: World) -> None:
    round_ = issued(session, world)
    assert [ask.person_id for ask in asks_of(session, round_)] == [world.ben.id]
    assert [row.title for row in to_sign(session, viewer_of(session, world.ben))] == ["Publishing"]
    assert to_sign(session, viewer_of(session, world.aisha)) == []


def test_a_department_is_asked_with_everything_below(session: Session, world: World) -> None:
    gritting = found_department(session, "Gritting", world.roads)
    add_person(session, "low.one", "Low One", department_id=gritting.id)
    add_person(session, "guest.two", "Guest Two", department_id=gritting.id, is_guest=True)
    issued(session, world, Audience("department", world.transport.id))
    for username, asked in (("low.one", True), ("guest.two", False)):
        person = session.scalars(select(Person).where(Person.username == username)).one()
        assert bool(to_sign(session, viewer_of(session, person))) is asked


def test_who_may_not_read_the_page_is_not_asked_but_counted(session: Session, world: World) -> None:
    found = plan(session, world.aisha, world.publishing, people(world.ben, world.gwen, world.tomas), 4)
    assert (sorted(found.now), found.later, found.left_out) == (sorted([world.ben.id, world.tomas.id]), [], 1)
    with pytest.raises(Invalid, match="Nobody in this group"):
        issued(session, world, people(world.gwen))


@pytest.mark.parametrize(
    ("audience", "field"),
    [
        (Audience("cats"), "audience"),
        (Audience("people"), "people"),
        (Audience("department", 999_999), "department"),
    ],
)
def test_an_audience_that_cannot_be_is_refused(session: Session, world: World, audience: Audience, field: str) -> None:
    with pytest.raises(Invalid) as error:
        issued(session, world, audience)
    assert error.value.field == field


@pytest.mark.parametrize("day", [None, START.date(), date(2026, 1, 1), date(2029, 1, 1)])
def test_a_deadline_lies_ahead_within_a_year(session: Session, world: World, day: date | None) -> None:
    with pytest.raises(Invalid) as error:
        issue(session, world.aisha, world.publishing, MEMBERS, day)
    assert error.value.field == "due_on"


def test_one_round_runs_on_a_page_at_a_time(session: Session, world: World) -> None:
    first = issued(session, world)
    with pytest.raises(Refused, match="already"):
        issued(session, world)
    end(first, world.aisha)
    assert issued(session, world).id != first.id


def test_a_signature_is_bound_to_the_revision(session: Session, world: World) -> None:
    round_ = issued(session, world)
    sign(round_, world.ben, 1)
    again = sign(round_, world.ben, 1)
    found = session.scalars(select(Signature)).all()
    assert [(each.id, each.number, each.title) for each in found] == [(again.id, 1, "Publishing")]
    assert (round_.signed, round_.asked, names(session, round_)) == (1, 1, [])
    assert to_sign(session, viewer_of(session, world.ben)) == []


def test_a_small_change_keeps_signatures_and_a_material_one_asks_again(session: Session, world: World) -> None:
    round_ = issued(session, world, people(world.ben, world.tomas))
    sign(round_, world.ben, 1)
    save(session, world.publishing, "Read the guide, spelt right.", world.aisha, minor=True)
    assert not duties_of(session, viewer_of(session, world.ben), world.publishing.id).to_sign
    assert names(session, round_) == ["tomas.reyes"]
    save(session, world.publishing, "Read another guide.", world.aisha)
    duties = duties_of(session, viewer_of(session, world.ben), world.publishing.id)
    assert (duties.to_sign, duties.my_number, duties.number) == (True, 1, 3)
    assert duties_of(session, viewer_of(session, world.tomas), world.publishing.id).my_number == 0
    assert round_.signed == 0
    sign(round_, world.ben, 3)
    last = my_signatures(session, viewer_of(session, world.ben))[0]
    assert (last.number, last.before) == (3, 1)


def test_after_a_small_change_the_page_is_confirmed_as_it_is_shown(session: Session, world: World) -> None:
    round_ = issued(session, world)
    save(session, world.publishing, "Spelt right.", world.aisha, minor=True)
    assert sign(round_, world.ben, 1).number == 2
    assert names(session, round_) == []


def test_whoever_opened_the_page_before_it_changed_confirms_nothing(session: Session, world: World) -> None:
    round_ = issued(session, world)
    save(session, world.publishing, "Another guide.", world.aisha)
    with pytest.raises(Refused, match="changed after you opened it"):
        sign(round_, world.ben, 1)


def test_whoever_is_asked_again_gets_time(session: Session, world: World) -> None:
    round_ = issued(session, world)
    sign(round_, world.ben, 1)
    with clock.at(START + timedelta(days=19)):
        save(session, world.publishing, "Another guide.", world.aisha)
        assert to_sign(session, viewer_of(session, world.ben))[0].my_due == date(2026, 4, 4)


def test_nobody_is_asked_more_often_than_the_month_allows(session: Session, world: World) -> None:
    for number in range(2):
        page = write_page(session, world.aisha, world.desk, f"Page {number}", "Text")
        issue(session, world.aisha, page, people(world.ben), DUE, most=2)
    who = people(world.ben, world.tomas)
    found = plan(session, world.aisha, world.publishing, who, 2)
    assert (found.now, found.later) == ([world.tomas.id], [world.ben.id])
    round_ = issued(session, world, who, most=2)
    assert len(to_sign(session, viewer_of(session, world.ben))) == 2
    assert duties_of(session, viewer_of(session, world.ben), world.publishing.id).my_due is None
    with pytest.raises(Refused):
        sign(round_, world.ben, 1)
    with clock.at(datetime(2026, 4, 1, 3, tzinfo=UTC)):
        tend_confirmations(session)
        asked = to_sign(session, viewer_of(session, world.ben))
        assert [row.my_due for row in asked if row.title == "Publishing"] == [date(2026, 4, 15)]


def test_whoever_leaves_or_may_not_read_is_not_missing(session: Session, world: World) -> None:
    add_member(session, world.desk, world.mei, "reader", world.aisha)
    round_ = issued(session, world, people(world.ben, world.tomas, world.mei))
    assert names(session, round_) == ["ben.okafor", "mei.wong", "tomas.reyes"]
    disable(session, world.tomas, None)
    session.flush()
    assert names(session, round_) == ["ben.okafor", "mei.wong"]
    world.publishing.audience = f"department:{world.roads.id}"
    session.flush()
    assert to_sign(session, viewer_of(session, world.ben)) == []
    tend_confirmations(session)
    assert {ask.withdrawn_on for ask in asks_of(session, round_)} == {START.date()}
    assert (round_.asked, round_.signed) == (0, 0)


def test_who_joins_the_audience_later_is_asked_with_time(session: Session, world: World) -> None:
    round_ = issued(session, world)
    add_member(session, world.desk, world.tomas, "reader", world.aisha)
    take_out(session, world.desk, world.ben, world.aisha)
    with clock.at(START + timedelta(days=18)):
        tend_confirmations(session)
        assert to_sign(session, viewer_of(session, world.tomas))[0].my_due == date(2026, 4, 3)
    assert names(session, round_) == ["tomas.reyes"]


def test_reminders_come_at_half_time_and_two_days_before(session: Session, world: World) -> None:
    round_ = issued(session, world, people(world.ben, world.gwen, world.tomas))
    sign(round_, world.tomas, 1)
    sent = []
    for days in range(24):
        with clock.at(START + timedelta(days=days)):
            if tend_confirmations(session, "https://w.example"):
                sent.append(days)
    assert sent == [10, 18]
    mails = session.scalars(select(OutboxJob).where(OutboxJob.task == "mail")).all()
    assert {job.payload["to"] for job in mails} == {"ben@transport.example"}
    text = mails[0].payload["text"]
    assert f"https://w.example/confirmations/{round_.id}" in text and "22 March 2026" in text
    assert "Publishing" not in text


def test_a_suspended_person_is_reminded_once_they_are_back(session: Session, world: World) -> None:
    issued(session, world, people(world.ben))
    world.ben.suspended_until = START + timedelta(days=12)
    sent = []
    for days in range(16):
        with clock.at(START + timedelta(days=days)):
            if tend_confirmations(session):
                sent.append(days)
    assert sent == [12]


def test_an_announcement_stops_at_its_day_and_a_procedure_a_month_later(session: Session, world: World) -> None:
    round_ = issued(session, world, stops=True)
    with clock.at(START + timedelta(days=21)):
        tend_confirmations(session)
    assert round_.ended_at is not None
    other = issued(session, world)
    with clock.at(START + timedelta(days=40)):
        tend_confirmations(session)
        assert other.ended_at is None
        assert [row.id for row in issued_and_late(session, viewer_of(session, world.aisha))] == [other.id]
        sign(other, world.ben, 1)
        assert issued_and_late(session, viewer_of(session, world.aisha)) == []
    with clock.at(START + timedelta(days=51)):
        tend_confirmations(session)
    assert other.ended_at is not None
    with pytest.raises(Refused, match="has ended"):
        sign(round_, world.ben, 1)


def test_who_is_missing_is_for_those_responsible_alone(session: Session, world: World) -> None:
    add_member(session, world.desk, world.tomas, "owner", world.aisha)
    round_ = issued(session, world)
    who_may = {
        person.username
        for person in (world.aisha, world.ben, world.tomas, world.ada, world.mo, world.mei)
        if may(viewer_of(session, person), "procedure.missing", round_)
    }
    assert who_may == {"aisha.khan"}
    round_.page.owner_person_id = world.mei.id
    assert may(viewer_of(session, world.mei), "procedure.missing", round_)


def test_when_the_issuer_leaves_an_owner_of_the_space_takes_over(session: Session, world: World) -> None:
    add_member(session, world.desk, world.tomas, "owner", world.aisha)
    round_ = issued(session, world)
    disable(session, world.aisha, None)
    session.flush()
    tend_confirmations(session)
    assert round_.issuer_id == world.tomas.id


def test_reach_is_shown_without_names_and_never_for_few(session: Session, world: World) -> None:
    issued(session, world, people(world.ben, world.mei, world.tomas, world.ada))
    assert duties_of(session, viewer_of(session, world.mo), world.publishing.id).reach is None
    other = write_page(session, world.aisha, world.desk, "For five", "Text")
    who = people(world.ben, world.mei, world.tomas, world.ada, world.mo)
    round_ = issue(session, world.aisha, other, who, DUE)
    sign(round_, world.ben, 1)
    assert duties_of(session, viewer_of(session, world.mo), other.id).reach == (1, 5)


def test_my_signatures_are_mine_and_hide_titles_that_i_may_not_read(session: Session, world: World) -> None:
    round_ = issued(session, world)
    sign(round_, world.ben, 1)
    assert my_signatures(session, viewer_of(session, world.aisha)) == []
    assert my_signatures(session, viewer_of(session, world.ben))[0].title == "Publishing"
    session.get_one(Entry, world.publishing.id).audience = f"person:{world.mei.id}"
    session.flush()
    row = my_signatures(session, viewer_of(session, world.ben))[0]
    assert (row.title, row.slug, row.space_slug, row.number) == ("", None, None, 1)


def test_a_round_about_a_page_that_one_may_not_read_does_not_exist(session: Session, world: World) -> None:
    made = issue(session, world.mei, world.secret_page, Audience("space"), DUE)
    assert visible_confirmation(session, viewer_of(session, world.gwen), made.id) is made
    for person in (world.aisha, world.tomas, world.ada, world.mo):
        with pytest.raises(NotFound):
            visible_confirmation(session, viewer_of(session, person), made.id)
