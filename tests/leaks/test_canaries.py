"""Nobody without the right receives a canary word through any door, in any byte; members do, so the test can fail."""

import pytest

from tests.leaks.asking import Asked
from tests.leaks.doors import named_doors, public_doors, secret_doors, secret_forms, variants
from tests.leaks.planting import MARK, Planted
from tests.leaks.seeing import MEMBERS, STRANGERS, allowed, secrets_in, shown
from tests.staging import Stage, Visitor

Visitors = dict[str, Visitor]
# What is written down but shown at no door, not even to members; each with the reason.
UNSEEN = {
    f"{MARK}trashedfile": "the files of what lies in the trash are not served",
}


def leaks(stage: Stage[Planted], who: str, visitor: Visitor, addresses: list[str], method: str = "GET") -> list[str]:
    found = []
    for address in addresses:
        text = shown(stage.app, visitor.ask(method, address))
        if words := secrets_in(text, address) - allowed(who, address):
            found.append(f"{method} {address} shows {who}: {sorted(words)}")
    return found


@pytest.mark.parametrize("who", STRANGERS)
def test_no_address_of_a_secret_thing_shows_it(planted: Stage[Planted], asked: Asked, who: str) -> None:
    found = []
    for address, _twin in secret_doors(planted.app, planted.world):
        if words := asked.told(who, address).words - allowed(who, address):
            found.append(f"{address} shows {who}: {sorted(words)}")
    assert found == []


@pytest.mark.parametrize("who", STRANGERS)
def test_no_public_address_lets_a_secret_shine_through(planted: Stage[Planted], visitors: Visitors, who: str) -> None:
    addresses = list(public_doors(planted.app, planted.world))
    assert leaks(planted, who, visitors[who], addresses) == []


@pytest.mark.parametrize("who", STRANGERS)
def test_who_knows_a_secret_name_learns_nothing_more(planted: Stage[Planted], visitors: Visitors, who: str) -> None:
    assert leaks(planted, who, visitors[who], list(named_doors(planted.world))) == []


@pytest.mark.parametrize("who", ["an outsider", "an ex-member"])
def test_no_other_way_to_ask_shows_a_secret(planted: Stage[Planted], visitors: Visitors, who: str) -> None:
    addresses = [address for address, _twin in secret_doors(planted.app, planted.world)][::5]
    found = leaks(planted, who, visitors[who], [each for address in addresses for each in variants(address)])
    for method in ("HEAD", "OPTIONS", "PUT", "DELETE", "POST"):
        found += leaks(planted, who, visitors[who], addresses, method)
    assert found == []


@pytest.mark.parametrize("who", [who for who in STRANGERS if who not in ("nobody", "a guest of another space")])
def test_no_form_sent_to_a_secret_thing_answers_with_it(planted: Stage[Planted], visitors: Visitors, who: str) -> None:
    found = []
    for address, form in secret_forms(planted.app, planted.world):
        answer = visitors[who].post(address, form, headers={"Referer": f"http://localhost{address}"})
        if words := secrets_in(shown(planted.app, answer), f"{address} {form}"):
            found.append(f"POST {address} shows {who}: {sorted(words)}")
    planted.put_back()
    assert found == []


def test_members_see_every_canary_somewhere(planted: Stage[Planted], visitors: Visitors) -> None:
    """The proof that a canary which leaks would be seen: each stands behind some door for those who have the right."""
    seen: set[str] = set()
    addresses = [address for address, _twin in secret_doors(planted.app, planted.world)]
    for who in MEMBERS:
        for address in addresses + list(public_doors(planted.app, planted.world)):
            seen |= secrets_in(shown(planted.app, visitors[who].get(address)))
    assert planted.world.words - seen == set(UNSEEN)
