"""What other departments wrote about the same: a part that pages and topics load late, and a page of its own."""

from types import SimpleNamespace

from flask import render_template

from blueprints.kit.addresses import entry_href
from blueprints.kit.guards import allow, entry
from blueprints.kit.pages import wants_fragment
from blueprints.kit.request import db, viewer
from blueprints.kit.rows import entry_view, title_of
from blueprints.kit.services import services
from models.core.language import gettext as _
from models.entries.entry import Entry
from models.entries.reading import NotFound
from models.entries.rows import place_of
from models.search.relating import KINDS, Related, related_elsewhere


@allow("entry.read", on=entry())
def show_related(entry: Entry) -> str:
    """Asked by a script, the list alone."""
    if entry.kind not in KINDS:
        raise NotFound
    found = [_row(each) for each in related_elsewhere(db(), services().engine, viewer(), entry)]
    if wants_fragment():
        return render_template("linking/_found.html", found=found)
    of = place_of(db(), viewer(), entry.id)
    return render_template("linking/related.html", found=found, of=of, title=title_of(of), href=entry_href(of))


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
