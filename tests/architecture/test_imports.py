"""Who may import what. The layers of the models are in pyproject.toml and run with `make check`."""

import re

import pytest

from tests.architecture.sources import modules

# What may be imported only where it is wrapped.
WRAPPED = {
    "whoosh": r"models/search/whoosh_\w+\.py",
    "markdown": r"models/core/text/.*",
    "nh3": r"models/core/text/.*",
    "latex2mathml": r"models/core/text/maths\.py",
    "flask_socketio": r"blueprints/realtime/flask_lines\.py",
    "socketio": r"blueprints/realtime/.*",
    "valkey": r"blueprints/realtime/.*",
    "wsproto": r"blueprints/realtime/.*",
    "gunicorn": r"blueprints/serving/server\.py",
    "weasyprint": r"models/transfer/pages/pdf\.py",
    "alembic": r"models/(core/migrating|migrations/env)\.py",
}
OF_THE_WEB = {"flask", "werkzeug", "flask_login", "flask_socketio", "flask_wtf", "wtforms"}
OF_THE_WEB |= {"socketio", "wsproto", "jinja2"}
PARTS_BESIDE = {"kit", "registered"}


@pytest.mark.parametrize("library", WRAPPED)
def test_a_wrapped_library_is_imported_in_its_own_place_alone(library: str) -> None:
    allowed = re.compile(WRAPPED[library])
    elsewhere = [
        module.path
        for module in modules("models", "blueprints")
        if any(name.split(".")[0] == library for name in module.imports()) and not allowed.fullmatch(module.path)
    ]
    assert not elsewhere, f"{library} belongs behind its wrapper ({allowed.pattern}), not in {elsewhere}"


def test_models_know_nothing_of_the_web() -> None:
    found = {m.path for m in modules("models") for name in m.imports() if name.split(".")[0] in OF_THE_WEB}
    assert not found, f"who acts comes in as by=; move what needs Flask to blueprints: {found}"


def test_nothing_imports_the_application() -> None:
    found = [m.path for m in modules("models", "blueprints") if "app" in {n.split(".")[0] for n in m.imports()}]
    assert not found, f"app.py puts everything together, nothing needs it: {found}"


def test_a_blueprint_imports_no_other_blueprint() -> None:
    found = []
    for module in modules("blueprints"):
        part = module.name.split(".")[1] if "." in module.name else ""
        for name in module.imports():
            other = name.split(".")
            if other[0] == "blueprints" and len(other) > 1 and other[1] not in PARTS_BESIDE | {part}:
                found.append(f"{module.path} imports {name}")
    assert not found, f"share through blueprints/kit or the models: {found}"


def test_models_import_no_blueprint() -> None:
    found = [m.path for m in modules("models") if any(n.split(".")[0] == "blueprints" for n in m.imports())]
    assert not found
