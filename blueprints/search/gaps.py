"""Gaps: what people searched all of Witan for in vain, who takes it on, and what closes it; and how it is counted."""

import re
from types import SimpleNamespace
from typing import Any, cast
from urllib.parse import parse_qs, quote, urlsplit

from flask import Flask, Response, flash, redirect, render_template, request
from werkzeug.wrappers import Response as AnyResponse

from blueprints.kit.addresses import entry_href
from blueprints.kit.guards import allow
from blueprints.kit.pages import back, flash_undo, fragment
from blueprints.kit.request import db, viewer
from blueprints.kit.rows import title_of
from blueprints.kit.services import services
from blueprints.search.forms import GapAnswerForm
from blueprints.search.words import keeper
from models.core.db import as_words
from models.core.errors import Invalid
from models.core.language import gettext as _
from models.entries.entry import Entry
from models.entries.reading import NotFound, visible_entry
from models.entries.rows import visible_rows
from models.entries.streams import Position
from models.policy.rules import may
from models.search import gap
from models.search.asked import Asked
from models.search.finding import Found
from models.search.gap import SearchGap
from models.search.gap_counting import KEPT, LEAST_PEOPLE, GapCounter, forget_person
from models.search.noting import choose_counting
from models.spaces.membership import spaces_among
from models.wiki.care.status import page_at

VIEWS = ("open", "taken", "mine", "closed")
# What can be opened from the results.
OPENED = re.compile(r"/(?:s/[^/]+/|e/|topics/|posts/|people/|files/|pages/|opportunities/|tags/)[^/?]")
# The number of an entry stands in its permalink, and in the address of a topic.
NUMBER = re.compile(r"(?:^|/(?:e|topics|pages)/)(\d{1,15})(?:[/?#]|$)")
MOST_SPACES = 20


def install(app: Flask) -> None:
    parts = app.extensions["witan"]
    parts.extras["gaps"] = GapCounter(parts.database, app.config["SECRET_KEY"])
    app.after_request(_note_what_followed)


def counter() -> GapCounter:
    return cast(GapCounter, services().extras["gaps"])


def note_search(asked: Asked, found: Found) -> None:
    """Count a search without success; nothing is written while it is answered."""
    counter().note(viewer(), asked, found, would_tell=_came_from() is not None)


def _note_what_followed(response: Response) -> Response:
    """Whoever opens something from the results, or asks, had success; who searches on was on the way to it."""
    came_from = request.headers.get("Referer", "")
    if ("/search?" in came_from or "/ask?" in came_from) and response.status_code in (200, 303):
        parts = _came_from()
        if parts is not None:
            _note_from(parts.path, parse_qs(parts.query), response.status_code)
    return response


def _note_from(path: str, asked: dict[str, list[str]], status: int) -> None:
    # Who it is is asked late: files of the page of results come from there as well.
    text = (asked.get("q") or asked.get("title") or [""])[0]
    if path == "/search" and request.method == "GET":
        if OPENED.match(request.path):
            counter().note_success(text, viewer().id)
        elif request.path == "/search" and request.args.get("q", "").casefold() != text.casefold():
            counter().note_next(text, viewer().id)
    elif path == request.path == "/ask" and request.method == "POST" and status == 303:
        counter().note_success(text, viewer().id)


def _came_from() -> Any:
    """The address of the page of ours that this request comes from, in parts."""
    try:
        parts = urlsplit(request.headers.get("Referer", ""))
    except ValueError:
        return None
    return parts if parts.netloc == request.host else None


def gap_in(values: dict[str, Any]) -> SearchGap:
    """Fetches the gap in the address."""
    return _gap(values)


def removed_in(values: dict[str, Any]) -> SimpleNamespace:
    """Fetches a gap that was put away, with those who look after the words of search."""
    return SimpleNamespace(gap=_gap(values, removed=True), **vars(keeper({})))


def kept_in(values: dict[str, Any]) -> SimpleNamespace:
    """Fetches the gap in the address, with those who look after the words of search."""
    return SimpleNamespace(gap=_gap(values), **vars(keeper({})))


def _gap(values: dict[str, Any], removed: bool = False) -> SearchGap:
    found = gap.gap_of(db(), values.pop("gap_id"), removed=removed)
    # Whether a gap was ever there is no business of guests.
    if found is None or viewer().is_guest:
        raise NotFound
    return found


@allow("gaps.read")
def list_gaps() -> str:
    view = request.args.get("view", "open")
    view = view if view in VIEWS else "open"
    before = request.args.get("before")
    found = gap.gaps(db(), viewer().id, view, Position.parse(before))
    answers = visible_rows(db(), viewer(), as_words(row.closed_entry_id for row in found if row.closed_entry_id))
    older = Position(found[-1].opened_at, found[-1].id) if len(found) == gap.PAGE else None
    return render_template(
        "search/gaps.html",
        rows=[SimpleNamespace(**row._mapping, answer=_answer(answers.get(row.closed_entry_id))) for row in found],
        view=view,
        first_href=f"/gaps?view={view}" if before else None,
        older_href=f"/gaps?view={view}&before={older}" if older else None,
        least=LEAST_PEOPLE,
        days=KEPT.days,
    )


@allow("gaps.read", on=gap_in)
def show_gap(found: SearchGap) -> str:
    return _draw(found, GapAnswerForm(formdata=None))


@allow("gap.take", on=gap_in)
def take(found: SearchGap) -> AnyResponse:
    gap.take_on(db(), found, viewer())
    flash_undo(_("You take this on."), f"/gaps/{found.id}/release")
    return redirect(f"/gaps/{found.id}", 303)


@allow("gap.hold", on=gap_in)
def release(found: SearchGap) -> AnyResponse:
    gap.release_gap(db(), found, viewer())
    flash_undo(_("It is free for others."), f"/gaps/{found.id}/take")
    return redirect(f"/gaps/{found.id}", 303)


@allow("gap.hold", on=gap_in)
def close(found: SearchGap) -> AnyResponse:
    """Say which page or question answers it."""
    form = GapAnswerForm()
    if form.validate_on_submit():
        try:
            gap.close_gap(db(), found, _entry_at(form.answer.data or ""), viewer())
        except Invalid as error:
            form.blame(error)
        else:
            flash_undo(_("The gap is closed."), f"/gaps/{found.id}/reopen")
            return redirect(f"/gaps/{found.id}", 303)
    return fragment(_draw(found, form), 422)


@allow("gap.hold", on=gap_in)
def reopen(found: SearchGap) -> AnyResponse:
    gap.reopen_gap(db(), found, viewer())
    flash(_("The gap is open again."), "success")
    return redirect(f"/gaps/{found.id}", 303)


@allow("admin.words", on=kept_in)
def remove(kept: SimpleNamespace) -> AnyResponse:
    gap.remove_gap(db(), kept.gap, viewer())
    flash_undo(_("These words are put away and not counted any more."), f"/gaps/{kept.gap.id}/restore")
    return redirect("/gaps", 303)


@allow("admin.words", on=removed_in)
def restore(kept: SimpleNamespace) -> AnyResponse:
    gap.restore_gap(db(), kept.gap, viewer())
    flash(_("It is there again."), "success")
    return redirect(f"/gaps/{kept.gap.id}", 303)


@allow("search.save")
def set_counting() -> AnyResponse:
    """Have one's searches counted or not; who says no is taken out of what was noted."""
    counted = request.form.get("on") == "1"
    choose_counting(db(), viewer(), counted)
    if not counted:
        forget_person(db(), counter(), viewer().id)
    flash(
        _("Your searches without success are counted, without your name.")
        if counted
        else _("Your searches are not counted."),
        "success",
    )
    return back("/searches")


def _entry_at(address: str) -> Entry:
    """The entry whose address or number was typed. Raises Invalid (`answer`)."""
    number = NUMBER.search(address.strip())
    page = page_at(db(), viewer(), address) if number is None else None
    try:
        if number is None and page is None:
            raise NotFound
        return visible_entry(db(), viewer(), Entry, page.id if page is not None else int(number[1] if number else 0))
    except NotFound as error:
        message = _("You can read nothing at this address. Open the page or question and copy its address from there.")
        raise Invalid(message, "answer") from error


def _draw(found: SearchGap, form: GapAnswerForm) -> str:
    mine = found.taken_by_id == viewer().id
    answers = visible_rows(db(), viewer(), as_words([found.closed_entry_id] if found.closed_entry_id else []))
    writing = [row for row in spaces_among(db(), viewer().id, viewer().roles) if row.role != "reader"] if mine else []
    return render_template(
        "search/gap.html",
        gap=found,
        taker=gap.taker(db(), found),
        mine=mine,
        answer=_answer(answers.get(found.closed_entry_id or 0)),
        spaces=[(row, f"/s/{row.slug}/wiki/new?title={quote(found.words)}") for row in writing[:MOST_SPACES]],
        form=form,
        keeps=may(viewer(), "admin.words", keeper({})),
        least=LEAST_PEOPLE,
        days=KEPT.days,
    )


def _answer(row: Any) -> SimpleNamespace | None:
    return SimpleNamespace(title=title_of(row), href=entry_href(row)) if row is not None else None
