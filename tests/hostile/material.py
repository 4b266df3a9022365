"""The strings that people send who mean harm, or just write unusual scripts; and what a page must never hold."""

import json
import re
from html.parser import HTMLParser

from werkzeug.test import TestResponse

from tests.browser import inspect
from tests.shared import shared_path

SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:")
SAFE = ("http:", "https:", "mailto:", "tel:")
CONTROLS = "".join(map(chr, range(33)))
ADDRESSES = ("href", "src", "action", "formaction", "data", "poster", "background", "srcdoc", "xlink:href")
FORBIDDEN = {"iframe", "frame", "object", "embed", "applet", "base", "math", "marquee", "style", "template", "frameset"}


def naughty() -> list[str]:
    """The Big List of Naughty Strings."""
    found: list[str] = json.loads(shared_path("data/hostile-text/naughty-strings/blns.json").read_text("utf-8"))
    assert len(found) == 515
    return found


def payloads() -> list[str]:
    """What DOMPurify and bleach are tested with."""
    root = shared_path("data/hostile-text")
    lines = (root / "dompurify/fixtures.jsonl").read_text("utf-8").strip().split("\n")
    found = [str(json.loads(line)["payload"]) for line in lines]
    found += [path.read_text("utf-8").split("\n--\n")[0] for path in sorted((root / "bleach-xss").glob("*.test"))]
    return [text for text in found if text.strip()]


def leads_astray(name: str, address: str) -> bool:
    """True for an address that runs something; what is loaded or sent to must be ours. Read as browsers read it (WHATWG
    URL): control characters and blanks before it and line ends and tabs within it do not count."""
    plain = re.sub(r"[\t\r\n]", "", address.lstrip(CONTROLS)).lower()
    scheme = SCHEME.match(plain)
    if name != "href" and plain and (not plain.startswith(("/", "?", "#")) or plain.startswith(("//", "/\\"))):
        return True
    return scheme is not None and scheme[0] not in SAFE


class Activity(HTMLParser):
    """Whatever of a page would run, load from elsewhere or change what the page means."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.faults: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        at = {name: value or "" for name, value in attrs}
        if tag in FORBIDDEN or (tag == "script" and not at.get("src", "").startswith("/static/")):
            self.faults.append(f"<{tag} {at}>")
        if tag == "meta" and at.get("http-equiv"):
            self.faults.append(f"<meta {at}>")
        if tag == "link" and not at.get("href", "").startswith(("/static/", "/opensearch")):
            self.faults.append(f"<link {at}>")
        for name, value in at.items():
            if name.startswith("on") or (name in ADDRESSES and leads_astray(name, value)):
                self.faults.append(f"<{tag} {name}={value!r}>")


def harmless(answer: TestResponse) -> None:
    """The answer is a whole page of ours on which nothing runs that was sent."""
    inspect(answer)
    found = Activity(answer.text).faults
    assert found == [], f"{answer.request.path}: {found}"
