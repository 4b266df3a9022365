"""A browser whose server stops and starts again: the page waits, catches up, and says nothing of it."""

import re
import shutil
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from bench import serving
from models.core.db import Database
from models.core.settings import Settings
from models.entries.entry import Entry
from models.entries.reading import visible_entry
from models.forums.topic import discuss, reply
from models.people.person import person_named
from models.policy.viewer import viewer_of
from tests.journeys.conftest import WIDTHS, sign_in
from tests.world import PASSWORD

# A stop is asked for and done, and what still runs is not killed: all of it on a busy machine.
SECONDS_TO_STOP = 40


class House:
    """A server that can be stopped and started at the same address."""

    def __init__(self, folder: Path, lines: str) -> None:
        self.folder, self.port = folder, serving.free_port()
        self.database = Database(Settings(data=folder).database)
        words = {"WITAN_SECRET_KEY": "for tests alone", "WITAN_THREADS": "8", "WITAN_LIVE_LINES": lines}
        self.env = serving.environment(folder, WITAN_PORT=str(self.port), **words)
        self.running = ExitStack()

    def start(self) -> None:
        self.server = self.running.enter_context(serving.running(serving.flask("serve"), self.port, self.env))

    def stop(self) -> float:
        begun = time.monotonic()
        self.running.close()
        return time.monotonic() - begun

    def topic(self) -> int:
        with self.database.writing() as session:
            made = discuss(session, person_named(session, "aisha.khan"), "Through a restart", "What do you see?")
            session.flush()
            return made.id

    def reply(self, topic_id: int, text: str) -> None:
        with self.database.writing() as session:
            aisha = person_named(session, "aisha.khan")
            topic = visible_entry(session, viewer_of(session, aisha.id), Entry, topic_id, with_text=True)
            reply(topic, topic, aisha, text)


@pytest.fixture(params=["threads", "loop"])
def house(request: pytest.FixtureRequest, world_file: Path, tmp_path: Path) -> Iterator[House]:
    shutil.copy(world_file, tmp_path / "witan.db")
    shutil.copytree(world_file.parent / "index", tmp_path / "index")
    made = House(tmp_path, request.param)
    made.start()
    yield made
    made.running.close()
    made.database.close()


def reader(house: House, chromium: Browser, address: str) -> Page:
    wide, high = WIDTHS["wide"]
    base = f"http://127.0.0.1:{house.port}"
    page = chromium.new_context(viewport={"width": wide, "height": high}, base_url=base).new_page()
    sign_in(page, "ben.okafor", PASSWORD)
    with page.expect_response(re.compile("/live/since")):
        page.goto(address)
    page.wait_for_load_state("networkidle")
    return page


def test_a_page_catches_up_when_its_server_comes_back(house: House, chromium: Browser) -> None:
    topic_id = house.topic()
    ben = reader(house, chromium, f"/topics/{topic_id}")
    faults: list[str] = []
    ben.on("pageerror", lambda error: faults.append(str(error)))
    ben.evaluate("document.body.dataset.sameWindow = 'yes'")
    house.reply(topic_id, "Before the stop")
    expect(ben.get_by_text("Before the stop")).to_have_count(1)

    assert house.stop() < SECONDS_TO_STOP
    house.reply(topic_id, "While nobody served")
    ben.wait_for_timeout(1500)
    expect(ben.get_by_role("alert")).to_have_count(0)
    house.start()
    expect(ben.get_by_text("While nobody served")).to_have_count(1, timeout=60_000)
    house.reply(topic_id, "After the start")
    expect(ben.get_by_text("After the start")).to_have_count(1, timeout=60_000)
    for text in ("Before the stop", "While nobody served", "After the start"):
        expect(ben.get_by_text(text)).to_have_count(1)
    assert faults == []
    assert ben.evaluate("document.body.dataset.sameWindow") == "yes"
    ben.context.close()
