"""What becomes of a reply when its topic was merged, split, moved, trashed or made unreadable while it was written.

Nothing is lost: the text comes back in a form where it can be posted, or ready to copy, with a sentence that says what
happened. Whoever may not see a topic is told the same as for an address that never was.
"""

from typing import Any

from flask import request
from sqlalchemy import bindparam, select
from werkzeug.wrappers import Response

from blueprints.forums import topics
from blueprints.forums.forms import AT_THE_FOOT, ReplyForm
from blueprints.kit.errors import error_page, typed
from blueprints.kit.request import db, viewer
from models.core.base import BigId
from models.core.db import among, one
from models.core.language import gettext as _
from models.entries.entry import Entry
from models.entries.reading import NotFound, visible_entry
from models.forums.topic import TOPIC_KINDS, Discussion, Question, Topic
from models.policy.rules import may

IN_TRASH = select(Entry.id).where(
    Entry.id == bindparam("entry_id", type_=BigId), Entry.state == "trashed", among(Entry.audience, "keys")
)


def topic_to_write_in(entry_id: int) -> Topic | Response:
    """The topic, when the viewer may write in it; else the answer that gives the text back."""
    found = _visible(entry_id)
    if found is None:
        return _gone(entry_id)
    if not isinstance(found, Question | Discussion):
        return _merged(found)
    if not may(viewer(), "topic.reply", found):
        said = _(
            "You can read this, but you may not write here. Nothing was posted. Your text is in the form: copy it."
        )
        return _back_with(found.id, 403, said)
    return found


def replied_to(topic: Topic) -> Entry | Response:
    """The post of the topic that `to` names, or the answer that says where it went."""
    wanted = request.form.get("to", type=int)
    if wanted in (None, topic.id):
        return topic
    to = _visible(wanted or 0)
    if to is not None and to.root_id == topic.id:
        return to
    if to is not None and to.kind in TOPIC_KINDS:
        return _moved_on(to.id)
    root = _visible(to.root_id) if to is not None and to.root_id else None
    if to is None or root is None or root.kind not in TOPIC_KINDS:
        return _back_with(
            topic.id, 409, _("What you reply to is no longer here. Your text is in the form: post it, or copy it.")
        )
    return _moved_on(root.id, to.id)


def _visible(entry_id: int) -> Entry | None:
    try:
        return visible_entry(db(), viewer(), Entry, entry_id)
    except NotFound:
        return None


def _gone(entry_id: int) -> Response:
    if 0 < entry_id < 2**63 and one(db(), IN_TRASH, entry_id=entry_id, keys=viewer().keys_json):
        said = _(
            "It was moved to the trash while you were writing. Nothing was posted. Copy your text, and ask a curator of"
            " the space whether it comes back."
        )
        return error_page(409, _("This topic is in the trash"), said, kept=typed())
    said = _(
        "There is nothing at this address, or you cannot see it any more. Nothing was posted. Copy your text: you can"
        " start a discussion or ask a question with it."
    )
    return error_page(404, _("You cannot reply here"), said, kept=typed())


def _merged(found: Entry) -> Response:
    root = _visible(found.root_id) if found.root_id else None
    if root is None or root.kind not in TOPIC_KINDS:
        return _gone(found.id)
    said = _(
        "“%(title)s” was merged into this topic while you were writing. Your text is in the form: post it here.",
        title=found.title or root.title,
    )
    return _back_with(root.id, 409, said)


def _moved_on(topic_id: int, to: int | None = None) -> Response:
    said = _(
        "What you reply to was moved into this topic while you were writing. Your text is in the form: post it here."
    )
    if to is None:
        return _back_with(topic_id, 409, said)
    form = ReplyForm()
    form.form_errors.append(said)
    return topics.again(topic_id, 409, reply_form=form, reply_to=to)


def _back_with(topic_id: int, status: int, said: str) -> Response:
    """The page of a topic with the text in the form at its foot."""
    topic: Any = visible_entry(db(), viewer(), Entry, topic_id)
    form = AT_THE_FOOT[topic.kind]()
    form.form_errors.append(said)
    return topics.again(topic_id, status, answer_form=form)
