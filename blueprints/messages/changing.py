"""Changing a message for an hour, and taking it back at any time."""

from flask import flash, redirect, render_template, request
from werkzeug.wrappers import Response

from blueprints.kit.guards import allow
from blueprints.kit.pages import fragment
from blueprints.kit.request import db, viewer
from blueprints.messages.loading import conversation, message_in
from models.core.errors import Invalid, Refused
from models.core.language import gettext as _
from models.entries.reading import NotFound
from models.messages.conversation import Conversation, Message
from models.messages.talking import MESSAGE_LIMIT, change, remove


@allow("conversation.write", on=conversation)
def edit(found: Conversation, message_id: int) -> str:
    said = _own(found, message_id)
    return render_template(
        "messages/edit.html", conversation=found, said=said, typed=said.body, wrong="", limit=MESSAGE_LIMIT
    )


def _own(found: Conversation, message_id: int) -> Message:
    said = message_in(found, message_id)
    if said.author_id != viewer().id:
        raise NotFound
    return said


@allow("conversation.write", on=conversation)
def save(found: Conversation, message_id: int) -> Response:
    said = _own(found, message_id)
    text = request.form.get("body", "")
    try:
        change(said, viewer(), text, found)
    except (Invalid, Refused) as error:
        db().expire(said)
        page = render_template(
            "messages/edit.html", conversation=found, said=said, typed=text, wrong=str(error), limit=MESSAGE_LIMIT
        )
        return fragment(page, 422)
    return redirect(f"/messages/{found.id}?at={said.id}#m{said.id}", 303)


@allow("conversation.write", on=conversation)
def take_back(found: Conversation, message_id: int) -> Response:
    try:
        remove(message_in(found, message_id), viewer(), found)
        flash(_("The message is removed."), "success")
    except Refused as error:
        flash(str(error), "error")
    return redirect(f"/messages/{found.id}", 303)
