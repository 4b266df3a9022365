"""The address that an entry keeps for good: it leads to where the entry is read now."""

from flask import redirect, render_template
from werkzeug.wrappers import Response

from blueprints.entries.places import name_of
from blueprints.kit.addresses import entry_href
from blueprints.kit.guards import allow
from blueprints.kit.hidden import hidden_page
from blueprints.kit.request import db, viewer
from models.entries.entry import Entry
from models.entries.hidden import hidden_entry
from models.entries.reading import visible_entry
from models.entries.rows import place_of
from models.entries.trashing import Trashing
from models.policy.rules import action_on, may


@allow("entry.read")
def permalink(entry_id: int) -> Response | str:
    place = place_of(db(), viewer(), entry_id)
    if place is None:
        return _out_of_sight(entry_id)
    if place.root_id is None or place.kind == "file":
        return redirect(entry_href(place))
    if place.root_kind == "post":
        return redirect(f"/posts/{place.root_id}#e{entry_id}")
    if place.root_kind == "page":
        return redirect(f"{entry_href(place_of(db(), viewer(), place.root_id))}?comment={entry_id}#e{entry_id}")
    # A long topic is shown in parts: `at` says which one.
    return redirect(f"/topics/{place.root_id}?at={entry_id}#e{entry_id}")


def _out_of_sight(entry_id: int) -> Response | str:
    hidden = hidden_entry(db(), viewer(), entry_id)
    if hidden is None:
        return _in_the_trash(visible_entry(db(), viewer(), Entry, entry_id, state="trashed"))
    root = place_of(db(), viewer(), hidden.root_id) if hidden.root_id else None
    # Where it stood, a line with the reason stands.
    return redirect(f"{entry_href(root)}#e{entry_id}") if root is not None else hidden_page(entry_id)


def _in_the_trash(entry: Entry) -> str:
    """For its author and the curators: what it is, why it is there, and the way back."""
    return render_template(
        "entries/trashed.html",
        entry=entry,
        name=name_of(entry),
        trashing=db().get(Trashing, entry.id),
        may_untrash=may(viewer(), action_on(entry.kind, "untrash"), entry),
        may_purge=may(viewer(), action_on(entry.kind, "purge"), entry),
    )
