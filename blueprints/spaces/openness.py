"""Opening and closing a space, with what it means for what already stands there said before."""

from flask import flash, redirect, render_template
from werkzeug.wrappers import Response

from blueprints.kit.guards import allow
from blueprints.kit.guards import space as the_space
from blueprints.kit.request import db, viewer
from blueprints.kit.space_words import OPENNESS_HINTS, hints, who_reads
from blueprints.spaces.forms import OpennessForm
from models.core.errors import Invalid, Refused
from models.core.language import gettext as _
from models.entries.audiences import change_openness
from models.entries.counting import count_moving
from models.spaces.membership import count_members
from models.spaces.space import Space

Answer = Response | str | tuple[str, int]


@allow("space.settings", on=the_space)
def edit_openness(space: Space) -> Answer:
    form = OpennessForm(
        formdata=None, openness=space.openness, closed_reason=space.closed_reason or "", review_on=space.review_on
    )
    return _page(space, form)


@allow("space.settings", on=the_space)
def save_openness(space: Space) -> Answer:
    form = OpennessForm()
    if form.validate_on_submit() and _opening_was_checked(space, form):
        reason, review_on = form.closed_reason.data or None, form.review_on.data
        try:
            change_openness(db(), space, viewer(), form.openness.data, reason, review_on)
        except Invalid as error:
            form.blame(error)
        except Refused as error:
            form.form_errors.append(str(error))
        else:
            flash(_("Saved. %(who)s.", who=who_reads(space.openness)), "success")
            return redirect(f"/s/{space.slug}", 303)
    return _page(space, form), 422


def _opening_was_checked(space: Space, form: OpennessForm) -> bool:
    if space.is_closed and form.openness.data == "open" and not form.checked.data:
        form.blame(Invalid(_("Confirm that everything here may be read by all staff"), "checked"))
        return False
    return True


def _page(space: Space, form: OpennessForm) -> str:
    moving, staying = count_moving(db(), space)
    return render_template(
        "spaces/openness.html",
        space=space,
        form=form,
        openness_hints=hints(OPENNESS_HINTS),
        moving=moving,
        staying=staying,
        member_count=sum(count_members(db(), space.id).values()),
        who=who_reads(space.openness),
    )
