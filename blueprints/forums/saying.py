"""Answering and replying. What cannot be saved comes back on the topic's page with the text in its form."""

from flask import flash, redirect, request
from werkzeug.wrappers import Response

from blueprints.forums import topics
from blueprints.forums.forms import AT_THE_FOOT, ReplyForm
from blueprints.kit.guards import allow, entry
from blueprints.kit.request import db, viewer
from models.core.errors import Invalid, Refused
from models.core.language import gettext as _
from models.entries.entry import Entry
from models.entries.reading import NotFound, visible_entry
from models.forums import topic as forum
from models.forums.topic import TOPIC_KINDS, Question
from models.waiting.mentions import dealt_with


@allow("topic.reply", on=entry())
def answer(topic: Entry) -> Response:
    """Answer a question, or reply to a discussion as a whole."""
    form = AT_THE_FOOT[_topic(topic).kind]()
    if not form.validate_on_submit():
        return topics.again(topic.id, 422, answer_form=form)
    try:
        if isinstance(topic, Question):
            said: Entry = forum.answer(topic, viewer(), form.body.data)
        else:
            said = forum.reply(topic, _topic(topic), viewer(), form.body.data)
    except Invalid as error:
        form.blame(error)
        return topics.again(topic.id, 422, answer_form=form)
    except Refused as error:
        form.form_errors.append(str(error))
        return topics.again(topic.id, 409, answer_form=form)
    return _on_to(topic, said)


@allow("topic.reply", on=entry())
def reply(topic: Entry) -> Response:
    """Reply to the entry `to` of this topic: a remark on an answer, an answer to a reply."""
    form, to = ReplyForm(), _replied_to(topic)
    if not form.validate_on_submit():
        return topics.again(topic.id, 422, reply_form=form, reply_to=to.id)
    try:
        said = forum.reply(to, _topic(topic), viewer(), form.body.data)
    except Invalid as error:
        form.blame(error)
        return topics.again(topic.id, 422, reply_form=form, reply_to=to.id)
    except Refused as error:
        form.form_errors.append(str(error))
        return topics.again(topic.id, 409, reply_form=form, reply_to=to.id)
    return _on_to(topic, said)


def _topic(found: Entry) -> forum.Topic:
    if found.kind not in TOPIC_KINDS:
        raise NotFound
    return found  # type: ignore[return-value]  # both kinds of topics are Question | Discussion


def _replied_to(topic: Entry) -> Entry:
    wanted = request.form.get("to", type=int)
    if wanted in (None, topic.id):
        return _topic(topic)
    to = visible_entry(db(), viewer(), Entry, wanted or 0)
    if to.root_id != topic.id:
        raise NotFound
    return to


def _on_to(topic: Entry, said: Entry) -> Response:
    dealt_with(db(), viewer(), topic.id)
    flash(_("Your answer is posted") if said.kind == "answer" else _("Your reply is posted"), "success")
    return redirect(f"/topics/{topic.id}?at={said.id}#e{said.id}", 303)
