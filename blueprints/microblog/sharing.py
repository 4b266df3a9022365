"""Sharing an entry of any kind to the stream, to nobody who could not read it before."""

from types import SimpleNamespace
from typing import Any

from flask import flash, redirect, render_template, request
from werkzeug.wrappers import Response

from blueprints.kit.composing import Composer, Place, blamed, composer, readers_chosen
from blueprints.kit.guards import allow, entry
from blueprints.kit.pages import fragment
from blueprints.kit.request import db, viewer
from blueprints.kit.rows import audience_words, entry_view
from models.core.errors import Invalid
from models.core.language import gettext as _
from models.entries.entry import Entry
from models.entries.rows import place_of
from models.microblog.sharing import count_shares, share, shared_itself
from models.policy.finding import spaces_to_write_in
from models.policy.inside import is_inside


@allow("entry.share", on=entry())
def ask_share(thing: Entry) -> str:
    return _draw(thing)


@allow("entry.share", on=entry())
def send_share(thing: Entry) -> Response:
    shared, text = shared_itself(db(), viewer(), thing), request.form.get("text", "")
    try:
        space, audience = readers_chosen(request.form.get("to", ""), request.form.get("readers", ""))
        made = share(db(), shared, viewer(), text, space=space, audience=audience)
    except Invalid as error:
        return fragment(_draw(thing, **blamed(error)), 422)
    message: Any = {"text": _("Shared"), "undo": f"/e/{made.id}/trash"}
    flash(message, "success")
    return redirect(f"/posts/{made.id}", 303)


def _draw(thing: Entry, **form: Any) -> str:
    shared = shared_itself(db(), viewer(), thing)
    row = place_of(db(), viewer(), shared.id)
    made = _choices(shared, **form)
    return render_template(
        "microblog/share.html",
        item=_drawable(row),
        entry_id=thing.id,
        readers=audience_words(shared.audience, row.space_name),
        shares=count_shares(db(), viewer(), shared.id),
        composer=made,
    )


def _choices(shared: Entry, **form: Any) -> Composer:
    """The form with those places and readers alone that are inside of what is shared."""
    made = composer(spaces_to_write_in(db(), viewer()), polls=False, **form)
    if shared.audience == "everyone":
        return made
    inside = [choice for choice in made.narrower if is_inside(db(), choice[0], shared.audience)]
    made.places = [place for place in made.places if place.value == f"space:{_slug_of(shared)}" and place.closed]
    made.places += [Place(value, _("No space"), label) for value, label in inside]
    made.narrower = []
    return made


def _slug_of(shared: Entry) -> str:
    """The space whose members alone can read it, or nothing."""
    own = shared.space is not None and shared.audience == f"space:{shared.space_id}"
    return shared.space.slug if own and shared.space is not None else ""


def _drawable(row: Any) -> SimpleNamespace:
    """The row as `shared_item` of kit/post_parts.html draws it."""
    return entry_view(row, when=row.created_at)
