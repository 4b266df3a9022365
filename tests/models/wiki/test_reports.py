"""Reports equal what a walk over everything finds, with the viewer's rights; checks of sections, files and sites."""

import random
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.core import clock
from models.core.db import Database
from models.core.errors import Refused
from models.core.outbox import Job, NotNow
from models.core.settings import Settings
from models.entries.entry import Entry
from models.entries.linking import Link
from models.entries.trashing import trash
from models.policy.viewer import Viewer, viewer_of
from models.spaces.space import Space
from models.wiki.links.checking import LinkChecker
from models.wiki.links.findings import ask_for_check, broken_checked, check_state
from models.wiki.links.reports import broken_links, count_orphans, links_here, orphans
from models.wiki.links.unlinking import body_without_link
from models.wiki.page import Page, write_page
from models.wiki.structure.moving import move_page
from tests.naming import load
from tests.world import World


@pytest.fixture
def wood(session: Session, world: World) -> list[Page]:
    """Forty pages that link, stand below each other, are hidden or in the trash, by chance."""
    chance, pages = random.Random(11), []
    for number in range(40):
        body = " ".join(f"[[Page {chance.randrange(50)}]]" for _ in range(chance.randrange(3))) or "Text"
        own = f"person:{world.aisha.id}" if chance.random() < 0.2 else None
        pages.append(write_page(session, world.aisha, world.desk, f"Page {number}", body, audience=own))
    for page in pages[::4]:
        move_page(page, chance.choice(pages[1::4]), world.aisha)
    session.flush()
    for page in chance.sample(pages, 5):
        trash(page, world.aisha)
    session.flush()
    return pages


def readable(session: Session, viewer: Viewer, space_id: int) -> dict[int, Entry]:
    found = select(Entry).where(Entry.state == "live", Entry.audience.in_(viewer.keys))
    return {entry.id: entry for entry in session.scalars(found) if entry.space_id == space_id or entry.kind != "page"}


@pytest.mark.parametrize("who", ["aisha", "tomas"])
def test_orphans_are_what_nothing_leads_to(session: Session, world: World, wood: list[Page], who: str) -> None:
    viewer = viewer_of(session, getattr(world, who))
    there = readable(session, viewer, world.desk.id)
    links = {(link.source_id, link.target_id) for link in session.scalars(select(Link))}
    linked = {target for source, target in links if source != target and source in there}
    parents = {entry.parent_id for entry in there.values()}
    wanted = [
        number
        for number, entry in sorted(there.items())
        if entry.kind == "page" and entry.parent_id is None and number not in linked and number not in parents
    ]
    assert [row.id for row in orphans(session, viewer, world.desk.id, limit=100)] == wanted
    assert count_orphans(session, viewer, world.desk.id) == len(wanted)
    first = orphans(session, viewer, world.desk.id, limit=2)
    rest = orphans(session, viewer, world.desk.id, first[-1].id, limit=100)
    assert [row.id for row in [*first, *rest]] == wanted


@pytest.mark.parametrize("who", ["aisha", "tomas"])
def test_broken_links_are_those_that_lead_to_nothing_readable(
    session: Session, world: World, wood: list[Page], who: str
) -> None:
    viewer = viewer_of(session, getattr(world, who))
    there = readable(session, viewer, world.desk.id)
    wanted = [
        link.id
        for link in session.scalars(select(Link).order_by(Link.source_id, Link.id))
        if link.source_id in there and there[link.source_id].kind == "page" and link.target_id not in there
    ]
    assert [row.id for row in broken_links(session, viewer, world.desk.id, limit=100)] == wanted


def test_all_that_links_here_is_read_in_parts(session: Session, world: World) -> None:
    for number in range(60):
        write_page(session, world.aisha, world.desk, f"Page {number}", "See [[Publishing]].", quiet=True)
    viewer = viewer_of(session, world.tomas)
    first, more = links_here(session, viewer, world.publishing.id)
    second, end = links_here(session, viewer, world.publishing.id, more)
    assert len(first) == 50 and len({row.id for row in [*first, *second]}) == 62 and end == ""


def test_a_hidden_entry_does_not_count_as_a_link(session: Session, world: World) -> None:
    lone = write_page(session, world.aisha, world.desk, "Lone", "Text")
    write_page(session, world.mei, world.mill, "Hidden", "[[desk:Lone]]")
    session.flush()
    outsider, member = viewer_of(session, world.tomas), viewer_of(session, world.mei)
    assert lone.id in [row.id for row in orphans(session, outsider, world.desk.id)]
    assert lone.id not in [row.id for row in orphans(session, member, world.desk.id)]


def test_a_link_that_leads_nowhere_is_taken_out_and_its_words_stay(session: Session, world: World) -> None:
    body = "See [[No page|the rules]], [[desk:No page]] and `[[No page]]`, [[Start here]]."
    page = write_page(session, world.aisha, world.desk, "Page", body)
    session.flush()
    assert body_without_link(page, "desk", "no-page") == "See the rules, No page and `[[No page]]`, [[Start here]]."
    assert body_without_link(page, "desk", "other") == body


class _Site(BaseHTTPRequestHandler):
    def do_HEAD(self) -> None:
        self.send_response(404 if "gone" in self.path else 200)
        self.end_headers()

    def do_GET(self) -> None:
        self.do_HEAD()

    def log_message(self, *args: object) -> None:
        """Say nothing."""


@pytest.fixture
def site() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Site)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.fixture
def checker(store: Database, tmp_path: Path) -> LinkChecker:
    return LinkChecker(store, Settings(data=tmp_path, outside_private=True), pause=0)


def ask(store: Database, body: str, outside: bool = True) -> tuple[int, int]:
    """A page with this text, and a check that was asked for: ids of space and page."""
    with store.writing() as session:
        world = load(session)
        page = write_page(session, world.aisha, world.desk, "Links", body)
        ask_for_check(session, world.desk, world.aisha, outside=outside)
        return world.desk.id, page.id


def findings(store: Database, space_id: int) -> list[tuple[str, str, int]]:
    with store.reading() as session:
        viewer = viewer_of(session, load(session).tomas)
        return [(row.kind, row.url, row.status) for row in broken_checked(session, viewer, space_id)]


def test_a_check_finds_what_is_gone_inside_and_outside(store: Database, checker: LinkChecker, site: str) -> None:
    body = f"{site}/here {site}/gone?a=1&b=2 [[Publishing#Before you start]] [[Publishing#Nothing]] [x](/files/9/a.pdf)"
    space_id, _page = ask(store, body)
    checker.check(space_id)
    assert sorted(findings(store, space_id)) == [
        ("file", "/files/9/a.pdf", 0),
        ("outside", f"{site}/gone?a=1&b=2", 404),
        ("section", "/s/desk/wiki/publishing#h-nothing", 0),
    ]
    with store.reading() as session:
        state = check_state(session, space_id)
        assert state.waiting == 0 and state.ended_at and state.asked and state.answered


def test_a_check_that_reaches_no_site_says_so(store: Database, checker: LinkChecker) -> None:
    space_id, _page = ask(store, "http://127.0.0.1:1/x http://no-such-host.invalid/")
    checker.check(space_id)
    with store.reading() as session:
        state = check_state(session, space_id)
        assert state.asked and not state.answered
        assert broken_checked(session, viewer_of(session, load(session).tomas), space_id, outside=False) == []


def test_a_finding_goes_when_its_page_is_changed(store: Database, checker: LinkChecker, site: str) -> None:
    space_id, page_id = ask(store, f"{site}/gone")
    checker.check(space_id)
    assert len(findings(store, space_id)) == 1
    with store.writing() as session:
        page = session.get_one(Page, page_id)
        page.space = session.get_one(Space, space_id)
        page.revise(by=load(session).aisha, based_on=1, title="Links", body="No link")
    assert findings(store, space_id) == []


def test_other_sites_are_left_alone_where_that_is_switched_off(store: Database, tmp_path: Path, site: str) -> None:
    space_id, _page = ask(store, f"{site}/gone [[Publishing#Nothing]]")
    settings = Settings(data=tmp_path, outside_links=False, outside_private=True)
    LinkChecker(store, settings, pause=0).check(space_id)
    assert [kind for kind, _url, _status in findings(store, space_id)] == ["section"]


def test_addresses_that_this_site_does_not_have_are_found(store: Database, tmp_path: Path) -> None:
    body = (
        "[a](/tags/old/) [b](publishing) [c](../nowhere/at-all) [d](not-written) [e](/people) [f](mailto:a@b.example)"
    )
    space_id, _page = ask(store, body, outside=False)
    known = ("/people", "/s/desk/wiki/")
    LinkChecker(store, Settings(data=tmp_path), pause=0, leads=lambda path: path.startswith(known)).check(space_id)
    assert sorted(findings(store, space_id)) == [
        ("here", "../nowhere/at-all", 0),
        ("here", "/tags/old/", 0),
        ("here", "not-written", 0),
    ]


def test_pictures_that_a_page_does_not_have_are_found(store: Database, checker: LinkChecker) -> None:
    body = "![Plan](plan%20b.png) ![](https://a.b/c.png) `![](code.png)` <img src='./raw.jpg'>\n\n    ![](indented.png)"
    space_id, _page = ask(store, body, outside=False)
    checker.check(space_id)
    assert sorted(findings(store, space_id)) == [("picture", "plan b.png", 0), ("picture", "raw.jpg", 0)]


def test_a_file_that_only_some_may_open_counts_as_missing(store: Database, checker: LinkChecker) -> None:
    with store.reading() as session:
        hidden = load(session).secret_page.id
    space_id, _page = ask(store, f"[x](/files/{hidden}/a.pdf)", outside=False)
    checker.check(space_id)
    assert [kind for kind, _url, _status in findings(store, space_id)] == ["file"]


def test_the_worker_goes_on_with_other_work_until_the_check_has_ended(
    store: Database, checker: LinkChecker, site: str
) -> None:
    space_id, _page = ask(store, f"{site}/gone")
    job = Job(1, "links", f"space:{space_id}", {}, clock.now(), 0)
    with pytest.raises(NotNow):
        checker.handle([job])
    checker._children[space_id].join()
    checker.handle([job])
    assert len(findings(store, space_id)) == 1


def test_a_check_is_not_asked_for_twice(session: Session, world: World) -> None:
    ask_for_check(session, world.desk, world.aisha, outside=True)
    session.flush()
    with pytest.raises(Refused, match="being checked already"):
        ask_for_check(session, world.desk, world.ben, outside=True)
