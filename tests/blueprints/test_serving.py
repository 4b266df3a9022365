"""What the web server takes before the application sees it."""

from urllib.parse import quote

import pytest
from flask import Flask
from gunicorn.http.errors import LimitRequestLine
from gunicorn.http.message import Request
from gunicorn.http.unreader import IterUnreader

from blueprints.serving.server import LONGEST_ADDRESS, Server


@pytest.mark.parametrize("letter", ["x", "é", "ح", "🎉"])
def test_ten_thousand_letters_of_any_script_fit_into_the_address_of_a_search(app: Flask, letter: str) -> None:
    asked = f"q={quote(letter * 10_000)}"
    assert read(app, f"/search?{asked}").query == asked


def test_an_address_without_an_end_is_refused(app: Flask) -> None:
    with pytest.raises(LimitRequestLine):
        read(app, "/search?q=" + "x" * LONGEST_ADDRESS)


def read(app: Flask, address: str) -> Request:
    head = f"GET {address} HTTP/1.1\r\nHost: witan.example\r\n\r\n".encode()
    pieces = [head[at : at + 8192] for at in range(0, len(head), 8192)]
    return Request(Server(app, app.extensions["witan"]).cfg, IterUnreader(pieces), ("127.0.0.1", 50000))
