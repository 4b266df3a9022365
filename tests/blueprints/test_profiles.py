"""Profiles over HTTP: sections and whom they are for, skills and endorsements, statements, absence, photos."""

import io
from datetime import timedelta

import pytest
from PIL import Image
from sqlalchemy import select

from models.core import clock
from models.people.absence import Absence, go_away
from models.people.endorsing import Endorsement, endorse
from models.people.photo import Photo
from models.people.profile import choose_audiences, describe
from models.people.skill import MOST_SKILLS, claim_skill, skills_of
from models.people.statement import ASK, NO_MATCH, state
from tests.counting import statements

TODAY = clock.now().date()
LATER = TODAY + timedelta(days=20)
DAYS = {"starts_on": TODAY.isoformat(), "until": LATER.isoformat()}
ORIENTATION, MODEL, LATITUDE = 0x0112, 0x0110, 0x8825


def _picture(size=(600, 400), form="JPEG", colours=("red", "blue")) -> io.BytesIO:
    """Left half in one colour, right half in the other, with the name of the camera in it."""
    made = Image.new("RGB", size, colours[0])
    made.paste(colours[1], (size[0] // 2, 0, size[0], size[1]))
    exif = Image.Exif()
    exif[MODEL] = "zqcamera"
    held = io.BytesIO()
    made.save(held, form, exif=exif)
    held.seek(0)
    return held


def _send(browser, picture, **form):
    return browser.post("/people/me/photo", {"file": (picture, "me.jpg"), "part": "middle", **form})


def test_a_section_shows_on_the_page_to_whom_it_is_for_alone(browser, session, world):
    describe(session, world.aisha, about="zqabout", phone="zqphone")
    choose_audiences(session, world.aisha, {"about": "department", "contact": "me"})
    session.commit()
    mei, tomas = (
        browser("mei.wong").get("/people/aisha.khan").text,
        browser("tomas.reyes").get("/people/aisha.khan").text,
    )
    assert "zqabout" in mei and "zqabout" not in tomas
    assert "zqphone" not in mei + tomas and "aisha@transport.example" not in mei + tomas
    own = browser("aisha.khan").get("/people/aisha.khan").text
    assert "zqabout" in own and "zqphone" in own


def test_whom_a_section_is_for_is_chosen_in_the_form_and_kept(browser):
    ben = browser("ben.okafor")
    ben.post("/people/me/edit", {"name": "Ben", "about": "zqabout", "for_about": "department"})
    assert "zqabout" not in browser("tomas.reyes").get("/people/ben.okafor").text
    ben.post("/people/me/edit", {"name": "Ben", "about": "zqabout again"})
    assert "zqabout" not in browser("tomas.reyes").get("/people/ben.okafor").text
    assert "zqabout again" in ben.get("/people/me/edit").text


def test_a_made_up_audience_is_refused_and_what_was_typed_stays(browser):
    page = browser("ben.okafor").post("/people/me/edit", {"name": "Ben", "about": "zqabout", "for_about": "world"})
    assert page.status_code == 422 and "zqabout" in page.text


def test_what_is_narrowed_is_in_no_list_of_colleagues(browser, session, world):
    describe(session, world.ben, job_title="zqrole", place="zqplace")
    choose_audiences(session, world.ben, {"role": "me", "pattern": "unit"})
    session.commit()
    tomas = browser("tomas.reyes")
    for address in ("/people", "/people?q=okafor", "/s/desk/members", "/messages/new?find=ben", "/departments/1"):
        page = tomas.get(address).text
        assert "Ben Okafor" in page and "zqrole" not in page and "zqplace" not in page, address
    assert "Ben Okafor" not in tomas.get("/people?q=zqrole").text.split("<main")[1]


@pytest.mark.parametrize("as_, seen", [("unit", True), ("department", True), ("other", False), ("guest", False)])
def test_one_looks_at_ones_profile_as_somebody_else(browser, session, world, as_, seen):
    describe(session, world.aisha, about="zqabout")
    choose_audiences(session, world.aisha, {"about": "department"})
    session.commit()
    page = browser("aisha.khan").get(f"/people/me/view?as={as_}").text
    assert ("zqabout" in page) == seen and "Edit my profile" in page or seen


def test_a_guest_sees_neither_mail_address_nor_absence(browser, session, world):
    go_away(session, world.mei, TODAY, LATER, world.ben)
    session.commit()
    page = browser("gwen.guest").get("/people/mei.wong").text
    assert "mei@transport" not in page and "away" not in page and "Ben" not in page.split("<main")[1]
    assert "Mei is away until" in browser("tomas.reyes").get("/people/mei.wong").text


def test_a_guest_reads_no_role_in_lists(browser, session, world):
    describe(session, world.mei, job_title="zqrole")
    choose_audiences(session, world.mei, {"role": "everyone", "unit": "everyone"})
    session.commit()
    gwen = browser("gwen.guest")
    for address in ("/s/mill/members", "/messages/new?find=mei.wong", "/people/mei.wong"):
        page = gwen.get(address).text
        assert "Mei Wong" in page and "zqrole" not in page and "Ministry" not in page, address
    assert "zqrole" in browser("tomas.reyes").get("/people/mei.wong").text


def test_the_nudge_names_one_step_and_stays_away_when_asked(browser):
    ben = browser("ben.okafor")
    page = ben.get("/people/ben.okafor").text
    assert "0 of 8 parts" in page and "Say in a few lines" in page and "Name a skill" not in page
    ben.post("/people/me/not-now")
    page = ben.get("/people/ben.okafor").text
    assert "0 of 8 parts" in page and "Say in a few lines" not in page
    assert "parts are filled in" not in browser("aisha.khan").get("/people/ben.okafor").text


def test_a_skill_is_added_with_a_level_and_found_without_a_script(browser, session, world):
    claim_skill(session, world.mei, "Gritting roads")
    session.commit()
    ben = browser("ben.okafor")
    assert "Gritting roads" in ben.post("/people/me/skills", {"skill": "grit", "look": "1", "level": ""}).text
    assert ben.post("/people/me/skills", {"skill": "grit", "chosen": "Gritting roads", "level": "expert"}).location
    assert [(row.name, row.level) for row in skills_of(session, world.ben.id)] == [("Gritting roads", "expert")]
    assert ben.get("/skills/suggest?q=GRIT").json == [{"name": "Gritting roads", "by": ""}]


def test_what_staff_typed_as_a_skill_is_not_offered_to_guests(browser, session, world):
    claim_skill(session, world.ben, "Zither tuning")
    session.commit()
    assert browser("tomas.reyes").get("/skills/suggest?q=zither").json
    guest = browser("gwen.guest")
    assert guest.get("/skills/suggest?q=zither").json == []
    assert "Zither tuning" not in guest.get("/people/me/skills?find=zither").text


def test_a_skill_of_ten_thousand_characters_is_refused(browser):
    page = browser("ben.okafor").post("/people/me/skills", {"skill": "x" * 10_000, "level": ""})
    assert page.status_code == 422 and "100 characters" in page.text


def test_the_limit_of_skills_is_said(browser, session, world):
    for number in range(MOST_SKILLS):
        claim_skill(session, world.ben, f"Skill {number}")
    session.commit()
    page = browser("ben.okafor").post("/people/me/skills", {"skill": "One more", "level": ""})
    assert page.status_code == 409 and "You can name 20 skills" in page.text


def test_a_colleague_endorses_and_withdraws_on_the_page(browser, session, world):
    skill_id = claim_skill(session, world.ben, "Gritting")
    session.commit()
    aisha, address = browser("aisha.khan"), f"/people/ben.okafor/skills/{skill_id}"
    aisha.post(f"{address}/endorse", {"on": "1"})
    assert "Aisha Khan" in browser("tomas.reyes").get(address).text
    assert "Withdraw" in aisha.get("/people/ben.okafor").text
    aisha.post(f"{address}/endorse", {"on": "0"})
    assert "Nobody has endorsed this skill yet" in aisha.get(address).text


def test_nobody_endorses_themselves_and_guests_nobody(browser, session, world):
    mine, hers = claim_skill(session, world.ben, "Gritting"), claim_skill(session, world.mei, "Milling")
    session.commit()
    assert browser("ben.okafor").post(f"/people/ben.okafor/skills/{mine}/endorse", {"on": "1"}).status_code == 403
    assert browser("gwen.guest").post(f"/people/mei.wong/skills/{hers}/endorse", {"on": "1"}).status_code in (403, 404)
    assert session.scalars(select(Endorsement)).all() == []


def test_a_skill_that_is_hidden_is_as_good_as_made_up(browser, session, world):
    skill_id = claim_skill(session, world.ben, "Gritting")
    choose_audiences(session, world.ben, {"skills": "me"})
    session.commit()
    tomas = browser("tomas.reyes")
    hidden, made_up = (tomas.get(f"/people/ben.okafor/skills/{each}") for each in (skill_id, 9999))
    assert hidden.status_code == made_up.status_code == 404
    assert tomas.post(f"/people/ben.okafor/skills/{skill_id}/endorse", {"on": "1"}).status_code == 404
    assert tomas.get("/skills/suggest?q=gritt").json == []


def test_removing_a_skill_says_what_goes_with_it(browser, session, world):
    skill_id = claim_skill(session, world.ben, "Gritting")
    endorse(session, world.aisha, world.ben.id, skill_id)
    endorse(session, world.mei, world.ben.id, skill_id)
    session.commit()
    ben = browser("ben.okafor")
    assert "2 endorsements go with it" in ben.get(f"/people/me/skills/{skill_id}/remove").text
    ben.post(f"/people/me/skills/{skill_id}/remove")
    assert "2 endorsements went with it" in ben.get("/people/me/skills").text


def test_a_named_colleague_is_asked_when_they_can_see_it(browser, session, world):
    skill_id = claim_skill(session, world.ben, "Gritting")
    choose_audiences(session, world.ben, {"skills": "department"})
    session.commit()
    ben, address = browser("ben.okafor"), f"/people/me/skills/{skill_id}/ask"
    page = ben.post(address, {"username": "tomas.reyes"})
    assert page.status_code == 409 and "Tomas Reyes cannot see your skills" in page.text
    assert ben.post(address, {"username": "@mei.wong"}).status_code == 303
    assert ben.post(address, {"username": "nobody.here"}).status_code == 422


def test_the_owner_takes_an_endorsement_off(browser, session, world):
    skill_id = claim_skill(session, world.ben, "Gritting")
    endorse(session, world.aisha, world.ben.id, skill_id)
    session.commit()
    browser("ben.okafor").post(f"/people/me/skills/{skill_id}/take-off", {"by": world.aisha.id})
    assert session.scalars(select(Endorsement)).all() == []


def test_statements_are_told_until_their_day_and_what_is_not_matched_never(browser, session, world):
    state(session, world.ben, ASK, "zqask", TODAY)
    state(session, world.ben, NO_MATCH, "zqnomatch", None)
    session.commit()
    tomas, ben = browser("tomas.reyes"), browser("ben.okafor")
    page = tomas.get("/people/ben.okafor").text
    assert "zqask" in page and "zqnomatch" not in page
    with clock.at(clock.now() + timedelta(days=1, hours=1)):
        assert "zqask" not in tomas.get("/people/ben.okafor").text
        page = ben.get("/people/me/statements").text
        assert "zqask" in page and "Ended on" in page and "zqnomatch" in page


def test_a_statement_needs_an_end(browser):
    page = browser("ben.okafor").post("/people/me/statements", {"kind": "ask-about", "text": "zqask"})
    assert page.status_code == 422 and "Enter the last day" in page.text and "zqask" in page.text


def test_nobody_touches_the_statement_of_another(browser, session, world):
    made = state(session, world.ben, ASK, "zqask", LATER)
    session.commit()
    assert browser("mei.wong").post(f"/people/me/statements/{made.id}/remove").status_code == 404
    assert browser("ben.okafor").post(f"/people/me/statements/{made.id}/remove").status_code == 303


def test_a_deputy_is_named_told_and_can_decline(browser, session, world):
    ben, aisha = browser("ben.okafor"), browser("aisha.khan")
    assert ben.post("/people/me/absence", {**DAYS, "deputy": "aisha.khan"}).status_code == 303
    assert "You stand in" in aisha.get("/people/ben.okafor").text
    assert browser("mei.wong").post("/people/ben.okafor/stand-in/decline").status_code == 404
    aisha.post("/people/ben.okafor/stand-in/decline")
    assert "Aisha" not in browser("mei.wong").get("/people/ben.okafor").text.split("<main")[1]
    ben.post("/people/me/absence/end")
    assert session.scalars(select(Absence)).all() == []


@pytest.mark.parametrize("deputy", ["ben.okafor", "gwen.guest", "nobody.here"])
def test_a_deputy_is_a_colleague_and_not_oneself(browser, deputy):
    page = browser("ben.okafor").post("/people/me/absence", {**DAYS, "deputy": deputy})
    assert page.status_code == 422 and "colleague" in page.text


@pytest.mark.parametrize("part, colour", [("start", 0), ("end", 2)])
def test_a_photo_is_cut_to_a_square_and_holds_nothing_but_the_picture(browser, session, world, part, colour):
    ben = browser("ben.okafor")
    assert _send(ben, _picture(), part=part).status_code == 303
    answer = browser("tomas.reyes").get("/people/ben.okafor/photo")
    made = Image.open(io.BytesIO(answer.data))
    assert (made.format, made.size, dict(made.getexif())) == ("WEBP", (320, 320), {})
    assert b"zqcamera" not in answer.data and b"EXIF" not in answer.data
    pixel = made.convert("RGB").getpixel((160, 160))
    assert pixel[colour] > 200 and pixel[2 - colour] < 60
    assert answer.headers["Cache-Control"] == "private, no-cache"
    assert "/people/ben.okafor/photo" in ben.get("/people/ben.okafor").text


def test_a_picture_is_turned_as_it_was_held(browser):
    exif, held = Image.Exif(), io.BytesIO()
    exif[ORIENTATION] = 6
    made = Image.new("RGB", (4000, 3000), "red")
    made.paste("blue", (0, 0, 4000, 1500))
    made.save(held, "JPEG", exif=exif)
    held.seek(0)
    ben = browser("ben.okafor")
    _send(ben, held)
    seen = Image.open(io.BytesIO(ben.get("/people/ben.okafor/photo/small").data)).convert("RGB")
    assert seen.size == (96, 96) and seen.getpixel((90, 48))[2] > 200 and seen.getpixel((5, 48))[0] > 200


@pytest.mark.parametrize("form", ["PNG", "GIF", "WEBP"])
def test_other_kinds_of_pictures_are_taken(browser, form):
    assert _send(browser("ben.okafor"), _picture(form=form)).status_code == 303


def test_a_photo_of_100_megapixels_is_refused_politely(browser, session):
    held = io.BytesIO()
    Image.new("1", (10_000, 10_000)).save(held, "PNG")
    held.seek(0)
    page = _send(browser("ben.okafor"), held)
    assert page.status_code == 422 and "more than 80 megapixels" in page.text
    assert session.scalars(select(Photo)).all() == []


@pytest.mark.parametrize(
    "content", [b"no picture", b"\x89PNG\r\n\x1a\n" + b"\0" * 50, b"<svg xmlns='http://www.w3.org/2000/svg'/>"]
)
def test_what_is_no_picture_is_refused(browser, content):
    page = _send(browser("ben.okafor"), io.BytesIO(content))
    assert page.status_code == 422 and "cannot be read as a picture" in page.text


def test_no_file_is_asked_for(browser):
    page = browser("ben.okafor").post("/people/me/photo", {"part": "middle"})
    assert page.status_code == 422 and "Choose a file" in page.text


def test_a_photo_shows_to_those_whom_it_is_for_alone(browser, session, world):
    ben = browser("ben.okafor")
    _send(ben, _picture())
    assert ben.post("/people/me/photo/audience", {"audience": "department"}).status_code == 303
    mei, tomas = browser("mei.wong"), browser("tomas.reyes")
    assert mei.get("/people/ben.okafor/photo").status_code == 200
    hidden, none = tomas.get("/people/ben.okafor/photo"), tomas.get("/people/mei.wong/photo")
    assert hidden.status_code == none.status_code == 404 and "/photo" not in tomas.get("/people/ben.okafor").text
    etag = mei.get("/people/ben.okafor/photo").headers["ETag"]
    assert mei.get("/people/ben.okafor/photo", headers={"If-None-Match": etag}).status_code == 304
    assert tomas.get("/people/ben.okafor/photo", headers={"If-None-Match": etag}).status_code == 404


def test_a_photo_is_removed(browser):
    ben = browser("ben.okafor")
    _send(ben, _picture())
    ben.post("/people/me/photo/remove")
    assert ben.get("/people/ben.okafor/photo").status_code == 404


def test_a_full_profile_costs_few_statements(browser, database, session, world):
    for number in range(MOST_SKILLS):
        endorse(session, world.aisha, world.ben.id, claim_skill(session, world.ben, f"Skill {number}"))
    state(session, world.ben, ASK, "gritting", LATER)
    go_away(session, world.ben, TODAY, LATER, world.mei)
    session.commit()
    aisha = browser("aisha.khan")
    with statements(database) as seen:
        assert "Skill 7" in aisha.get("/people/ben.okafor").text
    assert len(seen) <= 7, seen


def test_a_question_to_who_is_away_is_asked_of_the_deputy(browser, session, world):
    go_away(session, world.mei, TODAY, LATER, world.aisha)
    session.commit()
    ben = browser("ben.okafor")
    ben.post(f"/topics/{world.question.id}/invite", {"username": "mei.wong"})
    assert "Mei Wong is away. Aisha Khan stands in and is asked" in ben.get("/people").text


def test_the_page_of_somebody_who_left_offers_nothing_in_their_name(browser, session, world):
    describe(session, world.ben, about="Grit and salt", pattern="Monday to Thursday")
    state(session, world.ben, ASK, "Road salt", clock.now().date() + timedelta(days=9))
    session.commit()
    tomas = browser("tomas.reyes")
    page = tomas.get("/people/ben.okafor").text
    assert "Road salt" in page and "Where Ben works" in page and "Monday to Thursday" in page
    world.ben.disabled_at = clock.now()
    session.commit()
    page = tomas.get("/people/ben.okafor").text
    assert "Road salt" not in page and "Monday to Thursday" not in page
    assert "Where Ben worked last" in page and "Grit and salt" in page
