"""What a page says of its own standing: who answers for it, who checked it and until when, what took its place."""

from types import SimpleNamespace
from typing import Any

from blueprints.kit.owners import owner_of
from models.core import clock
from models.core.language import date, day, month
from models.core.language import gettext as _
from models.wiki.care.checking import AHEAD


def trust_of(page: Any, rights: Any) -> SimpleNamespace:
    """Words for `wiki/_trust.html`; empty where there is nothing to say."""
    due, soon = _due(page, rights)
    return SimpleNamespace(
        owner=owner_of(page),
        checked=_checked(page),
        marked=_marked(page),
        due=due,
        soon=soon,
        check=rights.check,
        care=rights.care,
    )


def _due(page: Any, rights: Any) -> tuple[str, str]:
    """The banner after the date, which all readers see; the one before it, for those who may do something."""
    if page.review_on is None or page.status == "outdated":
        return "", ""
    left = page.review_on - clock.now().date()
    if left.days < 0:
        return _("This page was due for review on %(day)s. It may be out of date.", day=day(page.review_on)), ""
    if left <= AHEAD and (rights.edit or rights.check):
        return "", _("This page is due for review on %(day)s.", day=day(page.review_on))
    return "", ""


def _checked(page: Any) -> str:
    if page.checked_at is None:
        return ""
    values = {"name": page.checker_name or "", "on": date(page.checked_at)}
    if page.review_on is None or page.review_on < clock.now().date():
        return _("Checked by %(name)s on %(on)s", **values) if page.checker_name else _("Checked on %(on)s", **values)
    values["next"] = month(page.review_on)
    if page.checker_name:
        return _("Checked by %(name)s on %(on)s; next check %(next)s", **values)
    return _("Checked on %(on)s; next check %(next)s", **values)


def _marked(page: Any) -> str:
    """Who said that the page is official, outdated or a draft."""
    if not page.status or page.status_at is None:
        return ""
    values = {"name": page.granter_name or "", "on": date(page.status_at)}
    if page.status == "official":
        return _("Made official by %(name)s on %(on)s", **values)
    return _("Marked by %(name)s on %(on)s", **values)
