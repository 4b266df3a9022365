"""Asking a question and starting a discussion; what is typed is kept as a draft, and what is like it is shown.

Whoever asks can choose people to be asked with it (`offering`).
"""

import re
from collections.abc import Callable
from typing import Any

from flask import flash, jsonify, redirect, render_template, request
from werkzeug.wrappers import Response

from blueprints.forums.forms import DiscussionForm, QuestionForm, TopicForm
from blueprints.forums.offering import invite_chosen, people_for
from blueprints.forums.places import Place, chosen, places
from blueprints.forums.similar import alike
from blueprints.kit import alike as alike_there
from blueprints.kit import drafting
from blueprints.kit.guards import allow
from blueprints.kit.pages import fragment
from blueprints.kit.request import db, viewer
from models.core import clock
from models.core.errors import Invalid, Outdated
from models.core.language import gettext as _
from models.core.language import time_of_day
from models.entries import drafts
from models.entries.entry import TITLE_LIMIT, Entry
from models.forums.topic import Question
from models.forums.topic import ask as ask_question
from models.forums.topic import discuss as start_discussion
from models.forums.unnamed import ask_unnamed
from models.spaces.category import audience_of

SENTENCE_END = re.compile(r"(?<=[.?!])\s")
TEMPLATES = {"question": "forums/ask.html", "discussion": "forums/discuss.html"}
# Buttons that show what is like it, and that take what is proposed.
LOOKING = {"check", "take_space", "take_tags"}
ADDRESSES = {"question": "/ask", "discussion": "/discuss"}


@allow("home.read")
def ask() -> Response | str | tuple[Response | str, int]:
    return _write("question", QuestionForm(), _ask)


@allow("home.read")
def discuss() -> Response | str | tuple[Response | str, int]:
    return _write("discussion", DiscussionForm(), start_discussion)


def _ask(session: Any, by: Any, title: str, body: str, *, unnamed: bool = False, **values: Any) -> Entry:
    return (ask_unnamed if unnamed else ask_question)(session, by, title, body, **values)


def _write(kind: str, form: TopicForm, verb: Callable[..., Entry]) -> Response | str | tuple[Response | str, int]:
    offered = places()
    form.space.choices = [place.choice for place in offered]
    if request.method == "GET":
        _prefill(form, offered)
        found = _looked(form)
        return _page(kind, form, offered, drafting.offer(form, drafts.place_of_new_topic(kind)), found=found)
    if LOOKING & request.form.keys():
        found = alike(form.title.data or "", form.body.data or "")
        _take(form, found)
        return _page(kind, form, offered, found=found)
    if form.validate_on_submit():
        if (between := _step_between(kind, form, offered)) is not None:
            return between
        try:
            made = _made(form, verb)
        except Invalid as error:
            form.blame(error)
        else:
            drafts.saved(db(), viewer(), drafts.place_of_new_topic(kind), form.draft.data)
            flash(_("Posted. You follow it, so answers come to your home."), "success")
            if isinstance(made, Question):
                invite_chosen(made)
            return redirect(f"/topics/{made.id}", 303)
    return fragment(_page(kind, form, offered), 422)


def _step_between(
    kind: str, form: TopicForm, offered: list[Place]
) -> Response | str | tuple[Response | str, int] | None:
    """What is nearly the same, shown once; or where to go when the writer takes what is there. None: save."""
    rows = alike_there.shown_once(kind, form.title.data or "", form.body.data or "")
    if rows:
        return _page(kind, form, offered, rows=rows)
    address = ADDRESSES[kind]
    place = drafts.place_of_new_topic(kind)
    return alike_there.taken_instead(place, form.body.data or "", address, f"{address}/draft")


def _made(form: TopicForm, verb: Callable[..., Entry]) -> Entry:
    space, category = chosen(form.space.data)
    values: dict[str, Any] = {"space": space, "category": category, "tags": form.tag_names()}
    if "unnamed" in form and form["unnamed"].data:
        values["unnamed"] = True
    audience = space.audience if space is not None else "everyone"
    if space is not None and category is not None:
        audience = audience_of(space, category.readers)
    body = alike_there.with_link(form.body.data or "", audience)
    return verb(db(), viewer(), form.title.data, body, summary=alike_there.reason(), **values)


def _page(
    kind: str, form: TopicForm, offered: list[Place], offer: Any = None, found: Any = None, rows: Any = None
) -> str:
    now = next((place for place in offered if place.value == (form.space.data or "")), None)
    return render_template(
        TEMPLATES[kind],
        form=form,
        here="ask" if kind == "question" else "",
        place=now,
        offer=offer,
        found=found,
        people=people_for(form, now.audience) if kind == "question" and now else None,
        alike=rows,
        address=ADDRESSES[kind],
        unnamed_in=[place for place in offered if place.revealer and "/" not in place.value],
    )


def _prefill(form: TopicForm, offered: list[Place]) -> None:
    wanted = request.args.get("space", "")
    if part := request.args.get("category", ""):
        wanted = f"{wanted}/{part}"
    values = [place.value for place in offered]
    form.space.data = wanted if wanted in values else values[0] if values else ""
    form.title.data, rest = _first_sentence(request.args.get("title", "").replace("\0", "").strip())
    form.body.data = form.body.data or rest
    form.tags.data = request.args.get("tags", "").strip()


def _first_sentence(text: str) -> tuple[str, str]:
    """What fits into a title, and the whole text again where that is not all of it."""
    if len(text) <= TITLE_LIMIT:
        return text, ""
    first = SENTENCE_END.split(text, maxsplit=1)[0]
    return (first if len(first) <= TITLE_LIMIT else f"{first[: TITLE_LIMIT - 1]}…"), text


def _looked(form: TopicForm) -> Any:
    """What is like a question that came with the address, and in the form what is proposed where nothing was chosen."""
    if not form.title.data:
        return None
    found = alike(form.title.data, form.body.data or "")
    if found.proposed.space and "space" not in request.args:
        form.space.data, found.taken_space = found.proposed.space, True
    if found.proposed.tags and not form.tags.data:
        form.tags.data, found.taken_tags = found.proposed.tags, True
    return found


def _take(form: TopicForm, found: Any) -> None:
    """Take what is proposed, where a button asks for it."""
    if "take_space" in request.form and found.proposed.space:
        form.space.data, found.taken_space = found.proposed.space, True
    if "take_tags" in request.form and found.proposed.tags:
        form.tags.data = ", ".join(filter(None, [form.tags.data, found.proposed.tags]))
        found.taken_tags = True


@allow("home.read")
def keep_question() -> Response | tuple[Response | str, int]:
    return _keep("question")


@allow("home.read")
def keep_discussion() -> Response | tuple[Response | str, int]:
    return _keep("discussion")


def _keep(kind: str) -> Response | tuple[Response | str, int]:
    """Keep what is typed for its writer alone."""
    return keep(drafts.place_of_new_topic(kind), f"{ADDRESSES[kind]}?draft=use", f"{ADDRESSES[kind]}/draft")


def keep(place: str, href: str, action: str, **about: Any) -> Response | tuple[Response | str, int]:
    """Keep the form that was sent as the draft of a place; asked by a script or by a button."""
    asks = request.accept_mimetypes.best == "application/json"
    try:
        fields, number = drafting.typed_fields(), drafting.known_number()
        kept = drafts.keep(db(), viewer(), place, fields, number=number, replace="replace" in request.form, **about)
    except Outdated as error:
        return drafting.newer_draft(error, asks, action, href)
    if asks:
        return jsonify(number=kept.number, said=_("Draft kept at %(time)s", time=time_of_day(clock.now())))
    flash(_("Your draft is kept. Only you can see it."), "success")
    return redirect(href, 303)
