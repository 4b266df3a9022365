"""The directory: filters with counts, what people were found by, rows and cards, who is away."""

from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from models.core import clock
from models.forums.answering import accept
from models.people.absence import Absence
from models.people.post import Holding, Post
from models.people.profile import choose_audiences, describe
from models.people.skill import claim_skill
from models.people.statement import ASK, state
from models.spaces.joining import disable
from tests.counting import statements
from tests.world import CANARY, World


@pytest.fixture
def told(session: Session, world: World) -> World:
    """Ben buys things and speaks Welsh, Tomas works in Porto, Mei is away and Aisha asked instead."""
    today = clock.now().date()
    claim_skill(session, world.ben, "Public procurement")
    claim_skill(session, world.tomas, "Taxation")
    describe(session, world.ben, job_title="Buyer", place="Leeds", languages=["English", "Welsh"])
    describe(session, world.tomas, place="Porto", languages=["Portuguese"], about="I once ran a **lighthouse**")
    state(session, world.tomas, ASK, "customs forms", today + timedelta(days=30))
    post = Post(department_id=world.transport.id, title="Head of salt", profession="Finance", created_at=clock.now())
    session.add(post)
    session.flush()
    session.add(Holding(post_id=post.id, person_id=world.mei.id, since=clock.now()))
    session.add(Absence(person_id=world.mei.id, starts_on=today, until=today + timedelta(3), deputy_id=world.aisha.id))
    session.commit()
    return world


def main(page: str) -> str:
    return page.split("<main")[1]


def names(page: str) -> set[str]:
    everybody = ("Ada Admin", "Aisha Khan", "Ben Okafor", "Mei Wong", "Mo Moder", "Tomas Reyes")
    return {each for each in everybody if f">{each}</a></h2>" in page}


@pytest.mark.parametrize(
    "query, found",
    [
        ("place=Leeds", {"Ben Okafor"}),
        ("language=Welsh", {"Ben Okafor"}),
        ("profession=Finance", {"Mei Wong"}),
        ("available=1", {"Ada Admin", "Aisha Khan", "Ben Okafor", "Mo Moder", "Tomas Reyes"}),
        ("place=Leeds&language=Portuguese", set()),
        ("q=procure", {"Ben Okafor"}),
        ("q=LIGHT", {"Tomas Reyes"}),
        ("q=customs", {"Tomas Reyes"}),
        ("q=salt", {"Mei Wong"}),
        ("q=welsh", {"Ben Okafor"}),
    ],
)
def test_people_are_found_by_what_all_staff_may_read(browser, told, query, found):
    assert names(browser("aisha.khan").get(f"/people?{query}").text) == found


@pytest.mark.parametrize(
    "query, why",
    [
        ("q=procure", "Found by: skills: Public procurement"),
        ("q=customs", "Found by: “ask me about”: customs forms"),
        ("q=salt", "Found by: posts held: Head of salt"),
        ("q=buyer", "Found by: job title"),
        ("q=okafor", "Found by: name"),
        ("q=lighthouse", "Found by: what they say about themselves"),
        ("q=welsh", "Found by: languages: Welsh"),
    ],
)
def test_each_hit_says_what_it_was_found_by(browser, told, query, why):
    assert why in browser("aisha.khan").get(f"/people?{query}").text


def test_a_skill_narrows_and_is_counted(browser, session, told):
    page = browser("aisha.khan").get("/people").text
    assert ">Public procurement (1)</option>" in page and ">Leeds (1)</option>" in page
    number = page.split('">Public procurement (1)')[0].rsplit('value="', 1)[1]
    assert names(browser("aisha.khan").get(f"/people?skill={number}").text) == {"Ben Okafor"}


def test_choices_count_those_who_fit(browser, told):
    page = browser("aisha.khan").get("/people?place=Porto").text
    assert ">Taxation (1)</option>" in page and "Public procurement" not in page


def test_departments_open_a_level_at_a_time(browser, told):
    aisha = browser("aisha.khan")
    page = aisha.get("/people").text
    assert "Ministry of Transport" in page and "Roads directorate <span" not in page
    below = aisha.get(f"/people?department={told.transport.id}").text
    assert "All departments" in below and "Roads directorate <span" in below


def test_who_is_away_says_until_when_and_who_is_asked(browser, told):
    page = browser("aisha.khan").get("/people?q=mei").text
    assert "Away until" in page and "Ask Aisha Khan." in page


def test_cards_name_skills(browser, told):
    page = browser("aisha.khan").get("/people?view=cards&q=okafor").text
    assert 'class="grid people-cards"' in page and ">Public procurement</li>" in page
    assert "view=cards" in page.split("Show all")[0].rsplit("<a", 1)[1]


@pytest.mark.parametrize("query", ["q=procure", "q=buyer", "place=Leeds", "language=Welsh", "q=welsh"])
def test_what_is_shown_to_fewer_finds_nobody(browser, session, told, query):
    choose_audiences(session, told.ben, {"skills": "me", "role": "unit", "pattern": "me", "languages": "me"})
    session.commit()
    page = main(browser("aisha.khan").get(f"/people?{query}").text)
    assert names(page) == set()
    plain = main(browser("aisha.khan").get("/people").text)
    assert "procurement" not in plain and "Leeds" not in plain and "Welsh" not in plain


def test_who_left_is_counted_nowhere(browser, session, told):
    disable(session, told.ben, told.ada)
    session.commit()
    page = main(browser("aisha.khan").get("/people").text)
    assert "Public procurement" not in page and "Leeds" not in page


def test_a_choice_that_nobody_fits_stays_chosen(browser, told):
    page = browser("aisha.khan").get("/people?place=Atlantis&q=ben").text
    assert "Nobody fits" in page and '<option value="Atlantis" selected>Atlantis (0)</option>' in page


@pytest.mark.parametrize("query", ["skill=x", "skill=-1", "skill=99999999999", "department=x", "available=", "id=x"])
def test_what_means_nothing_narrows_nothing(browser, told, query):
    assert len(names(browser("aisha.khan").get(f"/people?{query}").text)) == 6


@pytest.mark.parametrize("query", ["", "q=procure", "view=cards&place=Leeds", "department=1&available=1"])
def test_the_directory_costs_few_statements(browser, database, told, query):
    aisha = browser("aisha.khan")
    with statements(database) as seen:
        aisha.get(f"/people?{query}")
    assert len(seen) <= 8, seen


def test_people_are_found_by_what_they_answered(browser, session, told):
    accept(told.answer, told.question, told.tomas)
    session.commit()
    page = browser("aisha.khan").get("/people?q=who+checks+statements").text
    below = page.split("Found by what they did")[1]
    assert "Ben Okafor" in below and "Found by: accepted answer" in below and "Who checks statements?" in below


def test_people_are_not_found_by_what_the_viewer_may_not_read(browser, told):
    assert CANARY in browser("gwen.guest").get("/s/mill").text
    page = browser("tomas.reyes").get(f"/people?q={CANARY}").text
    assert "Found by what they did" not in page and names(page) == set()


def test_other_filters_leave_out_what_people_did(browser, told):
    page = browser("aisha.khan").get("/people?q=who+checks+statements&place=Leeds").text
    assert "Found by what they did" not in page


def test_the_words_of_a_name_find_the_person_and_not_who_wrote_of_them(browser, session, told):
    accept(told.answer, told.question, told.tomas)
    told.mo.name, told.mo.changed_at = "Checks Statements", clock.now()
    session.commit()
    aisha = browser("aisha.khan")
    by_name, by_one_word = (aisha.get(f"/people?q={words}").text for words in ("checks+statements", "statements"))
    assert ">Checks Statements</a></h2>" in by_name and "Found by what they did" not in by_name
    # One word alone may be a matter as well.
    assert ">Checks Statements</a></h2>" in by_one_word and "Found by what they did" in by_one_word
