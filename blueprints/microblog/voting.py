"""Voting in a poll, changing what it asks before anybody voted, ending it."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from flask import flash, get_template_attribute, redirect, render_template, request
from werkzeug.wrappers import Response

from blueprints.kit.composing import end_of_day, today
from blueprints.kit.guards import allow, entry
from blueprints.kit.pages import back, fragment, wants_fragment
from blueprints.kit.posts import post_extras, seal
from blueprints.kit.request import db, viewer
from blueprints.kit.sent import number
from blueprints.kit.services import services
from models.core.errors import Invalid, Refused, WitanError
from models.core.language import gettext as _
from models.entries.reading import NotFound
from models.microblog.micropost import Micropost
from models.microblog.poll import Poll, change_poll, check_poll, has_ended, options_of, why_locked
from models.microblog.voting import end, vote


@allow("post.vote", on=entry(Micropost))
def cast_vote(post: Micropost) -> Response:
    _poll(post)
    try:
        changed = vote(db(), post, viewer(), _chosen(), seal())
    except (Invalid, Refused) as error:
        if not wants_fragment():
            raise
        return _drawn(post, error)
    if wants_fragment():
        return _drawn(post)
    flash(_("Your vote is changed.") if changed else _("Your vote is counted."), "success")
    return back(f"/posts/{post.id}")


def _chosen() -> set[int]:
    try:
        return {number(each) for each in request.form.getlist("option")}
    except ValueError:
        return set()


def _drawn(post: Micropost, error: WitanError | None = None) -> Response:
    """The poll alone, for a script; what is wrong stands in it."""
    macro = get_template_attribute("kit/post_parts.html", "poll")
    return fragment(str(macro(post_extras([post.id])[post.id].poll, post.id, said=str(error or ""))))


@allow("post.poll", on=entry(Micropost))
def ask_change(post: Micropost) -> str:
    poll = _poll(post)
    day = poll.closes_at.astimezone(ZoneInfo(services().settings.time_zone)).date().isoformat()
    options = "\n".join(option.text for option in options_of(db(), post.id))
    typed = {"options": options, "ends": day, "results": poll.results}
    return _form(post, poll, typed | {"many": "1" * poll.many, "secret": "1" * poll.secret})


@allow("post.poll", on=entry(Micropost))
def change(post: Micropost) -> Response | tuple[str, int]:
    poll = _poll(post)
    try:
        asked = check_poll(
            request.form.get("options", "").splitlines(),
            _closes_at(),
            many=request.form.get("many") == "1",
            secret=request.form.get("secret") == "1",
            results=request.form.get("results", ""),
        )
    except Invalid as error:
        return _form(post, poll, request.form.to_dict(), {error.field or "options": str(error)}), 422
    change_poll(db(), post, asked)
    flash(_("The poll is changed."), "success")
    return redirect(f"/posts/{post.id}", 303)


def _closes_at() -> datetime | None:
    return end_of_day(request.form.get("ends", ""))


@allow("post.poll", on=entry(Micropost))
def end_now(post: Micropost) -> Response:
    _poll(post)
    end(db(), post, viewer())
    flash(_("The poll has ended. Everybody who can read it sees the results."), "success")
    return redirect(f"/posts/{post.id}", 303)


def _poll(post: Micropost) -> Poll:
    found = db().get(Poll, post.id)
    if found is None:
        raise NotFound
    return found


def _form(post: Micropost, poll: Poll, typed: dict[str, Any], wrong: dict[str, str] | None = None) -> str:
    return render_template(
        "microblog/poll.html",
        post=post,
        typed=typed,
        wrong=wrong or {},
        locked=why_locked() if poll.voters and not has_ended(poll) else "",
        ended=has_ended(poll),
        soonest=today().isoformat(),
    )
