"""Accepting an answer, closing, and turning a question into a discussion or back."""

from typing import Any

from flask import flash, redirect, render_template, request
from werkzeug.wrappers import Response

from blueprints.forums.finding import topic_of
from blueprints.forums.forms import ClosingForm
from blueprints.kit.guards import allow, check, entry
from blueprints.kit.pages import fragment
from blueprints.kit.request import db, viewer
from models.core.language import gettext as _
from models.entries.entry import Entry
from models.entries.reading import visible_entry
from models.forums import answering
from models.forums.topic import Answer, Question
from models.policy.rules import may


def _wanted() -> bool:
    return request.values.get("on", "1") == "1"


def _back_to(topic: Entry, place: str = "") -> Response:
    return redirect(f"/topics/{topic.id}{place}", 303)


@allow("topic.accept", on=entry(Question))
def acceptance(question: Question) -> Response:
    """Accept the answer `answer`, or take the acceptance back."""
    if not _wanted():
        answering.unaccept(question, viewer())
        flash(_("No answer is accepted now"), "success")
        return _back_to(question)
    chosen = visible_entry(db(), viewer(), Answer, request.form.get("answer", type=int) or 0)
    answering.accept(chosen, question, viewer())
    flash(_("You accepted this answer. It stands first now."), "success")
    return _back_to(question, f"?at={chosen.id}#e{chosen.id}")


@allow("topic.close", on=entry())
def why_close(topic: Entry) -> str:
    return render_template("forums/close.html", form=ClosingForm(), topic=topic_of(topic))


@allow("entry.read", on=entry())
def closure(found: Entry) -> Response:
    """Close the topic for a reason, or open it again."""
    topic = topic_of(found)
    check("topic.close" if _wanted() else "topic.reopen", topic)
    if not _wanted():
        answering.reopen(topic, viewer())
        flash(_("Anybody can add to it again."), "success")
        return _back_to(topic)
    form = ClosingForm()
    if not form.validate_on_submit():
        return fragment(render_template("forums/close.html", form=form, topic=topic), 422)
    answering.close(topic, viewer(), form.reason.data or "")
    message: Any = _("Closed. Nothing can be added now.")
    if may(viewer(), "topic.reopen", topic):
        message = {"text": message, "undo": f"/topics/{topic.id}/closure?on=0"}
    flash(message, "success")
    return _back_to(topic)


@allow("topic.convert", on=entry())
def conversion(found: Entry) -> Response:
    """A question becomes a discussion, or the other way round."""
    topic = topic_of(found)
    to_question = topic.kind == "discussion"
    answering.convert(topic, viewer())
    done = _("This is a question now") if to_question else _("This is a discussion now, its answers are replies")
    flash(done, "success")
    return redirect(f"/topics/{topic.id}", 303)
