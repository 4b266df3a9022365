"""The log of all decisions, for those who answer for them."""

from types import SimpleNamespace
from typing import Any
from urllib.parse import urlencode

from flask import render_template, request

from blueprints.kit.deciding import kind_word, office_word, verb_word
from blueprints.kit.guards import allow
from blueprints.kit.request import db, viewer
from models.core.language import gettext as _
from models.entries.streams import Position
from models.moderation.decision import VERBS
from models.moderation.log import APPEALS, PAGE, decisions


@allow("admin.audit")
def show_log() -> str:
    verb, appeal = request.args.get("verb", ""), request.args.get("appeal", "")
    verb, appeal = verb if verb in VERBS else "", appeal if appeal in APPEALS else ""
    before = request.args.get("before")
    found = decisions(db(), viewer(), verb=verb, appeal=appeal, before=Position.parse(before))
    shown = found[:PAGE]
    query = {key: value for key, value in (("verb", verb), ("appeal", appeal)) if value}
    base = "/moderation/log" + (f"?{urlencode(query)}" if query else "")
    older = None
    if len(found) > PAGE:
        older = f"/moderation/log?{urlencode({**query, 'before': str(Position(shown[-1].at, shown[-1].id))})}"
    return render_template(
        "moderation/log.html",
        rows=[_drawn(row) for row in shown],
        verbs=[(name, each.word()) for name, each in VERBS.items()],
        verb=verb,
        appeals=[(key, appeal_word(key)) for key in APPEALS],
        appeal=appeal,
        first_href=base if before else None,
        older_href=older,
    )


def appeal_word(state: str) -> str:
    """What became of an appeal, in a word."""
    words = {"waiting": _("Appeal waits"), "upheld": _("Appeal upheld"), "refused": _("Appeal refused")}
    return words.get(state, "")


def _drawn(row: Any) -> SimpleNamespace:
    waits = row.appealed_at is not None and row.answered_at is None and row.ended_at is None
    return SimpleNamespace(
        row=row,
        word=verb_word(row.verb),
        kind_label=kind_word(row.target_kind, row.kind),
        office=office_word(row.office),
        # Whoever wrote without their name stays without it.
        whom=None if row.unnamed else SimpleNamespace(name=row.person_name, username=row.person_username),
        appeal=appeal_word("waiting" if waits else row.answer),
    )
