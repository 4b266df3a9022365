"""Who can read a page and all below it: as the page above, or fewer."""

from typing import Any

from flask import flash, redirect, render_template, request
from werkzeug.wrappers import Response

from blueprints.kit.guards import allow, entry
from blueprints.kit.request import db, viewer
from blueprints.kit.rows import audience_words
from blueprints.wiki.forms import ReadersForm
from blueprints.wiki.places import page_href
from models.core.errors import Invalid
from models.core.language import gettext as _
from models.core.language import ngettext
from models.wiki.page import Page
from models.wiki.structure.readers import choose_readers, chosen_readers, offered_readers, readers_above


@allow("page.set-readers", on=entry(Page))
def ask_readers(page: Page) -> str:
    return _form(page, ReadersForm(formdata=None, readers=chosen_readers(page)))


@allow("page.set-readers", on=entry(Page))
def set_readers(page: Page) -> Response | tuple[str, int]:
    """From the form, and from an undo, which names the choice in its address."""
    form, before = ReadersForm(), chosen_readers(page)
    try:
        changed = choose_readers(page, request.values.get("readers", ""), viewer())
    except Invalid as error:
        form.blame(error)
        return _form(page, form), 422
    if not changed:
        flash(_("Nothing changed."))
        return redirect(page_href(page), 303)
    said = ngettext(
        "Who can read the page, its comments and its files now: %(readers)s",
        "Who can read these %(num)s pages, their comments and their files now: %(readers)s",
        changed,
        readers=_readers(page),
    )
    message: Any = {"text": said, "undo": f"/pages/{page.id}/readers?readers={before}"}
    flash(message if before != page.readers else said, "success")
    return redirect(page_href(page), 303)


def _readers(page: Page) -> str:
    return audience_words(page.audience, page.space.name if page.space else None)


def _form(page: Page, form: ReadersForm) -> str:
    name = page.space.name if page.space else None
    above = audience_words(readers_above(page)[0], name)
    # Only a page that the viewer may read is named.
    parent = db().get(Page, page.parent_id) if page.parent_id else None
    if parent is not None and parent.is_live and parent.audience in viewer().keys:
        first = _("As the page above it, “%(title)s”: %(readers)s", title=parent.title, readers=above)
    else:
        first = _("As the space: %(readers)s", readers=above)
    offered = [(each, audience_words(each, name)) for each in offered_readers(page, viewer())]
    form.readers.choices = [("", first), *offered]
    return render_template("wiki/readers.html", form=form, page=page, href=page_href(page), now=_readers(page))
