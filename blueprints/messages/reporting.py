"""Reporting a message to the moderators, who see what the person chooses to show and nothing else."""

from collections.abc import Callable

from flask import flash, redirect, render_template, request
from werkzeug.wrappers import Response

from blueprints.kit.guards import allow
from blueprints.kit.pages import fragment
from blueprints.kit.request import db, viewer
from blueprints.messages.loading import conversation, message_in
from models.core.errors import Invalid, Refused
from models.core.language import gettext as _
from models.messages.conversation import Conversation, Message
from models.messages.reporting import BEFORE
from models.moderation.report import hand_over

REASONS: dict[str, Callable[[], str]] = {
    "rude": lambda: _("It is rude, or it threatens somebody"),
    "personal-data": lambda: _("It passes on personal data"),
    "spam": lambda: _("It is advertising or a chain letter"),
    "other": lambda: _("Something else"),
}


@allow("conversation.read", on=conversation)
def ask(found: Conversation, message_id: int) -> str:
    return _draw(found, message_in(found, message_id))


def _draw(found: Conversation, said: Message, wrong: str = "") -> str:
    reasons = [(key, word()) for key, word in REASONS.items()]
    return render_template(
        "messages/report.html",
        conversation=found,
        said=said,
        reasons=reasons,
        chosen=request.form.get("reason", ""),
        note=request.form.get("note", ""),
        wrong=wrong,
        before=BEFORE,
    )


@allow("conversation.read", on=conversation)
def send_report(found: Conversation, message_id: int) -> Response:
    said, form = message_in(found, message_id), request.form
    try:
        hand_over(
            db(), said, viewer(), form.get("reason", ""), form.get("note", ""), with_before=form.get("before") == "1"
        )
    except (Invalid, Refused) as error:
        return fragment(_draw(found, said, wrong=str(error)), 422)
    flash(_("The moderators will look at it. Nobody in the conversation is told that you reported it."), "success")
    return redirect(f"/messages/{found.id}", 303)
