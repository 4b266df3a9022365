"""What waits, as home shows it: why each thing is there and the one thing to do about it."""

import re
from types import SimpleNamespace
from typing import Any

from flask import flash
from werkzeug.wrappers import Response

from blueprints.home.duties import duty_items
from blueprints.kit.addresses import entry_href
from blueprints.kit.guards import allow
from blueprints.kit.pages import back
from blueprints.kit.request import db, viewer
from blueprints.kit.rows import title_of
from models.core import clock
from models.core.language import ago, day, ngettext, pgettext
from models.core.language import gettext as _
from models.entries.kinds import kind_named
from models.forums.queue import count_for_me
from models.moderation.queue import count_waiting
from models.notices.marking import read_entry
from models.policy.rules import may
from models.waiting.mentions import seen
from models.waiting.waiting import Waiting

# A post that begins with names: whoever reads it here knows that they are named.
NAMES_FIRST = re.compile(r"^(?:@[\w.-]+[,:]?\s+)+")
# So many of each reason stand open; the others are one click away.
SHOWN = 3


@allow("home.read")
def seen_mention(entry_id: int) -> Response:
    """The viewer has dealt with being named. Says nothing about whether such an entry exists."""
    seen(db(), viewer(), entry_id)
    read_entry(db(), viewer(), entry_id)
    flash(_("It no longer waits for you"), "success")
    return back("/")


def items(found: Waiting) -> tuple[list[SimpleNamespace], list[SimpleNamespace]]:
    """All that waits, the most personal first: what stands open and what is folded away.

    Each has kind, label, title, href, why, and `post` and `do` where one press deals with it.
    """
    groups = [
        [_mention(row) for row in found.mentions],
        [_answers(row) for row in found.answers],
        [_given(row) for row in found.given],
        [_check(row) for row in found.checks],
        [_comment(row) for row in found.comments],
        [_answered(row) for row in found.answered],
        *duty_items(found),
        [_request(row) for row in found.requests],
        [_review(row) for row in found.reviews],
        _queue(found),
        [_desk(row) for row in found.desks],
        _reports(),
        [_unanswered(row) for row in found.unanswered],
    ]
    return [each for group in groups for each in group[:SHOWN]], [each for group in groups for each in group[SHOWN:]]


def _item(kind: str, label: str, title: str, href: str, why: str, **action: Any) -> SimpleNamespace:
    return SimpleNamespace(kind=kind, label=label, title=title, href=href, why=why, **{"post": "", "do": "", **action})


def _mention(row: Any) -> SimpleNamespace:
    name = _("%(name)s (guest)", name=row.author_name) if row.author_is_guest else row.author_name
    # A short post is its own title: its words need not stand twice.
    quote = row.excerpt if row.title or row.root_title else ""
    when = ago(row.created_at)
    if quote:
        quote = quote[:120] + ("…" if len(quote) > 120 else "")
        why = _("%(name)s named you (%(when)s): “%(quote)s”", name=name, when=when, quote=quote)
    else:
        why = _("%(name)s named you (%(when)s).", name=name, when=when)
    done = {"post": f"/waiting/{row.id}/seen", "do": _("Done")}
    title = title_of(row)
    return _item(
        row.kind, kind_named(row.kind).word(), NAMES_FIRST.sub("", title) or title, entry_href(row), why, **done
    )


def _comment(row: Any) -> SimpleNamespace:
    said = {"name": row.author_name, "when": ago(row.created_at), "quote": row.excerpt[:120]}
    why = _("You answer for this page. %(name)s commented (%(when)s): “%(quote)s”", **said)
    return _item("comment", kind_named("comment").word(), title_of(row), entry_href(row), why)


def _answered(row: Any) -> SimpleNamespace:
    said = {"name": row.author_name, "when": ago(row.created_at), "quote": row.excerpt[:120]}
    why = _("%(name)s answered where you commented (%(when)s): “%(quote)s”", **said)
    return _item("comment", kind_named("comment").word(), title_of(row), entry_href(row), why)


def _answers(row: Any) -> SimpleNamespace:
    answers = ngettext("%(num)s answer", "%(num)s answers", row.reply_count)
    why = _("You asked this. It has %(answers)s, and none is accepted yet.", answers=answers)
    return _item("question", _("Your question"), row.title, entry_href(row), why)


def _request(row: Any) -> SimpleNamespace:
    title = _("%(name)s wants to join %(space)s", name=row.name, space=row.space_name)
    why = _("You own this space. Asked: %(when)s.", when=ago(row.created_at))
    return _item("person", _("Request to join"), title, f"/s/{row.space_slug}/members", why)


def _review(row: Any) -> SimpleNamespace:
    days = (row.review_on - clock.now().date()).days
    if days > 0:
        due = ngettext("in %(num)s day", "in %(num)s days", days)
    else:
        due = _("today") if days == 0 else _("now, the date has passed")
    why = _("You own this closed space. Its review is due %(due)s: open it, or say why it stays closed.", due=due)
    return _item("space", _("Review due"), row.space_name, f"/s/{row.space_slug}/settings", why)


def _check(row: Any) -> SimpleNamespace:
    if row.review_on < clock.now().date():
        why = _("You answer for this page. Its review was due on %(day)s.", day=day(row.review_on))
    else:
        why = _("You answer for this page. Its review is due on %(day)s.", day=day(row.review_on))
    action = {"post": f"/pages/{row.id}/check", "do": _("Still right")}
    return _item("page", _("Page to check"), row.title, entry_href(row), why, **action)


def _given(row: Any) -> SimpleNamespace:
    title = row.title
    if row.n > 1:
        title = ngettext("%(num)s page in %(space)s", "%(num)s pages in %(space)s", row.n, space=row.space_name)
    why = _("%(name)s made you the owner: you say at each review whether it is still right.", name=row.name)
    action = {"post": f"/s/{row.space_slug}/owners/seen", "do": _("Done")}
    return _item("page", _("You are the owner"), title, entry_href(row) if row.n == 1 else "/pages/mine", why, **action)


def _desk(row: Any) -> SimpleNamespace:
    title = ngettext("%(num)s page to check", "%(num)s pages to check", row.n)
    why = _("You curate %(space)s. Nobody else is named for them.", space=row.space_name)
    return _item("page", _("Overdue reviews"), title, f"/s/{row.space_slug}/desk", why)


def _reports() -> list[SimpleNamespace]:
    known = viewer()
    if not may(known, "admin.audit"):
        return []
    items = []
    number, oldest, appeals = count_waiting(db(), known)
    if number and oldest is not None:
        title = ngettext("%(num)s report to decide", "%(num)s reports to decide", number)
        if known.is_moderator:
            why = _("You moderate. Oldest report: %(when)s.", when=ago(oldest))
        else:
            why = _("You curate the space. Oldest report: %(when)s.", when=ago(oldest))
        items.append(_item("reply", pgettext("kind", "Report"), title, "/moderation", why))
    if appeals:
        title = ngettext("%(num)s appeal to answer", "%(num)s appeals to answer", appeals)
        why = _("Somebody asks you to look again at what another moderator decided.")
        items.append(_item("reply", pgettext("kind", "Appeal"), title, "/moderation/appeals", why))
    return items


def _queue(found: Waiting) -> list[SimpleNamespace]:
    """Questions that wait for the viewer as somebody who answers, in one line."""
    number, late = count_for_me(db(), viewer()) if found.queue else (0, 0)
    if not number:
        return []
    title = ngettext("%(num)s question for you", "%(num)s questions for you", number)
    why = _("You answer in a space, or a colleague asks you.")
    if late:
        why = ngettext("%(num)s answer is overdue.", "%(num)s answers are overdue.", late) + " " + why
    return [_item("question", _("Questions for you"), title, "/questions?view=for-you", why)]


def _unanswered(row: Any) -> SimpleNamespace:
    when = ago(row.created_at)
    why = _("You curate %(space)s. Nobody has answered. Asked: %(when)s.", space=row.space_name, when=when)
    return _item("question", _("Question without an answer"), row.title, entry_href(row), why)
