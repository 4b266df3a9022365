"""What every template can use: filters, texts, addresses of static files, and who is looking."""

import hashlib
import re
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from flask import Flask, flash, g, make_response, redirect, request
from flask_wtf.csrf import generate_csrf
from markupsafe import Markup
from werkzeug.wrappers import Response

from blueprints.kit.addresses import person_href, space_href, tag_href
from blueprints.kit.bell import bell, mail
from blueprints.kit.editor import editor_words
from blueprints.kit.request import viewer
from blueprints.kit.services import services
from models.core import language
from models.core.text import local_ids
from models.entries.summaries import said
from models.messages.counting import unread_conversations
from models.notices.counting import unread_count
from models.people.person import initials
from models.policy.rules import may
from models.policy.viewer import Viewer

STATIC = Path(__file__).resolve().parents[2] / "static"


@lru_cache
def asset(path: str) -> str:
    """The address of a static file with a mark of its content, so that browsers may keep it for good."""
    mark = hashlib.sha256((STATIC / path).read_bytes()).hexdigest()[:10]
    return f"/static/{path}?v={mark}"


def csrf_token() -> str:
    """The token of this request, masked once."""
    if "witan_csrf" not in g:
        g.witan_csrf = generate_csrf()
    return g.witan_csrf  # type: ignore[no-any-return]


def safe_next(address: str | None, otherwise: str = "/") -> str:
    """An address within this site to go on to; anything else becomes `otherwise`."""
    address = re.sub(r"[\x00-\x20\\]", "", address or "")
    try:
        parts = urlsplit(address)
    except ValueError:
        return otherwise
    inside = address.startswith("/") and not address.startswith("//") and not parts.scheme and not parts.netloc
    return address if inside else otherwise


def back(otherwise: str = "/") -> Response:
    """Go back to the page that the form stood on."""
    try:
        came_from = urlsplit(request.referrer or "")
    except ValueError:
        return redirect(otherwise, 303)
    if came_from.netloc and came_from.netloc != request.host:
        return redirect(otherwise, 303)
    target = came_from.path + (f"?{came_from.query}" if came_from.query else "")
    return redirect(safe_next(target, otherwise) if came_from.path else otherwise, 303)


def flash_undo(text: str, undo: str) -> None:
    """Say what was done, with a button that posts to `undo` and so takes it back."""
    message: Any = {"text": text, "undo": undo}
    flash(message, "success")


def wants_fragment() -> bool:
    """True when a script asks and swaps the answer into the page."""
    return request.headers.get("HX-Request") == "true"


def fragment(html: str, status: int = 200) -> Response:
    return make_response(html, status)


def _gettext(message: str) -> str:
    return language.catalog(language.current_locale()).gettext(message)


def _ngettext(singular: str, plural: str, num: int) -> str:
    text = language.catalog(language.current_locale()).ngettext(singular, plural, num)
    return text.replace("%(num)s", language.number(num))


def _pgettext(context: str, message: str) -> str:
    return language.catalog(language.current_locale()).pgettext(context, message)


def _npgettext(context: str, singular: str, plural: str, num: int) -> str:
    text = language.catalog(language.current_locale()).npgettext(context, singular, plural, num)
    return text.replace("%(num)s", language.number(num))


@lru_cache(maxsize=5000)
def _shown(locale: str, message: str) -> Markup:
    return Markup(language.catalog(locale).gettext(message))  # noqa: S704 - a text of ours, or of the translators


def _text(message: str, /, **values: Any) -> Markup:
    """`_` in templates: what Jinja's own does in five calls. A page has fifty texts, and this saves a tenth of it."""
    text = _shown(language.current_locale(), message)
    return text % values if values or "%%" in text else text


def _counted(singular: str, plural: str, num: int, /, **values: Any) -> Markup:
    """`ngettext` in templates, for the same reason."""
    return Markup(_ngettext(singular, plural, num)) % {"num": num, **values}  # noqa: S704 - as above


def _meant(context: str, message: str, /, **values: Any) -> Markup:
    """`pgettext` in templates."""
    return Markup(_pgettext(context, message)) % values  # noqa: S704 - as above


def _lang(code: str) -> str:
    """The attribute for words that are in another language than the page around them (WCAG 3.1.2), or nothing."""
    here = language.current_locale().partition("_")[0]
    return Markup(' lang="{}"').format(code) if code and code.partition("-")[0] != here else ""


def _language_mark(code: str, home: str) -> str:
    """A small word beside the title of a page that is not in the language in which most are."""
    return Markup(' <span class="lang" aria-hidden="true">{}</span>').format(code) if code and code != home else ""


def install(app: Flask) -> None:
    env = app.jinja_env
    env.add_extension("jinja2.ext.i18n")
    env.add_extension("jinja2.ext.do")
    env.install_gettext_callables(  # type: ignore[attr-defined]
        _gettext, _ngettext, newstyle=True, pgettext=_pgettext, npgettext=_npgettext
    )
    env.globals.update(_=_text, gettext=_text, ngettext=_counted, pgettext=_meant)
    env.globals.update(lang=_lang, language_mark=_language_mark)
    env.globals["home_language"] = app.extensions["witan"].settings.page_languages[0]
    env.trim_blocks = env.lstrip_blocks = True
    env.filters.update(
        ago=language.ago,
        date=language.date,
        day=language.day,
        datetime=language.date_time,
        number=language.number,
        file_size=language.file_size,
        initials=initials,
        moment=_iso,
        space_href=space_href,
        person_href=person_href,
        tag_href=tag_href,
        local_ids=local_ids,
        said=said,
    )
    env.globals.update(editor_words=editor_words, csrf_token=csrf_token, asset=asset)
    env.globals.update(may=lambda action, thing=None: may(viewer(), action, thing))
    app.context_processor(_context)


@lru_cache
def _other_languages(now: str) -> list[tuple[str, str]]:
    """(language, own name) of the languages that the page could also be in."""
    return [(language.language_of(locale), name) for locale, name in language.offered().items() if locale != now]


def _iso(moment: datetime) -> str:
    return moment.isoformat(timespec="seconds")


def _context() -> dict[str, Any]:
    known = viewer()
    return {
        "viewer": known if known.id else None,
        "site_name": services().settings.site_name,
        "language": language.language_of(language.current_locale()),
        "other_languages": _other_languages(language.current_locale()),
        "live": bool(known.id) and services().settings.live_connections > 0,
        "here": here(),
        "menu_links": _menu_links(known),
        "bell": bell(unread_count(known)) if known.id else None,
        "mail": mail(unread_conversations(known)) if known.id else None,
    }


def _menu_links(known: Viewer) -> list[tuple[str, str]]:
    """What the viewer's menu holds besides what everybody has."""
    links = [(_gettext("Unread topics"), "/unread"), (_gettext("Pages that I answer for"), "/pages/mine")]
    links.append((_gettext("Reports and decisions"), "/reports"))
    if known.is_moderator or any(role in ("curator", "owner") for role in known.roles.values()):
        links.append((_gettext("Reports"), "/moderation"))
    if known.is_admin:
        links.append((_gettext("Administration"), "/admin"))
    return links


# Which item of the navigation is current, by the blueprint that answers.
_HERE = {
    "home": "home",
    "spaces": "spaces",
    "wiki": "spaces",
    "forums": "spaces",
    "files": "spaces",
    "desk": "spaces",
    "changes": "spaces",
    "procedures": "spaces",
    "transfer": "spaces",
    "people": "people",
    "opportunities": "people",
    "tags": "topics",
    "search": "search",
    "menu": "menu",
    "notices": "notices",
    "messages": "messages",
}


def here() -> str:
    return _HERE.get(request.blueprint or "", "")
