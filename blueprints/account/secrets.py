"""Changing one's password and mail address; both ask for the password that stands now."""

from flask import flash, redirect, render_template
from werkzeug.wrappers import Response

from blueprints.account.forms import CurrentPassword, EmailForm, PasswordForm
from blueprints.kit import logins
from blueprints.kit.guards import allow
from blueprints.kit.limits import limit_own_password
from blueprints.kit.request import db, viewer
from blueprints.kit.services import services
from models.activity.act import record
from models.core.errors import Invalid
from models.core.language import current_locale
from models.core.language import gettext as _
from models.core.mail import promise_mail
from models.people.credential import change_email, check_password_text, person_with_password, set_password
from models.people.person import Person, in_language_of

Answer = Response | str | tuple[str, int]


@allow("account.manage")
def ask_password() -> Answer:
    return render_template("account/password.html", form=PasswordForm(formdata=None))


@allow("account.manage")
@limit_own_password
def change_password() -> Answer:
    form = PasswordForm()
    person = db().get_one(Person, viewer().id)
    try:
        if form.validate_on_submit():
            check_current(form)
            check_password_text(form.password.data, person)
            return _changed(person, form.password.data)
    except Invalid as error:
        form.blame(error)
    return render_template("account/password.html", form=form), 422


def _changed(person: Person, password: str) -> Response:
    set_password(db(), person, password)
    record(db(), person, "changed-password", "person", person.id)
    # Setting a password ends every session; this browser goes on with a new one.
    logins.begin(db(), person)
    flash(_("Your password is changed. Your other sessions are ended."), "success")
    return redirect("/account", 303)


@allow("account.manage")
def ask_email() -> Answer:
    person = db().get_one(Person, viewer().id)
    return render_template("account/email.html", form=EmailForm(formdata=None), email=person.email)


@allow("account.manage")
@limit_own_password
def save_email() -> Answer:
    form = EmailForm()
    person = db().get_one(Person, viewer().id)
    before = person.email
    try:
        if form.validate_on_submit():
            check_current(form)
            change_email(db(), person, form.email.data)
            record(db(), person, "changed-email", "person", person.id)
            _tell(person, before)
            flash(_("Your mail address is changed."), "success")
            return redirect("/account", 303)
    except Invalid as error:
        form.blame(error)
    return render_template("account/email.html", form=form, email=before), 422


def check_current(form: CurrentPassword) -> None:
    """Raises Invalid (`current`) unless the form holds the password that stands now."""
    with services().database.reading() as looking:
        known = person_with_password(looking, viewer().username, form.current.data)
    if known is None or known.id != viewer().id:
        raise Invalid(_("This is not your current password"), "current")


def _tell(person: Person, before: str | None) -> None:
    """The old address hears of it, so that nobody loses an account unnoticed."""
    if not before or before == person.email:
        return
    with in_language_of(person, current_locale()):
        text = _(
            "Hello %(name)s,\n\nthe mail address of your account at %(site)s was changed. "
            "If it was not you, tell your administrator at once.\n",
            name=person.name,
            site=services().settings.site_name,
        )
        promise_mail(db(), before, _("Your mail address was changed"), text)
