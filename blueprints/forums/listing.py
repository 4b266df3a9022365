"""The topics of a space: pinned ones first, then by last activity."""

from typing import Any

from flask import render_template, request

from blueprints.forums.experts import names_of_experts
from blueprints.kit.guards import allow, space
from blueprints.kit.request import db, viewer
from blueprints.kit.rows import entry_rows
from models.core.language import gettext as _
from models.entries.crediting import pages_from
from models.entries.streams import PAGE, Position
from models.forums.reading import VIEWS, pinned, topics
from models.policy.rules import may
from models.spaces.space import Space


@allow("space.read", on=space)
def forum(here: Space) -> str:
    view = request.args.get("view", "all")
    view = view if view in VIEWS else "all"
    before = request.args.get("before")
    found = topics(db(), viewer(), here.id, view, Position.parse(before) if before else None)
    shown = found[:PAGE]
    first = view == "all" and not before
    return render_template(
        "forums/list.html",
        space=here,
        view=view,
        pinned=_rows(pinned(db(), viewer(), here.id)) if first else [],
        rows=_rows(shown),
        newest_href=_address(here, view) if before else None,
        older_href=_address(here, view, shown[-1]) if len(found) > PAGE else None,
        views_of=[(name, _address(here, name), name == view) for name in VIEWS],
        may_ask=may(viewer(), "topic.create", here),
        experts=names_of_experts(here) if first else [],
        may_choose=may(viewer(), "forum.settings", here),
        may_name=may(viewer(), "forum.experts", here),
    )


def _rows(found: list[Any]) -> list[Any]:
    """List rows without the space, which the page is about."""
    made = entry_rows(found)
    pages = pages_from(db(), viewer(), [row.id for row in made if row.kind == "question" and row.reply_count])
    for row in made:
        row.space_slug = None
        if row.id in pages:
            row.status_label = _("%(status)s, now a page", status=row.status_label)
    return made


def _address(here: Space, view: str, last: Any = None) -> str:
    parts = [f"view={view}"] if view != "all" else []
    if last is not None:
        parts.append(f"before={Position(last.last_activity_at, last.id)}")
    return f"/s/{here.slug}/forum" + ("?" + "&".join(parts) if parts else "")
