"""Who asked without a name: two worlds that differ only in who it was answer everybody else byte by byte the same."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from functools import partial
from typing import Any

import pytest
from sqlalchemy import select

from models.core import clock
from models.core.base import Base
from models.entries.editing import edit
from models.entries.presence import appear
from models.entries.reacting import react
from models.forums.answering import accept, close, pin
from models.forums.topic import answer, reply
from models.forums.unnamed import allow_unnamed, ask_unnamed
from models.people.person import person_named
from models.policy.viewer import viewer_of
from models.spaces.space import Space
from tests.leaks.doors import public_doors
from tests.leaks.planting import Planted, plant
from tests.masking import without_chance
from tests.staging import Stage, Visitor

NOON = datetime(2025, 3, 4, 12, tzinfo=UTC)
ASKERS = ("tomas.reyes", "joan.asks")
# The one who could be told, a contributor, other colleagues, moderator and administrator.
WATCHING = ("aisha.khan", "ben.okafor", "mei.wong", "mo.moder", "ada.admin")
# Tables that are about the asker, and that nobody but the asker sees.
THEIRS = {"unnamed_entries", "follows", "read_markers", "reactions", "persons", "votes", "drafts", "logins", "notices"}
# Their rows hold a token that is made by chance; nobody writes one here.
BY_CHANCE = {"messages"}


def asked_by(username: str, session: Any, blobs: Any) -> Planted:
    """Somebody asks without their name and does all that askers do."""
    made = plant(session, blobs)
    desk = session.scalar(select(Space).where(Space.slug == "desk"))
    aisha, ben = person_named(session, "aisha.khan"), person_named(session, "ben.okafor")
    allow_unnamed(desk, aisha, aisha)
    asker = person_named(session, username)
    topic = ask_unnamed(session, asker, "May I refuse?", "See [[Publishing]] @ben.okafor", space=desk, tags=["web"])
    session.flush()
    by = viewer_of(session, asker)
    said = answer(topic, ben, "You may.")
    remark = reply(said, topic, by, "Even in May?")
    session.flush()
    by = viewer_of(session, asker)
    edit(topic, by=by, based_on=1, title="May I refuse it?", body="Never mind @ben.okafor", tags=["web", "winter"])
    edit(remark, by=by, based_on=1, body="Even in June?")
    for entry in (topic, remark):
        appear(session, by, entry)
    appear(session, by, topic, "writing")
    react(session, said, by, "thanks")
    accept(said, topic, by)
    pin(topic, aisha)
    close(topic, by, "Settled")
    made.public["entry_id"] += [topic.id, said.id, remark.id]
    return made


@pytest.fixture(scope="module")
def twins() -> Iterator[list[Stage[Planted]]]:
    with clock.at(NOON):
        stages: list[Stage[Planted]] = [Stage(partial(asked_by, username)) for username in ASKERS]
    yield stages
    for stage in stages:
        stage.close()


def told(visitor: Visitor, address: str) -> tuple[int, str]:
    answered = visitor.get(address)
    assert answered.status_code != 500, address
    return answered.status_code, without_chance(answered.data.decode(errors="replace"))


@pytest.mark.parametrize("who", WATCHING)
def test_who_asked_makes_no_difference_to_anybody_else(twins: list[Stage[Planted]], who: str) -> None:
    with clock.at(NOON):
        first, second = (stage.visitor(stage.world.people[who]) for stage in twins)
        addresses = public_doors(twins[0].app, twins[0].world)
        different = [each for each in addresses if told(first, each) != told(second, each)]
    assert different == []


def test_the_asker_is_told_the_difference(twins: list[Stage[Planted]]) -> None:
    """The proof that the comparison can fail."""
    with clock.at(NOON):
        first, second = (stage.visitor(stage.world.people[ASKERS[0]]) for stage in twins)
        assert told(first, "/questions/mine") != told(second, "/questions/mine")


def test_no_table_but_the_askers_own_holds_who_asked(twins: list[Stage[Planted]]) -> None:
    """Every row of every table is the same in both worlds, but for what nobody else sees."""
    rows: list[Callable[[Any], list[Any]]] = []
    for table in Base.metadata.sorted_tables:
        if table.name not in THEIRS | BY_CHANCE:
            rows.append(lambda session, table=table: sorted(map(repr, session.execute(select(table)).all())))
    databases = [stage.app.extensions["witan"].database for stage in twins]
    for read in rows:
        with databases[0].reading() as one, databases[1].reading() as other:
            mine, theirs = read(one), read(other)
        # What is told to a person alone, under their own key, is theirs.
        left = [row for row in mine if row not in theirs and "password" not in row and "'person:" not in row]
        assert left == []
