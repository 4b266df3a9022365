"""What tests ask of rendered HTML: nothing that runs, loads or leaves the page's furniture; no product code here."""

import re
from html.parser import HTMLParser

FORBIDDEN_TAGS = {
    "script", "style", "iframe", "frame", "frameset", "object", "embed", "applet", "form", "input", "button", "select",
    "textarea", "meta", "link", "base", "svg", "math", "template", "noscript", "video", "audio", "source", "h1",
}  # fmt: skip
VOID = {"br", "hr", "img", "wbr", "col"}
ADDRESSES = ("href", "src", "action", "formaction", "data", "poster", "cite", "background")
SCHEMES = ("http:", "https:", "mailto:", "tel:")


class Inspector(HTMLParser):
    """Collects what is wrong with a piece of HTML."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.faults: list[str] = []
        self.open: list[str] = []
        self.ids: list[str] = []
        self.feed(html)
        self.close()
        self.faults += [f"<{name}> is never closed" for name in self.open]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in FORBIDDEN_TAGS:
            self.faults.append(f"<{tag}>")
        if tag not in VOID:
            self.open.append(tag)
        for name, value in attrs:
            self._attribute(tag, name, value or "")

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.faults.append(f"</{tag}> closes another element")

    def handle_comment(self, data: str) -> None:
        self.faults.append("a comment")

    def handle_decl(self, decl: str) -> None:
        self.faults.append("a declaration")

    def unknown_decl(self, data: str) -> None:
        self.faults.append("a declaration")

    def handle_pi(self, data: str) -> None:
        self.faults.append("a processing instruction")

    def _attribute(self, tag: str, name: str, value: str) -> None:
        if name.startswith("on") or name in ("style", "srcdoc", "srcset", "ping", "target", "name"):
            self.faults.append(f"{tag} {name}={value}")
        if name == "id":
            self.ids.append(value)
        if name in ADDRESSES:
            self._address(tag, name, value)

    def _address(self, tag: str, name: str, value: str) -> None:
        plain = re.sub(r"[\t\r\n]", "", value.lstrip("".join(map(chr, range(33))))).lower()  # as browsers read it
        if re.match(r"[a-z][a-z0-9+.-]*:", plain) and not plain.startswith(SCHEMES):
            self.faults.append(f"{tag} {name}={value}")
        if name == "src" and not value.startswith("/files/"):
            self.faults.append(f"{tag} loads {value}")


def faults(html: str) -> list[str]:
    """Return all that must not be in rendered HTML; empty means safe and well-formed."""
    inspector = Inspector(html)
    double = {one for one in inspector.ids if inspector.ids.count(one) > 1}
    return inspector.faults + [f"id {one} twice" for one in sorted(double)]
