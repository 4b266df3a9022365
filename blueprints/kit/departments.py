"""Departments as choices of a form: the tree as one indented list."""

from collections import Counter
from typing import Any

from blueprints.kit.request import db
from models.core.language import gettext as _
from models.people.department import all_departments

DEEPER = "\u2003"


def department_choices(keep: int | None = None) -> list[tuple[str, str]]:
    """(id, name) of every open department in the order of the tree, indented; a closed one only when it is `keep`."""
    return _choices([row for row in all_departments(db()) if row.closed_at is None or row.id == keep])


def choices_among(departments: set[int]) -> list[tuple[str, str]]:
    """The same of these departments alone, for narrowing a list: of hundreds few have anything in it."""
    return _choices([row for row in all_departments(db()) if row.id in departments])


def _choices(found: list[Any]) -> list[tuple[str, str]]:
    return [(str(row.id), DEEPER * depth + row.name) for row, depth in in_tree_order(found)]


def full_names(keep: int | None = None) -> dict[str, str]:
    """Of the same departments the id by a name that no other has: where several are called the same, with what they
    belong to, and with a number where even that is the same."""
    found = [row for row in all_departments(db()) if row.closed_at is None or row.id == keep]
    names = {row.id: row.name for row in found}
    times = Counter(row.name.casefold() for row in found)
    made: dict[str, str] = {}
    for row in found:
        name = row.name
        if times[name.casefold()] > 1 and row.parent_id in names:
            name = _("%(name)s, %(parent)s", name=name, parent=names[row.parent_id])
        if name in made:
            name = _("%(name)s (number %(number)s)", name=name, number=row.id)
        made[name] = str(row.id)
    return made


def in_tree_order(found: list[Any]) -> list[tuple[Any, int]]:
    """Rows with id and parent_id, sorted by name, as (row, depth), each below its parent."""
    known = {row.id for row in found}
    below: dict[int | None, list[Any]] = {}
    for row in found:
        below.setdefault(row.parent_id if row.parent_id in known else None, []).append(row)
    ordered: list[tuple[Any, int]] = []
    waiting = [(row, 0) for row in reversed(below.get(None, []))]
    while waiting:
        row, depth = waiting.pop()
        ordered.append((row, depth))
        waiting += [(each, depth + 1) for each in reversed(below.get(row.id, []))]
    return ordered


def chosen_path(department_id: str | None) -> str:
    """The path of a department chosen in a filter, which covers all below it; nothing for none."""
    if not department_id or not department_id.isascii() or not department_id.isdigit() or len(department_id) > 9:
        return ""
    return next((row.path for row in all_departments(db()) if row.id == int(department_id)), "")
