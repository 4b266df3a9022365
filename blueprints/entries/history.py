"""The versions of an entry: the list, one of them, two compared, and going back to one."""

from typing import Any

from flask import flash, redirect, render_template, request
from werkzeug.wrappers import Response

from blueprints.entries.places import crumbs_to, name_of, rendered
from blueprints.kit.guards import allow, entry
from blueprints.kit.proposing import page_needs_approval, send_change
from blueprints.kit.request import db, viewer
from models.core.errors import Refused
from models.core.language import gettext as _
from models.core.text import references
from models.entries.attaching import files_of
from models.entries.comparing import compare
from models.entries.crediting import sources_of
from models.entries.drawing import drawn, named_in
from models.entries.editing import restore
from models.entries.entry import Entry
from models.entries.hiding import hidden_text, hiding_of
from models.entries.including import with_parts
from models.entries.reading import NotFound
from models.entries.releasing import releases
from models.entries.revision import history, revision, told_changes
from models.entries.summaries import neutral
from models.policy.rules import action_on, may
from models.wiki.page import Page
from models.wiki.reading.versions import page_history
from models.wiki.requests.landing import approved_revisions

PAGE = 50


@allow("entry.history", on=entry())
def show_history(entry: Entry) -> str:
    before = request.args.get("before", 2**31 - 1, type=int)
    if isinstance(entry, Page):
        found = page_history(db(), entry, before, PAGE)
    else:
        found = history(db(), entry, before=before, limit=PAGE)
    older = found[-1].number if len(found) == PAGE and found[-1].number > 1 else 0
    return render_template(
        "entries/history.html",
        entry=entry,
        name=name_of(entry),
        crumbs=crumbs_to(entry),
        found=found,
        older=older,
        told=[] if older else told_changes(db(), entry),
        may_restore=_may_restore(entry),
        releases=releases(db(), entry) if _any(found, "releases") else [],
        may_release=entry.kind == "page" and may(viewer(), "page.release", entry),
        credits=_credits(entry) if _any(found, "credited") else {},
        approved=approved_revisions(db(), entry.id) if _any(found, "approved") else {},
    )


def _any(versions: list[Any], what: str) -> bool:
    """Does any of these rows count one or more? What no version has is not asked for."""
    return any(getattr(row, what, 0) for row in versions)


def _credits(page: Entry) -> dict[int, list[Any]]:
    """By number of the version: the answers that came into the page with it, as far as the viewer may read them."""
    found: dict[int, list[Any]] = {}
    for row in sources_of(db(), viewer(), page.id):
        found.setdefault(row.number, []).append(row)
    return found


@allow("entry.history", on=entry())
def show_version(entry: Entry, number: int) -> str:
    found = _version(entry, number)
    return render_template(
        "entries/version.html",
        entry=entry,
        name=name_of(entry),
        crumbs=crumbs_to(entry),
        found=found,
        html=rendered("" if found.hidden else _drawn(entry, found.body)),
        hiding=hiding_of(db(), entry, number) if found.hidden else None,
        # What was hidden is fetched for nobody else.
        kept=hidden_text(db(), entry, number) if found.hidden and _may("see-hidden", entry) else None,
        may_hide=not found.hidden and number not in (entry.version, entry.released) and _may("hide-revision", entry),
        may_restore=_may_restore(entry),
    )


@allow("entry.history", on=entry())
def show_comparison(entry: Entry) -> str:
    """From one version to another, whichever order they are asked in; without numbers the last change."""
    to = request.args.get("to", entry.version, type=int)
    first, last = sorted((request.args.get("from", max(1, to - 1), type=int), to))
    old, new = _version(entry, first), _version(entry, last)
    return render_template(
        "entries/compare.html",
        entry=entry,
        name=name_of(entry),
        crumbs=crumbs_to(entry),
        old=old,
        new=new,
        comparison=compare(old.body, new.body),
        may_restore=_may_restore(entry),
    )


@allow("entry.restore-revision", on=entry(with_text=True))
def restore_version(entry: Entry) -> Response:
    found = _version(entry, request.form.get("number", 0, type=int))
    if found.hidden:
        raise Refused(_("This version is hidden, so nobody can go back to it. Choose another version."))
    if isinstance(entry, Page) and page_needs_approval(entry):
        said = neutral("restored", number=found.number)
        return send_change(entry, based_on=entry.version, body=found.body, summary=said)
    if restore(entry, found, viewer()):
        flash(_("The text is as it was in version %(number)s.", number=found.number), "success")
    else:
        flash(_("This version is the one that stands now, so nothing changed."))
    return redirect(f"/e/{entry.id}", 303)


def _version(entry: Entry, number: int) -> Any:
    found = revision(db(), entry, number) if 0 < number < 2**31 else None
    if found is None:
        raise NotFound
    return found


def _may_restore(entry: Entry) -> bool:
    return _may("restore-revision", entry)


def _may(verb: str, entry: Entry) -> bool:
    return may(viewer(), action_on(entry.kind, verb), entry)


def _drawn(entry: Entry, body: str) -> str:
    people = named_in(db(), entry, references(body))
    html = drawn(entry, body, people, files_of(db(), entry)).html
    return with_parts(db(), viewer(), html, entry.id)
