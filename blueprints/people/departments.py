"""Departments: the tree, and one with its units, people and spaces."""

from flask import get_template_attribute, redirect, render_template, request
from werkzeug.wrappers import Response

from blueprints.kit.guards import allow
from blueprints.kit.pages import back, fragment, wants_fragment
from blueprints.kit.request import db, viewer
from blueprints.kit.space_words import space_view
from blueprints.people.directory import person_view
from models.core.language import gettext as _
from models.entries.following import department_followed, follow, unfollow
from models.entries.reading import NotFound
from models.people.department import Department, merged_into
from models.people.directory import people_below
from models.people.organisation import tree, way_to
from models.policy.finding import visible_spaces
from models.spaces.space import share_open

MOST_PEOPLE = 24
MOST_SPACES = 50


@allow("people.list")
def list_departments() -> str:
    text = request.args.get("q", "").strip()[:100]
    top = tree(db())
    return render_template("people/departments.html", tree=_narrowed(top, text.lower()) if text else top, text=text)


def _narrowed(nodes: list[dict[str, object]], text: str) -> list[dict[str, object]]:
    """Only the nodes whose name holds the text, and what stands above them."""
    kept = []
    for node in nodes:
        below = _narrowed(node["children"], text)  # type: ignore[arg-type]  # nested nodes
        if below or text in f"{node['name']} {node['abbreviation']}".lower():
            kept.append({**node, "children": below})
    return kept


@allow("people.list")
def show_department(department_id: int) -> str | Response:
    department, following = (
        department_followed(db(), viewer(), department_id) if department_id < 2**31 else (None, False)
    )
    if department is None:
        raise NotFound
    if department.closed_at is not None and (now := merged_into(db(), department.id)) is not None:
        return redirect(f"/departments/{now}", 301)
    (node,) = tree(db(), department.path)
    people = [person_view(row, viewer()) for row in people_below(db(), department.path, MOST_PEOPLE)]
    way = way_to(db(), department.path)
    opened, spaces = share_open(db(), department.path)
    return render_template(
        "people/department.html",
        department=department,
        node=node,
        following=following,
        way=way[:-1],
        people=people,
        spaces=[
            space_view(row)
            for row in visible_spaces(db(), viewer(), department_path=department.path, limit=MOST_SPACES)
        ],
        opened=opened,
        charted=bool(way[-1].charted),
        space_count=spaces,
    )


@allow("department.follow")
def follow_department(department_id: int) -> Response:
    """What people write who work there, or in a unit below, comes on Home."""
    department = db().get(Department, department_id) if department_id < 2**31 else None
    if department is None:
        raise NotFound
    on = request.form.get("on") == "1"
    (follow if on else unfollow)(db(), viewer(), department)
    if wants_fragment():
        button = get_template_attribute("kit/parts.html", "toggle_button")
        return fragment(button(request.path, on, _("Following"), _("Follow")))
    return back(f"/departments/{department_id}")
