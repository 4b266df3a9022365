"""What curators say about words: acronyms, words that mean the same, best results; and acronyms that texts explain."""

import pytest
from sqlalchemy.orm import Session

from models.core.errors import Invalid
from models.policy.viewer import viewer_of
from models.search.acronyms import acronyms, add_acronym, explained, remove_acronym
from models.search.acronyms_in_texts import learn_acronyms, long_form, pairs_in
from models.search.best_bets import best_bets, set_best_bet
from models.search.meanings import meanings
from models.search.query import parse
from models.search.synonyms import SynonymSet, keep_synonyms, remove_synonyms, synonym_sets
from models.wiki.page import write_page
from tests.world import World


def meant(session: Session, world: World, text: str, who: str = "tomas") -> tuple[list[str], list[str]]:
    found = meanings(session, viewer_of(session, getattr(world, who)), parse(text), text)
    return [row.expansion for row in found.acronyms], [" ".join(each.words) for each in found.also]


@pytest.mark.parametrize(
    ("text", "pairs"),
    [
        ("The Ministry of Defence (MoD) says", [("MoD", "Ministry of Defence")]),
        ("all of the National Audit Office (NAO).", [("NAO", "National Audit Office")]),
        ("a service level agreement (SLA)", [("SLA", "service level agreement")]),
        ("Sentence. Government Digital Service (GDS)", [("GDS", "Government Digital Service")]),
        ("see below (SLA)", []),
        ("in the year (2019) or (it) or (see)", []),
        ("Something else (XYZ)", []),
        ("SLA (SLA)", []),
        ("(ABC)", []),
    ],
)
def test_texts_explain_their_acronyms(text: str, pairs: list[tuple[str, str]]) -> None:
    assert list(pairs_in(text)) == pairs


def test_a_long_form_holds_the_letters_in_order_and_begins_with_the_first() -> None:
    assert long_form("HTTP", "the hypertext transfer protocol") == "hypertext transfer protocol"
    assert long_form("NAO", "an office") == ""


def test_the_dictionary_learns_from_texts_that_everyone_may_read(session: Session, world: World) -> None:
    for number in range(2):
        write_page(session, world.aisha, world.desk, f"Page {number}", "The Winter Roads Unit (WRU) decides.")
        write_page(session, world.mei, world.mill, f"Secret {number}", "The Hidden Merger Board (HMB) decides.")
    write_page(session, world.aisha, world.desk, "Once", "A Rare Thing Office (RTO).")
    session.flush()
    assert learn_acronyms(session) == 1
    assert learn_acronyms(session) == 0
    assert [(row.short, row.expansion, row.texts) for row in acronyms(session)] == [("WRU", "Winter Roads Unit", 2)]


def test_what_was_removed_is_not_learned_again(session: Session, world: World) -> None:
    made = add_acronym(session, world.aisha, "WRU", "Winter Roads Unit")
    remove_acronym(session, made, world.aisha)
    for number in range(2):
        write_page(session, world.aisha, world.desk, f"Page {number}", "The Winter Roads Unit (WRU) decides.")
    session.flush()
    learn_acronyms(session)
    assert acronyms(session) == []
    assert add_acronym(session, world.aisha, "WRU", "Winter Roads Unit", "Keeps roads open").id == made.id
    assert explained(session, ["WRU", "wru", "X"])["WRU"][0].meaning == "Keeps roads open"


@pytest.mark.parametrize(
    ("short", "expansion", "field"),
    [("", "x", "short"), ("!", "x", "short"), ("MoD", "", "expansion"), ("MoD", "mod", "expansion"),
     ("M" * 21, "x y", "short"), ("MoD", "x " * 200, "expansion"), ("GDS", "government digital service", "expansion")],
)  # fmt: skip
def test_what_is_no_acronym_is_refused(session: Session, world: World, short: str, expansion: str, field: str) -> None:
    add_acronym(session, world.aisha, "GDS", "Government Digital Service")
    with pytest.raises(Invalid) as error:
        add_acronym(session, world.aisha, short, expansion)
    assert error.value.field == field


def test_acronyms_are_listed_page_by_page_and_found_by_their_words(session: Session, world: World) -> None:
    for number in range(60):
        add_acronym(session, world.aisha, f"A{number:02}", f"Ancient number {number}")
    first = acronyms(session)
    assert len(first) == 51
    rest = acronyms(session, after=(first[49].short_key, first[49].id))
    assert [row.short for row in first[:50] + rest] == [f"A{number:02}" for number in range(60)]
    assert [row.short for row in acronyms(session, "number 7")] == ["A07"]
    assert acronyms(session, "%") == []


def test_a_query_learns_what_its_words_mean(session: Session, world: World) -> None:
    add_acronym(session, world.aisha, "ACT", "Advisory Council for Transport")
    keep_synonyms(session, world.aisha, "leave\nannual holiday, time off")
    assert meant(session, world, "act") == (["Advisory Council for Transport"], ["advisory council for transport"])
    assert meant(session, world, "act now") == ([], [])
    assert meant(session, world, "the ACT of May")[0] == ["Advisory Council for Transport"]
    assert meant(session, world, "advisory council for transport")[1] == []
    assert meant(session, world, "advisory council transport leave")[1] == ["annual holiday", "time off"]
    assert meant(session, world, "annual holiday")[1] == ["leave", "time off"]
    assert meant(session, world, '"leave"') == ([], [])
    assert meant(session, world, "leave", "gwen") == ([], [])


@pytest.mark.parametrize("text", ["", "leave", "leave\nLeave", "a\n" + "b " * 6, "\n".join(map(str, range(11)))])
def test_what_is_no_set_of_words_is_refused(session: Session, world: World, text: str) -> None:
    with pytest.raises(Invalid):
        keep_synonyms(session, world.aisha, text)


def test_sets_of_words_change_and_go(session: Session, world: World) -> None:
    made = keep_synonyms(session, world.aisha, "leave\nholiday")
    keep_synonyms(session, world.aisha, "leave\ntime off", made)
    assert [row.words for row in synonym_sets(session)] == ["leave\ntime off"]
    assert meant(session, world, "holiday")[1] == []
    remove_synonyms(session, world.aisha, made)
    session.flush()
    assert session.query(SynonymSet).count() == 0


def test_a_best_result_is_found_by_its_words_in_any_order_and_form(session: Session, world: World) -> None:
    set_best_bet(session, world.publishing, world.aisha, "publish a page\nput it online", "Ask the desk.")
    session.flush()

    def find(text: str) -> list[str]:
        return [row.title for row in best_bets(session, viewer_of(session, world.tomas), text)]

    assert find("pages publishing") == find("Publish the page?") == find("put online") == ["Publishing"]
    assert find("publish") == find("publish a page today") == find("") == []


def test_a_best_result_shows_to_those_who_may_read_it(session: Session, world: World) -> None:
    set_best_bet(session, world.secret_page, world.mei, "the plan", "It is secret.")
    session.flush()
    assert best_bets(session, viewer_of(session, world.tomas), "plan") == []
    assert [row.answer for row in best_bets(session, viewer_of(session, world.mei), "plan")] == ["It is secret."]


@pytest.mark.parametrize(
    ("words", "answer", "field"),
    [("", "An answer", "words"), ("x" * 101, "", "words"), ("a page", "x" * 501, "answer"),
     ("\n".join(f"page {n}" for n in range(21)), "", "words")],
)  # fmt: skip
def test_what_is_no_best_result_is_refused(session: Session, world: World, words: str, answer: str, field: str) -> None:
    with pytest.raises(Invalid) as error:
        set_best_bet(session, world.publishing, world.aisha, words, answer)
    assert error.value.field == field


def test_without_words_it_is_a_result_like_others(session: Session, world: World) -> None:
    set_best_bet(session, world.publishing, world.aisha, "publish", "Ask.")
    set_best_bet(session, world.publishing, world.aisha, " ", "")
    assert best_bets(session, viewer_of(session, world.tomas), "publish") == []
