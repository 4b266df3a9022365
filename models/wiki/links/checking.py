"""Checks the links of a space when a curator asked: sections and files inside, and addresses outside, gently.

The worker hands a check to a child thread of its own, so that search and mail do not wait for slow hosts.
"""

import logging
import re
import threading
import time
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import timedelta
from html import unescape
from typing import Any
from urllib.parse import unquote, urljoin, urlsplit

from sqlalchemy import delete, insert, select, update
from sqlalchemy.orm import Session

from models.core import clock
from models.core.db import Database
from models.core.fetching import probe
from models.core.outbox import Job, NotNow
from models.core.settings import Settings
from models.core.text import picture_names
from models.entries.attaching import files_of
from models.entries.entry import Entry
from models.spaces.space import Space
from models.wiki.links.findings import LONGEST_URL, LinkCheck, OutsideLink

log = logging.getLogger(__name__)

HREF = re.compile(r'<(?:a|img)\b[^<>]*? (?:href|src)="([^"]+)"')
ID = re.compile(r' id="([^"]+)"')
OWN_PAGE = re.compile(r"^/s/([^/]+)/wiki/([^/#?]+)#(.+)$")
OWN_FILE = re.compile(r"^/files/(\d{1,18})/")
RELATIVE_PAGE = re.compile(r"^/s/([^/]+)/wiki/([^/]+)$")
MOST_PAGES = 20_000
MOST_ADDRESSES = 3_000
CHUNK = 200
AT_ONCE = 8
# Between two questions to one host.
PAUSE_SECONDS = 1.0
# A check whose heart stopped so long ago was cut off, and is taken up by whoever comes first.
STOPPED = timedelta(seconds=90)


class LinkChecker:
    """The handler of the outbox's `links` jobs."""

    def __init__(
        self,
        database: Database,
        settings: Settings,
        pause: float = PAUSE_SECONDS,
        leads: Callable[[str], bool] = lambda path: True,
    ) -> None:
        """`leads` says whether this site has anything of its own at a path, whoever may see it."""
        self.database, self.settings, self.pause, self.leads = database, settings, pause, leads
        self._children: dict[int, threading.Thread] = {}
        self._done: set[int] = set()

    def handle(self, jobs: list[Job]) -> None:
        """Begin the checks or see to those under way; raises NotNow until all of them have ended."""
        busy = False
        for job in jobs:
            if job.id not in self._done:
                busy |= self._under_way(job)
        if busy:
            raise NotNow("links are being checked")
        self._done -= {job.id for job in jobs}

    def _under_way(self, job: Job) -> bool:
        space_id = int(job.subject.partition(":")[2])
        child = self._children.get(space_id)
        if child is None:
            if self._others(space_id):
                return True
            child = threading.Thread(target=self._run, args=(space_id,), name=f"links-{space_id}", daemon=True)
            self._children[space_id] = child
            child.start()
            return True
        if child.is_alive():
            return True
        del self._children[space_id]
        self._done.add(job.id)
        return False

    def _others(self, space_id: int) -> bool:
        """True while another process works on the check."""
        with self.database.reading() as session:
            check = session.get(LinkCheck, space_id)
            return bool(check and check.beat_at and not check.ended_at and check.beat_at > clock.now() - STOPPED)

    def _run(self, space_id: int) -> None:
        try:
            self.check(space_id)
        except Exception:
            log.exception("The links of space %s could not be checked", space_id)
            with self.database.writing() as session:
                _end(session, space_id)

    def check(self, space_id: int) -> None:
        """The whole check, from the beginning to the end."""
        with self.database.writing() as session:
            check = session.get(LinkCheck, space_id)
            if check is None:
                return
            check.beat_at, outside = clock.now(), check.outside and self.settings.outside_links
        self._collect(space_id, outside)
        if outside:
            self._ask_outside(space_id)
        with self.database.writing() as session:
            _end(session, space_id)

    def _collect(self, space_id: int, outside: bool) -> None:
        own = urlsplit(self.settings.address).netloc
        with self.database.reading() as session:
            slug = session.get_one(Space, space_id).slug
            made = list(_found_in(session, _Looking(space_id, slug, own, outside, self.leads)))
        with self.database.writing() as session:
            session.execute(delete(OutsideLink).where(OutsideLink.space_id == space_id))
            for start in range(0, len(made), CHUNK):
                session.execute(insert(OutsideLink), made[start : start + CHUNK])

    def _ask_outside(self, space_id: int) -> None:
        waiting = select(OutsideLink.url).where(OutsideLink.space_id == space_id, OutsideLink.state == "waiting")
        with self.database.reading() as session:
            urls = sorted(set(session.scalars(waiting.limit(MOST_ADDRESSES))))
        hosts: dict[str, list[str]] = {}
        for url in urls:
            hosts.setdefault(urlsplit(url).netloc.lower(), []).append(url)
        with ThreadPoolExecutor(AT_ONCE, "links") as pool:
            list(pool.map(lambda some: self._ask_host(space_id, some), hosts.values()))

    def _ask_host(self, space_id: int, urls: list[str]) -> None:
        for number, url in enumerate(urls):
            if number:
                time.sleep(self.pause)
            found = probe(url, proxy=self.settings.outside_proxy, private=self.settings.outside_private)
            with self.database.writing() as session:
                session.execute(
                    update(OutsideLink)
                    .where(OutsideLink.space_id == space_id, OutsideLink.url == url, OutsideLink.state == "waiting")
                    .values(
                        state="ok" if found.ok else "broken",
                        status=found.status,
                        problem=found.problem,
                        checked_at=clock.now(),
                    )
                )
                session.execute(update(LinkCheck).where(LinkCheck.space_id == space_id).values(beat_at=clock.now()))


def _end(session: Session, space_id: int) -> None:
    session.execute(update(LinkCheck).where(LinkCheck.space_id == space_id).values(ended_at=clock.now()))


@dataclass(frozen=True)
class _Looking:
    """Whose links are looked at, what the site calls itself, and whether others are asked."""

    space_id: int
    slug: str
    own: str
    outside: bool
    leads: Callable[[str], bool]


def _found_in(session: Session, looking: _Looking) -> Iterable[dict[str, Any]]:
    """Rows of OutsideLink: addresses outside that wait, and broken ones inside."""
    last, seen = 0, 0
    wanted = select(Entry.id, Entry.version, Entry.html, Entry.body, Entry.audience).where(
        Entry.space_id == looking.space_id, Entry.kind == "page", Entry.state == "live"
    )
    while seen < MOST_PAGES:
        part = session.execute(wanted.where(Entry.id > last).order_by(Entry.id).limit(CHUNK)).all()
        if not part:
            return
        for page in part:
            yield from _of_page(session, page, looking)
        last, seen = part[-1].id, seen + len(part)


def _of_page(session: Session, page: Any, looking: _Looking) -> Iterable[dict[str, Any]]:
    common = {"space_id": looking.space_id, "entry_id": page.id, "version": page.version, "status": 0, "problem": ""}
    broken = {"state": "broken", "checked_at": clock.now()}
    for address in sorted({unescape(each) for each in HREF.findall(page.html)}):
        if address.startswith(("http://", "https://")):
            if looking.outside and len(address) <= LONGEST_URL and _host(address) not in ("", looking.own):
                yield {**common, "kind": "outside", "url": address, "state": "waiting", "checked_at": None}
        elif kind := _broken_here(session, page, address, looking):
            yield {**common, "kind": kind, "url": address, **broken}
    names = picture_names(page.body)
    for name in sorted(names - files_of(session, page).keys()) if names else ():
        yield {**common, "kind": "picture", "url": name[:LONGEST_URL], **broken}


def _broken_here(session: Session, page: Any, address: str, looking: _Looking) -> str:
    """`file`, `section` or `here` when this site has no such thing; empty when it has, or others answer for it."""
    if found := OWN_FILE.match(address):
        return "" if _has_file(session, page, int(found[1])) else "file"
    if "#" in address and not _has_section(session, page, address):
        return "section"
    # Imported texts often keep addresses of the site that they came from: "/tags/cookies/", "../map.md".
    path = _path_here(address, f"/s/{looking.slug}/wiki/")
    if not path or looking.leads(path):
        found = RELATIVE_PAGE.match(path) if path and not address.startswith("/") else None
        return "" if not found or _page_there(session, page, *found.groups()) is not None else "here"
    return "here"


def _path_here(address: str, base: str) -> str:
    """The path on this site that a browser would ask for; empty for a place in the page and for mail addresses."""
    try:
        parts = urlsplit(address)
        return "" if parts.scheme or parts.netloc or not parts.path else unquote(urlsplit(urljoin(base, address)).path)
    except ValueError:
        return ""


def _host(address: str) -> str:
    try:
        return urlsplit(address).netloc
    except ValueError:
        return ""


def _readers(page: Any) -> list[str]:
    # Whoever reads the page reads these too; what only some of them may open counts as not there.
    return ["everyone", page.audience]


def _has_file(session: Session, page: Any, file_id: int) -> bool:
    there = select(Entry.id).where(Entry.id == file_id, Entry.state == "live", Entry.audience.in_(_readers(page)))
    return session.scalar(there) is not None


def _has_section(session: Session, page: Any, address: str) -> bool:
    if address.startswith("#"):
        return unquote(address[1:]) in ID.findall(page.html) or not address.startswith("#h-")
    found = OWN_PAGE.match(address)
    if not found:
        return True
    space, slug, section = (unquote(each) for each in found.groups())
    html = _page_there(session, page, space, slug)
    # A page that is not there is a broken link of its own, and listed as such.
    return html is None or f' id="{section}"' in html


def _page_there(session: Session, page: Any, space: str, slug: str) -> str | None:
    """The HTML of a page that everybody who reads `page` reads too; None when there is none."""
    there = (
        select(Entry.html)
        .join(Space, Space.id == Entry.space_id)
        .where(Space.slug == space, Entry.slug == slug, Entry.kind == "page", Entry.state == "live")
        .where(Entry.audience.in_(_readers(page)))
    )
    return session.scalar(there)
