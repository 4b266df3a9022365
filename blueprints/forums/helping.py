"""Seeing to it that a question is answered: I am on it, not me, ask a colleague; and whether it is solved."""

from typing import Any

from flask import abort, flash, redirect, render_template, request
from werkzeug.wrappers import Response

from blueprints.forums.forms import InviteForm
from blueprints.kit.expert_words import acts_in_words
from blueprints.kit.forms import nobody_meant
from blueprints.kit.guards import allow, check, entry
from blueprints.kit.pages import back, flash_undo, safe_next
from blueprints.kit.request import db, viewer
from blueprints.kit.rows import who_can_read
from blueprints.kit.services import services
from models.core.errors import Refused
from models.core.language import gettext as _
from models.entries.entry import Entry
from models.entries.reading import NotFound, visible_entry
from models.expertise.inviting import offered
from models.forums import asked, solved
from models.forums.deputies import asked_instead
from models.forums.experts import experts_of, topics_of_experts
from models.forums.invitation import INVITATIONS_A_DAY, INVITATIONS_A_WEEK
from models.forums.topic import TOPIC_KINDS, Answer, Question
from models.people.person import Person
from models.policy.readers import meant

Done = Response | tuple[str, int]


@allow("topic.claim", on=entry(Question))
def claim(question: Question) -> Response:
    """Say "I am on it", or that one is not any more."""
    here = f"/topics/{question.id}"
    if not _wanted():
        asked.release_claim(question, viewer())
        flash(_("You are not on it any more"), "success")
        return back(here)
    try:
        asked.claim(question, viewer())
    except Refused as error:
        flash(str(error), "error")
    else:
        text = _("Others see for two days that you are on it")
        flash_undo(text, f"{here}/claim?on=0")
    return back(here)


@allow("topic.pass", on=entry(Question))
def not_me(question: Question) -> Response:
    """Take the question off one's own list, or put it back."""
    here = f"/topics/{question.id}"
    if not _wanted():
        asked.take_back(question, viewer())
        flash(_("It stands on your list again"), "success")
        return back("/questions?view=for-you")
    asked.pass_on(question, viewer())
    text = _("It no longer waits for you. Others who answer here still see it.")
    flash_undo(text, f"{here}/pass?on=0")
    return back("/questions?view=for-you")


@allow("topic.invite", on=entry(Question))
def whom_to_ask(question: Question) -> str:
    return _form(question, InviteForm(formdata=None, off_my_list=request.args.get("hand-on") == "1"))


@allow("topic.invite", on=entry(Question))
def ask_colleague(question: Question) -> Done:
    """Ask somebody to answer, and, when the form says so, take the question off one's own list."""
    form = InviteForm()
    person = _chosen(question, form)
    if not form.validate_on_submit() or person is None:
        if person is None and not form.errors:
            form.username.errors = [nobody_meant()]
        return _form(question, form), 422
    here = asked_instead(question, viewer(), person)
    try:
        if form.off_my_list.data:
            asked.pass_on(question, viewer(), here)
        else:
            asked.invite(question, viewer(), here)
    except Refused as error:
        form.form_errors.append(str(error))
        return _form(question, form), 409
    said = _("%(name)s is asked to answer", name=here.name)
    if here.id != person.id:
        said = _("%(away)s is away. %(name)s stands in and is asked to answer.", away=person.name, name=here.name)
    flash(said, "success")
    return redirect(safe_next(request.form.get("next"), f"/topics/{question.id}"), 303)


def _chosen(question: Question, form: InviteForm) -> Person | None:
    """Whoever has the username or name, or the expert that was chosen; a guest of elsewhere is as good as made up."""
    return meant(db(), form.username.data or form.expert.data or "", question.space_id)


def _form(question: Question, form: InviteForm) -> str:
    form.expert.choices, whys = _who_can(question)
    space_name = question.space.name if question.space else None
    return render_template(
        "forums/invite.html",
        form=form,
        whys=whys,
        topic=question,
        readers=who_can_read(question.audience, space_name),
        most=INVITATIONS_A_DAY,
        a_week=INVITATIONS_A_WEEK,
        next=request.values.get("next", ""),
    )


def _who_can(question: Question) -> tuple[list[tuple[str, str]], dict[str, str]]:
    """Usernames with names of those who can answer, and why by username: who agreed to in the space, then who is found.

    Who answered already, who was asked this before, and who was asked as often as anybody may be, is not offered.
    """
    gone = asked.were_asked(db(), question) | {viewer().id, question.author_id}
    choices = _experts(question, gone)
    text = f"{question.title} {question.text}"
    whys = {}
    for one in offered(db(), services().engine, viewer(), text, question.audience):
        person, pieces = one.expert.person, one.expert.pieces
        answered = any(piece.deed.matter_id == question.id for piece in pieces)
        if answered or one.free_from is not None or person.id in gone:
            continue
        line = [person.department_name, acts_in_words([piece.deed.act for piece in pieces])]
        whys[person.username] = " · ".join(filter(None, line))
        if person.username not in [username for username, _name in choices]:
            choices.append((person.username, person.name))
    return choices, whys


def _experts(question: Question, gone: set[int]) -> list[tuple[str, str]]:
    if question.space_id is None:
        return []
    topics = topics_of_experts(db(), question.space_id)
    found = [row for row in experts_of(db(), question.space_id) if row.person_id not in gone]
    return [(row.username, _named(row, topics.get(row.person_id, []))) for row in found]


def _named(row: Any, topics: list[str]) -> str:
    return f"{row.name} ({', '.join(topics)})" if topics else str(row.name)


@allow("entry.read", on=entry())
def say_solved(topic: Entry) -> Response:
    """The asker says whether it is solved: `yes` with the answer, `not-yet`, or `never` to be asked again."""
    if topic.kind not in TOPIC_KINDS:
        raise NotFound
    check("topic.solved", topic)
    word, answer_id = request.form.get("word", ""), request.form.get("answer", 0, type=int)
    if word not in solved.WORDS:
        abort(400)
    answer = visible_entry(db(), viewer(), Answer, answer_id) if word == "yes" else None
    solved.say_solved(topic, viewer(), word, answer)  # type: ignore[arg-type]
    if answer is not None:
        flash(_("You accepted this answer. It stands first now."), "success")
        return redirect(f"/topics/{topic.id}?at={answer.id}#e{answer.id}", 303)
    flash(_("You are not asked about this again") if word == "never" else _("It stays open"), "success")
    return redirect(f"/topics/{topic.id}", 303)


def _wanted() -> bool:
    return bool(request.values.get("on", "1") == "1")
