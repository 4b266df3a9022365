"""Names that are not shown: who may reveal them in a space, and the one page where it is done."""

from flask import flash, redirect, render_template
from werkzeug.wrappers import Response

from blueprints.forums.forms import RevealerForm, RevealForm
from blueprints.kit.guards import allow, entry, space
from blueprints.kit.pages import fragment
from blueprints.kit.request import db, viewer
from models.core.errors import Invalid
from models.core.language import gettext as _
from models.entries.entry import Entry
from models.entries.reading import NotFound
from models.forums.topic import Question
from models.forums.unnamed import allow_unnamed, possible_revealers, reveal, reveals_of
from models.people.person import Person
from models.policy.unnamed import USERNAME
from models.spaces.space import Space

of_question = entry(Question)


@allow("topic.reveal", on=of_question)
def ask_name(question: Question) -> str:
    return _page(_unnamed(question), RevealForm())


@allow("topic.reveal", on=of_question)
def show_name(question: Question) -> Response | str:
    """The name, once, after a reason was given; it stands in no other place."""
    form = RevealForm()
    if form.validate_on_submit():
        try:
            person = reveal(_unnamed(question), viewer(), form.reason.data or "")
        except Invalid as error:
            form.blame(error)
        else:
            return _page(question, RevealForm(formdata=None), person)
    return fragment(_page(_unnamed(question), form), 422)


def _unnamed(question: Question) -> Question:
    if question.author.username != USERNAME:
        raise NotFound
    return question


def _page(question: Entry, form: RevealForm, person: Person | None = None) -> str:
    told = reveals_of(db(), question.id)
    return render_template("forums/reveal.html", topic=question, form=form, person=person, told=told)


@allow("category.manage", on=space)
def ask_revealer(here: Space) -> str:
    form = _choices(here, RevealerForm(formdata=None))
    form.revealer.data = str(here.revealer_id or "")
    return render_template("forums/names.html", space=here, form=form)


@allow("category.manage", on=space)
def set_revealer(here: Space) -> Response:
    form = _choices(here, RevealerForm())
    if form.validate_on_submit():
        chosen = db().get(Person, int(form.revealer.data)) if form.revealer.data else None
        try:
            allow_unnamed(here, viewer(), chosen)
        except Invalid as error:
            form.blame(error)
        else:
            done = (
                _("%(name)s can be told names now.", name=chosen.name) if chosen else _("Names are always shown now.")
            )
            flash(done, "success")
            return redirect(f"/s/{here.slug}/forum", 303)
    return fragment(render_template("forums/names.html", space=here, form=form), 422)


def _choices(here: Space, form: RevealerForm) -> RevealerForm:
    found = possible_revealers(db(), here)
    form.revealer.choices = [("", _("Nobody: names are always shown")), *((str(row.id), row.name) for row in found)]
    return form
