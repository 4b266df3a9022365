"""Who is found for a question, by which evidence, and for whom nothing counts."""

import math
from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from models.core import clock
from models.entries.trashing import trash
from models.expertise.claim import CONTESTED_WORD, HIDDEN_WORD, say
from models.expertise.closeness import Closeness, close_to
from models.expertise.evidence import Deed
from models.expertise.finding import Expert, find_departments, find_experts, rank
from models.expertise.together import fits, spoken
from models.expertise.weights import FIT_POWER, HALF_LIFE, WEIGHT, faded
from models.forums.answering import accept
from models.forums.topic import answer
from models.forums.votes import vote
from models.people.person import Person
from models.people.statement import NO_MATCH, state
from models.policy.viewer import viewer_of
from models.spaces.joining import disable
from models.wiki.page import write_page
from tests.models.expertise.conftest import Index
from tests.world import CANARY, World

TEXT = "Who checks statements of accessibility, and when?"


@pytest.fixture
def found(session: Session, index: Index):
    def look(by: Person, text: str = TEXT) -> list[Expert]:
        return find_experts(session, index(), viewer_of(session, by), text)

    return look


def names(experts: list[Expert]) -> list[str]:
    return [each.person.username for each in experts]


def acts(experts: list[Expert]) -> dict[str, str]:
    return {each.person.username: each.pieces[0].deed.act for each in experts}


def test_whoever_answered_a_question_like_it_is_found(world: World, found) -> None:
    assert names(found(world.mei)) == ["ben.okafor"]


def test_whoever_asks_is_not_found_for_their_own_question(world: World, found) -> None:
    assert names(found(world.ben)) == []


def test_asking_is_not_knowing(world: World, found) -> None:
    assert "tomas.reyes" not in names(found(world.mei))


def test_a_few_letters_say_nothing(world: World, found) -> None:
    assert found(world.mei, "st") == []


def test_an_accepted_answer_counts_more_than_a_useful_one_and_that_more_than_another(
    session: Session, world: World, found
) -> None:
    assert acts(found(world.mei)) == {"ben.okafor": "answered"}
    plain = found(world.mei)[0].score
    vote(world.answer, world.mei)
    session.flush()
    assert acts(found(world.mei)) == {"ben.okafor": "upvoted"}
    useful = found(world.mei)[0].score
    accept(world.answer, world.question, world.tomas)
    session.flush()
    assert acts(found(world.mei)) == {"ben.okafor": "accepted"}
    assert plain < useful < found(world.mei)[0].score


def test_a_page_counts_for_who_wrote_owns_and_checked_it(session: Session, world: World, found) -> None:
    page = write_page(session, world.mei, world.desk, "Statements of accessibility", "Checked every May.")
    page.owner_person_id, page.checked_by_id, page.checked_at, page.review = (
        world.aisha.id, world.mo.id, clock.now(), "checked",
    )  # fmt: skip
    assert acts(found(world.tomas)) == {
        "ben.okafor": "answered", "mei.wong": "written", "aisha.khan": "owned", "mo.moder": "verified",
    }  # fmt: skip


def test_what_the_viewer_may_not_read_counts_for_nobody(session: Session, world: World, found) -> None:
    answer(world.secret_question, world.ben, f"Because of the {CANARY} plan and its wheel.")
    assert names(found(world.tomas, f"Why {CANARY} plan?")) == []
    assert names(found(world.mei, f"Why {CANARY} plan?")) == ["ben.okafor"]


def test_guests_and_people_who_left_or_are_kept_out_are_not_found(session: Session, world: World, found) -> None:
    assert "gwen.guest" not in names(found(world.mei, f"Because {CANARY}, see the plan"))
    world.ben.suspended_until = clock.now() + timedelta(days=1)
    assert names(found(world.mei)) == []
    world.ben.suspended_until = clock.now() - timedelta(days=1)
    assert names(found(world.mei)) == ["ben.okafor"]
    disable(session, world.ben, world.ada)
    assert names(found(world.mei)) == []


def test_what_is_in_the_trash_counts_no_more(session: Session, world: World, found) -> None:
    trash(world.answer, world.aisha)
    assert names(found(world.mei)) == []


@pytest.mark.parametrize("text", ["statements", "Accessibility statements", "ferries, statements"])
def test_nobody_is_found_on_what_they_do_not_want_to_be_matched_on(
    session: Session, world: World, found, text: str
) -> None:
    state(session, world.ben, NO_MATCH, text, None)
    assert names(found(world.mei)) == []


def test_other_questions_still_find_them(session: Session, world: World, found) -> None:
    state(session, world.ben, NO_MATCH, "ferries", None)
    assert names(found(world.mei)) == ["ben.okafor"]


@pytest.mark.parametrize("word", [HIDDEN_WORD, CONTESTED_WORD])
def test_a_topic_that_was_hidden_or_contested_finds_nobody_at_once(
    session: Session, world: World, found, word: str
) -> None:
    say(session, world.ben, "web", word, {})
    assert names(found(world.mei)) == []


def test_a_topic_in_the_words_of_the_question_finds_nobody_either(session: Session, world: World, found) -> None:
    say(session, world.ben, "accessibility-statements", CONTESTED_WORD, {})
    assert names(found(world.mei)) == []


def test_departments_are_found_by_their_people(session: Session, world: World, index: Index) -> None:
    units = find_departments(session, index(), viewer_of(session, world.mei), TEXT)
    assert [(each.department.name, each.people) for each in units] == [("Ministry of Transport", 1)]


def deed(person: int, matter: int, unit: int | None = None, days: float = 0, act: str = "accepted") -> Deed:
    return Deed(person, unit, matter, matter, matter, "answer", act, clock.now() - timedelta(days=days))


def ranking(*deeds: Deed) -> list[int]:
    return [each.person_id for each in rank(even(100), list(deeds), clock.now()).people]


def even(documents: int) -> Closeness:
    """As many documents, all as like the question."""
    alike = dict.fromkeys(range(documents), 1.0)
    return Closeness(alike, alike, spoken(["bats"], dict.fromkeys(range(documents), ["bats"])))


def test_what_is_old_counts_less() -> None:
    assert faded(HALF_LIFE) == 0.5 and faded(timedelta()) == 1 and faded(timedelta(days=-3)) == 1
    assert ranking(deed(1, 1, days=800), deed(2, 2, days=10)) == [2, 1]


def test_of_further_matters_each_counts_less_and_of_one_only_the_weightiest_piece() -> None:
    assert ranking(deed(1, 1), deed(1, 1, act="said"), deed(2, 2), deed(2, 3)) == [2, 1]
    often = rank(even(4), [deed(1, 1), deed(1, 2), deed(1, 3)], clock.now()).people[0]
    assert often.worth == pytest.approx(3 * WEIGHT["accepted"], rel=0.001)
    assert often.score == pytest.approx((1 + 1 / 2 + 1 / 3) * WEIGHT["accepted"], rel=0.001)


def test_the_colleagues_of_a_department_count() -> None:
    assert ranking(deed(1, 1, 7), deed(2, 2, 8), deed(3, 3, 8))[-1] == 1


def test_a_phrase_that_few_documents_share_brings_them_nearer() -> None:
    openings = {1: "Ask the minister for justice what she does", 2: "Justice for the minister: what she does not ask"}
    close = close_to("To ask the minister for justice", {1: 5.0, 2: 5.0}, openings)
    assert close.units[1] == 1 > close.units[2]


def test_long_phrases_tell_departments_and_nothing_of_people() -> None:
    openings = {1: "To ask the Secretary of State for Justice", 2: "The state of prison gates", 3: "Anything else"}
    close = close_to("Ask the Secretary of State for Justice about prison gates", {1: 5.0, 2: 5.0, 3: 5.0}, openings)
    assert close.units[1] == 1 > close.units[2] == close.units[3]
    assert set(close.people.values()) == {1.0}


def test_whoever_covers_the_words_of_a_question_with_all_they_did_comes_first() -> None:
    openings = {1: "roosts of bats", 2: "bats again", 3: "roosts of bats", 4: "surveys in churches"}
    close = close_to("Surveys of bats in churches", dict.fromkeys(openings, 5.0), openings)
    found = rank(close, [deed(1, 1), deed(1, 2), deed(2, 3), deed(2, 4)], clock.now()).people
    assert [each.person_id for each in found] == [2, 1]
    assert found[0].worth == pytest.approx(found[1].worth, rel=0.001) and found[0].fit == 1 > found[1].fit


def test_the_fit_is_that_of_the_candidate_model() -> None:
    words = spoken(["the", "bats", "churches"], {1: ["the", "bats"], 2: ["old", "churches", "churches", "bats"]})
    # Of five words in all, the stop word left out, two are bats and two are churches.
    one = math.log(1 + 4 * 1 / (2 / 5))
    two = math.log(1 + 4 * 0.25 / (2 / 5)) + math.log(1 + 4 * 0.5 / (2 / 5))
    found = fits(words, [(1, 1), (2, 2), (2, 2)])
    assert found == pytest.approx({1: math.exp(FIT_POWER * (one - two) / math.sqrt(2)), 2: 1.0})
    assert fits(words, []) == {}
