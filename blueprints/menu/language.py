"""The language of the interface: kept with one's account, or in the browser of those who are not signed in."""

from flask import flash, redirect, render_template, request
from werkzeug.wrappers import Response
from wtforms import RadioField, SelectChoice, StringField

from blueprints.kit.forms import Form
from blueprints.kit.forms import lazy_gettext as _
from blueprints.kit.guards import public
from blueprints.kit.pages import safe_next
from blueprints.kit.request import LANGUAGE_COOKIE, db, viewer
from models.core.errors import Invalid
from models.core.language import current_locale, gettext, offered, speaking
from models.people.person import choose_language

A_YEAR = 365 * 24 * 3600


class LanguageForm(Form):
    locale = RadioField(_("Language"), validate_choice=False)
    next = StringField()


@public
def ask() -> str:
    came_from = safe_next(request.args.get("next") or request.referrer and _path(request.referrer), "/")
    return _form(LanguageForm(formdata=None, locale=current_locale(), next=came_from))


@public
def choose() -> Response | tuple[str, int]:
    form = LanguageForm()
    locale = form.locale.data or ""
    try:
        if locale not in offered():
            raise Invalid(gettext("Choose a language"), "locale")
        if viewer().id:
            choose_language(db(), viewer(), locale)
    except Invalid as error:
        form.validate()
        form.blame(error)
        return _form(form), 422
    with speaking(locale):
        flash(gettext("Witan now speaks %(language)s with you.", language=offered()[locale]), "success")
    answer = redirect(safe_next(form.next.data, "/"), 303)
    answer.set_cookie(LANGUAGE_COOKIE, locale, max_age=A_YEAR, httponly=True, samesite="Lax", secure=request.is_secure)
    return answer


def _path(address: str) -> str:
    return "/" + address.split("://", 1)[-1].partition("/")[2]


def _form(form: LanguageForm) -> str:
    form.locale.choices = [SelectChoice(locale, name) for locale, name in offered().items()]
    return render_template("menu/language.html", form=form)
