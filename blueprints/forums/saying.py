"""Answering and replying. What cannot be saved comes back with the text in its form and the way out; see `ways_out`."""

from typing import Any

from flask import flash, redirect, request
from werkzeug.wrappers import Response

from blueprints.forums import topics, ways_out
from blueprints.forums.asking import keep
from blueprints.forums.forms import AT_THE_FOOT, AnswerForm, ReplyForm
from blueprints.forums.quotes import quotes_too_wide
from blueprints.kit.guards import allow, entry
from blueprints.kit.request import db, viewer
from models.core.errors import Invalid, Refused
from models.core.language import gettext as _
from models.entries.drafts import place_of_saying, saved
from models.entries.entry import Entry
from models.entries.reading import NotFound
from models.forums import topic as forum
from models.forums.topic import TOPIC_KINDS, Question
from models.waiting.mentions import dealt_with


@allow("entry.read")
def answer(entry_id: int) -> Response:
    """Answer a question, or reply to a discussion as a whole."""
    topic = ways_out.topic_to_write_in(entry_id)
    if isinstance(topic, Response):
        return topic
    form = AT_THE_FOOT[topic.kind]()
    if not _fine(form, topic):
        return topics.again(topic.id, 422, answer_form=form)
    try:
        if isinstance(topic, Question):
            said: Entry = forum.answer(topic, viewer(), form.body.data)
        else:
            said = forum.reply(topic, topic, viewer(), form.body.data)
    except (Invalid, Refused) as error:
        return _not_said(topic, error, answer_form=form)
    saved(db(), viewer(), place_of_saying(topic.id), form.draft.data)
    return _on_to(topic, said)


@allow("topic.reply", on=entry())
def keep_draft(topic: Entry) -> Response | tuple[Response | str, int]:
    """Keep an answer or reply that is being written, for its writer alone; `to` says below what."""
    if topic.kind not in TOPIC_KINDS:
        raise NotFound
    to = request.form.get("to", 0, type=int)
    place = f"reply={to}&draft=use#reply" if to else "draft=use#answer"
    about = {"entry_id": topic.id, "space_id": topic.space_id}
    return keep(place_of_saying(topic.id, to), f"/topics/{topic.id}?{place}", f"/topics/{topic.id}/draft", **about)


@allow("entry.read")
def reply(entry_id: int) -> Response:
    """Reply to the entry `to` of this topic: a remark on an answer, an answer to a reply."""
    topic = ways_out.topic_to_write_in(entry_id)
    if isinstance(topic, Response):
        return topic
    to = ways_out.replied_to(topic)
    if isinstance(to, Response):
        return to
    form = ReplyForm()
    if not _fine(form, topic):
        return topics.again(topic.id, 422, reply_form=form, reply_to=to.id)
    try:
        said = forum.reply(to, topic, viewer(), form.body.data)
    except (Invalid, Refused) as error:
        return _not_said(topic, error, reply_form=form, reply_to=to.id)
    saved(db(), viewer(), place_of_saying(topic.id, to.id), form.draft.data)
    return _on_to(topic, said)


def _fine(form: AnswerForm, topic: forum.Topic) -> bool:
    """True for a text that can be posted; false too where it quotes what fewer people can read, and nobody was told."""
    return bool(form.validate_on_submit()) and not quotes_too_wide(form, topic)


def _not_said(topic: forum.Topic, error: Invalid | Refused, **forms: Any) -> Response:
    form = forms.get("answer_form") or forms["reply_form"]
    if isinstance(error, Invalid):
        form.blame(error)
        return topics.again(topic.id, 422, **forms)
    form.form_errors.append(str(error))
    return topics.again(topic.id, 409, **forms)


def _on_to(topic: Entry, said: Entry) -> Response:
    dealt_with(db(), viewer(), topic.id)
    flash(_("Your answer is posted") if said.kind == "answer" else _("Your reply is posted"), "success")
    return redirect(f"/topics/{topic.id}?at={said.id}#e{said.id}", 303)
