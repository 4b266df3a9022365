"""The language of the interface: chosen by the person, else by the browser, else by the installation."""

from sqlalchemy import select

from models.core.outbox import OutboxJob
from tests.world import PASSWORD


def test_a_person_chooses_french_and_reads_it_everywhere_they_sign_in(browser):
    aisha = browser("aisha.khan")
    answer = aisha.post("/language", {"locale": "fr", "next": "/help"})
    assert answer.status_code == 303 and answer.headers["Location"] == "/help"
    elsewhere = browser("aisha.khan")
    assert '<html lang="fr">' in elsewhere.get("/").text


def test_the_choice_of_one_person_changes_nothing_for_another(browser):
    browser("aisha.khan").post("/language", {"locale": "fr"})
    assert '<html lang="en">' in browser("ben.okafor").get("/").text


def test_who_is_not_signed_in_reads_what_the_browser_asks_for(browser):
    french = {"Accept-Language": "fr-CA,fr;q=0.9,en;q=0.5"}
    assert '<html lang="fr">' in browser().get("/sign-in", headers=french).text
    assert '<html lang="en">' in browser().get("/sign-in", headers={"Accept-Language": "de,en;q=0.1"}).text
    assert '<html lang="en">' in browser().get("/sign-in", headers={"Accept-Language": "xx;q=bad,,*"}).text


def test_a_choice_before_signing_in_is_kept_by_the_browser(browser):
    visitor = browser()
    visitor.post("/language", {"locale": "fr"})
    assert '<html lang="fr">' in visitor.get("/sign-in").text
    visitor.post("/sign-in", {"username": "aisha.khan", "password": PASSWORD})
    assert '<html lang="fr">' in visitor.get("/").text


def test_a_language_that_is_not_offered_is_refused(browser):
    page = browser("aisha.khan").post("/language", {"locale": "tlh"})
    assert page.status_code == 422 and "Choose a language" in page.text


def test_the_way_back_stays_on_this_site(browser):
    answer = browser("aisha.khan").post("/language", {"locale": "fr", "next": "https://elsewhere.example/"})
    assert answer.headers["Location"] == "/"


def test_the_account_says_which_language_it_is(browser):
    aisha = browser("aisha.khan")
    assert "English" in aisha.get("/account").text
    aisha.post("/language", {"locale": "fr"})
    assert "Français" in aisha.get("/account").text


def test_a_mail_is_in_the_language_of_who_gets_it(browser, session, world):
    browser("ben.okafor").post("/language", {"locale": "fr"})
    browser("ada.admin").post(f"/admin/people/{world.ben.id}/password")
    browser().post("/password/forgotten", {"username": "ben.okafor"})
    assert [mail.payload["text"].split()[0] for mail in _mails(session)] == ["Bonjour", "Bonjour"]


def test_a_mail_to_somebody_who_chose_no_language_is_in_that_of_the_installation(browser, session, world):
    ada = browser("ada.admin")
    ada.post("/language", {"locale": "fr"})
    ada.post(f"/admin/people/{world.ben.id}/password")
    (mail,) = _mails(session)
    assert mail.payload["subject"] == "Choose a new password"
    assert '<html lang="fr">' in ada.get("/").text


def _mails(session):
    return session.scalars(select(OutboxJob).where(OutboxJob.task == "mail").order_by(OutboxJob.id)).all()


def test_a_form_refuses_a_made_up_choice_in_plain_words_of_each_language(browser):
    asked = {"title": "Who?", "body": "Text", "space": "nowhere"}
    aisha = browser("aisha.khan")
    assert "Choose one of the options" in aisha.post("/ask", asked).text
    aisha.post("/language", {"locale": "fr"})
    assert "Choisissez l’une des options" in aisha.post("/ask", asked).text


def test_a_form_says_how_long_a_text_may_be(browser):
    page = browser("ada.admin").post("/admin/departments/new", {"name": "Ports", "description": "x" * 2001})
    assert "Use 2,000 characters or fewer" in page.text


def test_a_form_asks_for_a_real_date(browser):
    typed = {"name": "Winter", "openness": "request", "closed_reason": "security", "review_on": "31 31 2026"}
    assert "Enter a real date, such as 27 3 2026" in browser("aisha.khan").post("/spaces/new", typed).text


def test_the_word_for_a_thing_and_the_word_on_a_button_differ_where_the_language_wants_it(browser, world):
    aisha = browser("aisha.khan")
    aisha.post("/language", {"locale": "fr"})
    page = aisha.get("/posts").text
    assert ">Publier</button>" in page
    assert "Signaler" in aisha.get(f"/topics/{world.question.id}").text


def test_the_administration_is_refused_without_talk_of_spaces(browser):
    page = browser("aisha.khan").get("/admin")
    assert page.status_code == 403 and "Your administrator can help" in page.text and "curator" not in page.text
