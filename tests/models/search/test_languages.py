"""Every engine stems by the language of an entry: French as French, English as English, others by their plain words."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from models.core.language import offered
from models.search import analysis
from models.search.engine import Document, Engine, Query
from models.search.highlighting import Highlighter
from tests.models.search.collection import EVERYONE, document


def found(engine: Engine, text: str) -> list[str]:
    return sorted(hit.id for hit in engine.search(Query(text, limit=50), EVERYONE).hits)


@pytest.fixture
def filled(engine: Engine) -> Engine:
    engine.rebuild(
        [
            document("entry:1", "Les congés de maladie", "Déclarez l’arrêt à votre directeur.", language="fr"),
            document("entry:2", "Police", "The police and their officers.", language="en"),
            document("entry:3", "Policies", "Every policy has an owner.", language="en"),
            document("entry:4", "Police nationale", "Les policiers et leurs journaux.", language="fr"),
            document("entry:5", "Polisïau", "Mae pob polisi yn agored.", language="cy"),
            document("entry:6", "The sick leave of officers", "Les is a name.", language=""),
        ]
    )
    return engine


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("congé", ["entry:1"]),
        ("CONGE", ["entry:1"]),
        ("déclarer", ["entry:1"]),
        ("arrêts", ["entry:1"]),  # l’arrêt
        ("d’arrêt", ["entry:1"]),
        ("policies", ["entry:3", "entry:4"]),  # "police" has the same stem in French, but not in English
        ("police", ["entry:2", "entry:4"]),
        ("journal", ["entry:4"]),
        ("polisi", ["entry:5"]),
        ("polisïau", ["entry:5"]),
        ("officer", ["entry:2", "entry:6"]),
        ('"congé de maladie"', ["entry:1"]),
        ('"maladie de congé"', []),
        ("title:congé", ["entry:1"]),
        ("title:journal", []),
        ("congé AND directeurs", ["entry:1"]),
        ("police NOT journal", ["entry:2"]),
        ("cong*", ["entry:1"]),
    ],
)
def test_words_find_their_forms_in_the_language_of_each_entry(filled: Engine, text: str, ids: list[str]) -> None:
    assert found(filled, text) == ids


def test_french_stop_words_match_nothing_beside_other_words(filled: Engine) -> None:
    assert found(filled, "les congés") == ["entry:1"]
    assert found(filled, "directeur de maladie") == ["entry:1"]
    assert "entry:4" in found(filled, "les")


def test_a_word_counts_alike_in_every_language(engine: Engine) -> None:
    engine.rebuild([document("entry:1", "Budget", language="en"), document("entry:2", "Budget", language="fr")])
    one, other = engine.search(Query("budgets"), EVERYONE).hits
    assert one.score == pytest.approx(other.score)


def test_an_entry_follows_its_language(filled: Engine) -> None:
    filled.upsert([document("entry:4", "Police nationale", "Les policiers et leurs journaux.", language="en")])
    filled.commit()
    assert found(filled, "journal") == []
    assert found(filled, "journaux") == ["entry:4"]


def test_french_words_are_offered_and_corrected_without_what_is_elided(filled: Engine) -> None:
    assert filled.suggest("arr", EVERYONE) == ["arret"]
    assert filled.search(Query("diercteur"), EVERYONE).suggestion == "directeur"
    assert filled.search(Query("congé"), EVERYONE).suggestion is None


def test_french_documents_are_related_by_french_words(engine: Engine) -> None:
    text = "La déclaration annuelle des congés du personnel"
    more: list[Document] = [document(f"entry:{n}", "Other matters", f"number {n}") for n in range(3, 30)]
    plural = document("entry:2", "Déclarations", "Les congés annuels et le personnel", language="fr")
    engine.rebuild([document("entry:1", text, text, language="fr"), plural, *more])
    assert [hit.id for hit in engine.related("entry:1", EVERYONE)] == ["entry:2"]
    assert not {analysis.unmarked(term) for term in engine.terms("entry:1")} & {"la", "des", "du"}


def test_closed_documents_in_another_language_change_nothing(open_engine: Callable[[str], Engine]) -> None:
    shown = [document("entry:1", "Congés", "congé congé"), document("entry:2", "Leave", "congé")]
    closed = [document(f"hidden:{n}", "Congés", "congé", language="fr", audience="space:9") for n in range(20)]
    plain, full = open_engine("plain"), open_engine("full")
    plain.rebuild(shown)
    full.rebuild([*closed, *shown])
    for text in ("congé", '"congé congé"', "conges", "congéx"):
        one, other = (engine.search(Query(text, facets=("language",)), EVERYONE) for engine in (plain, full))
        assert replace(one, generation=0) == replace(other, generation=0)


def test_marks_follow_the_language_of_the_text() -> None:
    marker = Highlighter.for_query("policies congé")
    assert [piece for piece, match in marker.within("en").mark("Police, policy, conge") if match] == ["policy", "conge"]
    french = marker.within("fr-FR").mark("Police, les congés, l’congé, policy")
    assert [piece for piece, match in french if match] == ["Police", "congés", "l’congé"]
    assert marker.within("fr").look("Les congés")[1] == {"cong"}
    assert marker.within("cy").holds("Policies, policy") == {"polici"}


def test_every_language_of_the_interface_has_rules() -> None:
    assert analysis.OTHER not in {analysis.written_in(locale) for locale in offered()}


@pytest.mark.parametrize(
    "forms",
    [
        "employé employés employée employées",
        "général générale générales généraux généralement",
        "déclarer déclaration déclarations déclarée",
        "public publique publiques",
        "formation formations",
        "œuvre oeuvres",
        "agent agents l'agent",
    ],
)
def test_french_forms_share_a_stem_with_and_without_accents(forms: str) -> None:
    folded = [analysis.fold(word) for word in forms.split()]
    assert len(set(analysis.terms(folded, analysis.FRENCH))) == 1
