"""Looking after a topic: what it means, what stands first, other words for it, and its name; who curates it is
beside."""

from types import SimpleNamespace
from typing import Any

from flask import flash, redirect, render_template, request
from werkzeug.wrappers import Response

from blueprints.kit.addresses import tag_href
from blueprints.kit.guards import allow
from blueprints.kit.request import db, viewer
from blueprints.kit.rows import entry_rows
from blueprints.kit.sent import number
from models.core.errors import Invalid
from models.core.language import gettext as _
from models.entries import curating, topic_links
from models.entries.entry import Entry
from models.entries.reading import NotFound, visible_entry
from models.entries.tagging import Tag, tag_named


def topic_here(values: dict[str, Any]) -> SimpleNamespace:
    """Fetches the topic in the address, when the viewer may read something about it, with what is said of it."""
    tag = tag_named(db(), viewer(), values.pop("name"))
    if tag is None:
        raise NotFound
    about = curating.about(db(), viewer(), tag.id)
    return SimpleNamespace(tag=tag, about=about, curator_ids=about.curator_ids)


def draw_curate(here: SimpleNamespace, wrong: dict[str, str] | None = None) -> str:
    """The page with all forms of a curator; `wrong` says by field what to change in the one that was sent."""
    tag = here.tag
    typed = request.form if wrong else {}
    return render_template(
        "tags/curate.html",
        name=tag.name,
        about=here.about,
        body=typed.get("body", curating.definition_of(db(), tag)),
        pinned=entry_rows(curating.pinned(db(), viewer(), tag.id)),
        limit=curating.DEFINITION_LIMIT,
        wrong=wrong or {},
        typed=typed,
    )


@allow("tag.curate", on=topic_here)
def ask_curate(here: SimpleNamespace) -> str:
    return draw_curate(here)


@allow("tag.curate", on=topic_here)
def curate(here: SimpleNamespace) -> Response | tuple[str, int]:
    """One of several small forms; `do` says which."""
    verb = VERBS.get(request.form.get("do", ""))
    if verb is None:
        raise NotFound
    try:
        said = verb(here.tag)
    except Invalid as error:
        return draw_curate(here, {error.field or "": str(error)}), 422
    flash(said, "success")
    return redirect(f"{tag_href(here.tag.name)}/curate", 303)


def _define(tag: Tag) -> str:
    curating.define(db(), tag, viewer(), request.form.get("body", ""))
    return _("What the topic means is saved.")


def _pin(tag: Tag) -> str:
    curating.pin(db(), tag, _entry(request.form.get("entry", "")), viewer())
    return _("It stands first on the page of the topic now.")


def _entry(text: str) -> Entry:
    """The entry whose number or address somebody typed, such as 12, /e/12 or /topics/12. Raises Invalid (`entry`)."""
    last = text.strip().partition("?")[0].partition("#")[0].rstrip("/").rpartition("/")[2]
    try:
        return visible_entry(db(), viewer(), Entry, number(last))
    except (NotFound, ValueError) as error:
        message = _("Enter the link of something that you can read. Its menu More has “Link to this”.")
        raise Invalid(message, "entry") from error


def _unpin(tag: Tag) -> str:
    curating.unpin(db(), tag, request.form.get("entry", 0, type=int), viewer())
    return _("It is no longer pinned.")


def _word(tag: Tag) -> str:
    curating.add_word(db(), tag, request.form.get("word", ""), viewer())
    return _("The word leads here now.")


def _unword(tag: Tag) -> str:
    curating.remove_word(db(), tag, request.form.get("word", ""), viewer())
    return _("The word no longer leads here.")


def _rename(tag: Tag) -> str:
    curating.rename(db(), tag, request.form.get("name", ""), viewer())
    return _("The topic has its new name. The old one leads here.")


def _link(tag: Tag) -> str:
    topic_links.add_link(db(), tag, request.form.get("title", ""), request.form.get("address", ""), viewer())
    return _("The link stands on the page of the topic now.")


def _unlink(tag: Tag) -> str:
    topic_links.remove_link(db(), tag, request.form.get("link", 0, type=int), viewer())
    return _("The link is gone from the page of the topic.")


VERBS = {"define": _define, "pin": _pin, "unpin": _unpin, "word": _word, "unword": _unword, "rename": _rename,
         "link": _link, "unlink": _unlink}  # fmt: skip
