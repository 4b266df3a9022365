"""Asking addresses outside: what is refused before anything is sent, and what answers mean."""

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from models.core import fetching
from models.core.fetching import Found, probe


class _Site(BaseHTTPRequestHandler):
    asked: list[tuple[str, str, str]] = []

    def do_HEAD(self) -> None:
        self._answer()

    def do_GET(self) -> None:
        self._answer()

    def _answer(self) -> None:
        self.asked.append((self.command, self.path, self.headers.get("Authorization", "")))
        paths = {"/gone": 404, "/no-head": 405 if self.command == "HEAD" else 200, "/to": 302, "/round": 302}
        self.send_response(paths.get(self.path, 200))
        if self.path in ("/to", "/round"):
            self.send_header("Location", {"/to": "/here", "/round": "/round"}[self.path])
        elif self.path == "/inside":
            self.send_response(302)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *args: object) -> None:
        """Say nothing."""


@pytest.fixture
def site() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Site)
    _Site.asked.clear()
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def test_what_answers_is_there_and_what_does_not_is_told(site: str) -> None:
    assert probe(f"{site}/here", private=True) == Found(200)
    assert probe(f"{site}/gone", private=True) == Found(404)
    assert probe(f"{site}/to", private=True) == Found(200)
    assert probe(f"{site}/round", private=True) == Found(0, "redirects")
    assert probe("http://127.0.0.1:1/", private=True).problem == "connection"


def test_a_site_that_does_not_take_head_is_asked_with_get(site: str) -> None:
    assert probe(f"{site}/no-head", private=True) == Found(200)
    assert [method for method, _path, _secret in _Site.asked] == ["HEAD", "GET"]


def test_names_and_passwords_in_an_address_are_not_sent(site: str) -> None:
    probe(site.replace("http://", "http://me:secret@") + "/here?q=1", private=True)
    assert _Site.asked == [("HEAD", "/here?q=1", "")]


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1/", "http://localhost/", "http://10.0.0.1/", "http://192.168.1.1:8080/x", "http://172.16.0.1/",
        "http://169.254.169.254/latest/meta-data/", "http://0.0.0.0/", "http://[::1]/", "http://[fe80::1]/",
        "http://[fd00::1]/", "http://[::ffff:127.0.0.1]/", "http://[2002:7f00:1::]/", "http://[64:ff9b::7f00:1]/",
        "http://2130706433/", "http://0x7f.1/", "http://100.64.0.1/", "http://224.0.0.1/", "https://127.0.0.1/",
    ],
)  # fmt: skip
def test_nothing_inside_the_network_is_asked(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def never(*args: object, **kw: object) -> object:
        raise AssertionError("a connection was made")

    monkeypatch.setattr(fetching.socket, "create_connection", never)
    assert probe(url).problem in ("private", "name")


@pytest.mark.parametrize(
    "url", ["ftp://a.example/", "file:///etc/passwd", "http://", "http://[::1", "javascript:1", ""]
)
def test_what_is_no_web_address_is_refused(url: str) -> None:
    assert probe(url) == Found(0, "address")


def test_a_redirect_into_the_network_is_not_followed(site: str, monkeypatch: pytest.MonkeyPatch) -> None:
    looked_up: list[str] = []

    def look_up(name: str, port: int, private: bool) -> str:
        looked_up.append(name)
        if len(looked_up) > 1:
            raise fetching._Refused("private")
        return "127.0.0.1"

    monkeypatch.setattr(fetching, "_public_address", look_up)
    assert probe(f"{site}/to") == Found(0, "private")
    assert len(looked_up) == 2
