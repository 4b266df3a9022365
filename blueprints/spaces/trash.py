"""The trash of a space: what curators put out of sight, to be taken back or removed for good."""

from flask import flash, redirect, render_template
from werkzeug.wrappers import Response

from blueprints.kit.guards import allow, check
from blueprints.kit.guards import space as the_space
from blueprints.kit.request import db, viewer
from blueprints.kit.rows import title_of
from blueprints.kit.services import services
from models.core.errors import Refused
from models.core.language import gettext as _
from models.entries.entry import Entry
from models.entries.kinds import kind_named
from models.entries.reading import NotFound, visible_entry
from models.entries.trashing import purge, trash_of, untrash
from models.policy.rules import action_on
from models.spaces.space import Space


@allow("space.trash", on=the_space)
def show_trash(space: Space) -> str:
    found = trash_of(db(), viewer(), space.id)
    return render_template(
        "spaces/trash.html",
        space=space,
        rows=[(row, title_of(row), kind_named(row.kind).word()) for row in found],
        days=services().settings.trash_days,
    )


@allow("space.trash", on=the_space)
def put_back(space: Space, entry_id: int) -> Response:
    entry = _trashed(space, entry_id)
    check(action_on(entry.kind, "untrash"), entry)
    try:
        untrash(entry, viewer())
    except Refused as error:
        flash(str(error), "error")
        return redirect(f"/s/{space.slug}/trash", 303)
    flash(_("Restored. It stands where it was."), "success")
    return redirect(f"/e/{entry_id}", 303)


@allow("space.trash", on=the_space)
def remove_for_good(space: Space, entry_id: int) -> Response:
    entry = _trashed(space, entry_id)
    check(action_on(entry.kind, "purge"), entry)
    purge(entry, viewer())
    flash(_("Removed for good."), "success")
    return redirect(f"/s/{space.slug}/trash", 303)


def _trashed(space: Space, entry_id: int) -> Entry:
    entry = visible_entry(db(), viewer(), Entry, entry_id, state="trashed")
    if entry.space_id != space.id:
        raise NotFound
    return entry
