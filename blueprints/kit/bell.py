"""The bell in the header: how many unread notices, as the header and the browser draw it."""

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
