"""The language of the interface: chosen by the person, else by the browser, else by the installation."""

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
