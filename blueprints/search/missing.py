"""Searches inside a space that find nothing: counted without names, and shown on the desk of the space."""

from typing import cast
from urllib.parse import quote

from flask import Flask, flash, redirect, request
from werkzeug.wrappers import Response

from blueprints.kit.desk_sections import MOST, Action, Found, Row, Section, register
from blueprints.kit.guards import allow, space
from blueprints.kit.request import db, viewer
from blueprints.kit.services import services
from models.core.language import gettext as _
from models.core.language import ngettext
from models.policy.finding import visible_space
from models.policy.rules import may
from models.search import finding
from models.search.asked import Asked
from models.search.missed import Missed, missed_in, settle
from models.spaces.space import Space


def install(app: Flask) -> None:
    parts = app.extensions["witan"]
    parts.extras["missed"] = Missed(parts.database, app.config["SECRET_KEY"])


def missed() -> Missed:
    return cast(Missed, services().extras["missed"])


def note_missed(asked: Asked, found: finding.Found) -> None:
    """Count a search for words in one space, and in nothing narrower, that found nothing there."""
    slugs = asked.chosen.get("space", ())
    if found.total or found.catching_up or not asked.text or len(slugs) != 1 or len(asked.chosen) > 1:
        return
    here = visible_space(db(), viewer(), slugs[0])
    # Who may not read a space finds nothing there, whatever it holds.
    if here is not None and may(viewer(), "space.read", here):
        missed().note(here.id, asked.text, viewer().id)


@allow("space.desk", on=space)
def deal_with(space: Space) -> Response:
    settle(db(), space.id, request.form.get("words", ""))
    flash(_("It is taken off the desk. If people go on missing it, it comes back."), "success")
    return redirect(f"/s/{space.slug}/desk", 303)


def _gather(space: Space) -> Found:
    rows = []
    for words, people in missed_in(db(), space.id)[: MOST + 1]:
        title = words[:1].upper() + words[1:]
        why = ngettext("%(num)s person found nothing.", "%(num)s people found nothing.", people)
        actions = (
            Action(_("Write a page"), f"/s/{space.slug}/wiki/new?title={quote(title)}"),
            Action(_("Search"), f"/search?q={quote(words)}&space={space.slug}"),
            Action(_("Dealt with"), post=f"/s/{space.slug}/desk/searches", fields={"words": words}),
        )
        rows.append(Row(f"“{words}”", "", why, actions))
    return Found(rows)


register(
    Section(
        "searches",
        70,
        lambda: _("Searched here without success"),
        _gather,
        lambda: _(
            "In the past 30 days. Who searched is not kept; words that fewer than three people used are not shown."
        ),
    )
)
