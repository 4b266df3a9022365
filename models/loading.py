"""Imports every module of the product, so that each table and kind is known. New parts are found by themselves."""

import importlib
import pkgutil

import models


def load_all() -> None:
    """Import all modules below `models`, but the migrations."""
    for module in pkgutil.walk_packages(models.__path__, "models."):
        if ".migrations" not in module.name:
            importlib.import_module(module.name)
