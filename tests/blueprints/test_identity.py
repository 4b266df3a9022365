"""Signing in and out, limits, and what a stranger can learn from the sign-in pages (nothing)."""

import pytest

from models.people.login import open_logins
from models.people.person import Person
from models.spaces.joining import disable
from tests.world import PASSWORD

WRONG = {"username": "aisha.khan", "password": "not the right one"}


def test_a_person_signs_in_with_username_or_mail_address(browser):
    for name in ("aisha.khan", " AISHA@transport.example "):
        answer = browser().post("/sign-in", {"username": name, "password": PASSWORD})
        assert (answer.status_code, answer.location) == (303, "/")


def test_signing_in_goes_on_to_the_page_that_was_wanted(browser):
    wanted = browser().get("/menu")
    assert wanted.status_code == 302 and wanted.location == "/sign-in?next=/menu"
    page = browser().get(wanted.location)
    assert 'name="next" value="/menu"' in page.text


ELSEWHERE = ["//evil.example/", "https://evil.example/", "/\\evil.example", "javascript:alert(1)"]


@pytest.mark.parametrize("next_", ELSEWHERE)
def test_signing_in_never_leads_to_another_site(browser, next_):
    answer = browser().post("/sign-in", {"username": "aisha.khan", "password": PASSWORD, "next": next_})
    assert answer.location in ("/", "/evil.example")


def test_a_failed_sign_in_does_not_say_which_was_wrong(browser):
    known = browser().post("/sign-in", WRONG)
    unknown = browser().post("/sign-in", {**WRONG, "username": "nobody.here"})
    assert known.status_code == unknown.status_code == 422
    assert "The username or the password is not right" in known.text
    assert strip(known.text, "aisha.khan") == strip(unknown.text, "nobody.here")


def strip(page, name):
    lines = [line for line in page.splitlines() if "csrf" not in line]
    return "\n".join(lines).replace(name, "")


def test_a_password_is_never_given_back(browser):
    assert "not the right one" not in browser().post("/sign-in", WRONG).text


def test_signing_out_ends_the_login_itself(browser, session, world):
    aisha = browser("aisha.khan")
    stolen = aisha.client.get_cookie("witan").value
    assert aisha.get("/menu").status_code == 200
    answer = aisha.post("/sign-out")
    assert answer.location == "/sign-in" and open_logins(session, world.aisha.id) == []
    thief = browser()
    thief.client.set_cookie("witan", stolen)
    assert thief.get("/menu").status_code == 302


def test_signing_in_begins_a_new_session_and_a_new_token(browser):
    client = browser()
    before = client.token()
    client.sign_in("aisha.khan", PASSWORD)
    assert client.post("/sign-out", {"csrf_token": before}, csrf=False).status_code == 400


def test_the_session_lasts_beyond_the_browser_but_the_cookie_is_closed_to_scripts(browser):
    answer = browser().post("/sign-in", {"username": "aisha.khan", "password": PASSWORD})
    cookie = answer.headers["Set-Cookie"]
    assert "Expires=" in cookie and "HttpOnly" in cookie and "SameSite=Lax" in cookie


def test_a_disabled_person_is_out_at_once_and_stays_out(browser, session, world):
    tomas = browser("tomas.reyes")
    disable(session, session.get_one(Person, world.tomas.id), world.ada)
    session.commit()
    assert tomas.get("/menu").status_code == 302
    assert browser().post("/sign-in", {"username": "tomas.reyes", "password": PASSWORD}).status_code == 422


def test_the_eleventh_try_within_a_minute_is_refused_for_this_name_alone(browser):
    client = browser()
    answers = [client.post("/sign-in", WRONG).status_code for _ in range(11)]
    assert answers == [422] * 10 + [429]
    page = client.post("/sign-in", {**WRONG, "password": PASSWORD})
    assert page.status_code == 429 and "Wait 1 minute" in page.text and int(page.headers["Retry-After"]) <= 61
    assert client.post("/sign-in", {"username": "ben.okafor", "password": PASSWORD}).status_code == 303


def test_who_is_signed_in_is_not_asked_again(browser):
    assert browser("aisha.khan").get("/sign-in?next=/menu").location == "/menu"


def test_signing_in_without_anything_says_what_is_missing(browser):
    page = browser().post("/sign-in", {})
    assert page.status_code == 422 and "Enter your username" in page.text and "Enter your password" in page.text
