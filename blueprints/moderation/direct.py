"""Deciding from the menu of the thing itself: hide, remove, and restore what is hidden or was removed."""

from typing import Any

from flask import flash, redirect, render_template
from werkzeug.wrappers import Response

from blueprints.kit.deciding import reason_words, verb_word
from blueprints.kit.guards import allow
from blueprints.kit.pages import fragment
from blueprints.kit.request import db, viewer
from blueprints.moderation.forms import DecideForm, decide_form
from blueprints.moderation.queue import said
from blueprints.moderation.things import STATES, away_since, entry_thing, with_text
from models.core.errors import Invalid, Refused
from models.entries.entry import Entry
from models.entries.reading import NotFound, visible_entry
from models.moderation.case import open_case, target_of
from models.moderation.deciding import choices, decide_entry, restore
from models.moderation.queue import earlier_decisions, reports_of


def _entry(values: dict[str, Any]) -> Entry:
    """The entry in the address, where it stands or where a moderator put it."""
    entry_id = values.pop("entry_id")
    for state in ("live", *STATES):
        try:
            return visible_entry(db(), viewer(), Entry, entry_id, state=state)
        except NotFound:
            continue
    raise NotFound


@allow("entry.moderate", on=_entry)
def ask_direct(entry: Entry) -> str:
    return _draw(entry, _form(entry))


def _form(entry: Entry) -> DecideForm:
    if not entry.is_live:
        return decide_form(("restore",))
    reported = open_case(db(), "entry", entry.id) is not None
    verbs = choices(db(), target_of(db(), entry))
    return decide_form(verbs if reported else tuple(each for each in verbs if each not in ("keep", "edit")))


def _draw(entry: Entry, form: DecideForm) -> str:
    case = open_case(db(), "entry", entry.id)
    whole = with_text(entry.id) or entry
    return render_template(
        "moderation/direct.html",
        entry=whole,
        thing=entry_thing(whole),
        away=away_since(entry) if not entry.is_live else None,
        told=reports_of(db(), case.id) if case else [],
        words=reason_words(),
        earlier=[(each, verb_word(each.verb)) for each in earlier_decisions(db(), "entry", entry.id)],
        form=form,
    )


@allow("entry.moderate", on=_entry)
def settle_direct(entry: Entry) -> Response:
    form = _form(entry)
    verb, reason = form.verb.data or "", form.reason.data or ""
    try:
        if entry.is_live:
            made = decide_entry(db(), entry, viewer(), verb, reason)
        else:
            made = restore(db(), entry, viewer(), reason)
    except Invalid as error:
        form.blame(error)
        return fragment(_draw(entry, form), 422)
    except Refused as error:
        flash(str(error), "error")
        return redirect(f"/e/{entry.id}/moderate", 303)
    flash(said(made), "success")
    return redirect(f"/e/{entry.id}", 303)
