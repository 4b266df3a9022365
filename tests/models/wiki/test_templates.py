"""Templates: fields that are filled in or refused, those of a space, and the one that new pages start from."""

import pytest
from sqlalchemy.orm import Session

from models.core import clock
from models.core.errors import Invalid
from models.core.text import render
from models.wiki.writing.templates import (
    built_in_starters,
    check_fields,
    choose_starter,
    filled,
    keep_template,
    own_starters,
    remove_template,
    starter_named,
    usual_starter,
    values_for,
)
from tests.world import World


def test_fields_are_filled_in_and_others_stay(session: Session, world: World) -> None:
    values = values_for("Aisha Khan", world.desk)
    text = filled("{{date}} {{ author }} {{space}} {{title}} {{excerpt}} {{include: Page}}", values)
    assert "Aisha Khan Digital service desk {{title}} {{excerpt}} {{include: Page}}" in text
    assert str(clock.now().year) in text
    assert filled("{{title}}", values_for("A", world.desk, "Title with {{date}}")) == "Title with {{date}}"


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ("On {{dte}}", "{{dte}} cannot be filled in"),
        ("On {{date", "is not closed"),
        ("On {{date}\nmore}}", "not closed"),
    ],
)
def test_a_broken_field_is_named(session: Session, world: World, body: str, message: str) -> None:
    with pytest.raises(Invalid, match=message) as error:
        keep_template(session, world.desk, world.aisha, None, name="Note", body=body)
    assert error.value.field == "body"


def test_what_ours_hold_can_be_filled_in_and_drawn() -> None:
    for each in built_in_starters():
        check_fields(each.body, "body")
        check_fields(each.title, "title")
        assert len(render(each.body).headings) >= 3, each.name
    assert len({each.key for each in built_in_starters()}) == 6


def test_a_space_starts_its_pages_from_the_template_it_chose(session: Session, world: World) -> None:
    row = keep_template(session, world.desk, world.aisha, None, name="Note", body="Text")
    choose_starter(session, world.desk, world.aisha, f"own:{row.id}")
    session.flush()
    assert usual_starter(session, world.desk.id) == f"own:{row.id}"
    assert [each.name for each in own_starters(session, world.desk.id)] == ["Note"]
    remove_template(session, world.desk, world.aisha, row)
    session.flush()
    assert usual_starter(session, world.desk.id) == ""


def test_a_template_of_another_space_is_not_found(session: Session, world: World) -> None:
    row = keep_template(session, world.mill, world.mei, None, name="Secret", body="Text")
    assert starter_named(session, world.desk.id, f"own:{row.id}") is None
    with pytest.raises(Invalid):
        choose_starter(session, world.desk, world.aisha, f"own:{row.id}")
    for wrong in ("own:", "own:x", "own:99999999999", "other", "own:9999"):
        assert starter_named(session, world.desk.id, wrong) is None
