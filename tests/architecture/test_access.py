"""Every address, knocked at by everybody, answers as the reviewed table in access_matrix.py says."""

from collections.abc import Iterator

import pytest

from tests.architecture.access_matrix import TABLE
from tests.architecture.access_matrix_files import FILES
from tests.architecture.access_matrix_opportunities import OPPORTUNITIES
from tests.architecture.access_matrix_pages import PAGES
from tests.architecture.knocking import PLACES, ROLES, Places, build_places, knock, letter, line, listed_in, places_of
from tests.staging import Stage, Visitor

FILE = "tests/architecture/access_matrix.py"
Line = tuple[str, str, str]


def _read(table: str) -> dict[Line, str]:
    """(method, address, place) -> one letter a role."""
    found = {}
    for text in table.strip().splitlines():
        if not text.startswith("#"):
            method, shape, place, *letters = text.split()
            found[method, shape, place] = "".join(letters)
    return found


LINES = _read(TABLE.rstrip() + FILES.rstrip() + OPPORTUNITIES.rstrip() + PAGES)


class Knocker:
    """A stage with a visitor for every role."""

    def __init__(self, stage: Stage[Places]) -> None:
        self.stage = stage
        people = stage.world.people
        self.visitors: list[Visitor] = [stage.visitor(people[name] if name else None) for name in ROLES.values()]
        stage.keep()

    def letters(self, method: str, shape: str, place: str) -> str:
        """What the address answers to each role; what a request changed is put back before the next."""
        found = ""
        for visitor in self.visitors:
            answer = knock(visitor, method, shape, place, self.stage.world)
            found += letter(answer)
            if method == "POST" and answer.status_code < 400:
                self.stage.put_back()
        return found


@pytest.fixture(scope="module")
def knocker() -> Iterator[Knocker]:
    stage = Stage(build_places, sign_up="open")
    yield Knocker(stage)
    stage.close()


def test_every_address_stands_in_the_table(knocker: Knocker) -> None:
    wanted = {(*each, place) for each in listed_in(knocker.stage.app) for place in places_of(*each)}
    missing = [line(*each, knocker.letters(*each)) for each in sorted(wanted - LINES.keys())]
    assert not missing, f"review these lines and add them to {FILE}:\n" + "\n".join(missing)
    gone = sorted(LINES.keys() - wanted)
    assert not gone, f"these addresses are no more, take them out of {FILE}: {gone}"


@pytest.mark.parametrize("shape", sorted({shape for _method, shape, _place in LINES}))
def test_an_address_answers_each_role_as_the_table_says(knocker: Knocker, shape: str) -> None:
    wrong = []
    for (method, each, place), expected in LINES.items():
        if each == shape and (found := knocker.letters(method, shape, place)) != expected:
            wrong.append(
                f"\nlisted  {line(method, shape, place, expected)}\nanswers {line(method, shape, place, found)}"
            )
    assert not wrong, f"mend the code, or after a review {FILE}:" + "".join(wrong)


def test_a_person_without_a_way_in_is_never_let_through() -> None:
    """The table itself, read as the design: nobody and the disabled get no further than the door."""
    # /suspended sends everybody to sign in who has not just signed in to a suspended account
    public = (
        "/accessibility",
        "/help",
        "/language",
        "/opensearch.xml",
        "/password/",
        "/sign-",
        "/static/",
        "/suspended",
    )
    let_in = [each for each, letters in LINES.items() if set(letters[0] + letters[-1]) != {"s"}]
    assert [each for each in let_in if not each[1].startswith(public)] == []


def test_a_hidden_space_is_not_found_by_anybody_outside() -> None:
    """The table itself: to every role outside Mill its addresses and things do not exist; for mere posts into it
    the form comes back as for a place that was made up, and dealing with a mention says nothing either way."""
    outside = [number for number, role in enumerate(ROLES) if role not in "NGKD"]
    silent = {"/ask": "?", "/discuss": "?", "/posts": "?", "/opportunities/new": "?", "/waiting/<entry_id>/seen": ">"}
    wrong = [
        each
        for each, letters in LINES.items()
        if each[2] == PLACES[1] and {letters[number] for number in outside} != {silent.get(each[1], "-")}
    ]
    assert not wrong
