"""Reactions, follows and bookmarks: one button each, with and without a script."""

from flask import abort, flash, get_template_attribute, request
from werkzeug.wrappers import Response

from blueprints.kit.guards import allow, entry
from blueprints.kit.pages import back, fragment, wants_fragment
from blueprints.kit.request import db, viewer
from models.core.db import as_words
from models.core.language import gettext as _
from models.core.language import pgettext
from models.entries.entry import Entry
from models.entries.following import bookmark, follow, mute, unbookmark, unfollow, unmute
from models.entries.reacting import WORDS, react, reactions, unreact, words_for


@allow("entry.react", on=entry())
def react_to(entry: Entry) -> Response:
    """The word stands in the address; without one it is the first that fits the kind."""
    word = request.args.get("word", words_for(entry.kind)[0])
    if word not in words_for(entry.kind):
        abort(400)
    on = _wanted()
    (react if on else unreact)(db(), entry, viewer(), word)
    if not wants_fragment():
        return back(f"/e/{entry.id}")
    people, mine = reactions(db(), as_words([entry.id]), viewer().id).get(entry.id, {}).get(word, (0, False))
    address, label = request.full_path.rstrip("?"), WORDS[word]()
    if request.form.get("vote"):
        return _drawn("vote_button", address, mine, people, label)
    return _drawn("toggle_button", address, mine, label, label, people, _plain())


@allow("entry.follow", on=entry())
def follow_entry(entry: Entry) -> Response:
    on = _wanted()
    (follow if on else unfollow)(db(), viewer(), entry)
    if not wants_fragment():
        return back(f"/e/{entry.id}")
    return _drawn("toggle_button", request.path, on, _("Following"), _("Follow"), None, _plain())


@allow("entry.follow", on=entry())
def mute_entry(entry: Entry) -> Response:
    on = _wanted()
    (mute if on else unmute)(db(), viewer(), entry)
    if not wants_fragment():
        text = _("You hear no more of this, unless somebody names you.") if on else _("You hear of this again.")
        flash(text, "success")
        return back(f"/e/{entry.id}")
    return _drawn("toggle_button", request.path, on, pgettext("topic", "Muted"), _("Mute"), None, _plain())


@allow("entry.bookmark", on=entry())
def bookmark_entry(entry: Entry) -> Response:
    on = _wanted()
    (bookmark if on else unbookmark)(db(), viewer(), entry)
    if not wants_fragment():
        return back(f"/e/{entry.id}")
    return _drawn("toggle_button", request.path, on, _("Bookmarked"), _("Bookmark"), None, _plain())


def _wanted() -> bool:
    return request.form.get("on", "1") == "1"


def _plain() -> bool:
    return request.form.get("plain") == "1"


def _drawn(macro: str, *values: object) -> Response:
    return fragment(str(get_template_attribute("kit/parts.html", macro)(*values)))
