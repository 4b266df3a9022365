"""What the viewer reported and what became of it, and what was decided about what they wrote."""

from types import SimpleNamespace
from typing import Any

from flask import render_template

from blueprints.kit.deciding import kind_word, reason_words, verb_word
from blueprints.kit.guards import allow
from blueprints.kit.request import db, viewer
from blueprints.kit.rows import title_of
from models.core.db import as_words
from models.core.language import gettext as _
from models.entries.rows import visible_rows
from models.moderation.decision import words_shown
from models.moderation.log import decisions_about
from models.moderation.queue import my_reports


@allow("reports.list")
def show_mine() -> str:
    found = my_reports(db(), viewer())
    shown = visible_rows(db(), viewer(), as_words(row.entry_id for row in found if row.entry_id))
    words = reason_words()
    return render_template(
        "moderation/mine.html",
        reports=[_report(row, shown, words) for row in found],
        decisions=[_decision(row) for row in decisions_about(db(), viewer())],
    )


def _report(row: Any, shown: dict[int, Any], words: dict[str, str]) -> SimpleNamespace:
    entry = shown.get(row.entry_id) if row.entry_id else None
    title = title_of(entry) if entry else ""
    if not title:
        title = _("A profile") if row.person_id else _("Something that you cannot read now")
        title = title if row.entry_id or row.person_id else _("A message")
    return SimpleNamespace(
        title=title,
        href=f"/e/{row.entry_id}" if entry else None,
        reason=words.get(row.reason, row.reason),
        when=row.created_at,
        outcome=verb_word(row.outcome) if row.handled_at else "",
        decided=row.handled_at,
    )


def _decision(row: Any) -> SimpleNamespace:
    label = kind_word(row.target_kind, None) if row.target_kind != "entry" else _("Something that you wrote")
    return SimpleNamespace(
        id=row.id,
        word=verb_word(row.verb),
        label=label,
        reason=row.reason if words_shown(row, viewer()) else "",
        when=row.at,
    )
