"""The organisation chart of a department: opened by parts, a level at a time."""

from urllib.parse import urlencode

from flask import redirect, render_template, request
from werkzeug.wrappers import Response

from blueprints.kit.guards import allow
from blueprints.kit.pages import fragment, wants_fragment
from blueprints.kit.request import db
from models.entries.reading import NotFound
from models.people.chart import (
    MOST_FOUND,
    Level,
    bodies_below,
    chart,
    count_posts,
    find_posts,
    level,
    way_to_post,
)
from models.people.department import Department, merged_into
from models.people.organisation import way_to

MOST_ID = 2**31


@allow("people.list")
def show_chart(department_id: int) -> str | Response:
    """`post` is opened with what reports to it; `below` and `after` give one part of a level, also to a script."""
    department = db().get(Department, department_id) if department_id < MOST_ID else None
    if department is None:
        raise NotFound
    if department.closed_at is not None and (now := merged_into(db(), department.id)) is not None:
        # Posts went along under their numbers.
        asked = urlencode({name: number for name in ("post", "below") if (number := _number(name))})
        return redirect(f"/departments/{now}/chart{'?' if asked else ''}{asked}", 301)
    below = _number("below")
    if wants_fragment():
        part = level(db(), department_id, below, _number("after"))
        return fragment(render_template("people/_level.html", level=part, department_id=department_id))
    find = request.args.get("find", "").strip()[:100]
    found = find_posts(db(), department_id, find)
    way = way_to_post(db(), below) if below else []
    return render_template(
        "people/chart.html",
        department=department,
        department_id=department_id,
        way=way_to(db(), department.path),
        counted=count_posts(db(), department_id),
        bodies=bodies_below(db(), department_id),
        above=way,
        top=None if find else _opened(department_id, below),
        find=find,
        found=found[:MOST_FOUND],
        more_found=len(found) > MOST_FOUND,
    )


def _opened(department_id: int, below: int) -> Level:
    """The whole chart opened down to a post, or a further part of one level."""
    if after := _number("after"):
        return level(db(), department_id, below, after)
    return chart(db(), department_id, _number("post"))


def _number(name: str) -> int:
    number = request.args.get(name, 0, type=int)
    return number if 0 < number < MOST_ID else 0
