"""Texts, dates and numbers in the reader's language, by gettext and Babel, without the web.

A language is offered when `translations/<locale>/LC_MESSAGES/messages.po` stands there; English needs none.
"""

import gettext as gettext_module
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime, time
from datetime import date as day_of
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from zoneinfo import ZoneInfo

from babel import Locale, UnknownLocaleError
from babel.dates import format_datetime
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.numbers import format_decimal

from models.core import clock

CATALOGS = Path(__file__).resolve().parents[2] / "translations"
DEFAULT = "en_GB"

_locale: ContextVar[str] = ContextVar("locale", default=DEFAULT)
_zone: ContextVar[str] = ContextVar("zone", default="Europe/London")


@contextmanager
def speaking(locale: str, zone: str | None = None) -> Iterator[None]:
    """Use a locale such as `en_GB` (and a time zone) for every text made inside the block."""
    before = _locale.get(), _zone.get()
    set_language(locale, zone)
    try:
        yield
    finally:
        set_language(*before)


def set_language(locale: str, zone: str | None = None) -> None:
    """Set locale and time zone for the rest of this thread or task."""
    _locale.set(locale)
    if zone:
        _zone.set(zone)


def current_locale() -> str:
    return _locale.get()


@lru_cache
def offered() -> dict[str, str]:
    """The languages to choose from: what each calls itself, by locale; English first."""
    found = sorted(path.parents[1].name for path in CATALOGS.glob("*/LC_MESSAGES/messages.po"))
    return {locale: (_babel(locale).language_name or locale).capitalize() for locale in (DEFAULT, *found)}


def language_of(locale: str) -> str:
    """The language as `lang` attributes name it, such as `fr`."""
    return locale.partition("_")[0]


def language_name(code: str) -> str:
    """What the current language calls another one, such as Welsh; the code itself where that is none."""
    return _language_name(code, current_locale())


@lru_cache(maxsize=500)
def _language_name(code: str, into: str) -> str:
    try:
        return Locale.parse(code.replace("-", "_")).get_display_name(into.replace("-", "_")) or code
    except (ValueError, UnknownLocaleError):
        return code


@lru_cache
def catalog(locale: str) -> gettext_module.NullTranslations:
    """The texts of a locale; English when there are none."""
    source = CATALOGS / locale / "LC_MESSAGES" / "messages.po"
    if locale not in offered() or not source.exists():
        return gettext_module.NullTranslations()
    # Compiled here, so that no file has to be made from another before the first start.
    compiled = BytesIO()
    with source.open("rb") as file:
        write_mo(compiled, read_po(file, locale=locale))
    compiled.seek(0)
    return gettext_module.GNUTranslations(compiled)


def gettext(message: str, **values: object) -> str:
    """The message in the current language, with `%(name)s` filled in."""
    text = catalog(_locale.get()).gettext(message)
    return text % values if values else text


class Later:
    """A text of a constant, put into words when it is shown: the constant is made before any language is known."""

    def __init__(self, message: str, values: dict[str, object]) -> None:
        self._message, self._values = message, values

    def __str__(self) -> str:
        said = {name: number(each) if isinstance(each, int | float) else each for name, each in self._values.items()}
        return gettext(self._message, **said)

    def __repr__(self) -> str:
        return f"<Later {self._message!r}>"


def lazy_gettext(message: str, **values: object) -> Later:
    """`gettext` for constants. Numbers among the values are written in the language of whoever reads."""
    return Later(message, values)


def ngettext(singular: str, plural: str, num: int, **values: object) -> str:
    """The singular or plural form for `num`; `%(num)s` is the number, written in the current language."""
    text = catalog(_locale.get()).ngettext(singular, plural, num)
    return text % {"num": number(num), **values}


def pgettext(context: str, message: str, **values: object) -> str:
    """The message where one English word needs several translations, told apart by `context`."""
    text = catalog(_locale.get()).pgettext(context, message)
    return text % values if values else text


def npgettext(context: str, singular: str, plural: str, num: int, **values: object) -> str:
    """The same, for what is counted."""
    text = catalog(current_locale()).npgettext(context, singular, plural, num)
    return text % {"num": number(num), **values}


def number(value: int | float) -> str:
    """A number with the separators of the current language, such as 12,345."""
    return _number(value, _locale.get())


# Babel reads a pattern anew for each value. Lists show the same moments and small numbers again and again: keeping
# what was written takes 9 % off home and 7 % off a topic.
@lru_cache(maxsize=5_000)
def _number(value: int | float, locale: str) -> str:
    return format_decimal(value, locale=_babel(locale))


@lru_cache(maxsize=5_000)
def _written(moment: datetime, pattern: str, locale: str, zone: str) -> str:
    return format_datetime(moment.astimezone(ZoneInfo(zone)), pattern, locale=_babel(locale))


@lru_cache
def _babel(locale: str) -> Locale:
    return Locale.parse(locale)


def _local(moment: datetime) -> datetime:
    return moment.astimezone(ZoneInfo(_zone.get()))


def _minute(moment: datetime) -> datetime:
    return moment.replace(second=0, microsecond=0)


def file_size(size: int) -> str:
    """A number of bytes in the largest unit that fits, such as 8.6 kB."""
    if size < 1000:
        return ngettext("%(num)s byte", "%(num)s bytes", size)
    # Half a unit below the next one is written as the next one: 1 MB, not 1,000 kB.
    if size < 999_950:
        return gettext("%(size)s kB", size=number(round(size / 1000, 1)))
    if size < 999_950_000:
        return gettext("%(size)s MB", size=number(round(size / 1_000_000, 1)))
    return gettext("%(size)s GB", size=number(round(size / 1_000_000_000, 1)))


def date(moment: datetime) -> str:
    """Such as 4 November 2026."""
    return _written(_minute(moment), pgettext("date pattern", "d MMMM y"), _locale.get(), _zone.get())


def day(day: day_of) -> str:
    """The same for a day without a time."""
    pattern = pgettext("date pattern", "d MMMM y")
    return _written(datetime.combine(day, time(12), UTC), pattern, _locale.get(), "UTC")


def weekday(day: day_of) -> str:
    """With the day of the week and without the year, such as Thursday 3 December."""
    pattern = pgettext("date pattern", "EEEE d MMMM")
    return _written(datetime.combine(day, time(12), UTC), pattern, _locale.get(), "UTC")


def month(day: day_of) -> str:
    """Such as November 2026."""
    return _written(datetime.combine(day, time(12), UTC), "MMMM y", _locale.get(), "UTC")


def date_time(moment: datetime) -> str:
    """Such as 4 November 2026 at 14:05."""
    return _written(_minute(moment), pgettext("date pattern", "d MMMM y 'at' HH:mm"), _locale.get(), _zone.get())


def time_of_day(moment: datetime) -> str:
    """Such as 14:05."""
    return _written(_minute(moment), "HH:mm", _locale.get(), _zone.get())


def ago(moment: datetime) -> str:
    """Such as `5 minutes ago`, `yesterday`, `3 weeks ago`; a date when longer than two months ago."""
    seconds = (clock.now() - moment).total_seconds()
    if seconds < 60:
        return gettext("just now")
    if seconds < 3600:
        return ngettext("%(num)s minute ago", "%(num)s minutes ago", int(seconds // 60))
    days = (_local(clock.now()).date() - _local(moment).date()).days
    if days < 1:
        return ngettext("%(num)s hour ago", "%(num)s hours ago", int(seconds // 3600))
    if days == 1:
        return gettext("yesterday")
    if days < 14:
        return ngettext("%(num)s day ago", "%(num)s days ago", days)
    if days < 61:
        return ngettext("%(num)s week ago", "%(num)s weeks ago", days // 7)
    return date(moment)
