"""The list of spaces: mine first, then the others that exist for me."""

from flask import render_template, request

from blueprints.kit.departments import chosen_path, department_choices
from blueprints.kit.guards import allow
from blueprints.kit.request import db, viewer
from blueprints.kit.space_words import space_view
from models.policy.finding import visible_spaces

MOST = 200


@allow("space.list")
def list_spaces() -> str:
    text = request.args.get("q", "").strip()[:100]
    department = request.args.get("department", "")
    path = chosen_path(department)
    found = visible_spaces(db(), viewer(), text=text, department_path=path, limit=MOST)
    spaces = [space_view(row) for row in found]
    return render_template(
        "spaces/list.html",
        mine=[space for space in spaces if space.mine],
        others=[space for space in spaces if not space.mine],
        text=text,
        department=department if path else "",
        departments=[] if viewer().is_guest else department_choices(),
        filtered=bool(text or path),
        cut=len(found) == MOST,
    )
