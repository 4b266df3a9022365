"""Reading the wiki: the page, its links, its tree, and who sees what."""

from sqlalchemy.orm import Session

from models.core.text import render
from models.policy.viewer import viewer_of
from models.wiki.page import Page, write_page
from models.wiki.structure.levels import level
from tests.counting import statements
from tests.masking import masked
from tests.world import CANARY, World


def test_a_page_says_who_can_read_it_and_who_changed_it(browser):
    page = browser("tomas.reyes").get("/s/desk/wiki/publishing").text
    assert "Everyone can read this" in page
    assert 'by <a href="/people/aisha.khan">Aisha Khan</a>' in page


def test_a_page_shows_its_contents_and_what_links_to_it(browser, session: Session, world: World):
    write_page(session, world.aisha, world.desk, "Long", "## One\n\nText\n\n### Part & *more*\n\n[[Publishing]]")
    session.commit()
    asks = browser("ben.okafor")
    assert '<a href="#h-part-more">Part &amp; more</a>' in asks.get("/s/desk/wiki/long").text
    assert "/s/desk/wiki/long" in asks.get("/s/desk/wiki/publishing").text.partition("What links here")[2]


def test_what_links_here_leaves_out_what_the_viewer_may_not_read(browser):
    # An answer in the closed Mill links to the open page.
    assert CANARY not in browser("tomas.reyes").get("/s/desk/wiki/publishing").text
    assert CANARY in browser("mei.wong").get("/s/desk/wiki/publishing").text


def test_only_contributors_get_the_edit_button(browser, world: World):
    address = f"/pages/{world.publishing.id}/edit"
    assert address not in browser("tomas.reyes").get("/s/desk/wiki/publishing").text
    assert address in browser("ben.okafor").get("/s/desk/wiki/publishing").text


def test_a_closed_page_and_a_made_up_one_are_the_same_answer(browser, world: World):
    stranger = browser("tomas.reyes")
    closed = stranger.get(f"/s/mill/wiki/{world.secret_page.slug}")
    made_up = stranger.get("/s/no-such-space/wiki/anything")
    assert closed.status_code == 404 and masked(closed) == masked(made_up)


def test_a_guest_reads_the_pages_of_their_space_alone(browser, world: World):
    guest = browser("gwen.guest")
    assert guest.get(f"/s/mill/wiki/{world.secret_page.slug}").status_code == 200
    assert guest.get("/s/desk/wiki/publishing").status_code == 404
    assert guest.get("/s/desk/wiki/").status_code == 404


def test_a_space_on_request_shows_its_wiki_to_members_alone(browser):
    assert browser("tomas.reyes").get("/s/gate/wiki/").status_code == 403


def test_a_page_that_is_not_there_can_be_written_by_contributors_only(browser):
    missing = browser("ben.okafor").get("/s/desk/wiki/street-works")
    assert missing.status_code == 404
    assert "/s/desk/wiki/new?title=Street%20works" in missing.text
    assert "/wiki/new" not in browser("tomas.reyes").get("/s/desk/wiki/street-works").text


def test_links_to_missing_pages_of_the_space_lead_to_the_form(browser, session: Session, world: World):
    write_page(session, world.aisha, world.desk, "Rota", "[[Café & bar|the bar]] [[Publishing]] [[mill:Secret plan]]")
    session.commit()
    writer = browser("ben.okafor").get("/s/desk/wiki/rota").text
    assert 'href="/s/desk/wiki/new?title=Caf%C3%A9%20bar" data-page="desk/café-bar">the bar</a>' in writer
    assert 'href="/s/desk/wiki/publishing" data-page="desk/publishing">Publishing</a>' in writer
    assert 'href="/s/mill/wiki/secret-plan" data-page="mill/secret-plan">' in writer
    reader = browser("tomas.reyes").get("/s/desk/wiki/rota").text
    assert 'class="wikilink missing"' in reader
    assert "/wiki/new" not in reader


def test_the_marks_expect_links_as_the_renderer_writes_them():
    assert (
        '<a class="wikilink" href="/s/desk/wiki/next" data-page="desk/next">' in render("[[Next]]", space="desk").html
    )


def test_a_renamed_page_is_found_at_its_old_address(browser, session: Session, world: World):
    session.get_one(Page, world.publishing.id).rename("Publishing online", world.aisha)
    session.commit()
    answer = browser("tomas.reyes").get("/s/desk/wiki/publishing")
    assert (answer.status_code, answer.location) == (302, "/s/desk/wiki/publishing-online")


def test_a_renamed_page_of_a_closed_space_leads_nobody_else(browser, session: Session, world: World):
    old = world.secret_page.slug
    session.get_one(Page, world.secret_page.id).rename("Other", world.mei)
    session.commit()
    assert browser("tomas.reyes").get(f"/s/mill/wiki/{old}").status_code == 404


def test_the_tree_shows_all_pages_and_what_changed(browser):
    page = browser("tomas.reyes").get("/s/desk/wiki/").text
    assert page.index("Start here") < page.index("Publishing")
    assert "Recently changed" in page


def test_an_empty_wiki_says_what_to_do(browser, session: Session, world: World):
    for page in (world.publishing, world.start):
        page.state = "trashed"
    session.commit()
    assert "Write the first page" in browser("aisha.khan").get("/s/desk/wiki/").text
    assert "Write the first page" not in browser("tomas.reyes").get("/s/desk/wiki/").text


def test_a_large_tree_is_folded(browser, session: Session, world: World):
    for number in range(70):
        write_page(session, world.aisha, world.desk, f"Page {number}", "Text", parent=world.start, quiet=True)
    session.commit()
    answer = browser("tomas.reyes").get("/s/desk/wiki/").text
    assert "Open the pages below Start here" in answer and "Page 3" not in answer
    assert "Page 3" in browser("tomas.reyes").get(f"/s/desk/wiki/?open={world.start.id}").text


def test_recent_changes_show_who_and_why(browser, world: World):
    writer = browser("ben.okafor")
    writer.post(
        f"/pages/{world.publishing.id}/edit",
        {"title": "Publishing", "body": "New text", "summary": "Fees from May", "based_on": "1"},
    )
    page = writer.get("/s/desk/wiki/changes").text
    assert "Fees from May" in page
    assert f"/e/{world.publishing.id}/compare?from=1&amp;to=2" in page


def test_recent_changes_go_on_below_the_last_one(browser, session: Session, world: World):
    for number in range(40):
        write_page(session, world.aisha, world.desk, f"Page {number}", "Text", quiet=True)
    session.commit()
    reader = browser("tomas.reyes")
    first = reader.get("/s/desk/wiki/changes").text
    second = reader.get("/s/desk/wiki/changes" + first.partition('rel="next" href="')[2].partition('"')[0]).text
    assert "Page 39<" in first and "Page 2<" not in first
    assert "Page 2<" in second and "Page 39<" not in second


def test_wanted_pages_name_only_sources_that_the_viewer_may_read(browser, session: Session, world: World):
    write_page(session, world.mei, world.mill, f"Other {CANARY}", "[[desk:Winter rota]]")
    write_page(session, world.aisha, world.desk, "Duties", "[[Night rota]]")
    session.commit()
    page = browser("tomas.reyes").get("/s/desk/wiki/wanted").text
    assert "Night rota" in page
    assert "Winter rota" not in page and CANARY not in page


def test_a_page_costs_few_statements(browser, database, session: Session, world: World):
    body = "\n\n".join(f"## Part {n}\n\n" + "Some words about [[Publishing]] and roads. " * 8 for n in range(12))
    write_page(session, world.aisha, world.desk, "Busy", body, parent=world.start, tags=["a", "b"])
    session.commit()
    reader = browser("aisha.khan")
    reader.get("/s/desk/wiki/busy")
    with statements(database) as seen:
        assert reader.get("/s/desk/wiki/busy").status_code == 200
    assert len(seen) <= 6, "\n\n".join(seen)


def test_the_lists_of_the_wiki_cost_few_statements(browser, database):
    reader = browser("aisha.khan")
    for address in ("/s/desk/wiki/", "/s/desk/wiki/changes", "/s/desk/wiki/wanted"):
        with statements(database) as seen:
            assert reader.get(address).status_code == 200
        assert len(seen) <= 6, f"{address}: {len(seen)}"


def test_the_tree_leaves_out_what_the_viewer_may_not_read(session: Session, world: World):
    write_page(session, world.aisha, world.desk, "Mine", "Text", audience=f"person:{world.aisha.id}")
    session.flush()
    mine, theirs = (level(session, viewer_of(session, who), world.desk.id, None) for who in (world.aisha, world.ben))
    assert "Mine" in {node.row.title for node in mine.nodes}
    assert "Mine" not in {node.row.title for node in theirs.nodes}
