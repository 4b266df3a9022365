"""Templates compiled once for each language: a plain `{{ _("...") }}` is a text by then, and costs a page nothing;
`{{ _("what %(name)s wrote", name=row.name) }}` is a text around `{{ row.name }}`.

A page has about eighty such texts, a topic three more for each post. Looking each up and joining it took a tenth of the
page's time.
"""

import re
from ast import literal_eval
from collections.abc import MutableMapping
from typing import Any

from flask import Flask
from flask.templating import Environment
from jinja2 import Template
from jinja2.ext import Extension

from blueprints.kit.brisk import BriskCode, BriskContext, BriskTemplate
from models.core.language import catalog, current_locale

PLAIN = re.compile(r"""\{\{ _\(("(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*')\) \}\}""")
# With values that are plain names: whatever is worked out for them stays a call.
FILLED = re.compile(PLAIN.pattern.removesuffix(r"\) \}\}") + r"((?:, \w+=[A-Za-z_][\w.]*)+)\) \}\}")
PLACE = re.compile(r"%\((\w+)\)s")
# More templates than the project has, so that none is ever compiled a second time.
TEMPLATES = 1000


class SpokenEnvironment(Environment):
    """Hands out templates in the current language; each language has its own compiled ones."""

    locale = ""
    context_class = BriskContext
    code_generator_class = BriskCode
    template_class = BriskTemplate

    def __init__(self, app: Flask, **options: Any) -> None:
        super().__init__(app, **options)
        self.add_extension(PlainTexts)
        self._spoken: dict[str, SpokenEnvironment] = {}

    def _load_template(self, name: str, globals: MutableMapping[str, Any] | None) -> Template:
        if self.locale:
            return super()._load_template(name, globals)
        return self._in(current_locale())._load_template(name, globals)

    def _in(self, locale: str) -> "SpokenEnvironment":
        found = self._spoken.get(locale)
        if found is None:
            made: Any = self.overlay(cache_size=TEMPLATES)
            made.locale = locale
            found = self._spoken.setdefault(locale, made)
        return found


class PlainTexts(Extension):
    """Puts translations into the source of a template before it is compiled."""

    def preprocess(self, source: str, name: str | None, filename: str | None = None) -> str:
        locale = getattr(self.environment, "locale", "")
        if not locale:
            return source
        said = PLAIN.sub(lambda found: _said(found, locale), source)
        return FILLED.sub(lambda found: _said_with(found, locale), said)


def _said(found: re.Match[str], locale: str) -> str:
    text = catalog(locale).gettext(literal_eval(found[1])).replace("%%", "%")
    # What Jinja or the next line would read as more than text stays a call.
    return found[0] if "{" in text or "\n" in text else text


def _said_with(found: re.Match[str], locale: str) -> str:
    text = catalog(locale).gettext(literal_eval(found[1]))
    values = dict(each.split("=") for each in found[2].removeprefix(", ").split(", "))
    # Every second piece is the name of a value.
    pieces = PLACE.split(text)
    plain = "".join(pieces[::2]).replace("%%", "")
    if "{" in text or "\n" in text or "%" in plain or not values.keys() >= set(pieces[1::2]):
        return found[0]
    return "".join(f"{{{{ {values[each]} }}}}" if at % 2 else each.replace("%%", "%") for at, each in enumerate(pieces))
