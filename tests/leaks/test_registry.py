"""A new parameter of an address or a new command that looks with somebody's rights must be registered here first."""

from tests.leaks.doors import MADE_UP, QUERIES, parameters, shapes
from tests.leaks.planting import Planted
from tests.staging import Stage

COMMANDS_WITH_RIGHTS = {"search", "export", "experts"}


def test_every_parameter_has_examples(planted: Stage[Planted]) -> None:
    names = {name for shape in shapes(planted.app, "GET") for name in parameters(shape)}
    known = planted.world.secret.keys() | planted.world.public.keys()
    assert not names - known, f"give examples in tests/leaks/planting.py: {names - known}"
    assert not known - MADE_UP.keys(), f"give a made-up value in tests/leaks/doors.py: {known - MADE_UP.keys()}"


def test_every_address_with_questions_exists(planted: Stage[Planted]) -> None:
    assert not QUERIES.keys() - set(shapes(planted.app, "GET"))


def test_every_command_that_looks_as_somebody_is_tested(planted: Stage[Planted]) -> None:
    found = {
        name
        for name, command in planted.app.cli.commands.items()
        for each in [command, *getattr(command, "commands", {}).values()]
        if any("--as" in option.opts for option in each.params)
    }
    assert found == COMMANDS_WITH_RIGHTS, "ask it as strangers in tests/leaks/test_other_doors.py"
