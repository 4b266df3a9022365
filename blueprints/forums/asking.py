"""Asking a question and starting a discussion."""

from collections.abc import Callable
from typing import Any

from flask import flash, redirect, render_template, request
from werkzeug.wrappers import Response

from blueprints.forums.forms import DiscussionForm, QuestionForm, TopicForm
from blueprints.kit.guards import allow, check
from blueprints.kit.pages import fragment
from blueprints.kit.request import db, viewer
from models.core.errors import Invalid
from models.core.language import gettext as _
from models.entries.entry import Entry
from models.forums.topic import ask as ask_question
from models.forums.topic import discuss as start_discussion
from models.policy.finding import spaces_to_write_in, visible_space
from models.policy.rules import may
from models.spaces.space import Space


@allow("home.read")
def ask() -> Response | str:
    return _write(QuestionForm, "forums/ask.html", ask_question)


@allow("home.read")
def discuss() -> Response | str:
    return _write(DiscussionForm, "forums/discuss.html", start_discussion)


def _write(kind: type[TopicForm], template: str, verb: Callable[..., Entry]) -> Response | str:
    form, here = kind(), "ask" if kind is QuestionForm else ""
    form.space.choices = choices = _places()
    if request.method == "GET":
        _prefill(form, choices)
        return render_template(template, form=form, here=here)
    if form.validate_on_submit():
        try:
            made = verb(
                db(), viewer(), form.title.data, form.body.data, space=_chosen(form.space.data), tags=form.tag_names()
            )
        except Invalid as error:
            form.blame(error)
        else:
            flash(_("Posted. You follow it, so answers come to your home."), "success")
            return redirect(f"/topics/{made.id}", 303)
    return fragment(render_template(template, form=form, here=here), 422)


def _places() -> list[tuple[str, str]]:
    """Where the viewer may write; each says who can read it there."""
    found = [("", _("No space – all staff can read it"))] if may(viewer(), "topic.create", None) else []
    for row in spaces_to_write_in(db(), viewer()):
        readers = _("all staff can read it") if row.openness == "open" else _("only members can read it")
        found.append((row.slug, f"{row.name} – {readers}"))
    return found


def _prefill(form: TopicForm, choices: list[tuple[str, str]]) -> None:
    wanted = request.args.get("space", "")
    form.space.data = wanted if wanted in dict(choices) else choices[0][0] if choices else ""
    form.title.data = request.args.get("title", "").strip()
    form.tags.data = request.args.get("tags", "").strip()


def _chosen(slug: str) -> Space | None:
    """The space with this address. Raises Forbidden where the viewer may not write."""
    found: Any = visible_space(db(), viewer(), slug) if slug else None
    check("topic.create", found)
    return found  # type: ignore[no-any-return]
