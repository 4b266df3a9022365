"""What other departments wrote about the same: a part that pages and topics load late, and a page of its own."""

from types import SimpleNamespace

from flask import flash, render_template, request
from werkzeug.wrappers import Response

from blueprints.kit.addresses import entry_href
from blueprints.kit.guards import allow, entry
from blueprints.kit.pages import back, flash_undo, wants_fragment
from blueprints.kit.request import db, viewer
from blueprints.kit.rows import entry_view, title_of
from blueprints.kit.sent import number
from blueprints.kit.services import services
from models.core.language import gettext as _
from models.entries.entry import Entry
from models.entries.reading import NotFound, visible_entry
from models.entries.rows import place_of
from models.policy.stopping import is_stopped
from models.search.related_aside import put_aside, take_back
from models.search.relating import KINDS, Related, related_elsewhere

# As the register calls it.
NAME = "related-elsewhere"


@allow("entry.read", on=entry())
def show_related(entry: Entry) -> str:
    """Asked by a script, the list alone."""
    if entry.kind not in KINDS:
        raise NotFound
    stopped = is_stopped(viewer(), NAME)
    here = f"/e/{entry.id}/related"
    near = [] if stopped else related_elsewhere(db(), services().engine, viewer(), entry)
    values = {"found": [_row(each) for each in near], "stopped": stopped, "here": here}
    if wants_fragment():
        return render_template("linking/_found.html", **values)
    of = place_of(db(), viewer(), entry.id)
    return render_template("linking/related.html", **values, of=of, title=title_of(of), href=entry_href(of))


@allow("entry.read", on=entry())
def set_aside(entry: Entry) -> Response:
    """Put one of them aside ("not relevant"), for the viewer alone, or show it again."""
    if entry.kind not in KINDS:
        raise NotFound
    other = visible_entry(db(), viewer(), Entry, request.values.get("other", 0, type=number))
    if request.values.get("on", "1") == "1":
        put_aside(db(), viewer(), entry.id, other.id)
        flash_undo(_("It is not shown to you here any more"), f"/e/{entry.id}/related?other={other.id}&on=0")
    else:
        take_back(db(), viewer(), entry.id, other.id)
        flash(_("It is shown to you again where it is near enough"), "success")
    return back(entry_href(place_of(db(), viewer(), entry.id)))


def _row(each: Related) -> SimpleNamespace:
    row = entry_view(each.row, when=each.row.last_activity_at, why=_why(each))
    row.department = each.row.department_name
    return row


def _why(each: Related) -> str:
    words, tags = ", ".join(each.words), ", ".join(each.tags)
    return (
        _("In both: %(words)s. Shared topics: %(tags)s", words=words, tags=tags)
        if tags
        else _("In both: %(words)s", words=words)
    )
