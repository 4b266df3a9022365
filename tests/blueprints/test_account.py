"""One's own account: what is shown, changing password and address, ending sessions."""

import json

from sqlalchemy import select

from models.core.outbox import OutboxJob
from models.people.credential import start_reset
from tests.counting import statements
from tests.world import PASSWORD

FRESH = "seven grey herons wade"


def test_the_account_shows_what_is_held(browser):
    page = browser("aisha.khan").get("/account").text
    assert "aisha@transport.example" in page and "Ministry of Transport › Roads directorate" in page
    assert "Digital service desk" in page and "Owner" in page


def test_the_account_costs_few_statements(browser, database):
    aisha = browser("aisha.khan")
    with statements(database) as seen:
        aisha.get("/account")
    assert len(seen) <= 8, seen


def test_a_new_password_needs_the_old_one(browser):
    aisha = browser("aisha.khan")
    page = aisha.post("/account/password", {"current": "wrong wrong wrong", "password": FRESH})
    assert page.status_code == 422 and "This is not your current password" in page.text and FRESH not in page.text
    page = aisha.post("/account/password", {"current": PASSWORD, "password": "short"})
    assert page.status_code == 422 and "Use a password of 12 to 200 characters" in page.text


def test_a_new_password_ends_the_other_sessions_but_not_this_one(browser):
    here, elsewhere = browser("aisha.khan"), browser("aisha.khan")
    assert here.post("/account/password", {"current": PASSWORD, "password": FRESH}).status_code == 303
    assert here.get("/account").status_code == 200
    assert elsewhere.get("/account").status_code == 302
    assert browser().post("/sign-in", {"username": "aisha.khan", "password": FRESH}).status_code == 303


def test_a_new_address_needs_the_password_and_the_old_address_is_told(browser, session):
    aisha = browser("aisha.khan")
    assert aisha.post("/account/email", {"email": "a@new.example", "current": "wrong wrong"}).status_code == 422
    assert aisha.post("/account/email", {"email": "a@new.example", "current": PASSWORD}).status_code == 303
    (mail,) = session.scalars(select(OutboxJob).where(OutboxJob.task == "mail"))
    assert mail.payload["to"] == "aisha@transport.example" and "a@new.example" not in json.dumps(mail.payload)


def test_the_address_of_somebody_else_is_only_not_available(browser):
    page = browser("aisha.khan").post("/account/email", {"email": "t@revenue.example", "current": PASSWORD})
    assert page.status_code == 422 and "This email address is not available" in page.text


def test_a_changed_address_makes_links_to_the_old_one_worthless(browser, session, world):
    token = start_reset(session, world.aisha)
    session.commit()
    browser("aisha.khan").post("/account/email", {"email": "a@new.example", "current": PASSWORD})
    assert browser().get(f"/password/reset/{token}").status_code == 404


def test_sessions_are_listed_and_ended(browser, session, world):
    here, phone = browser("aisha.khan"), browser()
    agent = {"User-Agent": "Mozilla/5.0 (iPhone; CPU) AppleWebKit Version/17 Mobile Safari/604.1"}
    phone.post("/sign-in", {"username": "aisha.khan", "password": PASSWORD}, headers=agent)
    page = here.get("/account/sessions").text
    assert "Safari on iPhone" in page and "This one" in page
    end = page[: page.index('/end"')].rsplit("/account/sessions/", 1)[1]
    assert here.post(f"/account/sessions/{end}/end").status_code == 303
    assert phone.get("/account").status_code == 302 and here.get("/account").status_code == 200


def test_all_other_sessions_end_at_once(browser):
    here, others = browser("aisha.khan"), [browser("aisha.khan") for _ in range(2)]
    here.post("/account/sessions/end-others")
    assert "2 other sessions are ended" in here.get("/account/sessions").text
    assert [other.get("/account").status_code for other in others] == [302, 302]


def test_nobody_ends_the_sessions_of_others(browser, session, world):
    aisha, ben = browser("aisha.khan"), browser("ben.okafor")
    for login_id in range(1, 5):
        ben.post(f"/account/sessions/{login_id}/end")
    assert aisha.get("/account").status_code == 200
