"""Who wrote which passage of an entry."""

from flask import render_template

from blueprints.entries.places import crumbs_to, name_of
from blueprints.kit.guards import allow, entry
from blueprints.kit.request import db
from models.entries.blaming import passages
from models.entries.entry import Entry
from models.entries.revision import told_changes


@allow("entry.history", on=entry())
def show_blame(entry: Entry) -> str:
    return render_template(
        "entries/blame.html",
        entry=entry,
        name=name_of(entry),
        crumbs=crumbs_to(entry),
        passages=passages(db(), entry),
        told=len(told_changes(db(), entry)),
    )
