"""The browsers in which one is signed in, to be ended one by one or all but this."""

from flask import flash, redirect, render_template
from werkzeug.wrappers import Response

from blueprints.kit.guards import allow
from blueprints.kit.request import db, viewer
from models.core.language import gettext as _
from models.core.language import ngettext
from models.people.devices import device_words
from models.people.login import end_logins, open_logins


@allow("account.manage")
def list_sessions() -> str:
    found = open_logins(db(), viewer().id)
    sessions = [(row, _device(row.device), row.id == viewer().login_id) for row in found]
    return render_template("account/sessions.html", sessions=sessions)


@allow("account.manage")
def end_one(login_id: int) -> Response:
    ended = end_logins(db(), viewer(), login_id) if login_id < 2**31 else 0
    if ended:
        flash(_("The session is ended."), "success")
    return redirect("/account/sessions", 303)


@allow("account.manage")
def end_others() -> Response:
    ended = end_logins(db(), viewer(), keep=viewer().token)
    flash(ngettext("%(num)s other session is ended.", "%(num)s other sessions are ended.", ended), "success")
    return redirect("/account/sessions", 303)


def _device(user_agent: str) -> str:
    browser, system = device_words(user_agent)
    if browser and system:
        return _("%(browser)s on %(system)s", browser=browser, system=system)
    return browser or system or _("Unknown browser")
