"""Settings are read from the environment, and a wrong one is refused by its name."""

from dataclasses import fields
from pathlib import Path

import pytest

from models.core.settings import SettingError, Settings, read_settings, variable

WRONG = {
    "WITAN_PORT": "eighty",
    "WITAN_THREADS": "0",
    "WITAN_SIGN_UP": "maybe",
    "WITAN_SECURE_COOKIES": "perhaps",
    "WITAN_TIME_ZONE": "Mars/Olympus",
    "WITAN_DATABASE_URL": "mysql://x",
    "WITAN_MAIL": "pigeon",
    "WITAN_SESSION_DAYS": "-1",
    "WITAN_LOG_LEVEL": "loud",
}


def test_without_variables_everything_has_a_default() -> None:
    settings = read_settings({})
    assert (settings.port, settings.mail, settings.sign_up) == (8000, "file", "closed")
    assert settings.database.startswith("sqlite:///")


def test_a_variable_sets_its_setting() -> None:
    settings = read_settings({"WITAN_PORT": "9000", "WITAN_SECURE_COOKIES": "yes", "WITAN_DATA": "/srv/witan"})
    assert (settings.port, settings.secure_cookies, settings.data) == (9000, True, Path("/srv/witan"))


@pytest.mark.parametrize(("name", "value"), WRONG.items())
def test_a_wrong_value_is_refused_with_its_name(name: str, value: str) -> None:
    with pytest.raises(SettingError, match=name):
        read_settings({name: value})


def test_an_unknown_variable_is_refused_with_its_name() -> None:
    with pytest.raises(SettingError, match="WITAN_PROT"):
        read_settings({"WITAN_PROT": "8000"})


@pytest.mark.parametrize("each", fields(Settings), ids=lambda each: each.name)
def test_every_setting_is_documented_for_operators(each: object) -> None:
    text = (Path(__file__).parents[3] / "docs" / "operator.md").read_text()
    assert variable(each.name) in text  # type: ignore[attr-defined]
    assert each.metadata["about"] in text  # type: ignore[attr-defined]
