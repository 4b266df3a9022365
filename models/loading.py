"""Imports every module of the product, so that each table and kind is known. New parts are found by themselves."""

import importlib
import pkgutil
from functools import cache

import models


@cache
def load_all() -> None:
    """Import all modules below `models`, but the migrations; once in a process."""
    for module in pkgutil.walk_packages(models.__path__, "models."):
        if ".migrations" not in module.name:
            importlib.import_module(module.name)
