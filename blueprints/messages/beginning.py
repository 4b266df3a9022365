"""Beginning a conversation: choosing whom to write to, without any script by name, then the first message."""

import secrets
from typing import Any

from flask import redirect, render_template, request
from werkzeug.wrappers import Response

from blueprints.kit.guards import allow
from blueprints.kit.limited import waiting
from blueprints.kit.pages import fragment
from blueprints.kit.request import db, viewer
from blueprints.messages.absent import absent
from models.core.errors import Invalid, Refused
from models.core.language import gettext as _
from models.entries.limits import TooMuch
from models.entries.meeting import exists_for
from models.messages.conversation import MOST_PEOPLE, TITLE_LIMIT
from models.messages.talking import MESSAGE_LIMIT, begin, check_people, send
from models.people.directory import Wanted, find_people
from models.people.person import Person, person_named

MATCHES = 8


@allow("messages.list")
def choose_people() -> str:
    return draw(chosen_in(request.args.getlist("to")), find=request.args.get("find", "").strip()[:100])


def draw(
    chosen: list[Person], find: str = "", typed: str = "", title: str = "", wrong: str = "", token: str = ""
) -> str:
    """The form. What was found stands beside the name that was looked for."""
    here = {each.id for each in chosen}
    return render_template(
        "messages/new.html",
        chosen=chosen,
        absent=absent(chosen),
        find=find,
        matches=[each for each in matching(find) if each.id not in here],
        typed=typed,
        title=title,
        wrong=wrong,
        token=token or secrets.token_hex(12),
        limit=MESSAGE_LIMIT,
        title_limit=TITLE_LIMIT,
        most=MOST_PEOPLE,
    )


def chosen_in(usernames: list[str]) -> list[Person]:
    """The people with these usernames whom the viewer may know of, each once."""
    found = [person_named(db(), name) for name in dict.fromkeys(usernames[: MOST_PEOPLE * 2])]
    return [
        each
        for each in found
        if each is not None and each.id != viewer().id and each.disabled_at is None and exists_for(db(), viewer(), each)
    ]


def matching(find: str) -> list[Any]:
    """People by a part of their name, or one by the username."""
    if not find:
        return []
    found: list[Any] = [] if viewer().is_guest else list(find_people(db(), Wanted(find, by_name=True), limit=MATCHES))
    exact = chosen_in([find.lstrip("@").lower()])
    known = {each.id for each in found}
    return [each for each in [*(one for one in exact if one.id not in known), *found] if each.id != viewer().id]


@allow("messages.list")
def begin_conversation() -> str | Response:
    form = request.form
    chosen = chosen_in(form.getlist("to"))
    typed = {"typed": form.get("body", ""), "title": form.get("title", ""), "token": form.get("token", "")}
    if "find" in form and "look" in form:
        return draw(chosen, find=form["find"].strip()[:100], **typed)
    if out := form.get("without"):
        return draw([each for each in chosen if each.username != out], **typed)
    if add := form.get("add"):
        return draw([*chosen, *(each for each in chosen_in([add]) if each not in chosen)], **typed)
    try:
        check_people(db(), viewer(), chosen)
        if not typed["typed"].strip():
            raise Invalid(_("Write a message"), "body")
        found = begin(db(), viewer(), chosen, typed["title"])
        said = send(found, viewer(), typed["typed"], typed["token"])
    except (Invalid, Refused, TooMuch) as error:
        db().rollback()
        chosen = chosen_in(form.getlist("to"))
        page = fragment(draw(chosen, find=form.get("find", "").strip()[:100], wrong=str(error), **typed), 422)
        return waiting(page, error) if isinstance(error, TooMuch) else page
    return redirect(f"/messages/{found.id}#m{said.id}", 303)
