"""Templates, old addresses and the home of a space over the web."""

from sqlalchemy.orm import Session

from models.wiki.page import write_page
from tests.world import World

NEW = "/s/desk/templates/new"


def test_a_curator_writes_a_template_and_a_contributor_starts_from_it(browser, world: World):
    curator, writer = browser("aisha.khan"), browser("ben.okafor")
    sent = {"name": "Handover", "title": "Handover on {{date}}", "body": "By {{author}}: {{title}}", "tags": "rota"}
    assert curator.post(NEW, sent).status_code == 303
    page = writer.get("/s/desk/wiki/new?template=own:1").text
    assert 'value="Handover on ' in page and "By Ben Okafor: {{title}}" in page and 'value="rota"' in page
    form = {"title": "Handover May", "body": "By Ben Okafor: {{title}}", "parent": "0", "template": "own:1"}
    answer = writer.post("/s/desk/wiki/new", form)
    assert "By Ben Okafor: Handover May" in writer.get(answer.location).text


def test_a_broken_field_is_told_and_the_text_kept(browser):
    answer = browser("aisha.khan").post(NEW, {"name": "Handover", "body": "On {{dte}}"})
    assert answer.status_code == 422
    assert "{{dte}} cannot be filled in" in answer.text and "On {{dte}}</textarea>" in answer.text


def test_the_usual_template_is_used_unless_another_is_asked_for(browser):
    curator = browser("aisha.khan")
    curator.post("/s/desk/templates/usual", {"template": "meeting"})
    assert "## Decisions" in browser("ben.okafor").get("/s/desk/wiki/new").text
    assert "## Decisions" not in browser("ben.okafor").get("/s/desk/wiki/new?template=blank").text
    assert "New pages start from this" in curator.get("/s/desk/templates").text


def test_a_page_is_saved_as_a_template(browser, world: World):
    page = browser("aisha.khan").get(f"{NEW}?page={world.publishing.id}").text
    assert 'value="Publishing"' in page and "Read the **guide**" in page
    assert browser("aisha.khan").get(f"{NEW}?page={world.secret_page.id}").status_code == 404


def test_templates_are_changed_and_removed_by_curators_alone(browser):
    curator = browser("aisha.khan")
    curator.post(NEW, {"name": "Handover", "body": "Text"})
    assert curator.post("/s/desk/templates/1", {"name": "Rota", "body": "Text"}).status_code == 303
    assert "Rota" in curator.get("/s/desk/templates").text
    assert browser("ben.okafor").get("/s/desk/templates").status_code == 403
    curator.post("/s/desk/templates/1/remove")
    assert curator.get("/s/desk/templates/1").status_code == 404


def test_a_page_stands_on_the_home_of_its_space(browser, world: World):
    curator, page = browser("aisha.khan"), world.publishing.id
    assert "Show on the space's home" in curator.get("/s/desk/wiki/publishing").text
    curator.post(f"/pages/{page}/home", {"on": "1"})
    assert "Read the <strong>guide</strong>" in browser("tomas.reyes").get("/s/desk").text
    assert "Take off the space's home" in curator.get("/s/desk/wiki/publishing").text
    curator.post(f"/pages/{page}/home?on=0")
    assert "Read the <strong>guide</strong>" not in browser("tomas.reyes").get("/s/desk").text


def test_who_takes_an_old_address_is_told(browser, session: Session, world: World):
    writer = browser("ben.okafor")
    writer.post(f"/pages/{world.publishing.id}/rename", {"title": "Going live"})
    answer = writer.post("/s/desk/wiki/new", {"title": "Publishing", "body": "New", "parent": "0"})
    assert "This address led to “Going live” before" in writer.get(answer.location).text


def test_nobody_is_told_of_a_page_that_they_may_not_read(browser, session: Session, world: World):
    hidden = write_page(session, world.aisha, world.desk, "Airship", "x", audience=f"person:{world.aisha.id}")
    hidden.rename("Zeppelin", world.aisha)
    session.commit()
    writer = browser("ben.okafor")
    answer = writer.post("/s/desk/wiki/new", {"title": "Airship", "body": "New", "parent": "0"})
    assert "Zeppelin" not in writer.get(answer.location).text


def test_old_addresses_are_listed_and_removed(browser, world: World):
    curator, page = browser("aisha.khan"), world.publishing.id
    curator.post(f"/pages/{page}/rename", {"title": "Going live"})
    assert "/s/desk/wiki/publishing" in curator.get(f"/pages/{page}/addresses").text
    curator.post(f"/pages/{page}/addresses", {"space": "desk", "slug": "publishing"})
    assert "No old addresses" in curator.get(f"/pages/{page}/addresses").text
    assert curator.get("/s/desk/wiki/publishing").status_code == 404


def test_a_title_of_symbols_alone_gets_a_usable_address(browser):
    writer = browser("ben.okafor")
    answer = writer.post("/s/desk/wiki/new", {"title": "!!!", "body": "Text", "parent": "0"})
    assert answer.status_code == 303 and writer.get(answer.location).status_code == 200
