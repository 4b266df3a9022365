"""Whom one does not want to hear from, and whether others see what one has read."""

from typing import Any

from flask import flash, redirect, render_template, request
from werkzeug.wrappers import Response

from blueprints.kit.guards import allow
from blueprints.kit.pages import back
from blueprints.kit.request import db, viewer
from models.core.errors import Refused
from models.core.language import gettext as _
from models.entries.meeting import exists_for
from models.entries.reading import NotFound
from models.messages.groups import block, unblock
from models.messages.reading import blocked
from models.people.person import Person, choose_receipts, person_named
from models.policy.viewer import NOBODY


def person(values: dict[str, Any]) -> Person:
    """The person in the address, when they exist for the viewer."""
    found = person_named(db(), values.pop("username").lower())
    if not exists_for(db(), viewer(), found or NOBODY) or found is None:
        raise NotFound
    return found


@allow("messages.list")
def list_blocked() -> str:
    return render_template("messages/blocked.html", people=blocked(db(), viewer()))


@allow("person.block", on=person)
def set_block(other: Person) -> Response:
    try:
        if request.form.get("on") == "1":
            block(db(), viewer(), other)
            flash(_("%(name)s can no longer write to you. They are not told.", name=other.name), "success")
        else:
            unblock(db(), viewer(), other)
            flash(_("%(name)s can write to you again.", name=other.name), "success")
    except Refused as error:
        flash(str(error), "error")
    return back("/messages")


@allow("account.manage")
def set_receipts() -> Response:
    """Whether others see that one has read their messages; one sees it of others just as much."""
    shown = request.form.get("on") == "1"
    choose_receipts(db(), viewer(), shown)
    text = _("Others see when you have read a message.") if shown else _("Nobody sees when you have read a message.")
    flash(text, "success")
    return redirect("/account", 303)
