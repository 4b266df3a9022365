"""Posting and replying. What cannot be saved comes back in its form."""

from flask import flash, redirect, request
from werkzeug.wrappers import Response

from blueprints.kit.guards import allow, check, entry
from blueprints.kit.pages import fragment
from blueprints.kit.request import db, viewer
from blueprints.microblog import posts, streams
from models.core.errors import Invalid
from models.core.language import gettext as _
from models.entries.reading import NotFound
from models.microblog.micropost import Micropost, post, reply_to_post
from models.policy.finding import visible_space
from models.spaces.space import Space
from models.waiting.mentions import dealt_with


@allow("home.read")
def publish() -> Response:
    text, to = request.form.get("text", ""), request.form.get("to", "")
    try:
        space, audience = _readers(to)
        made = post(db(), viewer(), text, space=space, audience=audience)
    except Invalid as error:
        return fragment(streams.draw(typed=text, chosen=to, wrong=str(error)), 422)
    flash(_("Posted"), "success")
    return redirect(_back(space, made), 303)


@allow("post.reply", on=entry(Micropost))
def reply(root: Micropost) -> Response:
    """Reply below a post."""
    if root.root_id is not None:
        raise NotFound
    text = request.form.get("text", "")
    try:
        said = reply_to_post(root, root, viewer(), text)
    except Invalid as error:
        return fragment(posts.draw(root.id, typed=text, wrong=str(error)), 422)
    dealt_with(db(), viewer(), root.id)
    flash(_("Your reply is posted"), "success")
    return redirect(f"/posts/{root.id}?at={said.id}#e{said.id}", 303)


def _readers(to: str) -> tuple[Space | None, str | None]:
    """Space and audience of a choice made in the form. Raises Invalid, and Forbidden where the viewer may not post."""
    scope, _colon, which = to.partition(":")
    if scope == "space" and (space := visible_space(db(), viewer(), which)) is not None:
        check("post.create", space)
        return space, None
    if to == "everyone":
        check("post.create", None)
        return None, None
    if scope == "department" and which in map(str, viewer().department_ids) and not viewer().is_guest:
        return None, to
    raise Invalid(_("Choose who can read this"), "to")


def _back(space: Space | None, made: Micropost) -> str:
    came_from = request.form.get("from", "")
    if came_from == "home":
        return "/"
    return f"/s/{space.slug}/posts" if space and came_from == "space" else f"/posts#e{made.id}"
