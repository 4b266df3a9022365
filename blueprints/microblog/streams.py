"""Streams of short posts: all that the viewer may see, and those of one space, with the form for a new one."""

from typing import Any

from flask import render_template, request

from blueprints.kit.guards import allow, space
from blueprints.kit.posts import fresh_address, mixed_rows, readers_to_choose
from blueprints.kit.request import db, viewer
from models.entries.streams import PAGE, Position, in_space, newest_posts
from models.microblog.micropost import POST_LIMIT
from models.policy.finding import spaces_to_write_in
from models.policy.rules import may
from models.spaces.space import Space


@allow("home.read")
def all_posts() -> str:
    return draw()


@allow("space.read", on=space)
def space_posts(here: Space) -> str:
    before = _before()
    found = in_space(db(), viewer(), here.id, ("post",), before=before)
    rows = mixed_rows(found)
    for row in rows:
        row.space_slug = None  # the page is about it
    choices = readers_to_choose([here]) if may(viewer(), "post.create", here) else []
    return render_template(
        "microblog/space.html",
        space=here,
        rows=rows,
        choices=[each for each in choices if each[0].startswith("space:")],
        newest_href=f"/s/{here.slug}/posts" if before else None,
        older_href=_older(f"/s/{here.slug}/posts", found, "last_activity_at"),
        **empty_form(),
    )


def draw(**form: Any) -> str:
    """The stream of everything, with what was typed and what is wrong with it when a post could not be saved."""
    before = _before()
    found = newest_posts(db(), viewer(), before)
    wanted = request.args.get("space", "")
    return render_template(
        "microblog/stream.html",
        rows=mixed_rows(found),
        choices=readers_to_choose(spaces_to_write_in(db(), viewer())),
        newest_href="/posts" if before else None,
        older_href=_older("/posts", found, "created_at"),
        fresh_url=None if before else fresh_address("posts", found),
        **{**empty_form(), "chosen": f"space:{wanted}" if wanted else "", **form},
    )


def empty_form() -> dict[str, Any]:
    return {"typed": "", "chosen": "", "wrong": "", "limit": POST_LIMIT}


def _before() -> Position | None:
    text = request.args.get("before")
    return Position.parse(text) if text else None


def _older(address: str, found: list[Any], order: str) -> str | None:
    if len(found) < PAGE:
        return None
    return f"{address}?before={Position(getattr(found[-1], order), found[-1].id)}"
