"""What of a wiki one follows: this page, with those below it, or the whole space."""

from flask import abort, flash, redirect, request
from werkzeug.wrappers import Response

from blueprints.kit.guards import allow, check, entry
from blueprints.kit.request import db, viewer
from blueprints.wiki.places import page_href
from models.core.language import gettext as _
from models.entries.following import follow, unfollow
from models.wiki.page import Page


@allow("entry.follow", on=entry(Page))
def watch(page: Page) -> Response:
    what = request.form.get("what", "")
    if what in ("page", "branch"):
        follow(db(), viewer(), page, subtree=what == "branch")
        said = {"page": _("You follow this page."), "branch": _("You follow this page and all pages below it.")}[what]
    elif what == "nothing":
        unfollow(db(), viewer(), page)
        said = _("You no longer follow this page.")
    elif what in ("space", "no-space") and page.space is not None:
        check("space.follow", page.space)
        (follow if what == "space" else unfollow)(db(), viewer(), page.space)
        said = _("You follow the whole space.") if what == "space" else _("You no longer follow the whole space.")
    else:
        abort(400)
    flash(said, "success")
    return redirect(page_href(page), 303)
