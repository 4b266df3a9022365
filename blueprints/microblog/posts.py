"""One post with the replies below it."""

from types import SimpleNamespace
from typing import Any

from flask import render_template, request

from blueprints.kit.guards import allow
from blueprints.kit.request import db, viewer
from blueprints.kit.rows import who_can_read
from models.core.db import as_words
from models.entries import threads
from models.entries.reacting import reactions
from models.entries.reading import NotFound
from models.entries.streams import Position
from models.microblog.micropost import POST_LIMIT
from models.policy.rules import may


@allow("entry.read")
def show_post(entry_id: int) -> str:
    return draw(entry_id)


def draw(post_id: int, typed: str = "", wrong: str = "") -> str:
    """The page of a post. Raises NotFound when the viewer may not see it."""
    post = threads.head(db(), viewer(), post_id, ("post",))
    if post is None:
        raise NotFound
    after = request.args.get("after")
    window = threads.window(
        threads.outline(db(), viewer(), post.id),
        Position.parse(after) if after else None,
        request.args.get("at", type=int),
    )
    said = threads.said(db(), viewer(), window.shown)
    reacted = reactions(db(), as_words([post.id, *(row.id for row in said)]), viewer().id)
    thing = _standing(post)
    return render_template(
        "microblog/post.html",
        post=_drawn(post, thing, reacted),
        readers=who_can_read(post.audience, post.space_name),
        replies=[_drawn(row, thing, reacted) for row in said],
        window=window,
        may_reply=may(viewer(), "post.reply", thing),
        typed=typed,
        wrong=wrong,
        limit=POST_LIMIT,
    )


def _standing(post: Any) -> SimpleNamespace:
    """The post as the rules look at it."""
    space = None
    if post.space_id is not None:
        space = SimpleNamespace(
            id=post.space_id,
            archived_at=post.archived_at,
            readers_may_post=post.readers_may_post,
            audience="everyone" if post.openness == "open" else f"space:{post.space_id}",
        )
    return SimpleNamespace(author_id=post.author_id, space_id=post.space_id, space=space)


def _drawn(row: Any, root: SimpleNamespace, reacted: dict[int, Any]) -> SimpleNamespace:
    own = SimpleNamespace(author_id=row.author_id, space_id=root.space_id, space=root.space)
    thanks, mine = reacted.get(row.id, {}).get("thanks", (0, False))
    return SimpleNamespace(
        row=row,
        id=row.id,
        thanks=thanks,
        mine=mine,
        may_edit=may(viewer(), "entry.edit", own),
        may_trash=may(viewer(), "entry.trash", own),
    )
