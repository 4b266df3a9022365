"""Reading pages use statements that are module constants: building one in a request costs more than running it."""

import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from flask import Flask
from sqlalchemy.sql.selectable import Select

from tests.browser import Browser

# The pages that are opened all day; 3 is a question and 5 a post of the named world.
HOT = ["/", "/s/desk/wiki/publishing", "/topics/3", "/posts", "/s/desk", "/s/desk/forum", "/search?q=guide", "/posts/5"]


@contextmanager
def built() -> Iterator[list[str]]:
    """The selects that are built inside the block, with the line that built them."""
    found: list[str] = []
    original = Select.__init__

    def noting(self: Select[object], *entities: object, **kw: object) -> None:
        place = next(
            (f"{f.filename.rpartition('/main/')[2]}:{f.lineno}" for f in reversed(traceback.extract_stack()[:-1])
             if "/site-packages/" not in f.filename),
            "?",
        )  # fmt: skip
        found.append(place)
        original(self, *entities, **kw)  # type: ignore[arg-type]

    Select.__init__ = noting  # type: ignore[assignment,method-assign]
    try:
        yield found
    finally:
        Select.__init__ = original  # type: ignore[method-assign]


@pytest.mark.parametrize("address", HOT)
def test_a_reading_page_builds_no_statement(app: Flask, browser: Callable[..., Browser], address: str) -> None:
    aisha = browser("aisha.khan")
    assert aisha.get(address).status_code == 200
    with built() as found:
        aisha.get(address)
    assert not found, f"make these module constants with bind parameters: {sorted(set(found))}"
