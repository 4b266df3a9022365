"""Hiding the text of an earlier version from everybody but moderators, with a reason that its author is told."""

from typing import Any

from flask import flash, redirect, render_template
from werkzeug.wrappers import Response

from blueprints.entries.forms import HidingForm
from blueprints.entries.places import crumbs_to, name_of
from blueprints.kit.guards import allow, entry
from blueprints.kit.pages import fragment
from blueprints.kit.request import db, viewer
from models.core.errors import Invalid
from models.core.language import gettext as _
from models.entries.entry import Entry
from models.entries.hiding import hide_revision, show_revision
from models.entries.reading import NotFound
from models.entries.revision import revision


@allow("entry.hide-revision", on=entry())
def ask_hide(entry: Entry, number: int) -> str:
    return _page(entry, number, HidingForm())


@allow("entry.hide-revision", on=entry())
def hide(entry: Entry, number: int) -> Response:
    form = HidingForm()
    try:
        hide_revision(entry, number, viewer(), form.reason.data or "")
    except Invalid as error:
        form.blame(error)
        return fragment(_page(entry, number, form), 422)
    flash(_("The text of version %(number)s is hidden. Its author is told why.", number=number), "success")
    return redirect(f"/e/{entry.id}/history/{number}", 303)


def _with_version(values: dict[str, Any]) -> Entry:
    """The entry in the address, when it has the version that stands there, too."""
    found: Entry = entry()(values)
    if not 0 < values["number"] < 2**31 or revision(db(), found, values["number"]) is None:
        raise NotFound
    return found


@allow("entry.see-hidden", on=_with_version)
def show_again(entry: Entry, number: int) -> Response:
    show_revision(entry, number, viewer())
    flash(_("The text of version %(number)s is there again.", number=number), "success")
    return redirect(f"/e/{entry.id}/history/{number}", 303)


def _page(entry: Entry, number: int, form: HidingForm) -> str:
    found = revision(db(), entry, number) if 0 < number < 2**31 else None
    if found is None:
        raise NotFound
    return render_template(
        "entries/hide.html", form=form, entry=entry, name=name_of(entry), crumbs=crumbs_to(entry), found=found
    )
