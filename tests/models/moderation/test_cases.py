"""Reports make cases: one a thing, for those who may decide, looked at by one at a time. On both databases."""

from datetime import timedelta

import pytest

from models.core.errors import Invalid, Refused
from models.messages.talking import begin, send
from models.moderation.case import Case, claim, let_go
from models.moderation.deciding import decide_case
from models.moderation.queue import beside, case_row, count_waiting, my_reports, reports_of, waiting_cases
from models.moderation.report import hand_over, report, report_profile
from models.policy.rules import may
from models.spaces.joining import add_member


@pytest.fixture
def case(session, world):
    """Tomas and Ada report Ben's answer."""
    report(session, world.answer, world.tomas, "rude", "Read line two")
    report(session, world.answer, world.ada, "wrong")
    return session.query(Case).one()


def test_several_reports_of_one_thing_are_one_case(session, case):
    assert [each.name for each in reports_of(session, case.id)] == ["Tomas Reyes", "Ada Admin"]


def test_a_second_report_by_the_same_person_changes_the_first(session, world, case):
    report(session, world.answer, world.tomas, "spam", "No: line three")
    assert [each.note for each in reports_of(session, case.id)] == ["No: line three", ""]


@pytest.mark.parametrize("who, number", {"aisha": 1, "mo": 1, "ben": 0, "tomas": 0, "ada": 0, "gwen": 0}.items())
def test_curators_and_moderators_get_it(session, me, case, who, number):
    assert len(waiting_cases(session, me(who))) == number and count_waiting(session, me(who))[0] == number


def test_nobody_gets_a_case_about_themselves(session, world, me):
    report(session, world.publishing, world.ben, "wrong")
    case = session.query(Case).one()
    assert waiting_cases(session, me("aisha")) == [] and not may(me("aisha"), "report.handle", case)
    assert len(waiting_cases(session, me("mo"))) == 1
    with pytest.raises(Refused):
        decide_case(session, case, me("aisha"), "keep", "It is mine")


def test_what_stands_in_a_closed_space_is_decided_there(session, world, me):
    add_member(session, world.mill, world.ben, "reader", world.mei)
    report(session, world.secret_answer, world.ben, "rude")
    assert len(waiting_cases(session, me("mei"))) == 1 and waiting_cases(session, me("mo")) == []


def test_where_only_the_author_could_decide_the_one_thing_goes_to_the_moderators_of_the_site(session, world, me):
    report(session, world.secret_page, world.gwen, "wrong")
    row = waiting_cases(session, me("mo"))[0]
    assert row.for_site and waiting_cases(session, me("mei")) == [] and waiting_cases(session, me("aisha")) == []
    assert beside(session, me("mo"), row) == ([], [])


def test_only_one_looks_at_a_case(session, me, case):
    claim(session, case, me("aisha"))
    with pytest.raises(Refused, match="Aisha Khan is looking at this"):
        claim(session, case, me("mo"))
    with pytest.raises(Refused, match="Aisha Khan is looking at this"):
        decide_case(session, case, me("mo"), "keep", "Fine")
    assert waiting_cases(session, me("mo"), free=True) == []
    claim(session, case, me("mo"), over=True)
    assert case_row(session, me("aisha"), case.id).claimer_name == "Mo Moder"


def test_a_claim_lapses_and_can_be_let_go(session, me, case):
    claim(session, case, me("aisha"))
    case.claimed_at -= timedelta(hours=1)
    session.flush()
    claim(session, case, me("mo"))
    let_go(session, case, me("mo"))
    assert case.claimed_by_id is None


def test_the_queue_goes_on_where_its_page_ended(session, world, me, monkeypatch):
    for entry in (world.answer, world.note, world.question):
        report(session, entry, world.ada, "wrong")
    found = [row.case_id for row in waiting_cases(session, me("mo"))]
    first = waiting_cases(session, me("mo"))[0]
    after = type("At", (), {"at": first.opened_at, "id": first.case_id})
    assert [row.case_id for row in waiting_cases(session, me("mo"), after=after)] == found[1:]


def test_a_message_shows_what_the_reporter_showed_and_nothing_else(session, world, me):
    two = begin(session, me("aisha"), [world.ben])
    send(two, me("aisha"), "Not for others")
    said = send(two, me("aisha"), "Rude words")
    hand_over(session, said, me("ben"), "rude")
    row = waiting_cases(session, me("mo"), kind="message")[0]
    told = reports_of(session, row.case_id)[0]
    assert [each["text"] for each in told.shown] == ["Rude words"]
    assert waiting_cases(session, me("mei")) == [] == waiting_cases(session, me("ada"))


def test_a_profile_goes_to_the_moderators(session, world, me):
    report_profile(session, world.ben, world.tomas, "rude")
    assert len(waiting_cases(session, me("mo"), kind="person")) == 1 and waiting_cases(session, me("aisha")) == []
    with pytest.raises(Refused):
        report_profile(session, world.ben, world.ben, "rude")


def test_a_report_needs_a_reason(session, world):
    with pytest.raises(Invalid):
        report(session, world.answer, world.tomas, "because")


def test_whoever_reported_sees_what_became_of_it(session, world, me, case):
    assert my_reports(session, me("tomas"))[0].outcome is None
    decide_case(session, case, me("mo"), "keep", "It is fine")
    assert my_reports(session, me("tomas"))[0].outcome == "keep" and my_reports(session, me("ben")) == []


def test_after_a_decision_a_new_report_is_a_new_case(session, world, me, case):
    decide_case(session, case, me("mo"), "keep", "It is fine")
    report(session, world.answer, world.tomas, "wrong")
    assert session.query(Case).count() == 2 and len(waiting_cases(session, me("mo"))) == 1
