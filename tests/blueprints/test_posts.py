"""Posts with files, polls and shares over the browser: what comes back when something is wrong, and who sees what."""

import re
from datetime import timedelta
from io import BytesIO

import pytest
from sqlalchemy import select, update

from models.core import clock
from models.entries.entry import Entry
from models.entries.hidden import hide, show
from models.files.file import File
from models.microblog.micropost import post
from models.microblog.poll import Poll, add_poll, check_poll, options_of
from models.microblog.sharing import Share
from tests.models.files.material import picture
from tests.world import CANARY

ENDS = str((clock.now() + timedelta(days=3)).date())
POLL = {"text": "Where do we eat?", "to": "everyone", "options": "Canteen\nPark", "ends": ENDS}


def sent(name="map.png", content=None):
    return BytesIO(content or picture("PNG", (40, 30))), name


@pytest.fixture
def newest(database):
    """The newest entry of a kind as a row, read apart from the test's own session, which would hold the database."""

    def read(kind="post"):
        columns = Entry.id, Entry.root_id, Entry.space_id, Entry.audience
        with database.reading() as reading:
            return reading.execute(select(*columns).where(Entry.kind == kind).order_by(Entry.id.desc())).first()

    return read


def opened(who, address):
    with who.get(address) as answer:
        return answer.status_code


def asked(session, world, **chosen):
    made = post(session, world.ben, "Where do we eat?")
    add_poll(session, made, check_poll(["Canteen", "Park"], clock.now() + timedelta(days=7), **chosen))
    options, post_id = [option.id for option in options_of(session, made.id)], made.id
    session.commit()
    return post_id, options


def test_a_picture_is_posted_with_its_words(browser, newest, session, world):
    ben = browser("ben.okafor")
    form = {"text": "The new map", "to": "everyone", "alt": "A map of the depots", "file": sent()}
    assert ben.post("/posts", form, content_type="multipart/form-data").status_code == 303
    text = ben.get("/posts").text
    assert 'alt="A map of the depots"' in text
    file = newest("file")
    assert (file.root_id, file.space_id, file.audience) == (newest().id, None, "everyone")
    assert opened(browser("tomas.reyes"), f"/files/{file.id}/map.png") == 200
    assert browser("tomas.reyes").get(f"/files/{file.id}").status_code == 200
    assert opened(browser("gwen.guest"), f"/files/{file.id}/map.png") == 404


def test_a_picture_needs_no_text_but_asks_for_what_it_shows(browser, newest, session, world):
    ben = browser("ben.okafor")
    done = ben.post("/posts", {"text": "", "to": "everyone", "file": sent()}, content_type="multipart/form-data")
    assert "Some colleagues cannot see the picture" in ben.get(done.location).text
    made = newest()
    assert ben.post(f"/posts/{made.id}/picture", {"alt": "A depot"}).status_code == 303
    assert 'alt="A depot"' in ben.get(f"/posts/{made.id}").text
    assert browser("tomas.reyes").post(f"/posts/{made.id}/picture", {"alt": "Mine"}).status_code == 403
    assert ben.post(f"/posts/{made.id}/picture", {"alt": "x" * 251}).status_code == 422


def test_a_file_in_a_closed_space_is_for_its_members(browser, newest, session, world):
    mei = browser("mei.wong")
    form = {"text": "Plans", "to": "space:mill", "file": sent("plan.txt", b"Plans")}
    mei.post("/posts", form, content_type="multipart/form-data")
    file = newest("file")
    assert file.audience == f"space:{world.mill.id}"
    assert opened(browser("gwen.guest"), f"/files/{file.id}/plan.txt") == 200
    assert opened(browser("tomas.reyes"), f"/files/{file.id}/plan.txt") == 404


def test_the_file_of_a_post_is_its_authors_alone_to_change(browser, newest, session, world):
    browser("ben.okafor").post(
        "/posts",
        {"text": "A file", "to": "space:desk", "file": sent("a.txt", b"A")},
        content_type="multipart/form-data",
    )
    file = newest("file")
    form = {"file": sent("a.txt", b"B")}
    aisha = browser("aisha.khan")
    assert aisha.post(f"/files/{file.id}/-/version", form, content_type="multipart/form-data").status_code == 403


def test_a_file_goes_to_the_trash_with_its_post(browser, newest, session, world):
    ben = browser("ben.okafor")
    ben.post("/posts", {"text": "x", "to": "everyone", "file": sent()}, content_type="multipart/form-data")
    made, file = newest(), newest("file")
    ben.post(f"/e/{made.id}/trash")
    assert opened(ben, f"/files/{file.id}/map.png") == 404
    ben.post(f"/e/{made.id}/untrash")
    assert opened(ben, f"/files/{file.id}/map.png") == 200


def test_a_program_is_refused_and_the_text_is_kept(browser, session, world):
    form = {"text": "Try this", "to": "everyone", "file": sent("tool.exe", b"MZ" + b"\0" * 60)}
    page = browser("ben.okafor").post("/posts", form, content_type="multipart/form-data")
    assert page.status_code == 422
    assert "is a program" in page.text and "Try this" in page.text
    assert session.scalars(select(File)).all() == []


def test_a_reply_can_hold_a_file_which_is_no_reply_of_its_own(browser, session, world):
    ben = browser("ben.okafor")
    form = {"text": "Here", "file": sent("list.txt", b"One")}
    ben.post(f"/posts/{world.note.id}/reply", form, content_type="multipart/form-data")
    text = ben.get(f"/posts/{world.note.id}").text
    assert "1 reply" in text and "list.txt" in text


def test_a_text_that_is_too_long_comes_back_with_everything_else(browser, world):
    page = browser("ben.okafor").post("/posts", POLL | {"text": "x" * 501, "secret": "1"})
    assert page.status_code == 422
    assert "x" * 501 in page.text and "Canteen\nPark" in page.text and f'value="{ENDS}"' in page.text
    assert re.search(r'name="secret" value="1" checked', page.text)


def test_a_poll_is_asked_voted_on_and_seen(browser, newest, session, world):
    ben, tomas = browser("ben.okafor"), browser("tomas.reyes")
    assert ben.post("/posts", POLL).status_code == 303
    made = newest()
    canteen = options_of(session, made.id)[0].id
    session.rollback()
    assert "1 vote" not in tomas.get("/posts").text
    done = tomas.post(f"/posts/{made.id}/vote", {"option": canteen})
    assert done.status_code == 303
    text = tomas.get(f"/posts/{made.id}").text
    assert "1 vote" in text and "Your choice" in text and "Who voted" in text
    assert "1 vote" not in ben.get(f"/posts/{made.id}").text


def test_a_script_gets_the_poll_back_and_what_is_wrong_with_the_vote(browser, session, world):
    post_id, (canteen, _park) = asked(session, world)
    tomas, script = browser("tomas.reyes"), {"HX-Request": "true"}
    answer = tomas.post(f"/posts/{post_id}/vote", {"option": canteen}, headers=script)
    assert answer.text.lstrip().startswith("<section") and "Your choice" in answer.text
    wrong = tomas.post(f"/posts/{post_id}/vote", {}, headers=script)
    assert "Choose an option" in wrong.text
    assert tomas.post(f"/posts/{post_id}/vote", {"option": "rubbish"}).status_code == 422


def test_a_vote_in_a_poll_that_ended_says_so_plainly(browser, session, world):
    post_id, (canteen, _park) = asked(session, world)
    session.execute(update(Poll).values(closes_at=clock.now() - timedelta(days=1)))
    session.commit()
    page = browser("tomas.reyes").post(f"/posts/{post_id}/vote", {"option": canteen})
    assert page.status_code == 409
    assert "This poll ended on" in page.text and "Your vote was not counted" in page.text


def test_wrong_polls_come_back_with_what_to_do(browser, world):
    ben = browser("ben.okafor")
    for form, said in (
        ({"options": "Same\nsame"}, "stands there twice"),
        ({"options": "One"}, "2 to 10 options"),
        ({"ends": "2020-01-01"}, "must end in the future"),
        ({"ends": "rubbish"}, "Enter the day"),
        ({"text": ""}, "Enter some text"),
    ):
        page = ben.post("/posts", POLL | form)
        assert (page.status_code, said in page.text) == (422, True), form


def test_the_options_can_change_until_somebody_votes(browser, session, world):
    post_id, _options = asked(session, world)
    ben = browser("ben.okafor")
    change = {"options": "Yes\nNo", "ends": ENDS}
    assert "Canteen" in ben.get(f"/posts/{post_id}/poll").text
    assert ben.post(f"/posts/{post_id}/poll", {"options": "", "ends": ENDS}).status_code == 422
    assert ben.post(f"/posts/{post_id}/poll", change).status_code == 303
    session.rollback()
    yes = options_of(session, post_id)[0].id
    session.rollback()
    browser("tomas.reyes").post(f"/posts/{post_id}/vote", {"option": yes})
    assert "Somebody has voted" in ben.get(f"/posts/{post_id}/poll").text
    assert ben.post(f"/posts/{post_id}/poll", change).status_code == 409
    assert ben.post(f"/posts/{post_id}/poll/end").status_code == 303
    assert "The poll ended on" in ben.get(f"/posts/{post_id}").text
    assert browser("tomas.reyes").get(f"/posts/{post_id}/poll").status_code == 403


def test_nobody_sees_who_chose_what_in_a_secret_poll(browser, session, world):
    post_id, (canteen, _park) = asked(session, world, secret=True)
    browser("tomas.reyes").post(f"/posts/{post_id}/vote", {"option": canteen})
    ben = browser("ben.okafor")
    ben.post(f"/posts/{post_id}/poll/end")
    for address in (f"/posts/{post_id}", "/posts", f"/e/{post_id}/history"):
        assert "Tomas" not in ben.get(address).text


def test_an_entry_is_shared_and_the_share_taken_back(browser, session, world):
    tomas = browser("tomas.reyes")
    assert "Publishing" in tomas.get(f"/e/{world.publishing.id}/share").text
    done = tomas.post(f"/e/{world.publishing.id}/share", {"text": "Read this", "to": "everyone"})
    assert done.status_code == 303
    page = tomas.get(done.location).text
    assert "Read this" in page and "Publishing" in page
    undo = re.search(r'action="(/e/\d+/trash)"', page)[1]
    assert tomas.post(undo).status_code == 303
    assert "Read this" not in tomas.get("/posts").text.partition("<main")[2].replace("“Read this” is in the trash", "")


def test_what_is_closed_is_offered_to_its_space_alone(browser, session, world):
    mei = browser("mei.wong")
    form = mei.get(f"/e/{world.secret_page.id}/share").text
    assert (
        'name="to" value="space:mill"' in form
        and "everyone" not in form.partition("composer")[2].partition("</form")[0]
    )
    refused = mei.post(f"/e/{world.secret_page.id}/share", {"text": "Look", "to": "everyone"})
    assert refused.status_code == 422 and "fewer people" in refused.text and "Look" in refused.text
    assert mei.post(f"/e/{world.secret_page.id}/share", {"text": "Look", "to": "space:mill"}).status_code == 303
    assert browser("tomas.reyes").get(f"/e/{world.secret_page.id}/share").status_code == 404


def test_a_share_shows_nothing_of_what_became_closed(browser, session, world):
    mei = browser("mei.wong")
    mei.post(f"/e/{world.publishing.id}/share", {"text": "See", "to": "everyone"})
    share = session.scalars(select(Share)).one()
    session.execute(
        update(Entry).where(Entry.id == share.shared_id).values(audience=f"space:{world.mill.id}", title=CANARY)
    )
    session.commit()
    tomas = browser("tomas.reyes")
    for address in ("/posts", "/", f"/posts/{share.post_id}"):
        text = tomas.get(address).text
        assert "This is no longer available to you." in text and CANARY not in text
    assert CANARY in mei.get(f"/posts/{share.post_id}").text


def test_a_share_shows_nothing_of_what_a_moderator_hid(browser, session, world):
    said = post(session, world.ben, f"All about {CANARY}")
    session.commit()
    browser("tomas.reyes").post(f"/e/{said.id}/share", {"text": "See", "to": "everyone"})
    share = session.scalars(select(Share)).one()
    hide(session.get_one(Entry, said.id), world.mo, "moderator", "A private number")
    session.commit()
    for who in ("tomas.reyes", "ben.okafor", "mo.moder"):
        for address in ("/posts", "/", f"/posts/{share.post_id}"):
            text = browser(who).get(address).text
            assert "This is no longer available to you." in text and CANARY not in text, (who, address)
    show(session.get_one(Entry, said.id), world.mo)
    session.commit()
    assert CANARY in browser("tomas.reyes").get(f"/posts/{share.post_id}").text


def test_a_post_in_a_space_can_be_narrower_and_never_wider(browser, newest, session, world):
    ben = browser("ben.okafor")
    form = {"text": "For our unit", "to": "space:desk", "readers": f"department:{world.transport.id}"}
    assert ben.post("/posts", form).status_code == 303
    assert newest().audience == f"department:{world.transport.id}"
    assert "For our unit" not in browser("tomas.reyes").get("/posts").text
    assert ben.post("/posts", form | {"readers": f"department:{world.revenue.id}"}).status_code == 422
    mei = browser("mei.wong")
    wrong = mei.post("/posts", form | {"to": "space:mill"})
    assert wrong.status_code == 422 and "Members of Mill" in wrong.text


def test_a_post_can_be_changed_for_an_hour_and_says_that_it_was(browser, session, world):
    ben = browser("ben.okafor")
    change = {"body": "Gritting starts tomorrow", "based_on": "1"}
    assert ben.post(f"/e/{world.note.id}/edit", change).status_code == 303
    assert "edited" in ben.get("/posts").text
    session.execute(
        update(Entry).where(Entry.id == world.note.id).values(created_at=clock.now() - timedelta(minutes=61))
    )
    session.commit()
    assert ben.get(f"/e/{world.note.id}/edit").status_code == 403
    assert f"/e/{world.note.id}/edit" not in ben.get(f"/posts/{world.note.id}").text


def test_what_cannot_be_posted_comes_back_where_it_was_typed(browser, world):
    ben = browser("ben.okafor")
    sent = {"text": "x" * 501, "to": "space:desk", "from": "space"}
    page = ben.post("/posts", sent)
    assert page.status_code == 422 and 'data-here="/s/desk/posts"' in page.text and "x" * 501 in page.text
    assert 'name="from" value="space"' in page.text
    # The same for a space that was made up as for one that is hidden.
    for where in ("nowhere", "mill"):
        assert "/s/" + where not in ben.post("/posts", sent | {"to": f"space:{where}"}).text
    home = ben.post("/posts", sent | {"to": "everyone", "from": "home"}).text
    assert 'name="from" value="home"' in home


def test_a_space_says_how_long_posts_can_change(browser, session, world):
    made = post(session, world.ben, "In the desk", space=world.desk, at=clock.now() - timedelta(hours=5))
    session.commit()
    ben = browser("ben.okafor")
    assert ben.get(f"/e/{made.id}/edit").status_code == 403
    world.desk.edit_minutes = 1440
    session.commit()
    assert ben.get(f"/e/{made.id}/edit").status_code == 200
    assert browser("aisha.khan").get(f"/e/{made.id}/edit").status_code == 200, "a curator always can"
