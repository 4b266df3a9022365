"""What stands where a moderator hid something: a line with the reason, and for its author the text that others miss."""

from types import SimpleNamespace
from typing import Any

from flask import render_template
from markupsafe import Markup

from blueprints.kit.deciding import placeholder
from blueprints.kit.request import db, viewer
from models.core.text import local_ids
from models.entries.hidden import hidden_entry, hidden_in
from models.entries.reading import NotFound
from models.policy.rules import may


def hidden_lines(root_id: int) -> list[SimpleNamespace]:
    """What is hidden in a thread, in the order of writing. Asked only for threads that hold something hidden."""
    return [line(row) for row in hidden_in(db(), viewer(), root_id)]


def line(row: Any) -> SimpleNamespace:
    """One of them as `kit/hidden_parts.html` draws it."""
    thing = SimpleNamespace(id=row.id, space_id=row.space_id, author_id=viewer().id if row.mine else 0)
    return SimpleNamespace(
        id=row.id,
        kind=row.kind,
        parent_id=row.parent_id,
        created_at=row.created_at,
        said=placeholder(row),
        mine=bool(row.mine),
        html=Markup(local_ids(row.html, f"e{row.id}-")),  # noqa: S704 - made by the renderer
        may_moderate=may(viewer(), "entry.moderate", thing),
    )


def hidden_page(entry_id: int) -> str:
    """The page of what is hidden itself. Raises NotFound for everything else, and for those who could not read it."""
    row = hidden_entry(db(), viewer(), entry_id)
    if row is None:
        raise NotFound
    return render_template("kit/hidden.html", one=line(row))


def placed(posts: list[Any], lines: list[SimpleNamespace], *, first: bool, last: bool) -> list[Any]:
    """Posts in the order of time with the hidden ones among them. `first` and `last` say that the page begins, or ends,
    with the thread; what stood on another page is left out."""
    made: list[Any] = []
    waiting = list(lines)
    for post in posts:
        when = (post.row.created_at, post.id)
        while waiting and (waiting[0].created_at, waiting[0].id) < when:
            early = waiting.pop(0)
            if made or first:
                made.append(early)
        made.append(post)
    return made + (waiting if last else [])
