"""The one page of a suspended person: why, until when, the appeal, and what they wrote to take along."""

import json
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from flask import flash, redirect, render_template
from werkzeug.wrappers import Response
from wtforms import TextAreaField

from blueprints.kit.forms import Form
from blueprints.kit.forms import lazy_gettext as _lazy
from blueprints.kit.guards import public
from blueprints.kit.pages import fragment
from blueprints.kit.request import SUSPENDED_KEY, cookie, db
from blueprints.kit.services import services
from models.core import clock
from models.core.errors import Invalid, Refused
from models.core.language import gettext as _
from models.entries.carrying_along import written_by
from models.moderation.appealing import appeal, why_no_appeal
from models.moderation.decision import APPEAL_LIMIT
from models.moderation.suspending import suspension_of
from models.people.login import suspended_with
from models.people.person import Person
from models.policy.viewer import viewer_of


class SuspendedAppealForm(Form):
    text = TextAreaField(_lazy("What should the other moderator know?"))


def _who() -> Person | None:
    """The suspended person who signed in with this browser, as long as that holds."""
    token = str(cookie.get(SUSPENDED_KEY) or "")
    return suspended_with(db(), token, timedelta(days=services().settings.session_days)) if token else None


@public
def show() -> Response | str:
    person = _who()
    return redirect("/sign-in") if person is None else _draw(person, SuspendedAppealForm())


def _draw(person: Person, form: SuspendedAppealForm) -> str:
    made = suspension_of(db(), person)
    return render_template(
        "conduct/suspended.html",
        person=person,
        made=made,
        form=form,
        no_appeal=why_no_appeal(made) if made else "",
        limit=APPEAL_LIMIT,
    )


@public
def send_appeal() -> Response:
    person = _who()
    made = suspension_of(db(), person) if person else None
    if person is None or made is None:
        return redirect("/sign-in", 303)
    form = SuspendedAppealForm()
    try:
        appeal(db(), made, person, form.text.data or "")
    except Invalid as error:
        form.blame(error)
        return fragment(_draw(person, form), 422)
    except Refused as error:
        flash(str(error), "error")
        return redirect("/suspended", 303)
    flash(_("Your appeal is sent. Sign in again to see what comes of it."), "success")
    return redirect("/suspended", 303)


@public
def take_along() -> Any:
    """Name, profile and everything that the person wrote and may still read, as JSON."""
    person = _who()
    if person is None:
        return redirect("/sign-in")
    entries = written_by(db(), viewer_of(db(), person))
    about = {"username": person.username, "name": person.name, "email": person.email, "taken": clock.now().isoformat()}
    answer = Response("".join(_as_json(about, entries)), mimetype="application/json")
    answer.headers["Content-Disposition"] = f'attachment; filename="{person.username}.json"'
    return answer


def _as_json(about: dict[str, Any], entries: Iterator[dict[str, Any]]) -> Iterator[str]:
    yield json.dumps({"person": about}, ensure_ascii=False)[:-1] + ', "written": ['
    for place, entry in enumerate(entries):
        yield (",\n" if place else "\n") + json.dumps(entry, ensure_ascii=False)
    yield "\n]}\n"
