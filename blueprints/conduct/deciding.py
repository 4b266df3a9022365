"""Warning somebody, silencing them in a space, suspending them everywhere, and ending that before its time."""

from collections.abc import Callable
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

from flask import flash, redirect, render_template
from werkzeug.wrappers import Response
from wtforms import RadioField, SelectField, TextAreaField

from blueprints.conduct.telling import mail_suspension
from blueprints.kit.forms import Form
from blueprints.kit.forms import lazy_gettext as _lazy
from blueprints.kit.guards import allow
from blueprints.kit.pages import fragment
from blueprints.kit.request import db, viewer
from blueprints.kit.sent import choice
from models.core import clock
from models.core.errors import Invalid, Refused
from models.core.language import gettext as _
from models.core.language import ngettext
from models.entries.meeting import exists_for
from models.entries.reading import NotFound
from models.moderation import suspending
from models.moderation.decision import REASON_LIMIT, VERBS
from models.people.person import FOREVER, Person, person_named
from models.policy.finding import visible_space
from models.policy.viewer import NOBODY
from models.spaces.space import Space

WORDS: dict[str, Callable[[], str]] = {
    "warn": lambda: _("Warn"),
    "silence": lambda: _("Silence in this space"),
    "suspend": lambda: _("Suspend from the whole site"),
    "unsilence": lambda: _("Let them write here again"),
    "reinstate": lambda: _("Let them in again"),
}
HINTS: dict[str, Callable[[], str]] = {
    "warn": lambda: _("They are told what must not happen again. Nothing else changes."),
    "silence": lambda: _("They go on reading, but write nothing in this space until the time is over."),
    "suspend": lambda: _(
        "They are signed out everywhere within a second. They can read why, appeal and take their data."
    ),
}


class ConductForm(Form):
    verb = RadioField(_lazy("What do you decide?"), validate_choice=False)
    days = SelectField(_lazy("For how long"), coerce=choice, validate_choice=False, default=7)
    reason = TextAreaField(_lazy("Why"))


def _person(values: dict[str, Any]) -> Person:
    found = person_named(db(), values.pop("username").lower())
    if not exists_for(db(), viewer(), found or NOBODY) or found is None:
        raise NotFound
    return found


def _everywhere(values: dict[str, Any]) -> SimpleNamespace:
    person = _person(values)
    return SimpleNamespace(person=person, person_id=person.id, here=None, space_id=None)


def _in_space(values: dict[str, Any]) -> SimpleNamespace:
    space = visible_space(db(), viewer(), values.pop("space_slug"))
    person = _person(values)
    if space is None:
        raise NotFound
    return SimpleNamespace(person=person, person_id=person.id, here=space, space_id=space.id)


@allow("person.suspend", on=_everywhere)
def ask_everywhere(about: SimpleNamespace) -> str:
    return _draw(about, _form(about))


@allow("person.suspend", on=_everywhere)
def decide_everywhere(about: SimpleNamespace) -> Response:
    return _decide(about)


@allow("space.silence", on=_in_space)
def ask_in_space(about: SimpleNamespace) -> str:
    return _draw(about, _form(about))


@allow("space.silence", on=_in_space)
def decide_in_space(about: SimpleNamespace) -> Response:
    return _decide(about)


def _choices(about: SimpleNamespace) -> tuple[str, ...]:
    if about.here is not None:
        silenced = suspending.silence_of(db(), about.person, about.here)
        return ("warn", "unsilence" if silenced else "silence")
    return ("warn", "reinstate" if about.person.is_suspended else "suspend")


def _form(about: SimpleNamespace) -> ConductForm:
    form = ConductForm()
    form.verb.choices = [(each, WORDS[each]()) for each in _choices(about)]
    days = suspending.SILENCED_DAYS if about.here is not None else suspending.SUSPENDED_DAYS
    form.days.choices = [(each, _lasts(each)) for each in days]
    return form


def _lasts(days: int) -> str:
    return ngettext("%(num)s day", "%(num)s days", days) if days else _("Until further notice")


def _draw(about: SimpleNamespace, form: ConductForm) -> str:
    return render_template(
        "conduct/moderate.html",
        person=about.person,
        space=about.here,
        form=form,
        hints={each: HINTS[each]() for each in HINTS},
        earlier=[
            (row, VERBS[row.verb].word()) for row in suspending.record_for(db(), viewer(), about.person, about.here)
        ],
        limit=REASON_LIMIT,
        lasts={"silence", "suspend"} & set(_choices(about)),
        action=_address(about),
    )


def _address(about: SimpleNamespace) -> str:
    before = f"/s/{about.here.slug}" if about.here is not None else ""
    return f"{before}/people/{about.person.username}/moderate"


def _decide(about: SimpleNamespace) -> Response:
    form = _form(about)
    if not form.validate():
        return fragment(_draw(about, form), 422)
    verb, reason = form.verb.data or "", form.reason.data or ""
    try:
        if verb not in _choices(about):
            raise Invalid(_("Choose what you decide"), "verb")
        said = _do(about, verb, reason, form.days.data)
    except Invalid as error:
        db().rollback()
        form.blame(error)
        return fragment(_draw(about, form), 422)
    except Refused as error:
        db().rollback()
        form.form_errors.append(str(error))
        return fragment(_draw(about, form), 409)
    flash(said, "success")
    return redirect(_address(about), 303)


def _do(about: SimpleNamespace, verb: str, reason: str, days: int | None) -> str:
    person, space, name = about.person, about.here, about.person.name
    if verb == "suspend":
        made = suspending.suspend(db(), person, viewer(), reason, _until(days))
        mail_suspension(person, made)
        return _("%(name)s is suspended and signed out. The reason stands on the page that they see.", name=name)
    if verb == "reinstate":
        suspending.reinstate(db(), person, viewer(), reason)
        return _("%(name)s can sign in again and is told why.", name=name)
    if verb == "silence":
        suspending.silence_in(db(), person, _space(space), viewer(), reason, _until(days))
        return _("%(name)s cannot write here for a time, and is told why.", name=name)
    if verb == "unsilence":
        suspending.end_silence(db(), person, _space(space), viewer(), reason)
        return _("%(name)s can write here again, and is told.", name=name)
    suspending.warn(db(), person, viewer(), reason, space)
    return _("%(name)s is warned, and is told why.", name=name)


def _space(space: Space | None) -> Space:
    if space is None:
        raise NotFound
    return space


def _until(days: int | None) -> Any:
    """The moment after so many days; 0 is until further notice. A moment that nothing accepts for what is no choice."""
    if days == 0:
        return FOREVER
    return clock.now() + timedelta(days=min(max(days or -1, -1), 10_000))
