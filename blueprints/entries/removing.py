"""The trash in two steps: out of sight with an undo, then gone for good by a curator."""

from typing import Any

from flask import flash, redirect, render_template
from werkzeug.wrappers import Response

from blueprints.entries.forms import TrashForm
from blueprints.entries.places import crumbs_to, name_of, place_after
from blueprints.kit.guards import allow, entry
from blueprints.kit.request import db, viewer
from models.core.language import gettext as _
from models.entries.entry import Entry
from models.entries.trashing import purge, trash, untrash
from models.policy.rules import action_on, may
from models.wiki.structure.tree import pages_below


@allow("entry.trash", on=entry())
def ask_trash(entry: Entry) -> str:
    below = len(pages_below(db(), viewer(), entry.space_id, entry.id)) if entry.kind == "page" else 0
    return render_template(
        "entries/trash.html", form=TrashForm(), entry=entry, name=name_of(entry), crumbs=crumbs_to(entry), below=below
    )


@allow("entry.trash", on=entry())
def move_to_trash(entry: Entry) -> Response:
    form, name = TrashForm(), name_of(entry)
    trash(entry, viewer(), form.reason.data or "")
    said = _("“%(name)s” is in the trash.", name=name)
    if may(viewer(), action_on(entry.kind, "untrash"), entry):
        message: Any = {"text": said, "undo": f"/e/{entry.id}/untrash"}
        flash(message, "success")
    else:
        flash(said, "success")
    return redirect(place_after(entry), 303)


@allow("entry.untrash", on=entry(state="trashed"))
def take_back(entry: Entry) -> Response:
    untrash(entry, viewer())
    flash(_("“%(name)s” is back.", name=name_of(entry)), "success")
    return redirect(f"/e/{entry.id}", 303)


@allow("entry.purge", on=entry(state="trashed"))
def remove_for_good(entry: Entry) -> Response:
    name, after = name_of(entry), f"/s/{entry.space.slug}/trash" if entry.space else "/"
    purge(entry, viewer())
    flash(_("“%(name)s” is removed for good.", name=name), "success")
    return redirect(after, 303)
