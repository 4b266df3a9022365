"""One post with the replies below it."""

from types import SimpleNamespace
from typing import Any

from flask import render_template, request

from blueprints.kit.composing import Composer
from blueprints.kit.guards import allow
from blueprints.kit.hidden import hidden_lines, hidden_page, placed
from blueprints.kit.posts import post_extras
from blueprints.kit.request import db, viewer
from blueprints.kit.rows import who_can_read
from models.core.db import as_words
from models.entries import threads
from models.entries.reacting import reactions
from models.entries.reading import NotFound
from models.entries.streams import Position
from models.microblog.sharing import count_shares
from models.microblog.voting import voters
from models.policy.rules import may


@allow("entry.read")
def show_post(entry_id: int) -> str:
    try:
        return draw(entry_id)
    except NotFound:
        return hidden_page(entry_id)


def draw(post_id: int, **form: Any) -> str:
    """The page of a post, with what was typed below it and is wrong. Raises NotFound when the viewer may not see it."""
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
    ids = [post.id, *(row.id for row in said)]
    reacted, more = reactions(db(), as_words(ids), viewer().id), post_extras(ids)
    thing = _standing(post)
    return render_template(
        "microblog/post.html",
        post=_drawn(post, thing, reacted, more),
        readers=who_can_read(post.audience, post.space_name),
        replies=_with_hidden([_drawn(row, thing, reacted, more) for row in said], post, window),
        window=window,
        shares=count_shares(db(), viewer(), post.id),
        voters=_voters(post.id, more.get(post.id)),
        may_reply=may(viewer(), "post.reply", thing),
        may_poll=may(viewer(), "post.poll", thing),
        composer=Composer([], **form),
    )


def _with_hidden(replies: list[SimpleNamespace], post: Any, window: threads.Window) -> list[Any]:
    if not post.any_hidden:
        return replies
    return placed(replies, hidden_lines(post.id), first=window.earlier is None, last=not window.later)


def _voters(post_id: int, more: Any) -> list[tuple[str, list[Any]]]:
    """Of an open poll whose results the viewer sees: each option with who chose it."""
    poll = more.poll if more is not None else None
    if poll is None or poll.secret or not poll.shown:
        return []
    found = voters(db(), post_id)
    return [(option.text, found.get(option.id, [])) for option in poll.options]


def _standing(post: Any) -> SimpleNamespace:
    """The post as the rules look at it."""
    space = None
    if post.space_id is not None:
        space = SimpleNamespace(
            id=post.space_id,
            archived_at=post.archived_at,
            readers_may_post=post.readers_may_post,
            edit_minutes=post.edit_minutes,
            audience="everyone" if post.openness == "open" else f"space:{post.space_id}",
        )
    return SimpleNamespace(author_id=post.author_id, space_id=post.space_id, space=space)


def _drawn(row: Any, root: SimpleNamespace, reacted: dict[int, Any], more: dict[int, Any]) -> SimpleNamespace:
    own = SimpleNamespace(author_id=row.author_id, space_id=root.space_id, space=root.space, created_at=row.created_at)
    thanks, mine = reacted.get(row.id, {}).get("thanks", (0, False))
    return SimpleNamespace(
        row=row,
        id=row.id,
        thanks=thanks,
        mine=mine,
        extras=more.get(row.id),
        may_edit=may(viewer(), "post.edit", own),
        may_trash=may(viewer(), "entry.trash", own),
        may_moderate=may(viewer(), "entry.moderate", own),
    )
