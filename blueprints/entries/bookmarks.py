"""What the viewer put aside."""

from flask import render_template

from blueprints.kit.guards import allow
from blueprints.kit.request import db, viewer
from blueprints.kit.rows import entry_rows
from models.entries.following import bookmarks


@allow("bookmarks.list")
def show_bookmarks() -> str:
    found = bookmarks(db(), viewer())
    return render_template("entries/bookmarks.html", rows=entry_rows(found, when="bookmarked_at"))
