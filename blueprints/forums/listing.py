"""The topics of a space: pinned ones first, then by last activity."""

from types import SimpleNamespace
from typing import Any

from flask import render_template, request

from blueprints.forums.experts import names_of_experts
from blueprints.forums.places import Standing
from blueprints.kit.guards import allow, space
from blueprints.kit.request import db, viewer
from blueprints.kit.rows import entry_rows, who_can_read
from models.core.language import gettext as _
from models.entries.crediting import pages_from
from models.entries.reading import NotFound
from models.entries.streams import PAGE, Position
from models.forums.reading import VIEWS, counts_by_category, pinned, topics
from models.policy.rules import may
from models.spaces.category import audience_of, categories
from models.spaces.space import Space


@allow("space.read", on=space)
def forum(here: Space) -> str:
    view = request.args.get("view", "all")
    view = view if view in VIEWS else "all"
    before = request.args.get("before")
    parts = categories(db(), viewer(), here)
    part = _part(parts, request.args.get("category", ""))
    ids = [row.id for row in parts if part and part.id in (row.id, row.parent_id)]
    found = topics(db(), viewer(), here.id, view, Position.parse(before) if before else None, ids)
    shown = found[:PAGE]
    first = view == "all" and not before
    return render_template(
        "forums/list.html",
        space=here,
        view=view,
        part=part,
        above=next((row for row in parts if part and row.id == part.parent_id), None),
        parts=_listed(parts, part) if first else [],
        pinned=_rows(pinned(db(), viewer(), here.id, ids)) if first else [],
        rows=_rows(shown),
        newest_href=_address(here, view, part) if before else None,
        older_href=_address(here, view, part, shown[-1]) if len(found) > PAGE else None,
        views_of=[(name, _address(here, name, part), name == view) for name in VIEWS],
        readers=who_can_read(audience_of(here, part.readers if part else "space"), here.name),
        may_ask=may(viewer(), "topic.create", Standing(here, part) if part else here),
        may_manage=may(viewer(), "category.manage", here),
        experts=names_of_experts(here) if first and part is None else [],
        may_choose=may(viewer(), "forum.settings", here),
        may_name=may(viewer(), "forum.experts", here),
    )


def _part(parts: list[Any], slug: str) -> Any:
    """The category that the address asks for. Raises NotFound for one that does not exist for the viewer."""
    if not slug:
        return None
    found = next((row for row in parts if row.slug == slug), None)
    if found is None:
        raise NotFound
    return found


def _listed(parts: list[Any], part: Any) -> list[SimpleNamespace]:
    """The categories at the head of the list: all of the space, or the subcategories of the one that is shown."""
    shown = [row for row in parts if row.parent_id == (part.id if part else None) and row.archived_at is None]
    counts = counts_by_category(db(), viewer(), parts)
    below = {row.id: [each for each in parts if each.parent_id == row.id] for row in shown}
    return [
        SimpleNamespace(
            row=row,
            count=sum(counts.get(each.id, 0) for each in (row, *below[row.id])),
            below=below[row.id],
        )
        for row in shown
    ]


def _rows(found: list[Any]) -> list[Any]:
    """List rows without the space, which the page is about."""
    made = entry_rows(found)
    pages = pages_from(db(), viewer(), [row.id for row in made if row.kind == "question" and row.reply_count])
    for row in made:
        row.space_slug = None
        if row.id in pages:
            row.status_label = _("%(status)s, now a page", status=row.status_label)
    return made


def _address(here: Space, view: str, part: Any = None, last: Any = None) -> str:
    parts = [f"category={part.slug}"] if part else []
    parts += [f"view={view}"] if view != "all" else []
    if last is not None:
        parts.append(f"before={Position(last.last_activity_at, last.id)}")
    return f"/s/{here.slug}/forum" + ("?" + "&".join(parts) if parts else "")
