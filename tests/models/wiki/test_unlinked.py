"""Titles in texts: the longest wins, code and links are left out, and one click makes what was shown."""

import pytest
from sqlalchemy.orm import Session

from models.core.errors import Invalid
from models.core.text import references
from models.people.person import Person
from models.policy.viewer import viewer_of
from models.wiki.links.unlinked import (
    Title,
    Titles,
    body_with_links,
    turn_down,
    unlinked_in,
    unlinked_in_space,
)
from models.wiki.page import Page, write_page
from tests.world import World


def found(titles: list[str], source: str) -> list[tuple[str, str]]:
    trie = Titles(Title(n, title, title.lower(), "desk") for n, title in enumerate(titles))
    return [(title.title, source[start:end]) for title, start, end in trie.found_in(source)]


@pytest.mark.parametrize(
    ("titles", "source", "expected"),
    [
        (["Street works", "Street works fee"], "A street works fee.", [("Street works fee", "street works fee")]),
        (["Street works"], "street  WORKS and streetworks", [("Street works", "street  WORKS")]),
        (["Street works"], "on street-works here", [("Street works", "street-works")]),
        (["Street works"], "`street works` [street works](/x) [[Street works]] <b title='street works'>", []),
        (["Street works"], "# Street works\n\n    street works\n\n```\nstreet works\n```", []),
        (["Street works"], "the street. Works begin", [("Street works", "street. Works")]),
        (["GDPR"], "gdpr GDPR", [("GDPR", "GDPR")]),
        (["Publishing", "It"], "Publishing it", []),
        (["A b c", "b c d e"], "a b c d e", [("A b c", "a b c")]),
        (["Street works"], "street\n\nworks", []),
        (["Übergabe am Tor"], "die übergabe am tor", [("Übergabe am Tor", "übergabe am tor")]),
    ],
)  # fmt: skip
def test_mentions(titles: list[str], source: str, expected: list[tuple[str, str]]) -> None:
    assert found(titles, source) == expected


def link(session: Session, person: Person, page: Page, chosen: list[int]) -> int:
    body, number = body_with_links(session, viewer_of(session, person), page, chosen)
    page.revise(by=person, based_on=page.version, title=page.title, body=body)
    return number


def test_a_mention_becomes_a_link_and_is_offered_no_more(session: Session, world: World) -> None:
    write_page(session, world.aisha, world.desk, "Street works", "Text")
    page = write_page(session, world.ben, world.desk, "Page", "About street works, Street works and start here.")
    session.flush()
    viewer = viewer_of(session, world.ben)
    offers = unlinked_in(session, viewer, page)
    assert [offer.target.title for offer in offers] == ["Street works", "Start here"]
    assert link(session, world.ben, page, [offer.target.id for offer in offers]) == 2
    assert page.body == "About [[street works]], Street works and [[start here]]."
    session.flush()
    assert unlinked_in(session, viewer, page) == []
    with pytest.raises(Invalid, match="text changed"):
        link(session, world.ben, page, [offers[0].target.id])


def test_a_page_of_another_space_is_linked_with_its_space(session: Session, world: World) -> None:
    page = write_page(session, world.mei, world.mill, "Page", "Read start here first.")
    session.flush()
    link(session, world.mei, page, [world.start.id])
    assert page.body == "Read [[desk:start here|start here]] first."
    assert [(link.space, link.slug) for link in references(page.body).links] == [("desk", "start-here")]


def test_titles_that_one_may_not_read_are_not_offered(session: Session, world: World) -> None:
    write_page(session, world.aisha, world.desk, "Secret plan", "x", audience=f"person:{world.aisha.id}")
    page = write_page(session, world.ben, world.desk, "Page", "The secret plan of the desk")
    session.flush()
    assert unlinked_in(session, viewer_of(session, world.ben), page) == []
    assert len(unlinked_in(session, viewer_of(session, world.aisha), page)) == 1


def test_not_here_is_for_good(session: Session, world: World) -> None:
    page = write_page(session, world.ben, world.desk, "Page", "You can start here.")
    session.flush()
    viewer = viewer_of(session, world.ben)
    assert len(unlinked_in(session, viewer, page)) == 1
    turn_down(session, page, viewer, world.start.id)
    session.flush()
    assert unlinked_in(session, viewer, page) == []


def test_a_space_is_looked_through_in_parts(session: Session, world: World) -> None:
    for number in range(5):
        write_page(session, world.ben, world.desk, f"Page {number}", "You can start here." if number % 2 else "No.")
    viewer, seen, after = viewer_of(session, world.ben), [], 0
    while True:
        found, after = unlinked_in_space(session, viewer, world.desk.id, after, limit=3)
        seen += [row.title for row, _offers in found]
        if not after:
            break
    assert seen == ["Page 1", "Page 3"]
