"""The page view as people get it: over HTTP from the real server, CPU of the whole process tree per request.

Beside it the same web server with one bare Flask route that returns the same bytes; rounds alternate between the two.
"""

import http.client
import json
from collections.abc import Iterator
from pathlib import Path

from bench import serving
from bench.crowd import gather
from bench.frame import Row
from bench.places import place, writing
from bench.reading import ENTRIES, write_wiki
from bench.serving import Server

ROUNDS = 6
# CPU times of other processes come in hundredths of a second: what costs little is asked more often.
REQUESTS = 150
BARE_REQUESTS = 900
Headers = dict[str, str]


def rows() -> Iterator[Row]:
    """The ratio of the page view to a bare route."""
    with place() as here:
        with writing(here) as session:
            crowd = gather(session, ENTRIES)
            page = write_wiki(session, crowd)
            path = f"/s/space-0/wiki/{page.slug}"
        here.index()
        me = here.caller(crowd.typical, path)
        answer = me.get(path)
        body = here.folder / "bare-body"
        body.write_bytes(answer.body)
        sent = {"Cookie": me.cookie, "Accept-Encoding": "gzip"}
        yield from compared(here.folder, path, body, sent)


def compared(folder: Path, path: str, body: Path, sent: Headers) -> Iterator[Row]:
    packed = json.dumps({"Content-Encoding": "gzip", "Content-Type": "text/html; charset=utf-8"})
    key = {"WITAN_SECRET_KEY": "for benchmarks alone", "WITAN_WORKER": "no"}
    with serving.witan(folder, **key) as mine, serving.bare(body, packed) as plain:
        costs: list[list[float]] = [[], []]
        for round_number in range(ROUNDS + 1):
            for taken, server, address, number in (
                (costs[0], mine, path, REQUESTS),
                (costs[1], plain, "/bare", BARE_REQUESTS),
            ):
                cost = cpu_ms(server, address, sent, number)
                # The first round warms up.
                if round_number:
                    taken.append(cost)
    view, floor = map(min, costs)
    yield Row("wiki page of 5 KB, served: CPU of the process tree", view, "ms")
    yield Row("bare Flask route, served, same bytes: CPU of the process tree", floor, "ms")
    yield Row("wiki page of 5 KB, served: ratio to the bare Flask route", view / floor, "times", "<= 5")


def cpu_ms(server: Server, path: str, sent: Headers, number: int) -> float:
    """CPU milliseconds of the server per request, over one connection that stays open."""
    connection = server.connect()
    before = server.cpu_seconds()
    for _ in range(number):
        fetch(connection, path, sent)
    connection.close()
    return (server.cpu_seconds() - before) * 1000 / number


def fetch(connection: http.client.HTTPConnection, path: str, sent: Headers) -> bytes:
    connection.request("GET", path, headers=sent)
    answer = connection.getresponse()
    body = answer.read()
    if answer.status != 200:
        raise RuntimeError(f"{path} answers {answer.status}")
    return body
