"""Signing in and out, limits, and what a stranger can learn from the sign-in pages (nothing)."""

import dataclasses
import re
from datetime import timedelta

import pytest
from sqlalchemy import select

from app import create_app
from models.core import clock
from models.core.db import Database
from models.core.outbox import OutboxJob
from models.people.credential import start_reset
from models.people.founding import found_administrator
from models.people.login import open_logins
from models.people.person import Person
from models.spaces.joining import disable
from tests.browser import Browser
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


def mails(session):
    return session.scalars(select(OutboxJob).where(OutboxJob.task == "mail")).all()


def link_in(mail):
    return re.search(r"https?://[^/]+(/\S+)", mail.payload["text"])[1]


def test_a_forgotten_password_answers_the_same_for_everybody(browser):
    known = browser().post("/password/forgotten", {"username": "aisha.khan"})
    unknown = browser().post("/password/forgotten", {"username": "no.body"})
    assert known.status_code == unknown.status_code == 200
    assert strip(known.text, "aisha.khan") == strip(unknown.text, "no.body")


def test_the_mailed_link_sets_a_new_password_once_and_ends_all_sessions(browser, session):
    aisha, visitor = browser("aisha.khan"), browser()
    visitor.post("/password/forgotten", {"username": "Aisha@Transport.example"})
    link = link_in(mails(session)[0])
    session.rollback()
    assert visitor.post(link, {"password": "short"}).status_code == 422
    assert visitor.post(link, {"password": "seven grey herons wade"}).location == "/sign-in"
    assert visitor.get(link).status_code == visitor.post(link, {"password": "x" * 20}).status_code == 404
    assert aisha.get("/menu").status_code == 302
    visitor.sign_in("aisha.khan", "seven grey herons wade")


def test_a_link_is_too_old_after_an_hour(browser, session, world):
    with clock.at(clock.now() - timedelta(minutes=61)):
        token = start_reset(session, world.aisha)
    session.commit()
    assert browser().get(f"/password/reset/{token}").status_code == 404


def test_a_disabled_person_gets_no_link(browser, session, world):
    disable(session, world.tomas, world.ada)
    session.commit()
    browser().post("/password/forgotten", {"username": "tomas.reyes"})
    assert mails(session) == []


def test_the_sixth_request_for_a_link_within_an_hour_is_refused(browser):
    client = browser()
    answers = [client.post("/password/forgotten", {"username": f"n{n}"}).status_code for n in range(6)]
    assert answers == [200] * 5 + [429]
    assert "Wait 60 minutes" in client.post("/password/forgotten", {"username": "n"}).text


def test_nobody_signs_up_where_that_is_closed(browser):
    client = browser()
    assert client.get("/sign-up").status_code == 404
    assert client.post("/sign-up", {"email": "a@b.example"}).status_code == 404
    assert "Make an account" not in client.get("/sign-in").text


@pytest.fixture
def open_browser(settings):
    app = create_app(dataclasses.replace(settings, sign_up="open", sign_up_domains="city.example, @town.example"))
    yield lambda: Browser(app)
    app.extensions["witan"].engine.close()
    app.extensions["witan"].database.close()


def test_an_account_is_made_over_a_link_that_proves_the_address(open_browser, settings):
    client = open_browser()
    assert "city.example, town.example" in client.post("/sign-up", {"email": "eve@elsewhere.example"}).text
    assert "Check your mail" in client.post("/sign-up", {"email": "Eve@city.example"}).text
    with Database(settings.database).reading() as reading:
        link = link_in(mails(reading)[0])
    assert 'value="eve"' in client.get(link).text
    page = client.post(link, {"name": "Eve", "username": "aisha.khan", "password": "seven grey herons wade"})
    assert page.status_code == 422 and "This username is not available" in page.text
    answer = client.post(link, {"name": "Eve", "username": "eve.city", "password": "seven grey herons wade"})
    assert answer.location == "/people/me/edit" and client.get("/account").status_code == 200


def test_signing_up_does_not_say_who_has_an_account(open_browser, settings, session, world):
    world.aisha.email = "aisha@city.example"
    session.commit()
    client = open_browser()
    known = client.post("/sign-up", {"email": "aisha@city.example"})
    unknown = client.post("/sign-up", {"email": "new@city.example"})
    assert strip(known.text, "aisha@city.example") == strip(unknown.text, "new@city.example")
    texts = [mail.payload["text"] for mail in mails(session)]
    assert "you already have an account" in texts[0] and "finish your account" in texts[1]


def test_a_link_that_was_tampered_with_makes_no_account(open_browser):
    assert open_browser().get("/sign-up/ImVAeC55Ig.aaaa.bbbb").status_code == 404


def test_accounts_are_made_from_the_command_line(app, browser):
    run = app.test_cli_runner().invoke
    made = run(args=["account", "new", "eve.line", "Eve Line", "--moderator"])
    assert made.exit_code == 0
    password = made.output.split()[-1]
    browser().sign_in("eve.line", password)
    fresh = run(args=["account", "password", "eve.line"]).output.split()[-1]
    assert fresh != password
    assert run(args=["account", "disable", "eve.line"]).exit_code == 0
    assert browser().post("/sign-in", {"username": "eve.line", "password": fresh}).status_code == 422


@pytest.mark.parametrize(
    "args", [("new", "eve", "Eve", "--guest", "--admin"), ("new", "aisha.khan", "A"), ("password", "no.body")]
)
def test_the_command_line_says_what_is_wrong(app, args):
    result = app.test_cli_runner().invoke(args=["account", *args])
    assert result.exit_code != 0 and "Traceback" not in result.output


def test_a_new_instance_gets_one_administrator_whose_password_is_shown_once(session, browser, world):
    assert found_administrator(session) is None
    world.ada.is_admin = False
    password = found_administrator(session)
    assert password and found_administrator(session) is None
    session.commit()
    browser().sign_in("admin", password)
