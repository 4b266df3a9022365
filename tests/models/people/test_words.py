"""Whom words find in the directory, what they were found by, and that every change holds at once."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy.orm import Session

from models.core import clock
from models.entries.joining_departments import merge_department
from models.people.absence import come_back, go_away
from models.people.directory import Wanted, find_people
from models.people.known import words_of
from models.people.narrowing import narrowing
from models.people.person import add_person, filed_under
from models.people.post import Holding, Post, called_anew, hold
from models.people.profile import choose_audiences, describe
from models.people.skill import SkillName, claim_skill
from models.people.skill import called_anew as skills_called_anew
from models.people.statement import ASK, NO_MATCH, SEEK, state
from models.spaces.joining import disable, enable, make_guest
from tests.world import World

TODAY = clock.now().date()


@pytest.fixture
def look(session: Session):
    def find(text: str, **more: Any) -> list[str]:
        session.flush()
        return [row.username for row in find_people(session, Wanted(text, **more))]

    return find


def test_words_are_looked_for_in_this_order_within_one_text(session: Session, world: World, look) -> None:
    describe(session, world.ben, about="Grit and **salt** for roads", experience="Ferries", languages=["Old Welsh"])
    claim_skill(session, world.ben, "Route planning")
    assert look("grit ROADS") == look("old welsh") == look("route plan") == ["ben.okafor"]
    assert look("roads grit") == look("welsh route") == look("planning old") == []


def test_accents_case_and_signs_are_alike(session: Session, world: World, look) -> None:
    describe(session, world.ben, name="Zoë Łukasz-Ångström", about="100 % of | _ \\ (a+b)")
    for text in ("zoe", "ZOË", "angstrom", "100 %", "(a+b)", "_ \\"):
        assert look(text) == ["ben.okafor"], text
    assert look("100 _x") == []


def test_by_name_looks_at_nothing_else(session: Session, world: World, look) -> None:
    describe(session, world.ben, about="lighthouse", job_title="Buyer")
    assert look("lighthouse", by_name=True) == [] and look("buyer", by_name=True) == ["ben.okafor"]


def test_each_text_says_where_it_stands(session: Session, world: World) -> None:
    claim_skill(session, world.ben, "Zq procurement")
    describe(session, world.ben, about="zq", languages=["Zqish"])
    state(session, world.ben, ASK, "zq forms", TODAY)
    session.flush()
    assert sorted(words_of(session).found_by("zq", [world.ben.id, world.mei.id])[world.ben.id]) == [
        ("about", ""), ("ask", "zq forms"), ("language", "Zqish"), ("skill", "Zq procurement"),
    ]  # fmt: skip


def test_what_people_keep_to_themselves_finds_nobody(session: Session, world: World, look) -> None:
    claim_skill(session, world.ben, "Zqskill")
    describe(session, world.ben, about="zqabout", place="zqplace", job_title="zqjob", languages=["zqlang"])
    state(session, world.ben, ASK, "zqask", TODAY)
    state(session, world.ben, SEEK, "zqseek", TODAY)
    state(session, world.ben, NO_MATCH, "zqnot", None)
    assert look("zq") == look("zqask") == look("zqskill") == ["ben.okafor"]
    assert look("zqseek") == look("zqnot") == []
    hidden = dict.fromkeys(("about", "role", "skills", "languages", "pattern", "statements"), "me")
    choose_audiences(session, world.ben, hidden)
    assert look("zq") == []


def test_leaving_coming_back_and_being_a_guest_hold_at_once(session: Session, world: World, look) -> None:
    describe(session, world.ben, about="zqabout")
    assert look("zqabout") == ["ben.okafor"]
    disable(session, world.ben, world.ada)
    assert look("zqabout") == []
    enable(session, world.ben, world.ada)
    assert look("zqabout") == ["ben.okafor"]
    make_guest(session, world.ben, world.ada)
    assert look("zqabout") == []


def test_who_is_new_or_changed_is_found_and_the_others_stay(session: Session, world: World, look) -> None:
    before = words_of(session)
    add_person(session, "zq.new", "Zq New")
    assert look("zq") == ["zq.new"]
    after = words_of(session)
    assert all(after.people[each] is said for each, said in before.people.items())


def test_what_was_taken_back_finds_nobody(session: Session, world: World, look) -> None:
    look("zqabout")
    with session.begin_nested() as inner:
        describe(session, world.ben, about="zqabout")
        assert look("zqabout") == ["ben.okafor"]
        inner.rollback()
    assert look("zqabout") == [] and look("okafor") == ["ben.okafor"]


def test_a_statement_finds_until_its_last_day(session: Session, world: World, look) -> None:
    state(session, world.ben, ASK, "zqask", TODAY)
    assert look("zqask") == ["ben.okafor"]
    with clock.at(clock.now() + timedelta(days=1)):
        assert look("zqask") == []


def test_posts_and_skills_that_are_called_otherwise_find_their_people(session: Session, world: World, look) -> None:
    post = Post(department_id=world.transport.id, title="Zqhead", created_at=clock.now())
    session.add(post)
    session.flush()
    hold(session, post, [world.ben.id])
    skill_id = claim_skill(session, world.mei, "Zqart")
    assert (look("zqhead"), look("zqart")) == (["ben.okafor"], ["mei.wong"])
    post.title = "Zqchief"
    called_anew(session, [post.id])
    session.add(SkillName(skill_id=skill_id, folded="zqcraft", name="Zqcraft"))
    skills_called_anew(session, [skill_id])
    assert (look("zqhead"), look("zqchief"), look("zqcraft")) == ([], ["ben.okafor"], ["mei.wong"])
    held = session.get_one(Holding, (post.id, world.ben.id))
    hold(session, post, [])
    assert held.until is not None and look("zqchief") == []


def test_pages_go_on_in_the_order_of_the_directory(session: Session, world: World) -> None:
    for number in range(7):
        add_person(session, f"zq.{number}", f"Zq {number // 2}", place="Leeds" if number % 2 else "")
    session.flush()
    for wanted in (Wanted("zq"), Wanted("zq", place="Leeds"), Wanted("zq", by_name=True)):
        everybody = [row.id for row in find_people(session, wanted)]
        paged, after = [], ("", 0)
        while found := find_people(session, wanted, after=after, limit=2):
            paged += [row.id for row in found]
            after = found[-1].name, found[-1].id
        assert paged == everybody and len(everybody) == (3 if wanted.place else 7)
    assert find_people(session, Wanted("zq"), after=("Zq 9", 1), limit=2) == []


def test_names_stand_in_order_whatever_their_case_accents_and_signs(session: Session, world: World, look) -> None:
    names = ["zq ALLEN", "Zq Beck", "«Zq de Souza»", "Zq Évora", "ZQ Forde"]
    people = [add_person(session, f"zq.{9 - number}", name) for number, name in enumerate(names)]
    assert look("zq") == look("zq", by_name=True) == ["zq.9", "zq.8", "zq.7", "zq.6", "zq.5"]
    people[0].name = "Zq Zoll"
    assert look("zq")[-1] == look("zq", by_name=True)[-1] == "zq.9"
    everybody = [row.name for row in find_people(session, Wanted(), limit=200)]
    assert everybody == sorted(everybody, key=filed_under)


def test_where_people_work_and_who_is_here_hold_at_once(session: Session, world: World, look) -> None:
    below = {"path": world.revenue.path}
    assert "ben.okafor" not in look("", **below) and "ben.okafor" in look("", available=True)
    world.roads.move(world.revenue)
    assert "aisha.khan" in look("", **below)
    merge_department(session, world.transport, world.revenue, None)
    assert "ben.okafor" in look("", **below) and look("okafor", path=world.transport.path) == []
    assert {each.value: each.count for each in narrowing(session, Wanted()).units}[str(world.revenue.id)] == len(
        look("", **below)
    )
    go_away(session, world.ben, TODAY, TODAY, None)
    assert "ben.okafor" not in look("", available=True)
    with clock.at(clock.now() + timedelta(days=1)):
        assert "ben.okafor" in look("", available=True)
    come_back(session, world.ben)
    assert "ben.okafor" in look("", available=True)


def test_who_holds_two_posts_of_a_profession_is_counted_once(session: Session, world: World, look) -> None:
    for title in ("Zqhead", "Zqdeputy"):
        post = Post(department_id=world.transport.id, title=title, profession="Zqlaw", created_at=clock.now())
        session.add(post)
        session.flush()
        hold(session, post, [world.ben.id])
    assert look("", profession="Zqlaw") == ["ben.okafor"]
    assert [(each.value, each.count) for each in narrowing(session, Wanted("zq")).choices["profession"]] == [
        ("Zqlaw", 1)
    ]


def test_choices_count_those_whom_the_words_find(session: Session, world: World) -> None:
    describe(session, world.ben, about="zq", place="Leeds")
    describe(session, world.mei, place="Leeds")
    session.flush()
    counted = narrowing(session, Wanted("zq"))
    assert counted.total == 1 and [(each.value, each.count) for each in counted.choices["place"]] == [("Leeds", 1)]
    assert narrowing(session, Wanted("zqnobody")).total == 0
    assert narrowing(session, Wanted("a")).total == len(words_of(session).holding("a"))
