"""What the wiki puts on the desk of a space: reviews, pages that nobody answers for, pages that are wanted."""

from datetime import date
from typing import Any
from urllib.parse import quote

from blueprints.kit.addresses import entry_href
from blueprints.kit.desk_sections import MOST, Action, Found, Row, Section, register
from blueprints.kit.owners import owner_of
from blueprints.kit.request import db, viewer
from blueprints.kit.rows import title_of
from models.core import clock
from models.core.language import ago, day, ngettext, pgettext
from models.core.language import gettext as _
from models.spaces.space import Space
from models.wiki.care.checking import AHEAD
from models.wiki.care.lists import due, unowned
from models.wiki.comments.discussion import open_comments
from models.wiki.links.findings import broken_checked, check_state
from models.wiki.links.reports import PAGE, broken_links, orphans
from models.wiki.reading.changes import wanted


def _overdue(space: Space) -> Found:
    today = clock.now().date()
    found = due(db(), viewer(), date.fromordinal(today.toordinal() - 1), space_id=space.id, limit=MOST + 1)
    return Found(
        [_review(row, _("Was due on %(day)s.", day=day(row.review_on))) for row in found],
        Action(_("All pages that are overdue"), f"/s/{space.slug}/owners?date=overdue"),
    )


def _soon(space: Space) -> Found:
    today = clock.now().date()
    yesterday = date.fromordinal(today.toordinal() - 1), 2**62
    found = due(db(), viewer(), today + AHEAD, space_id=space.id, after=yesterday, limit=MOST + 1)
    return Found([_review(row, _("Due on %(day)s.", day=day(row.review_on))) for row in found])


def _review(row: Any, when: str) -> Row:
    return Row(
        row.title,
        entry_href(row),
        f"{when} {_owner(row)}",
        (Action(_("Still right"), post=f"/pages/{row.id}/check"), Action(_("Edit"), f"/pages/{row.id}/edit")),
    )


def _owner(row: Any) -> str:
    owner = owner_of(row)
    if owner.left:
        return _("%(name)s, its owner, has left.", name=owner.left)
    return _("Nobody is named as owner.") if owner.kind == "none" else _("Owner: %(name)s.", name=owner.text)


def _unowned(space: Space) -> Found:
    rows = [
        Row(
            row.title,
            entry_href(row),
            _owner(row),
            (
                Action(
                    _("I answer for it"),
                    post=f"/pages/{row.id}/owner",
                    fields={"owner": f"person:{viewer().id}", "next": f"/s/{space.slug}/desk"},
                ),
                Action(_("Choose an owner"), f"/pages/{row.id}/owner"),
            ),
        )
        for row in unowned(db(), viewer(), space.id)
    ]
    return Found(rows, Action(_("Set owners and dates for many pages"), f"/s/{space.slug}/owners?date=todo"))


def _comments(space: Space) -> Found:
    rows = []
    for row in open_comments(db(), viewer(), space.id, MOST + 1):
        said = row.excerpt or pgettext("kind", "Comment")
        why = _("%(name)s on “%(page)s” %(when)s.", name=row.author_name, page=row.root_title, when=ago(row.created_at))
        rows.append(Row(said, entry_href(row), why, (Action(_("Answer or resolve"), entry_href(row)),)))
    return Found(rows)


def _wanted(space: Space) -> Found:
    rows = []
    for page in wanted(db(), viewer(), space.slug)[: MOST + 1]:
        number = len(page.sources)
        named = title_of(page.sources[0])
        why = _("Linked from “%(title)s”.", title=named)
        if number > 1:
            why = ngettext(
                "Linked from “%(title)s” and %(num)s other.",
                "Linked from “%(title)s” and %(num)s others.",
                number - 1,
                title=named,
            )
        write = Action(_("Write it"), f"/s/{space.slug}/wiki/new?title={quote(page.title)}")
        mend = Action(_("Mend the link"), entry_href(page.sources[0]))
        rows.append(Row(page.title, "", why, (write, mend)))
    return Found(rows, Action(_("All wanted pages"), f"/s/{space.slug}/wiki/wanted"))


def _broken(space: Space) -> Found:
    """What leads nowhere now, but the wanted pages of this wiki, and what the last check of all links found."""
    edit = _("Edit")
    rows = [
        Row(row.slug or _("An address of something that is not there"), "", _("In “%(title)s”.", title=row.title),
            (Action(edit, f"/pages/{row.entry_id}/edit"),))
        for row in broken_links(db(), viewer(), space.id, limit=PAGE)
        if row.space_slug != space.slug
    ]  # fmt: skip
    # Where no other site answered, the network is to blame and not the links.
    state = check_state(db(), space.id)
    rows += [
        Row(row.url, "", _("In “%(title)s”.", title=row.title), (Action(edit, f"/pages/{row.entry_id}/edit"),))
        for row in broken_checked(db(), viewer(), space.id, outside=bool(state and state.answered))
    ]
    return Found(rows[: MOST + 1], Action(_("All broken links"), f"/s/{space.slug}/reports/broken"))


def _orphans(space: Space) -> Found:
    rows = [
        Row(row.title, f"/s/{space.slug}/wiki/{row.slug}", "", (
            Action(_("Put it below a page"), f"/pages/{row.id}/move"), Action(_("Edit"), f"/pages/{row.id}/edit"),
        ))
        for row in orphans(db(), viewer(), space.id, limit=MOST + 1)
    ]  # fmt: skip
    return Found(rows, Action(_("All orphans"), f"/s/{space.slug}/reports/orphans"))


register(
    Section("overdue", 10, lambda: _("Overdue reviews"), _overdue, lambda: _("Readers see that the day has passed."))
)
register(Section("unowned", 20, lambda: _("Pages without an owner"), _unowned))
register(Section("comments", 60, lambda: _("Open comments"), _comments))
register(Section("soon", 30, lambda: _("Reviews due within 14 days"), _soon))
register(
    Section(
        "wanted", 80, lambda: _("Wanted pages"), _wanted, lambda: _("Texts link to them, but nobody has written them.")
    )
)
register(Section("broken", 70, lambda: _("Broken links"), _broken))
register(
    Section(
        "orphans", 90, lambda: _("Orphans"), _orphans, lambda: _("Nothing leads to them but the list of all pages.")
    )
)
