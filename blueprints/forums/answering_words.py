"""What a topic's page and the lists say about its answering, in words: due day, who is on it, what is asked of whom."""

import re
from datetime import date
from html import unescape
from types import SimpleNamespace
from typing import Any

from blueprints.kit.request import db, viewer
from models.core import clock
from models.core.language import gettext as _
from models.core.language import ngettext, weekday
from models.entries.crediting import pages_from
from models.forums.due import NEVER, overdue_days
from models.forums.solved import is_asked
from models.policy.rules import may

# So much of an answer stands where one is chosen.
FEW_WORDS = 60
BLOCK_END, TAG = re.compile(r"</(?:p|li|h\d|t[dh]|pre|blockquote)>|<br>"), re.compile(r"<[^>]*>")


def due_words(due_on: date | None) -> tuple[str, bool]:
    """("Answer due by Thursday 3 December", False) or ("Answer overdue by 2 days", True); empty when none is due."""
    if due_on is None or due_on == NEVER:
        return "", False
    late = overdue_days(due_on)
    if late > 0:
        return ngettext("Answer overdue by %(num)s day", "Answer overdue by %(num)s days", late), True
    return (_("Answer due today") if late == 0 else _("Answer due by %(day)s", day=weekday(due_on))), False


def claim_words(row: Any) -> str:
    """Who is on it, when somebody is."""
    if row.claimed_until is None or row.claimed_until < clock.now():
        return ""
    until = weekday(row.claimed_until.date())
    if row.claimer_id == viewer().id:
        return _("You are on it until %(day)s", day=until)
    return _("%(name)s is on it until %(day)s", name=row.claimer_name, day=until)


def answering_of(topic: Any, answer_count: int, answers: list[Any], rights: SimpleNamespace) -> SimpleNamespace:
    """All that the page of a topic draws about it. `answers` are the posts shown; one of them may have solved it."""
    due, late = due_words(topic.due_on)
    waits = topic.kind == "question" and topic.status == "open"
    claim = claim_words(topic) if waits else ""
    mine = bool(claim) and topic.claimer_id == viewer().id
    asks = is_asked(topic, answer_count) and may(viewer(), "topic.solved", rights.thing)
    return SimpleNamespace(
        due=due,
        late=late,
        claim=claim,
        mine=mine,
        may_claim=waits and rights.reply and (mine or not claim),
        may_invite=waits,
        # It stands on the viewer's list: as an expert until somebody answers, or because somebody asked them.
        for_me=waits and not topic.passed_by_me and topic.author_id != viewer().id and topic.id not in viewer().unnamed
        and bool(topic.asked_me or (topic.expert_here and not answer_count)),
        asked_me=topic.asked_me,
        pages=pages_from(db(), viewer(), [topic.id]).get(topic.id, []) if topic.became_page else [],
        asks=asks,
        candidates=[(each.id, _words_of(each)) for each in answers] if asks else [],
    )  # fmt: skip


def _words_of(answer: Any) -> str:
    """An answer in a list to choose from: one person may have given several."""
    words = " ".join(unescape(TAG.sub("", BLOCK_END.sub(" ", answer.html))).split())
    shown = words if len(words) <= FEW_WORDS else words[:FEW_WORDS].rstrip() + "…"
    return _("%(name)s: %(words)s", name=answer.row.author_name, words=shown)
