"""What a limit says of itself in plain words: what it is, why, until when, and what to do."""

from collections.abc import Callable
from datetime import datetime

from models.core import clock
from models.core.language import date_time, ngettext, number, time_of_day
from models.core.language import gettext as _

COUNTED: dict[str, Callable[[int], str]] = {
    "ask": lambda n: ngettext("%(num)s question or discussion", "%(num)s questions or discussions", n),
    "say": lambda n: ngettext("%(num)s post, answer or reply", "%(num)s posts, answers or replies", n),
    "page": lambda n: ngettext("%(num)s new page", "%(num)s new pages", n),
    "upload": lambda n: ngettext("%(num)s uploaded file", "%(num)s uploaded files", n),
    "message": lambda n: ngettext("%(num)s message", "%(num)s messages", n),
    "report": lambda n: ngettext("%(num)s report", "%(num)s reports", n),
    "mention": lambda n: ngettext("%(num)s person named with @", "%(num)s people named with @", n),
    "link": lambda n: ngettext("%(num)s link to another site", "%(num)s links to other sites", n),
}
LABELS: dict[str, Callable[[], str]] = {
    "ask": lambda: _("Questions and discussions"),
    "say": lambda: _("Posts, answers, replies and comments"),
    "page": lambda: _("New pages"),
    "upload": lambda: _("Uploaded files"),
    "message": lambda: _("Messages"),
    "report": lambda: _("Reports"),
    "mention": lambda: _("People named with @"),
    "link": lambda: _("Links to other sites"),
}
FOR_EVERYBODY: dict[str, Callable[[str], str]] = {
    "minute": lambda counted: _("One person can send %(counted)s in a minute at most.", counted=counted),
    "hour": lambda counted: _("One person can send %(counted)s in an hour at most.", counted=counted),
    "day": lambda counted: _("One person can send %(counted)s in a day at most.", counted=counted),
}
FOR_NEW: dict[str, Callable[[str], str]] = {
    "minute": lambda counted: _("A new account can send %(counted)s in a minute at most.", counted=counted),
    "hour": lambda counted: _("A new account can send %(counted)s in an hour at most.", counted=counted),
    "day": lambda counted: _("A new account can send %(counted)s in a day at most.", counted=counted),
}


def refusal(deed: str, window: str, most: int, until: datetime | None, is_new: bool) -> str:
    """Three or four whole sentences. `until` is None where one text alone holds more than the limit."""
    limit = (FOR_NEW if is_new else FOR_EVERYBODY)[window](COUNTED[deed](most))
    why = _why(deed, is_new)
    kept = _("This file was not kept.") if deed == "upload" else _("Nothing was sent, and your text is not lost.")
    return " ".join((limit, why, kept, _what_to_do(until)))


def _why(deed: str, is_new: bool) -> str:
    if is_new:
        return _("This keeps new accounts from flooding colleagues by mistake. It ends by itself after the first days.")
    if deed == "upload":
        return _("This keeps Witan quick for everybody else.")
    return _("This keeps everybody else's news readable.")


def _what_to_do(until: datetime | None) -> str:
    if until is None:
        return _("Take some out of the text, then send it again.")
    return " ".join((when_words(until), _("Then send it again.")))


def when_words(until: datetime) -> str:
    """When it goes on: seconds for a minute, else the time, with the day where it is not today."""
    left = (until - clock.now()).total_seconds()
    if left <= 60:
        return ngettext("Wait %(num)s second.", "Wait %(num)s seconds.", max(1, round(left)))
    if left <= 3600:
        return _("Wait until %(time)s.", time=time_of_day(until))
    return _("Wait until %(moment)s.", moment=date_time(until))


LEFT: dict[str, Callable[[str], str]] = {
    "minute": lambda counted: _("Your account is new. You can send %(counted)s within this minute.", counted=counted),
    "hour": lambda counted: _("Your account is new. You can send %(counted)s within this hour.", counted=counted),
    "day": lambda counted: _("Your account is new. You can send %(counted)s within a day.", counted=counted),
}


def left_words(deed: str, window: str, left: int) -> str:
    """What a new account is told beside a form, before it meets a limit."""
    return LEFT[window](COUNTED[deed](left))


WITHIN: dict[str, Callable[[], str]] = {
    "minute": lambda: _("In a minute"),
    "hour": lambda: _("In an hour"),
    "day": lambda: _("In a day"),
}


def left_of(left: int, most: int) -> str:
    """How often something can still be done, for the table of one's own limits."""
    return _("%(left)s of %(most)s left", left=number(left), most=number(most))
