"""The home of a space: what it is for, who can read it, what is new. Outsiders of a space on request see its door."""

from datetime import UTC, datetime, time
from types import SimpleNamespace
from typing import Any

from flask import render_template, request
from markupsafe import Markup

from blueprints.kit.guards import allow
from blueprints.kit.guards import space as the_space
from blueprints.kit.posts import mixed_rows
from blueprints.kit.request import db, viewer
from blueprints.kit.space_words import REASONS, ROLES, said, who_reads
from blueprints.spaces.forms import RequestForm
from models.core.language import date
from models.core.language import gettext as _
from models.entries.counting import count_in_space
from models.entries.following import follows
from models.entries.including import with_parts
from models.entries.streams import PAGE, Position, in_space
from models.policy.rules import may
from models.spaces.membership import count_members, waiting_request
from models.spaces.space import Space
from models.wiki.structure.choices import home_of
from models.wiki.structure.tree import branch

MOST_PAGES = 12
KINDS = {"": (), "page": ("page",), "topic": ("question", "discussion")}


@allow("space.find", on=the_space)
def show(space: Space) -> str:
    if not may(viewer(), "space.read", space):
        return door(space, RequestForm(formdata=None))
    kind = request.args.get("kind", "")
    kind = kind if kind in KINDS else ""
    before = request.args.get("before")
    found = in_space(db(), viewer(), space.id, KINDS[kind], before=Position.parse(before))
    older = Position(found[-1].last_activity_at, found[-1].id) if len(found) == PAGE else None
    return render_template(
        "spaces/home.html",
        space=space,
        welcome=with_parts(db(), viewer(), space.welcome_html),
        rows=_rows(space, found),
        kind=kind,
        paged=bool(before),
        first_href=_address(space, kind),
        older_href=_address(space, kind, older) if older else None,
        home_page=home_page(space) if not (before or kind) else None,
        **_about(space),
    )


def _rows(space: Space, found: list[Any]) -> list[SimpleNamespace]:
    """The rows without what all of them share: the space, and who reads it unless it is narrower."""
    made = mixed_rows(found, when="last_activity_at")
    for row, view in zip(found, made, strict=True):
        view.space_slug = None
        if row.audience == space.audience:
            view.audience_label = ""
        if row.kind == "page":
            _name_who_changed(row, view)
    return made


def _name_who_changed(row: Any, view: SimpleNamespace) -> None:
    """A page is many people's: beside the time of a change stands who made it, beside that of a comment nobody."""
    if row.edited_at == row.last_activity_at:
        view.author_name, view.author_username, view.author_tone = row.editor_name, row.editor_username, row.editor_id
        view.author_is_guest = False
    elif row.last_activity_at != row.created_at:
        view.author_name = ""


def home_page(space: Space) -> Any:
    """The wiki page that the curators put on the home, with the parts of other pages that the viewer may read."""
    page = home_of(db(), viewer(), space.id)
    if page is None:
        return None
    html = with_parts(db(), viewer(), page.html, page.id)
    return SimpleNamespace(title=page.title, slug=page.slug, html=Markup(html))  # noqa: S704 - made by the renderer


def _about(space: Space) -> dict[str, Any]:
    counts = count_members(db(), space.id)
    member_count = sum(counts.values())
    return {
        "member_count": member_count,
        "who": who_reads(space.openness, member_count),
        "reason": said(REASONS, space.closed_reason),
        "review_day": date(datetime.combine(space.review_on, time(12), UTC)) if space.review_on else "",
        "role": viewer().role_in(space.id),
        "role_word": said(ROLES, viewer().role_in(space.id)),
        "top_pages": branch(db(), viewer(), space.id, 0)[:MOST_PAGES],
        "unanswered": count_in_space(db(), viewer(), space.id, "question", "open", unreplied=True),
        "following": follows(db(), viewer(), space),
    }


def door(space: Space, form: RequestForm) -> str:
    """What somebody outside sees of a space on request: its name, what it is for, and how to ask."""
    waiting = waiting_request(db(), space.id, viewer().id)
    return render_template("spaces/door.html", space=space, form=form, waiting=waiting, who=_("Members only"))


def _address(space: Space, kind: str, older: Position | None = None) -> str:
    wanted = [f"kind={kind}" if kind else "", f"before={older}" if older else ""]
    query = "&".join(part for part in wanted if part)
    return f"/s/{space.slug}" + (f"?{query}" if query else "")
