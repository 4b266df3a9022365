"""Lists of questions that wait for an answer: those without one, of all spaces or of one, and those for the viewer."""

from types import SimpleNamespace
from typing import Any

from flask import render_template, request

from blueprints.forums.answering_words import claim_words, due_words
from blueprints.kit.guards import allow
from blueprints.kit.request import db, viewer
from blueprints.kit.rows import entry_rows
from models.core.language import gettext as _
from models.entries.reading import NotFound
from models.entries.streams import PAGE
from models.forums import queue
from models.forums.experts import answers_somewhere, invitations_of
from models.forums.invitation import INVITATIONS_A_WEEK, asked_lately
from models.policy.finding import visible_space
from models.policy.rules import may
from models.spaces.space import Space

VIEWS = ("unanswered", "for-you")


@allow("home.read")
def questions() -> str:
    view = request.args.get("view", VIEWS[0])
    view = view if view in VIEWS else VIEWS[0]
    space = _space() if view == "unanswered" else None
    after = request.args.get("after")
    found = _found(view, space, after)
    shown = found[:PAGE]
    return render_template(
        "forums/questions.html",
        here="home",
        view=view,
        space=space,
        rows=_rows(shown, view, space),
        for_you=queue.count_for_me(db(), viewer())[0],
        first_href=_address(view, space) if after else None,
        next_href=_address(view, space, shown[-1]) if len(found) > PAGE else None,
        invitations=invitations_of(db(), viewer().id) if view == "for-you" else [],
        asked_lately=len(asked_lately(db(), [viewer().id]).get(viewer().id, ())) if view == "for-you" else 0,
        a_week=INVITATIONS_A_WEEK,
        answers_somewhere=view == "for-you" and answers_somewhere(db(), viewer().id),
    )


def _space() -> Space | None:
    """The space that the list is narrowed to. Raises NotFound for one that the viewer may not read."""
    slug = request.args.get("space", "")
    if not slug:
        return None
    found = visible_space(db(), viewer(), slug)
    if found is None or not may(viewer(), "space.read", found):
        raise NotFound
    return found


def _found(view: str, space: Space | None, after: str | None) -> list[Any]:
    if view == "for-you":
        return queue.for_me(db(), viewer(), after)
    if space is not None:
        return queue.unanswered_in(db(), viewer(), space.id, after)
    return queue.unanswered(db(), viewer(), after)


def _rows(found: list[Any], view: str, space: Space | None) -> list[SimpleNamespace]:
    made = entry_rows(found, when="created_at")
    for row, source in zip(made, found, strict=True):
        row.due, row.late = due_words(source.due_on)
        row.claim, row.claimed_by_me = claim_words(source), source.claimer_id == viewer().id
        row.asked_by = source.inviter_name if view == "for-you" else None
        row.why = _("%(name)s asks you", name=row.asked_by) if row.asked_by else _standing_in(source, view)
        if space is not None:
            row.space_slug = None
    return made


def _standing_in(source: Any, view: str) -> str:
    """Why a question for somebody else waits for the viewer."""
    absent = source.absent_name if view == "for-you" else None
    return _("You stand in for %(name)s, who was asked and is away.", name=absent) if absent else ""


def _address(view: str, space: Space | None, last: Any = None) -> str:
    parts = [f"view={view}"] + ([f"space={space.slug}"] if space else [])
    if last is not None:
        parts.append(f"after={queue.DuePosition(last.due_on, last.id)}")
    return "/questions?" + "&".join(parts)
