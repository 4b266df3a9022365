"""Pages in several languages: the switcher, translating beside the original, what a translation does not have yet."""

import pytest
from sqlalchemy.orm import Session

from models.wiki.page import Page, write_page
from models.wiki.writing.translating import translate
from tests.counting import statements
from tests.world import CANARY, World

PUBLISHING, PUBLIER = "/s/desk/wiki/publishing", "/s/desk/wiki/publier"


@pytest.fixture
def french(session: Session, world: World) -> Page:
    made = translate(session.get_one(Page, world.publishing.id), world.ben, "fr", "Publier", "Lisez le **guide**.")
    session.commit()
    return made


def test_twins_lead_to_each_other(browser, french: Page):
    reader = browser("tomas.reyes")
    assert f'<a href="{PUBLIER}" lang="fr" hreflang="fr">Français</a>' in reader.get(PUBLISHING).text
    page = reader.get(PUBLIER).text
    assert f'<a href="{PUBLISHING}" lang="en" hreflang="en">English</a>' in page
    assert 'hreflang="fr" aria-current="page">Français</a>' in page


def test_a_text_in_another_language_says_so(browser, french: Page):
    page = browser("tomas.reyes").get(PUBLIER).text
    assert '<span lang="fr">Publier</span></h1>' in page and '<div class="prose" lang="fr">' in page
    assert '<div class="prose">' in browser("tomas.reyes").get(PUBLISHING).text


def test_a_text_written_from_right_is_drawn_so(browser, session: Session, world: World):
    write_page(session, world.ben, world.desk, "Rules", "قواعد", language="ar")
    session.commit()
    assert '<div class="prose" lang="ar" dir="rtl">' in browser("tomas.reyes").get("/s/desk/wiki/rules").text


def test_a_page_is_translated_beside_its_original(browser, world: World):
    ben, address = browser("ben.okafor"), f"/pages/{world.publishing.id}/translate"
    form = ben.get(f"{address}?language=cy").text
    assert "Read the **guide**." in form and '<option selected value="cy">' in form
    sent = ben.post(address, {"language": "cy", "title": "Cyhoeddi", "body": "Darllenwch", "based_on": "1"})
    assert (sent.status_code, sent.location) == (303, "/s/desk/wiki/cyhoeddi")
    assert "Cymraeg" in ben.get(PUBLISHING).text


def test_a_second_translation_into_a_language_is_refused_and_kept(browser, world: World, french: Page):
    sent = browser("ben.okafor").post(
        f"/pages/{world.publishing.id}/translate", {"language": "fr", "title": "Encore", "body": "Mon texte"}
    )
    assert sent.status_code == 422 and "Choose another one" in sent.text and "Mon texte</textarea>" in sent.text


def test_translating_needs_a_language(browser, world: World):
    sent = browser("ben.okafor").post(
        f"/pages/{world.publishing.id}/translate", {"language": "", "title": "Encore", "body": "Mon texte"}
    )
    assert sent.status_code == 422 and "Choose a language" in sent.text


def test_translating_a_translation_leads_to_its_original(browser, world: World, french: Page):
    answer = browser("ben.okafor").get(f"/pages/{french.id}/translate")
    assert answer.location == f"/pages/{world.publishing.id}/translate"


def test_a_translation_shows_what_changed_in_the_original_since(browser, world: World, french: Page):
    ben = browser("ben.okafor")
    ben.post(f"/pages/{world.publishing.id}/edit", {"title": "Publishing", "body": "New rules", "based_on": "1"})
    page = ben.get(PUBLIER).text
    assert "after this translation" in page
    assert f"/e/{world.publishing.id}/compare?from=1&amp;to=2" in page
    ben.post(f"/pages/{french.id}/translation/checked", {"number": "2"})
    assert "after this translation" not in ben.get(PUBLIER).text


def test_readers_are_told_but_not_asked_to_update(browser, world: World, french: Page):
    browser("ben.okafor").post(
        f"/pages/{world.publishing.id}/edit", {"title": "Publishing", "body": "New rules", "based_on": "1"}
    )
    page = browser("tomas.reyes").get(PUBLIER).text
    assert "after this translation" in page and "Update the translation" not in page


@pytest.mark.parametrize("called", ["Publishing", "http://localhost/s/desk/wiki/publishing#h-x", "publishing"])
def test_pages_that_stand_already_are_linked_and_taken_apart(browser, session: Session, world: World, called: str):
    page = write_page(session, world.ben, world.desk, "Publier", "Texte", language="fr")
    session.commit()
    ben, address = browser("ben.okafor"), f"/pages/{page.id}/translation"
    assert ben.post(address, {"original": called}).status_code == 303
    assert 'class="langs"' in ben.get(PUBLISHING).text
    assert "Take these pages apart" in ben.get(address).text
    ben.post(f"{address}/unlink")
    assert 'class="langs"' not in ben.get(PUBLISHING).text


@pytest.mark.parametrize("called", ["Nowhere at all", "Start here", "/s/mill/wiki/plan"])
def test_a_link_that_cannot_be_is_explained(browser, world: World, french: Page, called: str):
    sent = browser("ben.okafor").post(f"/pages/{world.publishing.id}/translation", {"original": called})
    assert sent.status_code == 422 and "There is a problem" in sent.text


def test_a_hidden_page_of_the_space_is_no_page_to_link_to(browser, session: Session, world: World):
    write_page(
        session, world.aisha, world.desk, f"Own {CANARY}", "x", language="fr", audience=f"person:{world.aisha.id}"
    )
    session.commit()
    sent = browser("ben.okafor").post(f"/pages/{world.publishing.id}/translation", {"original": f"Own {CANARY}"})
    assert sent.status_code == 422 and "There is no page with this title" in sent.text


def test_a_twin_that_the_reader_may_not_see_stands_in_no_switcher(browser, session: Session, world: World):
    page = session.get_one(Page, world.publishing.id)
    translate(page, world.aisha, "fr", CANARY, "Texte", audience=f"person:{world.aisha.id}")
    session.commit()
    shown = browser("tomas.reyes").get(PUBLISHING).text
    assert CANARY not in shown and 'class="langs"' not in shown
    assert 'class="langs"' in browser("aisha.khan").get(PUBLISHING).text


def test_the_language_of_a_page_is_chosen_in_the_editor(browser, world: World):
    ben, address = browser("ben.okafor"), f"/pages/{world.publishing.id}/edit"
    assert '<option selected value="en">' in ben.get(address).text
    same = {"title": "Publishing", "body": "Read the guide", "based_on": "1"}
    assert ben.post(address, {**same, "language": "klingon"}).status_code == 422
    assert ben.post(address, {**same, "language": "fr"}).status_code == 303
    assert '<div class="prose" lang="fr">' in ben.get(PUBLISHING).text


def test_readers_do_not_translate(browser, world: World):
    reader = browser("tomas.reyes")
    assert "Translate this page" not in reader.get(PUBLISHING).text
    assert reader.get(f"/pages/{world.publishing.id}/translate").status_code == 403


def test_a_translation_costs_few_statements(browser, database, world: World, french: Page):
    reader = browser("ben.okafor")
    reader.post(f"/pages/{world.publishing.id}/edit", {"title": "Publishing", "body": "New rules", "based_on": "1"})
    reader.get(PUBLIER)
    with statements(database) as seen:
        assert reader.get(PUBLIER).status_code == 200
    assert len(seen) <= 7, "\n\n".join(seen)


def test_titles_in_another_language_say_so_in_lists_and_in_the_tree(browser, session: Session, french: Page):
    reader = browser("tomas.reyes")
    for address in ("/s/desk", "/s/desk/wiki/", PUBLISHING):
        assert f'href="{PUBLIER}" lang="fr">Publier' in reader.get(address).text, address
    assert 'lang="en">Publishing' not in reader.get("/s/desk/wiki/").text
