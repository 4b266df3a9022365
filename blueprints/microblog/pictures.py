"""Saying what the picture of a post shows, for those who cannot see it; asked for when it was posted without."""

from typing import Any

from flask import flash, redirect, render_template, request
from sqlalchemy import select
from werkzeug.wrappers import Response

from blueprints.kit.guards import allow, entry
from blueprints.kit.request import db, viewer
from blueprints.microblog.posting import ALT_LIMIT
from models.core.language import gettext as _
from models.entries import editing
from models.entries.reading import NotFound, visible_entry
from models.files.file import File
from models.microblog.holding import HeldFile
from models.microblog.micropost import Micropost


@allow("post.poll", on=entry(Micropost))
def ask_words(post: Micropost) -> str:
    file = _file(post)
    return render_template("microblog/picture.html", post=post, file=file, typed=file.body, wrong="")


@allow("post.poll", on=entry(Micropost))
def save_words(post: Micropost) -> Response | tuple[str, int]:
    file, alt = _file(post), " ".join(request.form.get("alt", "").split())
    if len(alt) > ALT_LIMIT:
        message = _("The description of the picture must be %(most)s characters or fewer. It has %(now)s.")
        wrong: Any = message % {"most": ALT_LIMIT, "now": len(alt)}
        return render_template("microblog/picture.html", post=post, file=file, typed=alt, wrong=wrong), 422
    editing.edit(file, by=viewer(), based_on=file.version, body=alt)
    flash(_("The description is saved."), "success")
    return redirect(f"/e/{post.id}", 303)


def _file(post: Micropost) -> File:
    found = db().scalar(select(HeldFile.file_id).where(HeldFile.post_id == post.id).limit(1))
    if found is None:
        raise NotFound
    return visible_entry(db(), viewer(), File, found, with_text=True)
