"""Parts of other pages: the reader's rights decide, what is missing and what is secret look the same, no circle."""

from sqlalchemy import select

from models.core.text import MAX_BODY
from models.entries.entry import Entry
from models.entries.including import each_with_parts, with_parts
from models.entries.linking import Link
from models.policy.viewer import viewer_of
from models.wiki.page import write_page
from tests.counting import statements
from tests.world import CANARY


def shown(session, person, page):
    return with_parts(session, viewer_of(session, person), page.html, page.id)


def desk_page(session, world, title, body, **more):
    page = write_page(session, world.aisha, world.desk, title, body, **more)
    session.flush()
    return page


def test_a_part_shows_the_page_as_it_is_now(session, world):
    page = desk_page(session, world, "Parts", "{{include: Publishing}}")
    assert "guide" not in page.html + page.text
    html = shown(session, world.tomas, page)
    assert '<h2 id="p1-h-before-you-start">Before you start</h2>' in html
    assert '<a href="/s/desk/wiki/publishing">Publishing</a>' in html
    world.publishing.revise(by=world.aisha, based_on=1, title="How we publish", body="New words.")
    session.flush()
    assert "New words." in shown(session, world.tomas, page)
    assert "/s/desk/wiki/how-we-publish" in shown(session, world.tomas, page)


def test_a_section_or_an_excerpt_is_cut_out(session, world):
    body = (
        "First words.\n\n# One\n\n{{excerpt}}\n\nThe **core**.\n\n- of it\n\n{{/excerpt}}\n\n## Deep\n\nx\n\n# Two\n\ny"
    )
    desk_page(session, world, "Long", body)
    desk_page(session, world, "Short", "# Head\n\nFirst of the short one.\n\nSecond.")
    page = desk_page(
        session,
        world,
        "Parts",
        "{{include: Long#One}}\n\n{{excerpt: desk:Long}}\n\n{{excerpt: Short}}\n\n{{include: Long#Nil}}",
    )
    one, excerpt, short, nil = shown(session, world.ben, page).split('<div class="part')[1:]
    assert "core" in one and "Deep" in one and "Two" not in one and "excerpt-" not in one
    assert "core" in excerpt and "<li>of it</li>" in excerpt and "One" not in excerpt
    assert "First of the short one." in short and "Second." not in short
    assert "This part cannot be shown." in nil


def test_who_may_not_read_a_part_sees_the_same_as_if_it_were_missing(session, world):
    secret = desk_page(session, world, "Rota", f"{CANARY}", audience=f"department:{world.roads.id}")
    page = desk_page(session, world, "Parts", "{{include: Rota}}\n\n{{excerpt: Rota}}\n\n{{include: Rota#A}}")
    other = desk_page(session, world, "Others", "{{include: Roto}}\n\n{{excerpt: Roto}}\n\n{{include: Roto#A}}")
    assert CANARY in shown(session, world.aisha, page)
    assert shown(session, world.tomas, page) == shown(session, world.tomas, other)
    assert CANARY not in page.html + page.text + page.excerpt
    secret.state = "trashed"
    session.flush()
    assert CANARY not in shown(session, world.aisha, page)


def test_parts_of_a_hidden_space_are_for_its_members(session, world):
    page = desk_page(session, world, "Parts", f"{{{{include: mill:Plan {CANARY}}}}}")
    assert "This part cannot be shown." in shown(session, world.aisha, page)
    assert "This part cannot be shown." not in shown(session, world.mei, page)


def test_parts_are_links_to_their_page(session, world):
    page = desk_page(session, world, "Parts", "{{include: Publishing#Before you start}}\n\n{{excerpt: Not yet}}")
    found = session.execute(select(Link.slug, Link.target_id).where(Link.source_id == page.id).order_by(Link.slug))
    assert [tuple(row) for row in found] == [("not-yet", None), ("publishing", world.publishing.id)]


def test_circles_end(session, world):
    one = desk_page(session, world, "One", "one\n\n{{include: Two}}\n\n{{include: One}}")
    desk_page(session, world, "Two", "two\n\n{{include: One}}\n\n{{include: Two}}")
    html = shown(session, world.ben, one)
    assert html.count("<p>two</p>") == 1
    assert html.count("<p>one</p>") == 1
    assert '<a class="wikilink" href="/s/desk/wiki/one"' in html


def test_deep_parts_are_links_and_cost_no_statement_each(session, world):
    for number in range(5):
        desk_page(session, world, f"Level {number}", f"text {number}\n\n{{{{include: Level {number + 1}}}}}")
    page = desk_page(session, world, "Top", "{{include: Level 0}}\n\n{{include: Publishing}}")
    viewer = viewer_of(session, world.ben)
    with statements(session.get_bind()) as seen:
        html = with_parts(session, viewer, page.html, page.id)
    assert len(seen) == 2
    assert "text 0" in html and "text 1" in html and "text 2" not in html


def test_a_text_without_parts_costs_no_statement(session, world):
    viewer, html = viewer_of(session, world.ben), world.start.html
    with statements(session.get_bind()) as seen:
        assert with_parts(session, viewer, html) == html
        assert each_with_parts(session, viewer, {1: html}) == {}
    assert seen == []


def test_three_hundred_parts_are_thirty_and_ten_thousand_are_shown_as_typed(session, world):
    page = desk_page(session, world, "Parts", "{{include: Publishing}}\n" * 300)
    assert shown(session, world.ben, page).count("Before you start") == 30
    assert len(session.scalars(select(Link).where(Link.source_id == page.id)).all()) == 1
    page = desk_page(session, world, "More parts", "{{include: Publishing}}\n" * 10_000)
    assert "Before you start" not in shown(session, world.ben, page)


def test_large_parts_end_in_links(session, world):
    desk_page(session, world, "Large", "word " * (MAX_BODY // 5))
    page = desk_page(session, world, "Parts", "{{include: Large}}\n\n" * 30)
    assert len(shown(session, world.ben, page)) < 3 * MAX_BODY


def test_ids_of_all_parts_are_different(session, world):
    desk_page(session, world, "Inner", "# Head\n\nx[^1]\n\n[^1]: note")
    desk_page(session, world, "Outer", "# Head\n\n{{include: Inner}}\n\n{{include: Inner}}")
    page = desk_page(
        session, world, "Parts", "# Head\n\n{{include: Outer}}\n\n{{include: Outer}}\n\n{{include: Inner}}"
    )
    html = shown(session, world.ben, page)
    ids = [piece.partition('"')[0] for piece in html.split(' id="')[1:]]
    assert len(ids) == len(set(ids)) >= 13


def test_a_raw_element_cannot_pass_for_a_part(session, world):
    page = desk_page(session, world, "Parts", '<div class="part" data-part="include desk/publishing">x</div>')
    assert "guide" not in shown(session, world.ben, page)


def test_a_reply_can_show_a_part(session, world):
    entry = session.get_one(Entry, world.answer.id)
    viewer = viewer_of(session, world.ben)
    html = each_with_parts(session, viewer, {entry.id: page_html(session, world), 2: "<p>none</p>"})
    assert list(html) == [entry.id]


def page_html(session, world):
    return desk_page(session, world, "Of a reply", "{{include: Publishing}}").html
