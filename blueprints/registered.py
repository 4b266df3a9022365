"""Finds the blueprints: every folder here with a `blueprint.py` that holds a Flask blueprint named `blueprint`.

A part may also have `commands` (a tuple of click commands and groups) in its `commands.py`, and `install(app)` in its
`blueprint.py`.
"""

import importlib
import importlib.util
import pkgutil

from flask import Flask

import blueprints


def install(app: Flask) -> None:
    """Register the routes and commands of every part."""
    for part in pkgutil.iter_modules(blueprints.__path__, "blueprints."):
        if not part.ispkg:
            continue
        if _exists(f"{part.name}.blueprint"):
            module = importlib.import_module(f"{part.name}.blueprint")
            app.register_blueprint(module.blueprint)
            if hasattr(module, "install"):
                module.install(app)
        if _exists(f"{part.name}.commands"):
            for command in importlib.import_module(f"{part.name}.commands").commands:
                app.cli.add_command(command)


def _exists(name: str) -> bool:
    return importlib.util.find_spec(name) is not None
