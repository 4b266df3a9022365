"""Streams of short posts: all that the viewer may see, and those of one space, with the form for a new one."""

from typing import Any

from flask import render_template, request

from blueprints.kit.composing import composer
from blueprints.kit.guards import allow, space
from blueprints.kit.posts import fresh_address, mixed_rows
from blueprints.kit.request import db, viewer
from models.entries.muting import muted_by
from models.entries.streams import PAGE, Position, in_space, newest_posts
from models.policy.finding import spaces_to_write_in
from models.policy.rules import may
from models.spaces.space import Space


@allow("home.read")
def all_posts() -> str:
    return draw()


@allow("space.read", on=space)
def space_posts(here: Space) -> str:
    return draw_space(here)


def draw_space(here: Space, **form: Any) -> str:
    """The posts of a space, with what was typed and what is wrong with it when a post could not be saved."""
    before = _before()
    found = in_space(db(), viewer(), here.id, ("post",), before=before)
    rows = mixed_rows(found)
    for row in rows:
        row.space_slug = None  # the page is about it
    may_post = may(viewer(), "post.create", here)
    return render_template(
        "microblog/space.html",
        space=here,
        rows=rows,
        composer=composer([here] if may_post else [], only_spaces=True, origin="space", **form),
        newest_href=f"/s/{here.slug}/posts" if before else None,
        older_href=_older(f"/s/{here.slug}/posts", found, "last_activity_at"),
    )


def draw(**form: Any) -> str:
    """The stream of everything, with what was typed and what is wrong with it when a post could not be saved."""
    before = _before()
    found = newest_posts(db(), viewer(), before, muted_by(db(), viewer().id))
    wanted = request.args.get("space", "")
    form.setdefault("typed", {"to": f"space:{wanted}"} if wanted else {})
    return render_template(
        "microblog/stream.html",
        rows=mixed_rows(found),
        composer=composer(spaces_to_write_in(db(), viewer()), **form),
        newest_href="/posts" if before else None,
        older_href=_older("/posts", found, "created_at"),
        fresh_url=None if before else fresh_address("posts", found),
    )


def _before() -> Position | None:
    text = request.args.get("before")
    return Position.parse(text) if text else None


def _older(address: str, found: list[Any], order: str) -> str | None:
    if len(found) < PAGE:
        return None
    return f"{address}?before={Position(getattr(found[-1], order), found[-1].id)}"
