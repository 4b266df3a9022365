"""Microposts: short texts to colleagues, with replies below."""

import re
from typing import Any

from sqlalchemy.orm import Session

from models.activity.act import Actor
from models.core import clock
from models.core.db import session_of
from models.core.errors import Invalid
from models.core.language import gettext as _
from models.core.language import ngettext, pgettext
from models.entries import editing
from models.entries.entry import Entry
from models.entries.kinds import Kind, register
from models.entries.trashing import recount_replies
from models.microblog.poll import words_of_options
from models.spaces.space import Space

POST_LIMIT = 500
# So much of the limit a link takes at most: addresses of documents often have 200 characters.
LINK_COUNTS = 30
# Characters of source at most, links at full length.
LONGEST_SOURCE = 5000
LINK = re.compile(r"(?:https?://|www\.)[^\s<>\"]+")


class Micropost(Entry):
    """A short post, or (with a root) a reply below one."""

    __mapper_args__ = {"polymorphic_identity": "post"}


def length(text: str) -> int:
    """How much of the limit a text takes: each character one, but a link 30 at most."""
    if len(text) > LONGEST_SOURCE:
        return len(text)
    return len(text) - sum(max(0, len(link) - LINK_COUNTS) for link in LINK.findall(text))


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
        length=length,
        wordless=True,
        found_by=words_of_options,
    )
)


def post(
    session: Session,
    by: Actor,
    text: str,
    *,
    space: Space | None = None,
    audience: str | None = None,
    needs_words: bool = True,
    **values: Any,
) -> Micropost:
    """Post to a space, to a department (`audience="department:<id>"`) or to everyone. Raises Invalid."""
    check_words(text, needs_words)
    return editing.create(session, Micropost, by=by, body=text, space=space, audience=audience, **values)


def check_words(text: str, needed: bool = True) -> None:
    """A post that shows nothing else needs words. Raises Invalid."""
    if needed and not text.strip():
        raise Invalid(_("Enter some text"), "text")


def reply_to_post(to: Micropost, root: Micropost, by: Actor, text: str, **values: Any) -> Micropost:
    """Reply below a post; `to` is the post or a reply in its thread. Raises Invalid."""
    session = session_of(root)
    check_words(text, values.pop("needs_words", True))
    said = editing.create(session, Micropost, by=by, body=text, space=root.space, root=root, parent=to, **values)
    root.last_activity_at = max(root.last_activity_at, values.get("at") or clock.now())
    session.flush()
    recount_replies(session, root.id)
    return said
