"""What an owner can say and decide about a space, but who can read it (see openness)."""

from flask import flash, redirect, render_template
from werkzeug.wrappers import Response

from blueprints.kit.guards import allow
from blueprints.kit.guards import space as the_space
from blueprints.kit.pages import flash_undo
from blueprints.kit.request import db, viewer
from blueprints.kit.space_words import OPENNESS, REASONS, said, who_reads
from blueprints.spaces.forms import SettingsForm
from models.core.errors import Invalid
from models.core.language import gettext as _
from models.spaces.keeping import WELCOME_LIMIT, archive, describe_space, unarchive
from models.spaces.space import Space

Answer = Response | str | tuple[str, int]


@allow("space.settings", on=the_space)
def edit_settings(space: Space) -> Answer:
    form = SettingsForm(
        formdata=None,
        name=space.name,
        description=space.description,
        welcome=space.welcome,
        department=str(space.department_id or ""),
        readers_may_post=space.readers_may_post,
        edit_minutes="" if space.edit_minutes is None else str(space.edit_minutes),
    )
    form.offer_departments(space.department_id)
    return _page(space, form)


@allow("space.settings", on=the_space)
def save_settings(space: Space) -> Answer:
    form = SettingsForm()
    form.offer_departments(space.department_id)
    if form.validate_on_submit():
        try:
            describe_space(
                db(),
                space,
                viewer(),
                name=form.name.data,
                description=form.description.data or "",
                welcome=form.welcome.data or "",
                department_id=form.department_id,
                readers_may_post=form.readers_may_post.data,
                edit_minutes=int(form.edit_minutes.data) if form.edit_minutes.data else None,
            )
        except Invalid as error:
            form.blame(error)
        else:
            flash(_("The settings are saved."), "success")
            return redirect(f"/s/{space.slug}", 303)
    return _page(space, form), 422


def _page(space: Space, form: SettingsForm) -> str:
    return render_template(
        "spaces/settings.html",
        space=space,
        form=form,
        welcome_limit=WELCOME_LIMIT,
        who=who_reads(space.openness),
        openness=said(OPENNESS, space.openness),
        reason=said(REASONS, space.closed_reason),
    )


@allow("space.settings", on=the_space)
def put_aside(space: Space) -> Response:
    archive(db(), space, viewer())
    flash_undo(_("The space is archived."), f"/s/{space.slug}/unarchive")
    return redirect(f"/s/{space.slug}", 303)


@allow("space.settings", on=the_space)
def take_up(space: Space) -> Response:
    unarchive(db(), space, viewer())
    flash(_("The space is in use again."), "success")
    return redirect(f"/s/{space.slug}", 303)
