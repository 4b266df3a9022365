"""The directory of colleagues, with filters."""

from types import SimpleNamespace
from typing import Any
from urllib.parse import urlencode

from flask import render_template, request

from blueprints.kit.departments import chosen_path, department_choices
from blueprints.kit.guards import allow
from blueprints.kit.request import db
from models.people.directory import PAGE, count_colleagues, find_people, places


@allow("people.list")
def list_people() -> str:
    text, place = request.args.get("q", "").strip()[:100], request.args.get("place", "")[:100]
    department = request.args.get("department", "")
    path = chosen_path(department)
    after = (request.args.get("after", "")[:200], request.args.get("id", 0, type=int))
    found = find_people(db(), text=text, path=path, place=place, after=after, limit=PAGE + 1)
    asked = {"q": text, "department": department if path else "", "place": place}
    return render_template(
        "people/list.html",
        people=[person_view(row) for row in found[:PAGE]],
        total=count_colleagues(db(), text=text, path=path, place=place),
        paged=after != ("", 0),
        first_href=_address(asked),
        next_href=_address(asked, found[PAGE - 1]) if len(found) > PAGE else None,
        departments=department_choices(),
        places=places(db()),
        filtered=any(asked.values()),
        **asked,
    )


def person_view(row: Any) -> SimpleNamespace:
    """A row of the directory as `person_row` draws it."""
    parts = [row.job_title, row.department_name, row.place]
    return SimpleNamespace(
        name=row.name, username=row.username, tone=row.id, line=" · ".join(part for part in parts if part), why=""
    )


def _address(asked: dict[str, str], last: Any = None) -> str:
    wanted = {key: value for key, value in asked.items() if value}
    if last is not None:
        wanted |= {"after": last.name, "id": str(last.id)}
    return "/people" + (f"?{urlencode(wanted)}" if wanted else "")
