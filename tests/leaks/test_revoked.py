"""A right that is taken away is gone with the next request, at every door."""

import re
from collections.abc import Callable, Iterator

import pytest
from sqlalchemy.orm import Session

from models.entries.audiences import change_openness
from models.moderation.suspending import suspend
from models.people.department import Department
from models.people.login import end_logins
from models.people.person import Person, person_named
from models.policy.viewer import viewer_of
from models.spaces.joining import disable, take_out, unshare
from models.spaces.space import Space
from tests.leaks.doors import public_doors, secret_doors
from tests.leaks.planting import Planted
from tests.leaks.seeing import secrets_in, shown
from tests.staging import Stage, Visitor

VAULT = "zqvspaceslug"
# What they said of themselves, and what stands between them and one other, is theirs wherever they belong.
OWN = {
    "rhea.stays": re.compile("zqv(rhea|opofferline$|opreason$|oppassed$|hiddentopic$|contestedtopic$)"),
    "bridget.low": re.compile("zqvbridget"),
}
# What somebody knows who once was a member of the vault and of nothing else secret.
Take = Callable[[Session, Space, Person], None]


def _named(session: Session, username: str) -> Person:
    found = person_named(session, username)
    assert found is not None
    return found


def _taken_out(session: Session, vault: Space, person: Person) -> None:
    take_out(session, vault, person, _named(session, "mei.wong"))


def _unshared(session: Session, vault: Space, person: Person) -> None:
    unshare(session, vault, person.department_id or 0, _named(session, "mei.wong"))
    person.department_id = session.query(Department).filter_by(name="Revenue Agency").one().id


def _disabled(session: Session, vault: Space, person: Person) -> None:
    disable(session, person, None)


def _suspended(session: Session, vault: Space, person: Person) -> None:
    suspend(session, person, viewer_of(session, _named(session, "mo.moder")), "Rude replies")


def _signed_out(session: Session, vault: Space, person: Person) -> None:
    end_logins(session, person)


@pytest.fixture
def restored(planted: Stage[Planted], visitors: dict[str, Visitor]) -> Iterator[None]:
    yield
    planted.put_back()


@pytest.mark.parametrize(
    "who, username, take",
    [
        ("a member", "rhea.stays", _taken_out),
        ("a member", "rhea.stays", _disabled),
        ("a member", "rhea.stays", _signed_out),
        ("a member", "rhea.stays", _suspended),
        ("a member by department", "bridget.low", _unshared),
    ],
)
def test_the_next_request_sees_nothing(
    planted: Stage[Planted], visitors: dict[str, Visitor], restored: None, who: str, username: str, take: Take
) -> None:
    visitor = visitors[who]
    assert secrets_in(shown(planted.app, visitor.get(f"/s/{VAULT}")))
    with planted.database.writing() as session:
        take(session, session.query(Space).filter_by(slug=VAULT).one(), _named(session, username))
    addresses = [address for address, _twin in secret_doors(planted.app, planted.world)]
    addresses += list(public_doors(planted.app, planted.world))
    found = {
        address: words
        for address in addresses
        if (words := {each for each in _seen(planted, visitor, address) if not OWN[username].match(each)})
    }
    assert found == {}


def _seen(planted: Stage[Planted], visitor: Visitor, address: str) -> set[str]:
    return secrets_in(shown(planted.app, visitor.get(address)), address)


def test_what_was_open_is_gone_from_search_before_the_index_knows(
    planted: Stage[Planted], visitors: dict[str, Visitor], restored: None
) -> None:
    outsider = visitors["an outsider"]
    assert "Publishing" in outsider.get("/search?q=guide").text
    with planted.database.writing() as session:
        desk = session.query(Space).filter_by(slug="desk").one()
        review = session.query(Space).filter_by(slug=VAULT).one().review_on
        change_openness(session, desk, _named(session, "aisha.khan"), "hidden", "legal", review)
    for address in ("/search?q=guide", "/search/suggest?q=publ", "/tags", "/", "/spaces", "/people/aisha.khan"):
        assert "ublishing" not in outsider.get(address).text, address
    assert outsider.get("/s/desk/wiki/publishing").status_code == 404
