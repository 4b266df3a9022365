"""What I follow: all of it on one page, each with what it means and a button to stop."""

from flask import render_template

from blueprints.kit.guards import allow
from blueprints.kit.request import db, viewer
from blueprints.kit.rows import entry_rows
from models.entries.follow_list import followed_by


@allow("following.list")
def show_following() -> str:
    found = followed_by(db(), viewer())
    return render_template("home/following.html", found=found, entries=entry_rows(found.entries))
