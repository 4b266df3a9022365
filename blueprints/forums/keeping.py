"""Pinning and archiving a topic for a reason that its readers see, and what has happened to it so far."""

from datetime import datetime, timedelta
from typing import Any

from flask import flash, redirect, render_template, request
from werkzeug.wrappers import Response

from blueprints.forums.finding import topic_of
from blueprints.forums.forms import ArchivingForm, PinningForm
from blueprints.kit.guards import allow, check, entry
from blueprints.kit.pages import fragment
from blueprints.kit.request import db, viewer
from blueprints.kit.services import services
from models.core import clock
from models.core.clock import start_of_day
from models.core.language import date
from models.core.language import gettext as _
from models.entries.entry import Entry
from models.forums import answering
from models.forums.tracing import events
from models.policy.rules import may


def _wanted() -> bool:
    return request.values.get("on", "1") == "1"


@allow("topic.pin", on=entry())
def ask_pin(found: Entry) -> str:
    return render_template("forums/pin.html", form=PinningForm(), topic=topic_of(found))


@allow("topic.pin", on=entry())
def pin(found: Entry) -> Response:
    topic, form = topic_of(found), PinningForm()
    if not _wanted():
        answering.unpin(topic, viewer())
        flash(_("No longer pinned"), "success")
        return redirect(f"/topics/{topic.id}", 303)
    until = _end_of(form)
    if not form.validate() or (until is not None and until <= clock.now()):
        if not form.until.errors:
            form.until.errors = [_("Choose a day that is still to come")]
        return fragment(render_template("forums/pin.html", form=form, topic=topic), 422)
    answering.pin(topic, viewer(), until, form.reason.data or "")
    said = _("Pinned: it stands first in the list of its space for a year")
    if until is not None:
        said = _("Pinned: it stands first in the list of its space until %(day)s", day=date(until - timedelta(hours=1)))
    message: Any = {"text": said, "undo": f"/topics/{topic.id}/pin?on=0"}
    flash(message, "success")
    return redirect(f"/topics/{topic.id}", 303)


def _end_of(form: PinningForm) -> datetime | None:
    """The last day counts."""
    if form.until.data is None or form.until.data.year > 9000:
        return None
    return start_of_day(form.until.data + timedelta(days=1), services().settings.time_zone)


@allow("topic.archive", on=entry())
def ask_archive(found: Entry) -> str:
    return render_template("forums/archive.html", form=ArchivingForm(), topic=topic_of(found))


@allow("entry.read", on=entry())
def archive(found: Entry) -> Response:
    """Put the topic aside for a reason, or take it up again."""
    topic, form = topic_of(found), ArchivingForm()
    check("topic.archive", topic)
    if not _wanted():
        answering.reopen(topic, viewer())
        flash(_("Out of the archive: it stands in the lists again, and others can add to it."), "success")
        return redirect(f"/topics/{topic.id}", 303)
    if not form.validate():
        return fragment(render_template("forums/archive.html", form=form, topic=topic), 422)
    answering.archive(topic, viewer(), form.reason.data or "")
    message: Any = {
        "text": _("Archived. It can be read and found, and stays as it is."),
        "undo": f"/topics/{topic.id}/archive?on=0",
    }
    flash(message, "success")
    return redirect(f"/topics/{topic.id}", 303)


@allow("entry.read", on=entry())
def show_events(found: Entry) -> str:
    topic = topic_of(found)
    return render_template(
        "forums/events.html",
        topic=topic,
        events=events(db(), viewer(), topic.id),
        may_unmerge=may(viewer(), "topic.merge", topic) and topic.status != "archived",
    )
