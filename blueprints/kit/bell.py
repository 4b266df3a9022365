"""The numbers in the header, of unread notices and messages, as the header and the browser draw them."""

from dataclasses import dataclass

from models.core.language import gettext as _
from models.core.language import ngettext

MOST = 99


@dataclass(frozen=True)
class Bell:
    """`text` is what the badge shows, empty for none; `label` what is read out."""

    text: str
    label: str


def bell(unread: int) -> Bell:
    """`unread` is capped above 99, which the badge shows as 99+."""
    if not unread:
        return Bell("", _("No unread notices"))
    if unread > MOST:
        return Bell(f"{MOST}+", _("More than %(most)s unread notices", most=MOST))
    return Bell(str(unread), ngettext("%(num)s unread notice", "%(num)s unread notices", unread))


def mail(unread: int) -> Bell:
    """The same for conversations in which something is unread."""
    if not unread:
        return Bell("", _("No unread messages"))
    if unread > MOST:
        return Bell(f"{MOST}+", _("More than %(most)s conversations with unread messages", most=MOST))
    label = ngettext("%(num)s conversation with unread messages", "%(num)s conversations with unread messages", unread)
    return Bell(str(unread), label)
