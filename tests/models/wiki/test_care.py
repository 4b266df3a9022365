"""Who answers for pages and until when they hold, on both databases."""

from datetime import date, timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models.activity.act import Act
from models.core import clock
from models.core.errors import Invalid
from models.entries.editing import edit
from models.entries.entry import Entry
from models.entries.findable import documents
from models.policy.viewer import viewer_of
from models.search.missed import MissedSearch, forget_old, missed_in, settle
from models.spaces.joining import add_member, ask_to_join, disable, take_out
from models.waiting.waiting import waiting
from models.wiki.care import lists
from models.wiki.care.checking import changed_since, check, mark_overdue
from models.wiki.care.columns import Owner, months_after, state_of
from models.wiki.care.owning import Plan, check_owner, entrust, hand_over, last_acts, owner_named, set_defaults, undo
from models.wiki.care.status import replace
from models.wiki.page import Page, page_view, write_page
from tests.world import World

TODAY = clock.now().date()


@pytest.mark.parametrize("text", ["", "person:12", "role:curator", "role:owner", "department:5"])
def test_an_owner_is_written_and_read_alike(text: str) -> None:
    assert str(Owner.parse(text)) == text


@pytest.mark.parametrize("text", ["person:", "person:x", "role:reader", "robot:1", "person:1; drop", "person:٣"])
def test_nothing_else_is_an_owner(text: str) -> None:
    with pytest.raises(ValueError):
        Owner.parse(text)


@pytest.mark.parametrize(
    ("day", "months", "then"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2026, 11, 21), 24, date(2028, 11, 21)),
        (date(2026, 12, 31), 6, date(2027, 6, 30)),
    ],
)
def test_months_end_where_the_month_does(day: date, months: int, then: date) -> None:
    assert months_after(day, months) == then


def test_a_new_page_belongs_to_its_author_and_is_looked_at_after_a_year(session: Session, world: World) -> None:
    page = write_page(session, world.ben, world.desk, "Rota", "Text")
    assert (page.owner, page.review_on) == (Owner(person_id=world.ben.id), months_after(TODAY, 12))


def test_a_new_page_begins_as_its_space_says(session: Session, world: World) -> None:
    set_defaults(session, world.desk, f"department:{world.roads.id}", None, world.aisha)
    page = write_page(session, world.ben, world.desk, "Rota", "Text")
    assert (page.owner, page.review_on) == (Owner(department_id=world.roads.id), None)


def test_an_imported_page_has_nobody_until_somebody_says_who(session: Session, world: World) -> None:
    page = write_page(session, world.ben, world.desk, "Rota", "Text", quiet=True)
    assert (page.owner, page.review_on) == (Owner(), None)


def test_the_narrow_table_knows_the_space_of_every_page(session: Session, world: World) -> None:
    write_page(session, world.ben, world.desk, "Rota", "Text")
    session.flush()
    pages, entries = Page.__table__, Entry.__table__
    apart = select(func.count()).select_from(pages.join(entries, pages.c.id == entries.c.id))
    assert session.scalar(apart.where(pages.c.space_id.is_distinct_from(entries.c.space_id))) == 0


def test_only_who_can_read_the_space_can_answer_for_its_pages(session: Session, world: World) -> None:
    assert check_owner(session, world.desk, Owner(person_id=world.tomas.id))
    assert owner_named(session, world.mill, "@gwen.guest") == Owner(person_id=world.gwen.id)
    for space, person in ((world.mill, world.tomas), (world.desk, world.gwen)):
        with pytest.raises(Invalid):
            check_owner(session, space, Owner(person_id=person.id))


@pytest.mark.parametrize("owner", [Owner(person_id=999_999), Owner(department_id=999_999)])
def test_nobody_who_does_not_exist_is_an_owner(session: Session, world: World, owner: Owner) -> None:
    with pytest.raises(Invalid):
        entrust(world.publishing, Plan(owner=owner), world.aisha)


@pytest.mark.parametrize(
    "plan",
    [
        Plan(dated=True, on=TODAY),
        Plan(dated=True, on=date(1990, 1, 1)),
        Plan(dated=True, on=TODAY + timedelta(days=9000)),
        Plan(dated=True, months=5),
    ],
)
def test_a_review_date_must_make_sense(session: Session, world: World, plan: Plan) -> None:
    with pytest.raises(Invalid):
        entrust(world.publishing, plan, world.aisha)


def test_many_pages_are_handed_over_with_one_act_each_and_taken_back(session: Session, world: World) -> None:
    pages = [write_page(session, world.aisha, world.desk, f"Page {n}", "Text", quiet=True) for n in range(5)]
    session.flush()
    plan = Plan(owner=Owner(role="curator"), dated=True, months=6)
    changed = hand_over(session, world.desk, pages, plan, world.aisha)
    found = last_acts(session, world.desk.id, world.aisha, changed)
    assert found is not None and len(changed) == 5
    acts = session.scalars(select(Act).where(Act.id.between(*found), Act.verb == "set-owner")).all()
    assert sorted(act.subject_id for act in acts) == sorted(changed)
    assert undo(session, world.desk.id, *found, viewer_of(session, world.aisha)) == 5
    assert {(page.owner, page.review_on) for page in pages} == {(Owner(), None)}


def test_what_somebody_changed_since_is_not_taken_back(session: Session, world: World) -> None:
    entrust(world.publishing, Plan(owner=Owner(role="curator")), world.aisha)
    found = last_acts(session, world.desk.id, world.aisha, [world.publishing.id])
    entrust(world.publishing, Plan(owner=Owner(role="owner")), world.ben)
    assert found and undo(session, world.desk.id, *found, viewer_of(session, world.aisha)) == 0
    assert world.publishing.owner == Owner(role="owner")


def test_nobody_takes_back_what_another_did(session: Session, world: World) -> None:
    entrust(world.publishing, Plan(owner=Owner(role="curator")), world.aisha)
    found = last_acts(session, world.desk.id, world.aisha, [world.publishing.id])
    assert found and undo(session, world.desk.id, *found, viewer_of(session, world.ben)) == 0


def test_first_reviews_can_be_spread_over_the_interval(session: Session, world: World) -> None:
    pages = [write_page(session, world.aisha, world.desk, f"Page {n}", "Text") for n in range(12)]
    hand_over(session, world.desk, pages, Plan(dated=True, months=12, spread=True), world.aisha)
    days = [page.review_on for page in pages]
    assert len(set(days)) == 12 and max(filter(None, days)) == months_after(TODAY, 12)


def test_an_owner_who_left_is_found(session: Session, world: World) -> None:
    entrust(world.publishing, Plan(owner=Owner(person_id=world.ben.id)), world.aisha)
    disable(session, world.ben, None)
    session.flush()
    viewer = viewer_of(session, world.aisha)
    assert page_view(session, viewer, "desk", "publishing").owner_gone == 1
    assert [row.id for row in lists.unowned(session, viewer, world.desk.id)] == [world.publishing.id]


def test_an_owner_who_may_no_longer_read_a_closed_space_has_left(session: Session, world: World) -> None:
    add_member(session, world.mill, world.tomas, "contributor", world.mei)
    session.flush()
    entrust(world.secret_page, Plan(owner=Owner(person_id=world.tomas.id)), world.mei)
    take_out(session, world.mill, world.tomas, world.mei)
    session.flush()
    assert page_view(session, viewer_of(session, world.mei), "mill", world.secret_page.slug).owner_gone == 1


def test_a_check_sets_the_next_date_by_the_interval(session: Session, world: World) -> None:
    page = world.publishing
    entrust(page, Plan(dated=True, months=3), world.aisha)
    with clock.at(clock.now() + timedelta(days=200)):
        assert state_of(page.review_on, page.checked_at) == "overdue"
        check(page, world.aisha)
        assert page.review == "checked"
        assert page.review_on == months_after(clock.now().date(), 3)


def test_what_changed_around_a_page_since_its_check(session: Session, world: World) -> None:
    page = write_page(session, world.aisha, world.desk, "Rota", "[[Publishing]] [[Start here]]")
    session.flush()
    check(page, world.aisha)
    later = clock.now() + timedelta(minutes=5)
    edit(world.publishing, by=world.ben, based_on=1, body="Two", at=later)
    edit(world.publishing, by=world.ben, based_on=2, body="Three", at=later + timedelta(minutes=5))
    edit(world.start, by=world.ben, based_on=1, body="A typo", minor=True, at=later)
    session.flush()
    found = changed_since(session, viewer_of(session, world.aisha), page)
    assert [(row.slug, row.first, row.last) for row in found] == [("publishing", 2, 3)]


def test_what_falls_due_is_marked_for_search_in_the_night(session: Session, world: World) -> None:
    world.publishing.review_on = TODAY + timedelta(days=1)
    session.flush()
    assert mark_overdue(session) == 0
    with clock.at(clock.now() + timedelta(days=2)):
        assert mark_overdue(session) == 1
        session.flush()
        assert mark_overdue(session) == 0
    assert world.publishing.review == "overdue"


def test_lists_by_care_hold_what_was_asked_for(session: Session, world: World) -> None:
    viewer = viewer_of(session, world.aisha)
    world.start.owner_person_id = None
    world.publishing.review_on = TODAY - timedelta(days=1)
    session.flush()

    def found(**asked: object) -> list[str]:
        rows, total = lists.pages_by_care(session, viewer, world.desk.id, lists.Wanted(**asked))  # type: ignore[arg-type]
        assert total == len(rows)
        return [row.title for row in rows]

    assert found() == ["Publishing", "Start here"]
    assert found(who="none") == found(date="todo") == ["Start here"]
    assert found(who=f"person:{world.aisha.id}") == found(date="overdue") == ["Publishing"]
    assert found(below=world.start.id) == ["Publishing", "Start here"]
    assert found(below=world.publishing.id) == ["Publishing"]
    assert lists.progress(session, viewer, world.desk.id) == (1, 2)


def test_the_list_of_what_is_due_is_cut_by_rights_and_goes_on(session: Session, world: World) -> None:
    for number, page in enumerate((world.start, world.publishing, world.secret_page)):
        page.review_on = TODAY - timedelta(days=3 - number)
    session.flush()
    viewer = viewer_of(session, world.aisha)
    first = lists.due(session, viewer, TODAY, limit=1)
    after = first[0].review_on, first[0].id
    assert [row.title for row in first] == ["Start here"]
    assert [row.title for row in lists.due(session, viewer, TODAY, after=after)] == ["Publishing"]


def test_my_pages_are_those_of_my_name_and_of_my_unit_where_i_write(session: Session, world: World) -> None:
    entrust(world.publishing, Plan(owner=Owner(department_id=world.transport.id)), world.aisha)
    session.flush()
    assert [row.title for row in lists.mine(session, viewer_of(session, world.ben))] == ["Publishing"]
    assert lists.mine(session, viewer_of(session, world.mei))[0].title.startswith("Plan")
    assert lists.mine(session, viewer_of(session, world.tomas)) == []


def test_a_page_that_is_no_longer_outdated_has_no_successor(session: Session, world: World) -> None:
    replace(world.publishing, world.start.id, world.aisha)
    assert (world.publishing.status, world.publishing.replaced_by_id) == ("outdated", world.start.id)
    world.publishing.set_status("official", world.aisha)
    assert world.publishing.replaced_by_id is None


def test_pages_do_not_replace_themselves_or_each_other(session: Session, world: World) -> None:
    replace(world.publishing, world.start.id, world.aisha)
    session.flush()
    for page, successor in ((world.start, world.publishing), (world.start, world.start)):
        with pytest.raises(Invalid):
            replace(page, successor.id, world.aisha)


def test_what_waits_is_asked_for_in_one_way_on_both_databases(session: Session, world: World) -> None:
    entrust(world.start, Plan(owner=Owner(person_id=world.ben.id)), world.aisha)
    world.start.review_on = TODAY + timedelta(days=3)
    world.publishing.owner_person_id, world.publishing.review_on = None, TODAY - timedelta(days=3)
    ask_to_join(session, world.gate, world.tomas)
    world.gate.review_on = TODAY + timedelta(days=3)
    session.flush()
    ben, aisha, mei = (waiting(session, viewer_of(session, each)) for each in (world.ben, world.aisha, world.mei))
    assert [(row.title, row.review_on) for row in ben.checks] == [("Start here", world.start.review_on)]
    assert [(row.n, row.name, row.space_slug) for row in ben.given] == [(1, "Aisha Khan", "desk")]
    assert [(row.n, row.space_slug) for row in aisha.desks] == [(1, "desk")]
    assert [row.username for row in mei.requests] == ["tomas.reyes"]
    assert [row.space_slug for row in mei.reviews] == ["gate"]


def test_of_what_was_searched_in_vain_days_are_put_together_and_forgotten(session: Session, world: World) -> None:
    for days, people in ((1, "aa bb"), (5, "bb cc"), (40, "dd")):
        day = TODAY - timedelta(days=days)
        session.add(MissedSearch(space_id=world.desk.id, words="leave", day=day, people=people))
    session.flush()
    assert missed_in(session, world.desk.id) == [("leave", 3)]
    forget_old(session)
    assert session.scalar(select(func.count()).select_from(MissedSearch)) == 2
    settle(session, world.desk.id, "leave")
    assert missed_in(session, world.desk.id) == []


def test_search_learns_of_a_check(session: Session, world: World) -> None:
    before = documents(session, [world.publishing.id])[0]
    check(world.publishing, world.aisha)
    session.flush()
    after = documents(session, [world.publishing.id])[0]
    assert (before.review, after.review) == ("", "checked")
    assert before.stamp != after.stamp
