"""Forgotten passwords: a link by mail that works once and for an hour. Whether an account exists is never said."""

from flask import flash, redirect, render_template, url_for
from sqlalchemy import or_, select
from werkzeug.wrappers import Response

from blueprints.identity.forms import ForgottenForm, NewPasswordForm
from blueprints.kit.guards import public
from blueprints.kit.limits import limit_forgotten
from blueprints.kit.request import db
from blueprints.kit.services import services
from models.activity.act import record
from models.core.errors import Invalid
from models.core.language import current_locale
from models.core.language import gettext as _
from models.core.mail import promise_mail
from models.people.credential import check_password_text, person_of_reset, set_password, start_reset
from models.people.person import Person, in_language_of

Answer = Response | str | tuple[str, int]


@public
def forgotten() -> Answer:
    return render_template("identity/forgotten.html", form=ForgottenForm(formdata=None), sent=False)


@public
@limit_forgotten
def send_link() -> Answer:
    form = ForgottenForm()
    if not form.validate_on_submit():
        return render_template("identity/forgotten.html", form=form, sent=False), 422
    name = form.username.data.lower()
    person = db().scalar(
        select(Person).where(
            or_(Person.username == name, Person.email == name), Person.email.is_not(None), Person.disabled_at.is_(None)
        )
    )
    # Recorded either way: a request that writes takes longer, which would tell that there is an account.
    record(db(), person, "asked-for-reset", "person", person.id if person else 0)
    if person is not None and person.email:
        with in_language_of(person, current_locale()):
            promise_mail(db(), person.email, _("Choose a new password"), _letter(person))
    return render_template("identity/forgotten.html", form=form, sent=True)


def _letter(person: Person) -> str:
    settings = services().settings
    link = settings.address + url_for("identity.reset", token=start_reset(db(), person))
    return _(
        "Hello %(name)s,\n\nchoose a new password for %(site)s here:\n\n%(link)s\n\n"
        "The link works once and for one hour. Your username is %(username)s.\n\n"
        "If you did not ask for this, you do not need to do anything.\n",
        name=person.name,
        site=settings.site_name,
        link=link,
        username=person.username,
    )


@public
def reset(token: str) -> Answer:
    if person_of_reset(db(), token) is None:
        return _expired()
    return render_template("identity/reset.html", form=NewPasswordForm(formdata=None))


@public
def save_reset(token: str) -> Answer:
    person = person_of_reset(db(), token)
    if person is None:
        return _expired()
    form = NewPasswordForm()
    try:
        if not form.validate_on_submit():
            return render_template("identity/reset.html", form=form), 422
        check_password_text(form.password.data, person)
    except Invalid as error:
        form.blame(error)
        return render_template("identity/reset.html", form=form), 422
    set_password(db(), person, form.password.data)
    record(db(), person, "reset-password", "person", person.id)
    flash(_("Your password is changed. Sign in with it."), "success")
    return redirect(url_for("identity.sign_in"), 303)


def _expired() -> tuple[str, int]:
    return render_template("identity/expired.html", again=url_for("identity.forgotten")), 404
