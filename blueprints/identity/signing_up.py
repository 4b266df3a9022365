"""Making an account: the address is proved by a mailed link first, so that a mail domain means something.

Nothing is stored until the link is used; it carries the address, signed, for a day.
"""

from flask import abort, current_app, flash, redirect, render_template, url_for
from itsdangerous import BadData, URLSafeTimedSerializer
from sqlalchemy import select
from werkzeug.wrappers import Response

from blueprints.identity.forms import AccountForm, SignUpForm
from blueprints.kit import logins
from blueprints.kit.guards import public
from blueprints.kit.limits import limit_sign_up
from blueprints.kit.request import db
from blueprints.kit.services import services
from models.activity.act import record
from models.core.errors import Invalid
from models.core.language import current_locale
from models.core.language import gettext as _
from models.core.mail import promise_mail
from models.people.credential import check_password_text, set_password
from models.people.person import Person, add_person, check_address, in_language_of

Answer = Response | str | tuple[str, int]
LINK_LASTS = 24 * 3600


@public
def sign_up() -> Answer:
    _check_open()
    return _page(SignUpForm(formdata=None))


@public
@limit_sign_up
def mail_link() -> Answer:
    _check_open()
    form = SignUpForm()
    if not form.validate_on_submit() or not _acceptable(form):
        return _page(form), 422
    email = form.email.data.lower()
    known = db().scalar(select(Person).where(Person.email == email))
    with in_language_of(known, current_locale()):
        subject = _("Your account at %(site)s", site=services().settings.site_name)
        promise_mail(db(), email, subject, _letter(email, known is not None))
    return _page(form, sent=True)


@public
def finish(token: str) -> Answer:
    _check_open()
    email = _email_in(token)
    if email is None:
        return _expired()
    suggested = email.partition("@")[0]
    return render_template(
        "identity/sign_up_finish.html", form=AccountForm(formdata=None, username=suggested), email=email
    )


@public
@limit_sign_up
def make_account(token: str) -> Answer:
    _check_open()
    email = _email_in(token)
    if email is None:
        return _expired()
    form = AccountForm()
    try:
        if form.validate_on_submit():
            return _made(form, email)
    except Invalid as error:
        form.blame(error)
    return render_template("identity/sign_up_finish.html", form=form, email=email), 422


def _made(form: AccountForm, email: str) -> Response:
    check_password_text(form.password.data)
    person = add_person(db(), form.username.data, form.name.data, email=email)
    set_password(db(), person, form.password.data)
    record(db(), person, "signed-up", "person", person.id)
    logins.begin(db(), person)
    flash(_("Welcome. Say who you are, so that colleagues find you."), "success")
    return redirect("/people/me/edit", 303)


def _acceptable(form: SignUpForm) -> bool:
    # Whether somebody has the address already is told by mail alone, so only its form is looked at here.
    try:
        email = check_address(form.email.data)
        domains = _domains()
        if domains and email.rpartition("@")[2] not in domains:
            raise Invalid(_("Use an address that ends in %(domains)s", domains=", ".join(domains)), "email")
    except Invalid as error:
        form.blame(error)
        return False
    return True


def _letter(email: str, known: bool) -> str:
    settings = services().settings
    if known:
        return _(
            "Hello,\n\nyou already have an account at %(site)s with this address.\n\nSign in: %(sign_in)s\n"
            "Choose a new password: %(forgotten)s\n\nIf you did not ask for this, you do not need to do anything.\n",
            site=settings.site_name,
            sign_in=settings.address + url_for("identity.sign_in"),
            forgotten=settings.address + url_for("identity.forgotten"),
        )
    return _(
        "Hello,\n\nfinish your account at %(site)s here:\n\n%(link)s\n\nThe link works for one day.\n\n"
        "If you did not ask for this, you do not need to do anything.\n",
        site=settings.site_name,
        link=settings.address + url_for("identity.finish", token=_signer().dumps(email)),
    )


def _email_in(token: str) -> str | None:
    try:
        return str(_signer().loads(token, max_age=LINK_LASTS))
    except BadData:
        return None


def _signer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(str(current_app.secret_key), salt="sign-up")


def _domains() -> list[str]:
    named = services().settings.sign_up_domains.lower().split(",")
    return [each.strip().lstrip("@") for each in named if each.strip()]


def _check_open() -> None:
    if services().settings.sign_up != "open":
        abort(404)


def _page(form: SignUpForm, sent: bool = False) -> str:
    return render_template("identity/sign_up.html", form=form, sent=sent, domains=_domains())


def _expired() -> tuple[str, int]:
    return render_template("identity/expired.html", again=url_for("identity.sign_up")), 404
