"""Accounts: list, make, change, close, and a way in for those who lost their password."""

from typing import Any
from urllib.parse import urlencode

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from blueprints.admin.forms import AccountForm, NewAccountForm
from blueprints.kit.guards import allow, check
from blueprints.kit.pages import flash_undo
from blueprints.kit.request import db, viewer
from blueprints.kit.services import services
from models.activity.act import record
from models.core.errors import Invalid, Refused
from models.core.language import gettext as _
from models.core.mail import promise_mail
from models.entries.reading import NotFound
from models.people.administering import PAGE, WHICH, change_account, check_admin_remains
from models.people.administering import accounts as account_rows
from models.people.credential import set_password, start_reset
from models.people.founding import readable_password
from models.people.person import Person, add_person, in_language_of
from models.spaces.joining import disable, enable, make_colleague, make_guest

Answer = Response | str | tuple[str, int]


def account(values: dict[str, Any]) -> Person:
    """Fetches the account whose id is in the address, closed ones too."""
    # Asked first: whether there is such an account is the administrators' matter alone.
    check("admin.people", None)
    person_id = values.pop("person_id")
    found = db().get(Person, person_id) if person_id < 2**31 else None
    if found is None:
        raise NotFound
    return found


@allow("admin.people")
def list_accounts() -> str:
    which = request.args.get("which", "active")
    which = which if which in WHICH else "active"
    text = request.args.get("q", "").strip()[:100]
    after = (request.args.get("after", "")[:200], request.args.get("id", 0, type=int))
    found = account_rows(db(), which, text, after, limit=PAGE + 1)
    last = found[PAGE - 1] if len(found) > PAGE else None
    asked = {key: value for key, value in (("which", which), ("q", text)) if value}
    return render_template(
        "admin/people.html",
        rows=found[:PAGE],
        text=text,
        which=which,
        paged=after != ("", 0),
        next_href="/admin/people?" + urlencode(asked | {"after": last.name, "id": last.id}) if last else None,
    )


@allow("admin.people")
def ask_new() -> Answer:
    form = NewAccountForm(formdata=None)
    form.offer_departments()
    return render_template("admin/new_person.html", form=form)


@allow("admin.people")
def make() -> Answer:
    form = NewAccountForm()
    form.offer_departments()
    if form.validate_on_submit():
        try:
            person = _made(form)
        except Invalid as error:
            form.blame(error)
        else:
            return redirect(f"/admin/people/{person.id}", 303)
    return render_template("admin/new_person.html", form=form), 422


def _made(form: NewAccountForm) -> Person:
    if form.is_guest.data and (form.is_admin.data or form.is_moderator.data):
        raise Invalid(_("A guest cannot be an administrator or a moderator"), "is_guest")
    person = add_person(
        db(),
        form.username.data,
        form.name.data,
        email=form.email.data,
        department_id=form.department_id,
        is_guest=form.is_guest.data,
        is_admin=form.is_admin.data,
        is_moderator=form.is_moderator.data,
    )
    password = readable_password()
    set_password(db(), person, password)
    record(db(), viewer(), "made-account", "person", person.id)
    text = _("The account is made. Tell %(name)s the password, which is shown only now: %(password)s")
    flash(text % {"name": person.name, "password": password}, "success")
    return person


@allow("admin.people", on=account)
def edit(person: Person) -> Answer:
    form = AccountForm(
        formdata=None,
        name=person.name,
        email=person.email,
        department=str(person.department_id or ""),
        is_guest=person.is_guest,
        is_moderator=person.is_moderator,
        is_admin=person.is_admin,
    )
    form.offer_departments(person.department_id)
    return _page(person, form)


@allow("admin.people", on=account)
def save(person: Person) -> Answer:
    form = AccountForm()
    form.offer_departments(person.department_id)
    if form.validate_on_submit():
        try:
            _change(person, form)
        except Invalid as error:
            form.blame(error)
        except Refused as error:
            form.form_errors.append(str(error))
        else:
            flash(_("The account is saved."), "success")
            return redirect("/admin/people", 303)
    return _page(person, form), 422


def _change(person: Person, form: AccountForm) -> None:
    if form.is_guest.data and not person.is_guest:
        if person.is_admin:
            check_admin_remains(db())
        make_guest(db(), person, viewer())
    elif person.is_guest and not form.is_guest.data:
        make_colleague(db(), person, viewer())
    change_account(
        db(),
        person,
        viewer(),
        name=form.name.data,
        email=form.email.data or "",
        department_id=form.department_id,
        is_admin=form.is_admin.data,
        is_moderator=form.is_moderator.data,
    )


def _page(person: Person, form: AccountForm) -> str:
    return render_template("admin/person.html", person=person, form=form)


@allow("admin.people", on=account)
def close(person: Person) -> Response:
    try:
        if person.is_admin:
            check_admin_remains(db())
        disable(db(), person, viewer())
    except Refused as error:
        flash(str(error), "error")
        return redirect(f"/admin/people/{person.id}", 303)
    home = f"/admin/people/{person.id}"
    flash_undo(_("%(name)s is signed out everywhere.", name=person.name), f"{home}/enable")
    return redirect(home, 303)


@allow("admin.people", on=account)
def reopen(person: Person) -> Response:
    enable(db(), person, viewer())
    flash(_("%(name)s can sign in again.", name=person.name), "success")
    return redirect(f"/admin/people/{person.id}", 303)


@allow("admin.people", on=account)
def reset_password(person: Person) -> Response:
    """Mail a link to choose a new password; without a mail address it is shown once, to be handed over."""
    if person.disabled_at is not None:
        flash(_("Open the account first."), "error")
        return redirect(f"/admin/people/{person.id}", 303)
    link = services().settings.address + url_for("identity.reset", token=start_reset(db(), person))
    record(db(), viewer(), "made-reset-link", "person", person.id)
    if person.email:
        with in_language_of(person, services().settings.locale):
            text = _("Hello %(name)s,\n\nchoose a new password here within an hour:\n\n%(link)s\n")
            promise_mail(db(), person.email, _("Choose a new password"), text % {"name": person.name, "link": link})
        flash(_("A link to choose a new password is sent to %(email)s.", email=person.email), "success")
    else:
        text = _("%(name)s has no mail address. Hand over this link, which works once and for an hour: %(link)s")
        flash(text % {"name": person.name, "link": link}, "success")
    return redirect(f"/admin/people/{person.id}", 303)
