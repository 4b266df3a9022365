"""Making a space."""

from flask import flash, redirect, render_template
from werkzeug.wrappers import Response

from blueprints.kit.guards import allow
from blueprints.kit.request import db, viewer
from blueprints.kit.space_words import OPENNESS_HINTS, hints
from blueprints.spaces.forms import NewSpaceForm
from models.core.errors import Invalid
from models.core.language import gettext as _
from models.people.person import Person
from models.spaces.joining import found_space
from models.spaces.keeping import check_description
from models.spaces.space import Space, suggested_slug

Answer = Response | str | tuple[str, int]


@allow("space.create")
def ask() -> Answer:
    form = NewSpaceForm(formdata=None, department=str(viewer().department_id or ""))
    form.offer_departments()
    return _page(form)


@allow("space.create")
def found() -> Answer:
    form = NewSpaceForm()
    form.offer_departments()
    if form.validate_on_submit():
        try:
            space = _founded(form)
        except Invalid as error:
            form.slug.data = form.slug.data or suggested_slug(form.name.data)
            form.blame(error)
        else:
            flash(_("The space is made. Say in the settings what newcomers need to know."), "success")
            return redirect(f"/s/{space.slug}", 303)
    return _page(form), 422


def _founded(form: NewSpaceForm) -> Space:
    return found_space(
        db(),
        db().get_one(Person, viewer().id),
        form.slug.data or suggested_slug(form.name.data),
        form.name.data,
        openness=form.openness.data,
        reason=form.closed_reason.data or None,
        review_on=form.review_on.data,
        description=check_description(form.description.data or ""),
        department_id=form.department_id,
    )


def _page(form: NewSpaceForm) -> str:
    return render_template("spaces/new.html", form=form, openness_hints=hints(OPENNESS_HINTS))
