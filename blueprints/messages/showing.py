"""One conversation: what was said, the form below it, and saying something."""

import secrets
from types import SimpleNamespace
from typing import Any

from flask import redirect, render_template, request
from werkzeug.wrappers import Response

from blueprints.kit.guards import allow
from blueprints.kit.limited import waiting
from blueprints.kit.pages import fragment
from blueprints.kit.request import db, viewer
from blueprints.messages.absent import absent
from blueprints.messages.loading import conversation
from blueprints.messages.words import event_said, title_of
from models.core import clock
from models.core.errors import Invalid, Refused
from models.core.text import local_ids
from models.entries.limits import TooMuch
from models.messages import reading
from models.messages.conversation import Conversation
from models.messages.talking import CHANGED_WITHIN, MESSAGE_LIMIT, blocked_with, send


@allow("conversation.read", on=conversation)
def show(found: Conversation) -> str:
    return draw(found)


def draw(found: Conversation, typed: str = "", wrong: str = "", token: str = "") -> str:
    """The page of a conversation: its newest messages, or those around `?at=`, before `?before=`, after `?after=`."""
    shown, earlier, later = _window(found)
    others = [each.person for each in found.participants if each.left_at is None and each.person_id != viewer().id]
    last_own = next((row.id for row in reversed(shown) if row.author_id == viewer().id and not row.event), None)
    mine = next(each for each in found.participants if each.person_id == viewer().id)
    return render_template(
        "messages/show.html",
        conversation=found,
        title=title_of(found.pair, found.title, others, viewer().id),
        others=others,
        mine=mine,
        active=reading.active_now(db(), viewer(), [each.id for each in others]),
        said=[_drawn(row) for row in shown],
        absent=[] if found.is_group else absent(others),
        first_new=next(
            (r.id for r in shown if r.id > mine.read_id and r.author_id != viewer().id and not r.event), None
        ),
        newest=max((row.id for row in shown), default=0),
        seen=reading.seen_by(db(), viewer(), found.id, last_own) if last_own and not later else [],
        earlier=shown[0].id if earlier else None,
        later=shown[-1].id if later else None,
        closed=_closed(others) if not found.is_group else "",
        typed=typed,
        wrong=wrong,
        token=token or secrets.token_hex(12),
        limit=MESSAGE_LIMIT,
    )


def _window(found: Conversation) -> tuple[list[Any], bool, bool]:
    """What is shown, and whether there is something earlier and later."""
    before, after, at = (request.args.get(name, type=int) for name in ("before", "after", "at"))
    if at is not None:
        return _around(found, min(at, 2**62))
    if after is not None:
        shown, later = reading.following(db(), viewer(), found.id, min(after, 2**62))
        return shown, bool(shown), later
    shown, earlier = reading.newest(db(), viewer(), found.id, min(before, 2**62) if before else None)
    return shown, earlier, before is not None and bool(shown)


def _around(found: Conversation, at: int) -> tuple[list[Any], bool, bool]:
    before, earlier = reading.newest(db(), viewer(), found.id, at)
    after, later = reading.following(db(), viewer(), found.id, at - 1)
    return [*before, *after], earlier, later


def _drawn(row: Any) -> SimpleNamespace:
    own = row.author_id == viewer().id
    standing = not row.event and row.removed_at is None
    return SimpleNamespace(
        row=row,
        id=row.id,
        own=own,
        event=event_said(row) if row.event else "",
        removed=row.removed_at is not None,
        html=local_ids(row.html, f"m{row.id}-"),
        may_edit=own and standing and clock.now() - row.created_at < CHANGED_WITHIN,
        may_remove=own and standing,
        may_report=not own and standing,
    )


def _closed(others: list[Any]) -> str:
    """Why nothing can be said any more between two people: `gone`, `blocked`, or empty."""
    if not others or others[0].disabled_at is not None:
        return "gone"
    return "blocked" if blocked_with(db(), viewer(), [others[0].id]) else ""


@allow("conversation.write", on=conversation)
def say(found: Conversation) -> Response:
    text, token = request.form.get("body", ""), request.form.get("token", "")
    try:
        said = send(found, viewer(), text, token)
    except (Invalid, Refused) as error:
        return fragment(draw(found, typed=text, wrong=str(error), token=token), 422)
    except TooMuch as error:
        return waiting(fragment(draw(found, typed=text, wrong=str(error), token=token)), error)
    return redirect(f"/messages/{found.id}#m{said.id}", 303)


@allow("conversation.read", on=conversation)
def read(found: Conversation) -> Response:
    """Told by the browser when the newest message was on screen, or by the button for those without scripts."""
    reading.mark_read(db(), viewer(), found.id, request.form.get("upto", 0, type=int))
    if request.headers.get("X-Live"):
        return fragment("", 204)
    return redirect(f"/messages/{found.id}", 303)
