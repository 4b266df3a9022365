"""Drafts and signs of editing: kept for their writer alone, never put in without a choice, never over a newer one."""

import json
import re
from html import unescape

from sqlalchemy.orm import Session

from models.entries import drafts
from models.policy.viewer import viewer_of
from tests.world import PASSWORD, World

JSON = {"Accept": "application/json"}


def keep(who, entry_id: int, body: str, number: int = 0, **more: str):
    sent = {"title": "Publishing", "body": body, "based_on": "1", "draft": str(number), **more}
    return who.post(f"/e/{entry_id}/draft", sent, headers=JSON)


def test_a_script_keeps_what_is_typed_and_hears_when(browser, world: World):
    ben = browser("ben.okafor")
    answer = json.loads(keep(ben, world.publishing.id, "Half a thought").text)
    assert answer["number"] == 1 and "Draft kept at" in answer["said"]
    shown = ben.get(f"/pages/{world.publishing.id}/edit").text
    assert "You have a draft of this" in shown and "Half a thought" not in shown
    used = ben.get(f"/pages/{world.publishing.id}/edit?draft=use").text
    assert "Half a thought</textarea>" in used and 'name="draft" value="1"' in used


def test_a_button_keeps_a_draft_without_a_script(browser, world: World):
    ben = browser("ben.okafor")
    answer = ben.post(f"/e/{world.publishing.id}/draft", {"title": "Publishing", "body": "Later", "based_on": "1"})
    assert answer.location == f"/pages/{world.publishing.id}/edit?draft=use"
    assert "Your draft is kept" in ben.get(answer.location).text


def test_a_second_window_does_not_overwrite_a_newer_draft(browser, session: Session, world: World):
    ben = browser("ben.okafor")
    keep(ben, world.publishing.id, "First window")
    assert keep(ben, world.publishing.id, "Second window").status_code == 409
    asked = ben.post(f"/e/{world.publishing.id}/draft", {"body": "Second <window>", "based_on": "1"})
    assert asked.status_code == 409 and "Second &lt;window&gt;</textarea>" in asked.text
    session.rollback()
    viewer = viewer_of(session, world.ben)
    assert drafts.draft_at(session, viewer, f"edit:{world.publishing.id}").fields["body"] == "First window"
    session.commit()
    assert keep(ben, world.publishing.id, "Second window", replace="1").status_code == 200


def test_a_draft_is_forgotten_with_the_save_but_a_newer_one_stays(browser, world: World):
    ben = browser("ben.okafor")
    keep(ben, world.publishing.id, "Text")
    keep(ben, world.publishing.id, "Newer text", 1)
    saved = {"title": "Publishing", "body": "Text", "based_on": "1", "draft": "1"}
    ben.post(f"/pages/{world.publishing.id}/edit", saved)
    assert "Go on writing" in ben.get("/drafts").text
    ben.post(f"/pages/{world.publishing.id}/edit", saved | {"based_on": "2", "body": "Other", "draft": "2"})
    assert "No drafts" in ben.get("/drafts").text


def test_a_new_page_has_a_draft_too(browser, world: World):
    ben = browser("ben.okafor")
    answer = ben.post("/s/desk/wiki/draft", {"title": "Gritting", "body": "When it freezes", "parent": "0"})
    assert answer.location == "/s/desk/wiki/new?draft=use"
    assert "When it freezes</textarea>" in ben.get(answer.location).text
    assert "New page in" in ben.get("/drafts").text
    ben.post("/s/desk/wiki/new", {"title": "Gritting", "body": "When it freezes", "parent": "0", "draft": "1"})
    assert "No drafts" in ben.get("/drafts").text


def test_a_draft_is_compared_and_discarded(browser, session: Session, world: World):
    ben = browser("ben.okafor")
    keep(ben, world.publishing.id, "Something else")
    session.rollback()
    number = drafts.draft_at(session, viewer_of(session, world.ben), f"edit:{world.publishing.id}").id
    session.commit()
    assert "From what is saved to your draft" in ben.get(f"/drafts/{number}").text
    assert browser("aisha.khan").get(f"/drafts/{number}").status_code == 404
    assert browser("aisha.khan").post(f"/drafts/{number}/discard").status_code == 404
    assert ben.post(f"/drafts/{number}/discard").status_code == 303
    assert ben.get(f"/drafts/{number}").status_code == 404


def test_who_lost_the_right_keeps_their_own_words_and_sees_nothing_else(browser, session: Session, world: World):
    made = drafts.keep(session, world.tomas, "edit:9", {"body": "My words"}, entry_id=world.secret_page.id)
    session.commit()
    shown = browser("tomas.reyes").get(f"/drafts/{made.id}").text
    assert "My words</textarea>" in shown and "You cannot read this any more" in shown
    assert world.secret_page.title not in shown + browser("tomas.reyes").get("/drafts").text


def test_others_see_who_is_editing(browser, world: World):
    aisha, ben = browser("aisha.khan"), browser("ben.okafor")
    ben.post(f"/e/{world.publishing.id}/editing", {"based_on": "1"})
    assert "Ben Okafor is editing this too." in aisha.get(f"/pages/{world.publishing.id}/edit").text
    heard = json.loads(aisha.post(f"/e/{world.publishing.id}/editing", {"based_on": "1"}).text)
    assert heard == {"editing": "Ben Okafor is editing this too.", "newer": ""}
    ben.post(f"/e/{world.publishing.id}/editing", {"leave": "1"})
    assert "is editing" not in aisha.get(f"/pages/{world.publishing.id}/edit").text


def test_the_editor_hears_of_a_newer_version(browser, world: World):
    aisha, ben = browser("aisha.khan"), browser("ben.okafor")
    aisha.post(f"/pages/{world.publishing.id}/edit", {"title": "Publishing", "body": "New", "based_on": "1"})
    heard = json.loads(ben.post(f"/e/{world.publishing.id}/editing", {"based_on": "1"}).text)
    assert heard["newer"].startswith("Aisha Khan saved version 2 while you were writing.")


def test_a_reader_hears_nothing_of_who_edits(browser, world: World):
    browser("ben.okafor").post(f"/e/{world.publishing.id}/editing", {"based_on": "1"})
    assert browser("tomas.reyes").post(f"/e/{world.publishing.id}/editing").status_code == 403
    assert "is editing" not in browser("tomas.reyes").get("/s/desk/wiki/publishing").text


def expired(browser, world: World, text: str = "Typed for <an hour>"):
    """Ben's session ends while the editor is open, then he saves."""
    ben = browser("ben.okafor")
    token = ben.token()
    ben.get("/help")
    from_elsewhere = browser("ben.okafor")
    from_elsewhere.post("/account/sessions/end-others")
    sent = {"title": "Publishing", "body": text, "based_on": "1", "draft": "0", "csrf_token": token}
    return ben, ben.post(f"/pages/{world.publishing.id}/edit", sent)


def carried_in(answer) -> str:
    return unescape(re.search(r'name="carried" value="([^"]*)"', answer.text)[1])


def test_signing_in_again_brings_back_the_text(browser, world: World):
    ben, answer = expired(browser, world)
    assert answer.status_code == 401 and "Typed for &lt;an hour&gt;" in answer.text
    form = {"username": "ben.okafor", "carried": carried_in(answer)}
    wrong = ben.post("/sign-in", form | {"password": "not this one"})
    assert wrong.status_code == 422 and carried_in(wrong) == carried_in(answer)
    back = ben.post("/sign-in", form | {"password": PASSWORD})
    assert back.status_code == 200 and "Typed for &lt;an hour&gt;</textarea>" in back.text
    assert f'formaction="/e/{world.publishing.id}/draft"' in back.text
    fields = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', back.text))
    kept = ben.client.post(f"/e/{world.publishing.id}/draft", data={k: unescape(v) for k, v in fields.items()})
    assert "Typed for &lt;an hour&gt;</textarea>" in ben.get(kept.location).text


def test_somebody_else_who_signs_in_gets_nothing_of_it(browser, world: World):
    ben, answer = expired(browser, world)
    form = {"username": "aisha.khan", "password": PASSWORD, "carried": carried_in(answer)}
    assert ben.post("/sign-in", form).status_code == 303


def test_a_form_with_a_worn_out_token_can_be_sent_again(browser, world: World):
    ben = browser("ben.okafor")
    sent = {"title": "Publishing", "body": "Typed", "based_on": "1", "csrf_token": "worn out"}
    answer = ben.post(f"/pages/{world.publishing.id}/edit", sent)
    assert answer.status_code == 400
    assert "Typed</textarea>" in answer.text and "Save it now" in answer.text


def test_what_is_carried_leads_nowhere_else(browser, world: World):
    packed = json.dumps({"to": "https://evil.example/", "fields": [["body", "x"]], "login": ""})
    answer = browser().post("/sign-in", {"username": "ben.okafor", "password": PASSWORD, "carried": packed})
    assert "evil.example" not in answer.text and 'action="/"' in answer.text
