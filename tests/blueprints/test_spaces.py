"""Spaces over HTTP: what is found, how they are made, joined and closed, and what outsiders never see."""

from datetime import timedelta

import pytest

from models.core import clock
from models.entries.editing import edit
from models.entries.trashing import trash
from models.forums.topic import ask
from models.policy.finding import space_row
from models.policy.viewer import viewer_of
from models.spaces.joining import add_member, take_out
from models.spaces.membership import membership, open_requests
from tests.counting import statements
from tests.world import CANARY

SOON = (clock.now() + timedelta(days=60)).date().isoformat()
CLOSED = {"openness": "invite", "closed_reason": "staff-matter", "review_on": SOON}


def test_the_list_shows_mine_first_and_closed_ones_to_members_alone(browser):
    mei = browser("mei.wong").get("/spaces").text
    assert mei.index("Your spaces") < mei.index(CANARY) < mei.index("Other spaces") < mei.index("Digital service desk")
    tomas = browser("tomas.reyes").get("/spaces").text
    assert CANARY not in tomas and "Gate" in tomas and "Ask to join" in tomas


def test_a_guest_sees_only_the_spaces_that_took_them_in(browser):
    page = browser("gwen.guest").get("/spaces").text
    assert CANARY in page and "Digital service desk" not in page and "Gate" not in page and "New space" not in page


@pytest.mark.parametrize("query", ["?q=digital", "?q=DESK", "?department=1", "?q=service&department=1"])
def test_the_list_can_be_filtered(browser, query):
    page = browser("tomas.reyes").get(f"/spaces{query}").text
    assert "Digital service desk" in page and "Gate" not in page


def test_a_filter_that_fits_nothing_says_what_to_do(browser):
    assert "No space fits" in browser("tomas.reyes").get("/spaces?q=zzz").text


def test_the_list_costs_few_statements(browser, database):
    aisha = browser("aisha.khan")
    with statements(database) as seen:
        aisha.get("/spaces")
    assert len(seen) <= 5, seen


def test_a_space_is_made_with_an_address_from_its_name(browser, session, world):
    answer = browser("ben.okafor").post("/spaces/new", {"name": "Flood plans, 2026", "openness": "open"})
    assert (answer.status_code, answer.location) == (303, "/s/flood-plans-2026")
    found = space_row(session, viewer_of(session, world.ben), "flood-plans-2026")
    assert viewer_of(session, world.ben).roles[found.id] == "owner"


def test_a_closed_space_needs_a_reason_and_a_review_date(browser):
    ben = browser("ben.okafor")
    page = ben.post("/spaces/new", {"name": "Pay round", "openness": "invite", "description": "Kept as typed"})
    assert page.status_code == 422 and "Choose why the space is closed" in page.text and "Kept as typed" in page.text
    assert ben.post("/spaces/new", {"name": "Pay round", **CLOSED}).status_code == 303


def test_the_address_of_a_hidden_space_is_only_not_available(browser):
    page = browser("tomas.reyes").post("/spaces/new", {"name": "My mill", "slug": "mill", "openness": "open"})
    assert page.status_code == 422 and "This address is not available" in page.text and "taken" not in page.text


def test_a_guest_makes_no_space(browser):
    assert browser("gwen.guest").get("/spaces/new").status_code == 403


def test_the_home_of_a_space_says_who_reads_it_and_what_is_new(browser):
    page = browser("tomas.reyes").get("/s/desk").text
    for part in ("All staff can read", "Ministry of Transport", "Who checks statements?", "Start here", "Join"):
        assert part in page


def test_the_home_of_a_closed_space_says_why_it_is_closed(browser):
    page = browser("mei.wong").get("/s/mill").text
    assert "Only its 2 members can read this space" in page and "Commercial matters" in page
    assert "To be looked at again" in page


def test_beside_the_time_of_a_change_stands_who_made_it(browser, session, world):
    edit(world.publishing, by=world.ben, based_on=1, body="Another text")
    session.commit()
    page = browser("tomas.reyes").get("/s/desk?kind=page").text
    row = page.partition("Publishing</a>")[2].partition("</li>")[0]
    assert 'href="/people/ben.okafor"' in row and "aisha.khan" not in row


def test_the_home_of_a_space_costs_few_statements(browser, database):
    aisha = browser("aisha.khan")
    with statements(database) as seen:
        aisha.get("/s/desk")
    assert len(seen) <= 9, seen


@pytest.mark.parametrize("kind, there, gone", [("page", "Publishing", "Who checks"), ("topic", "Who checks", "row-p")])
def test_the_home_can_be_narrowed_to_a_kind(browser, kind, there, gone):
    page = browser("ben.okafor").get(f"/s/desk?kind={kind}").text
    rows = page[page.index("What is new") :]
    assert there in rows and gone not in rows[: rows.index("<aside")]


@pytest.mark.parametrize(
    "address", ["/s/mill", "/s/mill/members", "/s/mill/settings", "/s/mill/openness", "/s/mill/trash"]
)
@pytest.mark.parametrize("who", ["tomas.reyes", "ada.admin", "mo.moder"])
def test_a_hidden_space_does_not_exist_for_others(browser, who, address):
    other = browser(who)
    page, made_up = other.get(address), other.get(address.replace("mill", "no-such"))
    assert page.status_code == made_up.status_code == 404
    assert page.data == made_up.data or strip(page.text) == strip(made_up.text)


def strip(page):
    return "\n".join(line for line in page.splitlines() if "csrf" not in line)


def test_outsiders_of_a_space_on_request_see_its_door_alone(browser, session, world):
    page = browser("tomas.reyes").get("/s/gate")
    assert page.status_code == 200 and "Ask to join" in page.text and "Mei" not in page.text
    assert browser("tomas.reyes").get("/s/gate/members").status_code == 403


def test_a_request_is_answered_by_an_owner(browser, session, world):
    tomas, mei = browser("tomas.reyes"), browser("mei.wong")
    assert tomas.post("/s/gate/request", {"message": "I plan the spring works"}).status_code == 303
    assert "It is the owners’ turn" in tomas.get("/s/gate").text
    desk = mei.get("/s/gate/members").text
    assert "I plan the spring works" in desk and "Let Tomas Reyes in" in desk
    (request,) = open_requests(session, [world.gate.id])
    session.rollback()
    assert mei.post(f"/s/gate/requests/{request.id}", {"grant": "1"}).status_code == 303
    assert "Your role: contributor" in tomas.get("/s/gate").text


def test_whoever_is_added_by_hand_waits_no_longer(browser, session, world):
    browser("tomas.reyes").post("/s/gate/request", {"message": ""})
    browser("mei.wong").post("/s/gate/members/add", {"username": "tomas.reyes", "role": "reader"})
    assert open_requests(session, [world.gate.id]) == []


def test_nobody_else_answers_a_request(browser, session, world):
    tomas = browser("tomas.reyes")
    tomas.post("/s/gate/request", {"message": ""})
    (request,) = open_requests(session, [world.gate.id])
    session.rollback()
    assert tomas.post(f"/s/gate/requests/{request.id}", {"grant": "1"}).status_code == 403
    assert browser("aisha.khan").post(f"/s/desk/requests/{request.id}", {"grant": "1"}).status_code == 404


def test_joining_and_leaving_an_open_space(browser, session, world):
    tomas = browser("tomas.reyes")
    assert tomas.post("/s/desk/join").status_code == 303
    assert membership(session, world.desk, world.tomas.id).role == "contributor"
    session.rollback()
    assert tomas.post("/s/desk/leave").location == "/s/desk"


def test_leaving_a_hidden_space_leads_to_the_list(browser):
    gwen = browser("gwen.guest")
    assert gwen.post("/s/mill/leave").location == "/spaces"
    assert gwen.get("/s/mill").status_code == 404


def test_the_last_owner_cannot_leave(browser):
    page = browser("aisha.khan")
    assert page.post("/s/desk/leave").location == "/s/desk/members"
    assert "A space needs an owner" in page.get("/s/desk/members").text


def test_following_works_with_and_without_a_script(browser):
    tomas = browser("tomas.reyes")
    assert tomas.post("/s/desk/follow", {"on": "1"}).status_code == 303
    assert "Following" in tomas.get("/s/desk").text
    part = tomas.post("/s/desk/follow", {"on": "0"}, headers={"HX-Request": "true"})
    assert part.status_code == 200 and part.text.startswith("<form") and "Follow</button>" in part.text


def test_an_owner_finds_and_adds_people(browser, session, world):
    aisha = browser("aisha.khan")
    assert "Tomas Reyes" in aisha.get("/s/desk/members?find=tom+rey").text
    aisha.post("/s/desk/members/add", {"username": "tomas.reyes", "role": "curator"})
    assert membership(session, world.desk, world.tomas.id).role == "curator"


def test_a_curator_adds_writers_but_gives_no_office_and_demotes_nobody(browser, session, world):
    add_member(session, world.desk, world.ben, "curator", world.aisha)
    session.commit()
    ben = browser("ben.okafor")
    assert ben.post("/s/desk/members/add", {"username": "tomas.reyes", "role": "owner"}).status_code == 403
    ben.post("/s/desk/members/add", {"username": "aisha.khan", "role": "reader"})
    assert "is a member already" in ben.get("/s/desk/members").text
    for verb in ("role", "remove", "share"):
        assert ben.post(f"/s/desk/members/{verb}", {"person": world.aisha.id}).status_code == 403
    session.expire_all()
    assert membership(session, world.desk, world.aisha.id).role == "owner"
    assert membership(session, world.desk, world.tomas.id) is None


def test_a_guest_cannot_be_added_to_an_open_space(browser):
    aisha = browser("aisha.khan")
    aisha.post("/s/desk/members/add", {"username": "gwen.guest", "role": "reader"})
    assert "Guests can only be added to closed spaces" in aisha.get("/s/desk/members").text


def test_who_is_removed_reads_no_more(browser, session, world):
    gwen = browser("gwen.guest")
    assert gwen.get("/s/mill").status_code == 200
    browser("mei.wong").post("/s/mill/members/remove", {"person": world.gwen.id})
    assert gwen.get("/s/mill").status_code == 404


def test_a_department_can_be_let_in_and_taken_off(browser, world):
    mei, tomas = browser("mei.wong"), browser("tomas.reyes")
    mei.post("/s/mill/members/share", {"department": world.revenue.id})
    assert tomas.get("/s/mill").status_code == 200
    mei.post("/s/mill/members/unshare", {"department": world.revenue.id})
    assert tomas.get("/s/mill").status_code == 404


def test_settings_are_saved_and_kept_as_typed_when_wrong(browser):
    aisha = browser("aisha.khan")
    typed = {"name": "", "description": "About", "welcome": "**Hello** all", "department": "", "readers_may_post": "y"}
    assert '<option selected value="1">' in aisha.get("/s/desk/settings").text
    assert "**Hello** all" in aisha.post("/s/desk/settings", typed).text
    assert aisha.post("/s/desk/settings", {**typed, "name": "Desk of all"}).status_code == 303
    page = aisha.get("/s/desk").text
    assert "Desk of all" in page and "<strong>Hello</strong> all" in page and "All of government" in page


@pytest.mark.parametrize("address", ["/s/desk/settings", "/s/desk/openness", "/s/desk/trash"])
def test_settings_are_for_owners(browser, address):
    assert browser("ben.okafor").get(address).status_code == 403


def test_closing_says_before_what_changes_and_then_hides_everything(browser, world):
    aisha, tomas = browser("aisha.khan"), browser("tomas.reyes")
    assert "If you close it, 4 entries can be read by its members only" in aisha.get("/s/desk/openness").text
    assert aisha.post("/s/desk/openness", CLOSED).status_code == 303
    assert tomas.get("/s/desk").status_code == 404
    assert "By invitation" in aisha.get("/s/desk/settings").text


def test_opening_a_closed_space_asks_for_a_second_look(browser, session, world):
    take_out(session, world.mill, world.gwen, world.mei)
    session.commit()
    mei, tomas = browser("mei.wong"), browser("tomas.reyes")
    page = mei.post("/s/mill/openness", {"openness": "open"})
    assert page.status_code == 422 and "Confirm that everything here may be read" in page.text
    assert mei.post("/s/mill/openness", {"openness": "open", "checked": "y"}).status_code == 303
    assert tomas.get("/s/mill").status_code == 200


def test_a_space_with_guests_does_not_open(browser):
    page = browser("mei.wong").post("/s/mill/openness", {"openness": "open", "checked": "y"})
    assert page.status_code == 422 and "Remove the guests first" in page.text


def test_an_archived_space_takes_nothing_new_and_can_be_taken_up_again(browser):
    aisha, ben = browser("aisha.khan"), browser("ben.okafor")
    aisha.post("/s/desk/archive")
    page = ben.get("/s/desk").text
    assert "This space is archived" in page and "New page" not in page and "Ask here" not in page
    aisha.post("/s/desk/unarchive")
    assert "New page" in ben.get("/s/desk").text


def test_curators_restore_and_remove_what_lies_in_the_trash(browser, session, world):
    trash(world.publishing, world.aisha, "written twice")
    trash(world.question, world.aisha)
    session.commit()
    aisha = browser("aisha.khan")
    page = aisha.get("/s/desk/trash").text
    assert "written twice" in page and "Who checks statements?" in page
    assert aisha.post(f"/s/desk/trash/{world.publishing.id}/restore").status_code == 303
    assert aisha.post(f"/s/desk/trash/{world.question.id}/purge").status_code == 303
    page = aisha.get("/s/desk/trash").text
    assert "The trash is empty" in page
    assert "Publishing" in aisha.get("/s/desk").text


def test_the_trash_of_one_space_does_not_reach_into_another(browser, session, world):
    trash(world.secret_page, world.mei)
    session.commit()
    assert browser("aisha.khan").post(f"/s/desk/trash/{world.secret_page.id}/purge").status_code == 404
    assert browser("mei.wong").post(f"/s/gate/trash/{world.secret_page.id}/purge").status_code == 404


def test_the_home_of_a_space_counts_open_questions_to_a_hundred(browser, session, world):
    for number in range(100):
        ask(session, world.aisha, f"Question {number}", "Who knows?", space=world.desk)
    session.commit()
    assert "100 questions have no answer" in browser("ben.okafor").get("/s/desk").text
    ask(session, world.aisha, "One more", "Who knows?", space=world.desk)
    session.commit()
    assert "More than 100 questions have no answer" in browser("ben.okafor").get("/s/desk").text
