"""What waits for the viewer in the wikis, as home shows it."""

from types import SimpleNamespace
from typing import Any

from models.core import clock
from models.core.language import ago, day, ngettext
from models.core.language import gettext as _
from models.waiting.waiting import Waiting


def duty_items(found: Waiting) -> list[list[SimpleNamespace]]:
    """Groups of items as `home.waiting` draws them, the most personal first."""
    return [
        [_confirm(row) for row in found.confirm],
        [_mine(row) for row in found.mine],
        [_approve(row) for row in found.approve],
        [_late(row) for row in found.late],
    ]


def _item(label: str, row: Any, href: str, why: str, **action: str) -> SimpleNamespace:
    shown = {"kind": "page", "label": label, "title": row.title, "href": href, "why": why, "post": "", "do": ""}
    return SimpleNamespace(**{**shown, **action})


def _confirm(row: Any) -> SimpleNamespace:
    told = {"name": row.name, "day": day(row.review_on)}
    if row.review_on < clock.now().date():
        why = _("%(name)s asked you to read and confirm it. It was due on %(day)s.", **told)
    elif row.root_id:
        why = _("It changed after you confirmed it. %(name)s asks you to look at what changed by %(day)s.", **told)
    else:
        why = _("%(name)s asks you to read and confirm it by %(day)s.", **told)
    return _item(_("Read and confirm"), row, f"/confirmations/{row.id}", why)


def _mine(row: Any) -> SimpleNamespace:
    href = f"/change-requests/{row.id}"
    if row.kind == "open" and row.n:
        return _item(_("Your change request"), row, href, _("A reviewer asks for changes before it is saved."))
    if row.kind == "open":
        return _item(_("Your change request"), row, href, _("Nobody has moved it for weeks. It will be closed soon."))
    words = {
        "saved": _("Your change is approved and saved."),
        "declined": _("Your change was declined. The reason stands there, and your text is kept."),
        "stale": _("Your change request was closed: nobody moved it for 30 days. Your text is kept."),
        "withdrawn": _("Your change request is withdrawn."),
    }
    return _item(_("Your change request"), row, href, words[row.kind], post=f"{href}/seen", do=_("Done"))


def _approve(row: Any) -> SimpleNamespace:
    why = _("%(name)s changed it %(when)s. It is saved once it is approved.", name=row.name, when=ago(row.created_at))
    return _item(_("Change to approve"), row, f"/change-requests/{row.id}", why)


def _late(row: Any) -> SimpleNamespace:
    why = ngettext(
        "%(num)s person has not confirmed it. It was due on %(day)s.",
        "%(num)s people have not confirmed it. It was due on %(day)s.",
        row.n - row.root_id,
        day=day(row.review_on),
    )
    return _item(_("Signatures missing"), row, f"/confirmations/{row.id}/missing", why)
