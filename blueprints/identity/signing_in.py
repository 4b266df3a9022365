"""Signing in with a password, and out."""

from typing import Any

from flask import redirect, render_template, request
from werkzeug.wrappers import Response

from blueprints.identity.forms import SignInForm
from blueprints.kit import carrying, logins
from blueprints.kit.guards import public
from blueprints.kit.limits import limit_many_names, limit_sign_in
from blueprints.kit.pages import safe_next
from blueprints.kit.request import db, viewer
from blueprints.kit.services import services
from models.core.language import gettext as _
from models.people.credential import person_with_password
from models.people.person import Person

Answer = Response | str | tuple[str, int]


@public
def sign_in() -> Answer:
    if viewer().id:
        return redirect(safe_next(request.args.get("next")), 303)
    return _page(SignInForm(formdata=None))


@public
@limit_many_names
@limit_sign_in
def try_to_sign_in() -> Answer:
    form = SignInForm()
    if not form.validate_on_submit():
        return _page(form), 422
    person_id = _checked(form.username.data, form.password.data)
    if person_id is None:
        form.form_errors.append(_("The username or the password is not right. Check both and try again."))
        return _page(form), 422
    carried = carrying.unpacked(request.form.get("carried", ""), person_id) if "carried" in request.form else None
    person = db().get_one(Person, person_id)
    if person.is_suspended:
        logins.begin_suspended(db(), person)
        return redirect("/suspended", 303)
    logins.begin(db(), person)
    if carried is not None:
        return carrying.again_page(carried, _("You are signed in again. Nothing of your text is lost."))
    return redirect(safe_next(request.form.get("next")), 303)


@public
def sign_out() -> Response:
    logins.end(db())
    return redirect("/sign-in", 303)


def _checked(name: str, password: str) -> int | None:
    # In a reading transaction of its own: hashing takes tens of milliseconds, in which no writer should wait.
    with services().database.reading() as looking:
        person = person_with_password(looking, name, password)
        return person.id if person else None


def _page(form: SignInForm) -> str:
    values: dict[str, Any] = {
        "next": safe_next(request.values.get("next")),
        "carried": request.form.get("carried", ""),
        "may_sign_up": services().settings.sign_up == "open",
    }
    return render_template("identity/sign_in.html", form=form, **values)
