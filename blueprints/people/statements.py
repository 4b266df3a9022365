"""What one says of one's own accord and for a time: "ask me about", "looking for", "do not match me on"."""

from datetime import timedelta
from typing import Any

from flask import flash, redirect, render_template
from werkzeug.wrappers import Response

from blueprints.kit.guards import allow
from blueprints.kit.request import db, viewer
from blueprints.people.editing import Answer, audiences_of, myself
from blueprints.people.forms import AudienceForm, StatementForm, offer_audiences
from models.core import clock
from models.core.errors import Invalid, Refused
from models.core.language import gettext as _
from models.core.language import pgettext
from models.entries.reading import NotFound
from models.people.person import Person
from models.people.profile import choose_audiences
from models.people.section import key_of
from models.people.statement import (
    ASK,
    NO_MATCH,
    SEEK,
    USUAL,
    own_statement,
    prolong,
    state,
    statements_of,
    take_back_statement,
)

HERE = "/people/me/statements"
MONTH = timedelta(days=31)


def kind_words() -> dict[str, str]:
    return {
        ASK: pgettext("statement", "Ask me about"),
        SEEK: pgettext("statement", "Looking for"),
        NO_MATCH: pgettext("statement", "Do not match me on"),
    }


@allow("person.edit", on=myself)
def list_own(person: Person) -> Answer:
    return _page(person, StatementForm(formdata=None, kind=ASK, until=clock.now().date() + USUAL))


@allow("person.edit", on=myself)
def add(person: Person) -> Answer:
    form = StatementForm()
    if form.validate_on_submit():
        try:
            audience = key_of(audiences_of(person), "statements", person)
            state(db(), person, form.kind.data, form.text.data or "", form.until.data, audience)
        except Invalid as error:
            form.blame(error)
        except Refused as error:
            form.form_errors.append(str(error))
            return _page(person, form), 409
        else:
            flash(_("Your statement is saved."), "success")
            return redirect(HERE, 303)
    return _page(person, form), 422


@allow("person.edit", on=myself)
def choose_audience(person: Person) -> Answer:
    """Whom what one offers and looks for is for."""
    form = AudienceForm()
    offer_audiences(form.audience, "statements", person, audiences_of(person), fill=False)
    if not form.validate_on_submit():
        return _page(person, StatementForm(formdata=None)), 422
    choose_audiences(db(), person, {"statements": form.audience.data})
    flash(_("Your changes are saved."), "success")
    return redirect(HERE, 303)


def _page(person: Person, form: StatementForm) -> str:
    audience = AudienceForm(formdata=None)
    offer_audiences(audience.audience, "statements", person, audiences_of(person), fill=True)
    today = clock.now().date()
    return render_template(
        "people/statements.html",
        form=form,
        audience=audience,
        statements=statements_of(db(), person.id),
        kinds=kind_words(),
        today=today,
        soon=today + MONTH,
    )


def own(values: dict[str, Any]) -> Any:
    """Fetches the viewer's own statement."""
    try:
        return own_statement(db(), viewer().id, values.pop("statement_id"))
    except LookupError:
        raise NotFound from None


@allow("account.manage", on=own)
def prolong_one(statement: Any) -> Response:
    prolong(db(), db().get_one(Person, viewer().id), statement.id)
    flash(_("It holds for another half year."), "success")
    return redirect(HERE, 303)


@allow("account.manage", on=own)
def remove(statement: Any) -> Response:
    take_back_statement(db(), db().get_one(Person, viewer().id), statement.id)
    flash(_("Your statement is removed."), "success")
    return redirect(HERE, 303)
