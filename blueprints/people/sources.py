"""Where one's own details came from, field by field, and using one's own words instead."""

from collections.abc import Callable

from flask import flash, redirect, render_template
from werkzeug.wrappers import Response

from blueprints.kit.guards import allow
from blueprints.kit.request import db
from blueprints.people.editing import myself
from blueprints.people.forms import OwnWordsForm
from models.core.errors import Invalid
from models.core.language import date
from models.core.language import gettext as _
from models.entries.reading import NotFound
from models.people.person import Person
from models.people.source import BINDING, FIELDS, Detail, details, use_own, use_source

LABELS: dict[str, Callable[[], str]] = {
    "name": lambda: _("Name"),
    "job_title": lambda: _("Job title"),
    "place": lambda: _("Place of work"),
    "department": lambda: _("Department"),
}
CAME: dict[str, Callable[..., str]] = {
    "name": lambda **of: _("Your name came from %(source)s on %(day)s.", **of),
    "job_title": lambda **of: _("Your job title came from %(source)s on %(day)s.", **of),
    "place": lambda **of: _("Your place of work came from %(source)s on %(day)s.", **of),
    "department": lambda **of: _("Your department came from %(source)s on %(day)s.", **of),
}
SAYS: dict[str, Callable[..., str]] = {
    "name": lambda **of: _("You use your own name. On %(day)s, %(source)s said: %(said)s.", **of),
    "job_title": lambda **of: _("You use your own job title. On %(day)s, %(source)s said: %(said)s.", **of),
    "place": lambda **of: _("You use your own place of work. On %(day)s, %(source)s said: %(said)s.", **of),
    "department": lambda **of: _(
        "You said that it is wrong, and administrators see that. On %(day)s, %(source)s said: %(said)s.", **of
    ),
}


def said(detail: Detail) -> str:
    """The sentence about one field."""
    where = {"source": source_words(detail), "day": date(detail.said_at)}
    if detail.own:
        return SAYS[detail.field](**where, said=detail.said or _("nothing"))
    return CAME[detail.field](**where)


def source_words(detail: Detail) -> str:
    if detail.source_kind == "organogram":
        return _("the organogram of %(body)s", body=detail.source_name)
    return _("the list “%(name)s”", name=detail.source_name)


@allow("person.edit", on=myself)
def show_sources(person: Person) -> str:
    return _page(person)


@allow("person.edit", on=myself)
def use_own_words(person: Person, field: str) -> Response | tuple[str, int]:
    """The person's own words stand from now on, whatever the source says."""
    value = OwnWordsForm().value.data or ""
    try:
        use_own(db(), person, _known(field), value)
    except LookupError as error:
        raise NotFound from error
    except Invalid as error:
        return _page(person, field, value, str(error)), 422
    if field == BINDING:
        flash(_("Administrators see now that your department is wrong."), "success")
    else:
        flash(_("Your own words are used from now on. Nothing writes over them."), "success")
    return redirect("/people/me/sources", 303)


@allow("person.edit", on=myself)
def use_the_source(person: Person, field: str) -> Response:
    try:
        use_source(db(), person, _known(field))
    except LookupError as error:
        raise NotFound from error
    flash(_("This field follows its source again."), "success")
    return redirect("/people/me/sources", 303)


def _known(field: str) -> str:
    if field not in FIELDS:
        raise NotFound
    return field


def _page(person: Person, field: str = "", typed: str = "", blamed: str = "") -> str:
    shown = [(detail, LABELS[detail.field](), said(detail)) for detail in details(db(), person)]
    return render_template(
        "people/sources.html", person=person, shown=shown, binding=BINDING, field=field, typed=typed, blamed=blamed
    )
