"""Marking notices read or unread, and muting what one is about. Each is one press, and each can be taken back."""

from typing import Any

from flask import flash, request
from werkzeug.wrappers import Response

from blueprints.kit.guards import allow
from blueprints.kit.pages import back
from blueprints.kit.request import db, viewer
from models.core.language import gettext as _
from models.core.language import ngettext
from models.entries.entry import Entry
from models.entries.following import Followable, mute, unmute
from models.entries.reading import NotFound, visible_entry
from models.notices.marking import mark_all_read, mark_read, mark_unread, notice_of
from models.notices.notice import Notice
from models.policy.finding import may_find
from models.spaces.space import Space


def _mine(notice_id: int) -> Notice:
    found = notice_of(db(), viewer(), notice_id)
    if found is None:
        raise NotFound
    return found


@allow("notices.read")
def read_all() -> Response:
    number = mark_all_read(db(), viewer())
    flash(ngettext("%(num)s notice is marked read.", "%(num)s notices are marked read.", number), "success")
    return back("/notices")


@allow("notices.read")
def set_read(notice_id: int) -> Response:
    notice = _mine(notice_id)
    if request.form.get("on", "1") == "1":
        mark_read(db(), notice)
    else:
        mark_unread(notice)
    return back("/notices")


@allow("notices.read")
def set_mute(notice_id: int) -> Response:
    """Mute what the notice is about, or (`on` 0) hear of it again: what `undo` in the message sends."""
    notice = _mine(notice_id)
    thing = _thing(notice)
    if request.form.get("on", request.args.get("on", "1")) == "1":
        mute(db(), viewer(), thing)
        mark_read(db(), notice)
        text = _("You hear no more of this, unless somebody names you.")
        said: Any = {"text": text, "undo": f"/notices/{notice.id}/mute?on=0"}
        flash(said, "success")
    else:
        unmute(db(), viewer(), thing)
        flash(_("You hear of this again."), "success")
    return back("/notices")


def _thing(notice: Notice) -> Followable:
    if notice.entry_id is not None:
        return visible_entry(db(), viewer(), Entry, notice.entry_id)
    space = db().get(Space, notice.space_id) if notice.space_id else None
    if space is None or not may_find(viewer(), space):
        raise NotFound
    return space
