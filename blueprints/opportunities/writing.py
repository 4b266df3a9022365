"""Writing an opportunity and changing it."""

from datetime import timedelta
from typing import Any

from flask import flash, redirect, render_template, request
from werkzeug.wrappers import Response

from blueprints.kit.composing import composer, readers_chosen
from blueprints.kit.guards import allow, check, entry
from blueprints.kit.pages import fragment
from blueprints.kit.request import db, viewer
from blueprints.kit.rows import who_can_read
from blueprints.opportunities.forms import OpportunityForm
from models.core.errors import Invalid, Outdated
from models.core.language import gettext as _
from models.entries.tagging import tags_on
from models.opportunities.offering import taken
from models.opportunities.opportunity import Opportunity, change, publish, today
from models.opportunities.wanting import names_wanted
from models.policy.finding import spaces_to_write_in

USUAL_OPEN = timedelta(days=21)
with_text = entry(Opportunity, with_text=True)


@allow("home.read")
def new() -> Response | str:
    form = OpportunityForm()
    form.to.choices = _places()
    if request.method == "GET":
        _prefill(form)
        return _page(form)
    if form.validate():
        try:
            made = _published(form)
        except Invalid as error:
            db().rollback()
            form.blame(error)
        else:
            flash(_("Posted. You are told when somebody offers to take part."), "success")
            return redirect(f"/opportunities/{made.id}", 303)
    return fragment(_page(form), 422)


def _published(form: OpportunityForm) -> Opportunity:
    space, audience = readers_chosen(form.to.data or "")
    check("opportunity.create", space)
    title, body = form.title.data or "", form.body.data or ""
    return publish(db(), viewer(), title, body, form.facts(), space=space, audience=audience, tags=form.tag_names())


def _places() -> list[tuple[str, str]]:
    """Where it can stand, with who reads it there."""
    found = composer(spaces_to_write_in(db(), viewer()))
    places = [(place.value, f"{place.label} – {place.readers}") for place in found.places]
    return [*places, *found.narrower]


def _prefill(form: OpportunityForm) -> None:
    values = [value for value, _label in form.to.choices or []]
    wanted = f"space:{request.args.get('space', '')}"
    form.to.data = wanted if wanted in values else values[0] if values else ""
    form.offers_until.data = today() + USUAL_OPEN


def _page(form: OpportunityForm, made: Opportunity | None = None) -> str:
    return render_template(
        "opportunities/write.html",
        here="people",
        form=form,
        made=made,
        soonest=str(today()),
        readers=who_can_read(made.audience, made.space.name if made.space else None) if made else "",
    )


@allow("entry.edit", on=with_text)
def edit(made: Opportunity) -> str:
    names = ("title", "body", "sort", "place", "remote", "hours", "starts_on", "ends_on", "offers_until", "wanted")
    values: dict[str, Any] = {name: getattr(made, name) for name in names}
    form = OpportunityForm(
        **values,
        skills="\n".join(names_wanted(db(), made.id)),
        tags=", ".join(tags_on(db(), made)),
        based_on=str(made.version),
    )
    return _page(form, made)


@allow("entry.edit", on=with_text)
def save(made: Opportunity) -> Response:
    form, entry_id = OpportunityForm(), made.id
    status = 422
    if form.validate():
        try:
            changed = _changed(form, made)
        except Invalid as error:
            form.blame(error)
        except Outdated as error:
            form.form_errors.append(_("%(said)s Look at it, then save again to replace it.", said=str(error)))
            form.based_on.data, status = error.current, 409
        else:
            flash(_("Saved") if changed else _("You changed nothing, so the text stays as it was."), "success")
            return redirect(f"/opportunities/{entry_id}", 303)
        db().rollback()
    return fragment(_page(form, with_text({"entry_id": entry_id})), status)


def _changed(form: OpportunityForm, made: Opportunity) -> bool:
    return change(
        made,
        viewer(),
        form.facts(),
        taken=taken(db(), made.id),
        based_on=form.based_on.data,
        title=form.title.data or "",
        body=form.body.data or "",
        tags=form.tag_names(),
    )
