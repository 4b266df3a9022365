"""Who is writing an answer or a reply right now: the sign of life of a form, and the sentence that others read."""

from flask import render_template, request

from blueprints.kit.guards import allow, entry
from blueprints.kit.request import db, viewer
from models.core.language import gettext as _
from models.core.language import ngettext
from models.entries import presence
from models.entries.entry import Entry
from models.policy.rules import RULES, action_on, may


@allow("entry.read", on=entry())
def tell(thing: Entry) -> dict[str, bool]:
    """A sign of life. `seen` is false for those who do not want to be seen, or may not write here: no further sign is
    needed."""
    action = action_on(thing.kind, "reply")
    if action not in RULES or not may(viewer(), action, thing):
        return {"seen": False}
    if "leave" in request.form:
        presence.leave(db(), viewer(), thing, "writing")
        return {"seen": False}
    return {"seen": presence.appear(db(), viewer(), thing, "writing")}


@allow("entry.read", on=entry())
def show(thing: Entry) -> str:
    """Who is writing below a thing; with `?doing=editing` who is editing it, for those who may do so too."""
    doing = "editing" if request.args.get("doing") == "editing" else "writing"
    seen = doing == "writing" or may(viewer(), action_on(thing.kind, "edit"), thing)
    found = presence.others_editing(db(), viewer(), thing, doing) if seen else []
    names = [_("%(name)s (guest)", name=row.name) if row.is_guest else row.name for row in found]
    said = (_editing if doing == "editing" else _writing)(names) if names else ""
    return render_template("realtime/writing.html", thing=thing, said=said, doing=doing)


def _writing(names: list[str]) -> str:
    if len(names) == 1:
        return _("%(name)s is writing.", name=names[0])
    if len(names) == 2:
        return _("%(name)s and %(other)s are writing.", name=names[0], other=names[1])
    return ngettext(
        "%(name)s and %(num)s other person are writing.",
        "%(name)s and %(num)s other people are writing.",
        len(names) - 1,
        name=names[0],
    )


def _editing(names: list[str]) -> str:
    if len(names) == 1:
        return _("%(name)s is editing this page.", name=names[0])
    return ngettext(
        "%(name)s and %(num)s other person are editing this page.",
        "%(name)s and %(num)s other people are editing this page.",
        len(names) - 1,
        name=names[0],
    )
