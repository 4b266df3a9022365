"""Posting and replying, with a file or a poll. What cannot be saved comes back in its form."""

from typing import Any

from flask import flash, redirect, request
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from blueprints.kit.composing import blamed, poll_sent, readers_chosen
from blueprints.kit.guards import allow, entry
from blueprints.kit.pages import fragment
from blueprints.kit.receiving import received_if_any, takes_files
from blueprints.kit.request import db, viewer
from blueprints.kit.services import services
from blueprints.microblog import posts, streams
from models.core.errors import Invalid
from models.core.language import gettext as _
from models.core.language import number
from models.entries.reading import NotFound
from models.files.limits import largest_file
from models.files.receiving import MEGABYTE, Received
from models.files.sniffing import PICTURES
from models.files.storing import add_file
from models.microblog.holding import hold
from models.microblog.micropost import Micropost, post, reply_to_post
from models.microblog.poll import add_poll
from models.policy.finding import visible_space
from models.policy.viewer import Viewer
from models.spaces.space import Space
from models.waiting.mentions import dealt_with

ALT_LIMIT = 250


def into_post(session: Session, known: Viewer, values: dict[str, Any]) -> int:
    """The gate of posts: as large a file as the instance takes. What its space allows is asked when it is known."""
    return services().settings.largest_file * MEGABYTE


@takes_files(into_post)
@allow("home.read")
def publish() -> Response:
    try:
        space, audience = readers_chosen(request.form.get("to", ""), request.form.get("readers", ""))
        sent, asked = received_if_any(), poll_sent()
        text = request.form.get("text", "")
        made = post(
            db(),
            viewer(),
            text,
            space=space,
            audience=audience,
            needs_words=asked is not None or sent is None,
            mark=mark_of(sent),
        )
        if asked is not None:
            add_poll(db(), made, asked)
        told = keep_file(made, space, sent)
    except Invalid as error:
        db().rollback()
        return fragment(_again(error), 422)
    flash(_("Posted"), "success")
    if told:
        flash(told)
    return redirect(_back(space, made), 303)


@takes_files(into_post)
@allow("post.reply", on=entry(Micropost))
def reply(root: Micropost) -> Response:
    """Reply below a post."""
    if root.root_id is not None:
        raise NotFound
    root_id = root.id
    try:
        sent = received_if_any()
        said = reply_to_post(
            root, root, viewer(), request.form.get("text", ""), needs_words=sent is None, mark=mark_of(sent)
        )
        told = keep_file(said, root.space, sent)
    except Invalid as error:
        db().rollback()
        return fragment(posts.draw(root_id, **blamed(error)), 422)
    dealt_with(db(), viewer(), root_id)
    flash(_("Your reply is posted"), "success")
    if told:
        flash(told)
    return redirect(f"/posts/{root_id}?at={said.id}#e{said.id}", 303)


def mark_of(sent: Received | None) -> str:
    """Tells apart two posts with the same words and different files."""
    return sent.digest if sent else ""


def keep_file(made: Micropost, space: Space | None, sent: Received | None) -> Any:
    """Keep the file of a post; what its author is asked for afterwards. Raises Invalid (`file`, `alt`)."""
    if sent is None:
        return None
    alt = " ".join(request.form.get("alt", "").split())
    if len(alt) > ALT_LIMIT:
        message = _("The description of the picture must be %(most)s characters or fewer. It has %(now)s.")
        raise Invalid(message % {"most": ALT_LIMIT, "now": len(alt)}, "alt")
    most = largest_file(db(), space.id, services().settings.largest_file) if space else None
    if most is not None and sent.size > most:
        message = _("“%(name)s” is larger than %(most)s MB, the most that this space takes. Choose a smaller file.")
        raise Invalid(message % {"name": sent.name, "most": number(most // MEGABYTE)}, "file")
    file = add_file(db(), services().blobs, viewer(), space, sent, page=made, description=alt, quiet=True)
    picture = sent.media_type in PICTURES
    hold(db(), made, file, picture=picture, size=sent.size)
    if picture and not alt:
        said = _("Some colleagues cannot see the picture. Say in a sentence what it shows.")
        return {"text": said, "link": f"/posts/{made.id}/picture", "link_label": _("Describe the picture")}
    return None


def _again(error: Invalid) -> str:
    """The stream that the form stood on, with what was typed; what came from home goes on from all posts."""
    came_from = request.form.get("from", "")
    scope, _colon, which = request.form.get("to", "").partition(":")
    here = visible_space(db(), viewer(), which) if (came_from, scope) == ("space", "space") else None
    if here is not None:
        return streams.draw_space(here, **blamed(error))
    return streams.draw(origin="home" if came_from == "home" else "", **blamed(error))


def _back(space: Space | None, made: Micropost) -> str:
    came_from = request.form.get("from", "")
    if came_from == "home":
        return "/"
    return f"/s/{space.slug}/posts" if space and came_from == "space" else f"/posts#e{made.id}"
