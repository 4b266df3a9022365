"""A test client that behaves as a browser and inspects every page it gets: title, ids, labels, forms, headers."""

import re
from html.parser import HTMLParser
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from models.people.login import start_login
from models.people.person import person_named
from tests.cookies import COOKIE, signed_cookie, signed_token

VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}


class Page(HTMLParser):
    """What the inspection needs of a page."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.ids: list[str] = []
        self.headings: list[str] = []
        self.title = ""
        self.forms: list[dict[str, Any]] = []
        self.fields: list[dict[str, str]] = []
        self.labels: set[str] = set()
        self.inline: list[str] = []
        self._open: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        at = {name: value or "" for name, value in attrs}
        if "id" in at:
            self.ids.append(at["id"])
        if "style" in at or any(name.startswith("on") for name in at) or (tag == "script" and "src" not in at):
            self.inline.append(f"<{tag} {at}>")
        self._note_form(tag, at)
        if tag == "h1":
            self.headings.append("")
        if tag not in VOID:
            self._open.append(tag)

    def _note_form(self, tag: str, at: dict[str, str]) -> None:
        if tag == "form":
            self.forms.append({**at, "token": False})
        if tag == "label" and "for" in at:
            self.labels.add(at["for"])
        if tag in ("input", "textarea", "select"):
            if self.forms and at.get("name") == "csrf_token" and at.get("value"):
                self.forms[-1]["token"] = True
            if at.get("type") not in ("hidden", "submit"):
                self.fields.append({**at, "in_label": str("label" in self._open)})

    def handle_endtag(self, tag: str) -> None:
        while self._open and self._open.pop() != tag:
            pass

    def handle_data(self, data: str) -> None:
        if "title" in self._open and "head" in self._open:
            self.title += data
        if "h1" in self._open:
            self.headings[-1] += data


def flat(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()


class Browser:
    """Follows links and sends forms as one person; every HTML answer passes `inspect`."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        self.client: FlaskClient = app.test_client()
        self._token = ""

    def sign_in(self, username: str, password: str) -> None:
        answer = self.post("/sign-in", {"username": username, "password": password})
        assert answer.status_code == 303, answer.text
        # Signing in begins a new session: the token of the one before is worth nothing.
        self._token = ""

    def come_in(self, username: str) -> None:
        """What `sign_in` leads to, without its two pages: a login of the person, a cookie that holds it and a token."""
        with self.app.extensions["witan"].database.writing() as session:
            person = person_named(session, username)
            assert not person.is_suspended and not person.disabled_at, f"{username} may not sign in"
            login = start_login(session, person)
        self.client.set_cookie(COOKIE, signed_cookie(self.app, login))
        self._token = signed_token(self.app)

    def get(self, address: str, **kw: Any) -> TestResponse:
        return self._seen(self.client.get(address, **kw))

    def post(self, address: str, data: dict[str, Any] | None = None, *, csrf: bool = True, **kw: Any) -> TestResponse:
        """Send a form with the token of the person's last page."""
        sent = dict(data or {})
        if csrf:
            sent.setdefault("csrf_token", self.token())
        return self._seen(self.client.post(address, data=sent, **kw))

    def token(self) -> str:
        for page in ("/sign-in", "/help"):
            if not self._token:
                self._seen(self.client.get(page))
        return self._token

    def _seen(self, answer: TestResponse) -> TestResponse:
        redirects = 300 <= answer.status_code < 400
        shown = not redirects and not answer.headers.get("Content-Disposition", "").startswith("attachment")
        if shown and answer.mimetype == "text/html" and answer.text.lstrip().lower().startswith("<!doctype"):
            inspect(answer)
            found = re.search(r'name="csrf_token"[^>]*value="([^"]+)"|name="csrf-token" content="([^"]+)"', answer.text)
            if found:
                self._token = found[1] or found[2]
        return answer


def inspect(answer: TestResponse) -> None:
    """What must hold of every page."""
    page = Page(answer.text)
    where = answer.request.path if answer.request else "?"
    assert len(page.headings) == 1, f"{where}: {len(page.headings)} h1"
    assert flat(page.title).startswith(flat(page.headings[0])), f"{where}: title {page.title!r} is not {page.headings}"
    twice = {id_ for id_ in page.ids if page.ids.count(id_) > 1}
    assert not twice, f"{where}: ids twice: {twice}"
    assert not page.inline, f"{where}: inline script or style: {page.inline[:3]}"
    for form in page.forms:
        assert form.get("action") or form.get("method", "get").lower() == "get" or "novalidate" in form, (
            f"{where}: a form without action"
        )
        if form.get("method", "get").lower() == "post":
            assert form["token"], f"{where}: a form without token: {form}"
    for field in page.fields:
        named = field.get("aria-label") or field.get("aria-labelledby") or field["in_label"] == "True"
        assert named or field.get("id") in page.labels, f"{where}: a field without label: {field}"
    assert "default-src 'self'" in answer.headers["Content-Security-Policy"]
