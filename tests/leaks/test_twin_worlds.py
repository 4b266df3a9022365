"""Two instances that differ only in their secrets answer to whoever may not see those byte by byte the same."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from models.core import clock
from models.forums.topic import ask
from models.microblog.micropost import post
from models.people.person import person_named
from models.spaces.space import Space
from models.wiki.page import write_page
from models.wiki.requests.approval import lift_approval
from tests.leaks.doors import public_doors, typed_forms
from tests.leaks.planting import Planted, Words, plant
from tests.leaks.seeing import STRANGERS
from tests.masking import without_chance
from tests.staging import Stage, Visitor

NOON = datetime(2025, 3, 4, 12, tzinfo=UTC)
Twins = tuple[Stage[Planted], Stage[Planted]]
WHO = [who for who in STRANGERS if who not in ("nobody", "an administrator", "a disabled member with an open session")]


def fuller(session, blobs):
    """The same world with other words in all secret texts, and more entries in the hidden space."""
    made = plant(session, blobs, Words("zqv", "guide statement gritting travel budget accessibility " * 20))
    vault = session.query(Space).filter_by(slug="zqvspaceslug").one()
    mei = person_named(session, "mei.wong")
    lift_approval(session, mei, vault, None)
    for number in range(12):
        write_page(session, mei, vault, f"Guide {number} to gritting", "Guide to statements in May", tags=["web"])
        ask(session, mei, f"Who checks guide {number}?", "Welcome, harvest", space=vault, tags=["web", "winter"])
        post(session, mei, f"Gritting #winter #web {number} @tomas.reyes", space=vault)
    return made


@pytest.fixture(scope="module")
def twins() -> Iterator[Twins]:
    with clock.at(NOON):
        stages = Stage(plant), Stage(fuller)
        for stage in stages:
            # Pages say from which event on they ask.
            stage.app.extensions["witan"].extras["live"].reader.read()
    yield stages
    for stage in stages:
        stage.close()


def told(visitor: Visitor, address: str) -> tuple[int, dict[str, str], str]:
    answer = visitor.get(address)
    headers = {name: value for name, value in answer.headers if name not in ("Set-Cookie", "Date")}
    return answer.status_code, headers, without_chance(answer.data.decode(errors="replace"))


def typed(visitor: Visitor, address: str, form: dict[str, str]) -> tuple[int, str]:
    answer = visitor.post(address, form)
    return answer.status_code, without_chance(answer.data.decode(errors="replace"))


@pytest.mark.parametrize("who", WHO)
def test_twin_worlds_answer_the_same(twins: Twins, who: str) -> None:
    with clock.at(NOON):
        first, second = (stage.visitor(stage.world.people[STRANGERS[who]]) for stage in twins)
        addresses = [each for each in public_doors(twins[0].app, twins[0].world) if "vguest" not in each]
        different = [address for address in addresses if told(first, address) != told(second, address)]
    assert different == []


@pytest.mark.parametrize("who", [who for who in WHO if who != "nobody"])
def test_a_text_that_is_typed_is_compared_the_same_in_twin_worlds(twins: Twins, who: str) -> None:
    with clock.at(NOON):
        first, second = (stage.visitor(stage.world.people[STRANGERS[who]]) for stage in twins)
        different = [form for form in typed_forms() if typed(first, *form) != typed(second, *form)]
    assert different == []


def test_a_member_is_told_the_difference(twins: Twins) -> None:
    """The proof that the comparison can fail."""
    with clock.at(NOON):
        first, second = (stage.visitor(stage.world.people["mei.wong"]) for stage in twins)
        for address in (
            "/",
            "/search?q=guide",
            "/search/suggest?q=gritt",
            "/tags",
            "/posts",
            "/s/desk/wiki/publishing",
        ):
            same = told(first, address) == told(second, address)
            assert same == (address == "/s/desk/wiki/publishing"), address
