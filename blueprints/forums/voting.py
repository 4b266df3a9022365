"""Voting on an answer: one button each for `useful` and `out of date`, with and without a script."""

from flask import abort, get_template_attribute, request
from werkzeug.wrappers import Response

from blueprints.kit.guards import allow, entry
from blueprints.kit.pages import back, fragment, wants_fragment
from blueprints.kit.request import db, viewer
from models.core.db import as_words
from models.entries.reacting import reactions
from models.forums import votes
from models.forums.topic import Answer


@allow("answer.vote", on=entry(Answer))
def vote_on(answer: Answer) -> Response:
    """Say `word` of an answer, or take it back."""
    word, on = request.form.get("word", "useful"), request.form.get("on", "1") == "1"
    if word not in votes.WORDS:
        abort(400)
    (votes.vote if on else votes.withdraw)(answer, viewer(), word)
    if not wants_fragment():
        return back(f"/e/{answer.id}")
    counts = reactions(db(), as_words([answer.id]), viewer().id).get(answer.id, {})
    drawn = get_template_attribute("forums/_votes.html", "voted")
    return fragment(str(drawn(answer.id, word, *counts.get("useful", (0, False)), *counts.get("outdated", (0, False)))))
