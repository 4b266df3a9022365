"""What a phone downloads: home on a first visit with everything it loads, and the next page with that kept."""

import gzip
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Protocol
from urllib.parse import urljoin

from bench.crowd import gather
from bench.frame import Row
from bench.places import Answer, place, writing
from bench.reading import write_wiki

ENTRIES = 1000
IN_STYLES = re.compile(r"url\(\s*['\"]?([^'\")]+)")
IN_SCRIPTS = re.compile(r"""(?:import|from)\s*\(?\s*["'](\.{0,2}/[^"']+)["']""")


class Asking(Protocol):
    """Whoever gets addresses, as `bench.places.Caller` does."""

    def get(self, path: str, /) -> Answer: ...


class Loads(HTMLParser):
    """Addresses that a browser loads for a page without being asked."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        at = dict(attrs)
        rel = (at.get("rel") or "").split()
        if tag == "link" and at.get("href") and ({"stylesheet", "preload", "modulepreload", "icon"} & set(rel)):
            self.found.append(str(at["href"]))
        if tag in ("script", "img") and at.get("src") and at.get("loading") != "lazy":
            self.found.append(str(at["src"]))
        if tag == "body":
            # Loaded by the script of every page while somebody is signed in.
            self.found += [str(at[name]) for name in ("data-live", "data-socket") if at.get(name)]


def rows() -> Iterator[Row]:
    """KB and requests of the first page and of the next one. Headers are not counted."""
    with place() as here:
        with writing(here) as session:
            crowd = gather(session, ENTRIES)
            page = write_wiki(session, crowd)
        me = here.caller(crowd.typical, "/")
        kept = everything(me, "/")
        for address, size in kept.items():
            yield Row(f"first visit of home: {address.split('?')[0]}", size / 1024, "KB")
        yield Row("first visit of home: transferred", sum(kept.values()) / 1024, "KB", "<= 60")
        yield Row("first visit of home: requests", len(kept), "requests", "<= 6")
        following = everything(me, f"/s/space-0/wiki/{page.slug}")
        new = {address: size for address, size in following.items() if address not in kept}
        yield Row("next page, a wiki page of 5 KB: transferred", sum(new.values()) / 1024, "KB", "<= 12")
        yield Row("next page, a wiki page of 5 KB: requests", len(new), "requests")


def everything(me: Asking, path: str) -> dict[str, int]:
    """Bytes of the page and of all that it loads, by address, as the server sends them."""
    page = me.get(path)
    sizes = {path: len(page.body)}
    waiting = [urljoin(path, address) for address in Loads(unpacked(page.body)).found]
    while waiting:
        address = waiting.pop(0)
        if address in sizes or address.startswith("data:") or "://" in address:
            continue
        answer = me.get(address)
        sizes[address] = len(answer.body)
        kind = answer.headers.get("Content-Type", "")
        if "css" in kind:
            text = unpacked(answer.body)
            waiting += [urljoin(address, found) for found in IN_STYLES.findall(text) if found[0] not in "#d"]
        elif "javascript" in kind:
            waiting += [urljoin(address, found) for found in IN_SCRIPTS.findall(unpacked(answer.body))]
    return sizes


def unpacked(body: bytes) -> str:
    return (gzip.decompress(body) if body[:2] == b"\x1f\x8b" else body).decode()
