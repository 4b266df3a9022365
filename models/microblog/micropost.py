"""Microposts: short texts to colleagues, with replies below."""

from typing import Any

from sqlalchemy.orm import Session

from models.activity.act import Actor
from models.core import clock
from models.core.db import session_of
from models.core.language import ngettext, pgettext
from models.entries import editing
from models.entries.entry import Entry
from models.entries.kinds import Kind, register
from models.entries.trashing import recount_replies
from models.spaces.space import Space

POST_LIMIT = 500


class Micropost(Entry):
    """A short post, or (with a root) a reply below one."""

    __mapper_args__ = {"polymorphic_identity": "post"}


register(
    Kind(
        name="post",
        cls=Micropost,
        mark="post",
        word=lambda: pgettext("kind", "Post"),
        counted=lambda n: ngettext("%(num)s post", "%(num)s posts", n),
        titled=False,
        threaded=True,
        limit=POST_LIMIT,
    )
)


def post(
    session: Session, by: Actor, text: str, *, space: Space | None = None, audience: str | None = None, **values: Any
) -> Micropost:
    """Post to a space, to a department (`audience="department:<id>"`) or to everyone. Raises Invalid."""
    return editing.create(session, Micropost, by=by, body=text, space=space, audience=audience, **values)


def reply_to_post(to: Micropost, root: Micropost, by: Actor, text: str, **values: Any) -> Micropost:
    """Reply below a post; `to` is the post or a reply in its thread. Raises Invalid."""
    session = session_of(root)
    said = editing.create(session, Micropost, by=by, body=text, space=root.space, root=root, parent=to, **values)
    root.last_activity_at = max(root.last_activity_at, values.get("at") or clock.now())
    session.flush()
    recount_replies(session, root.id)
    return said
