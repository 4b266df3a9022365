"""Likely twins between spaces: a list for whoever curates, and each pair with what can be done about it."""

from types import SimpleNamespace
from typing import Any

from flask import flash, redirect, render_template, request
from werkzeug.wrappers import Response
from wtforms import SelectChoice

from blueprints.kit.addresses import entry_href
from blueprints.kit.alike import add_below, see_also
from blueprints.kit.guards import allow, entry
from blueprints.kit.pages import fragment
from blueprints.kit.proposing import page_needs_approval, send_change
from blueprints.kit.request import db, viewer
from blueprints.kit.rows import who_can_read
from blueprints.kit.sent import LARGEST, number
from blueprints.linking.forms import DifferenceForm, JoiningForm, LinksForm
from models.core.errors import Invalid
from models.core.language import gettext as _
from models.entries import drafts, editing
from models.entries.entry import Entry
from models.entries.kinds import kind_named
from models.entries.reading import NotFound, visible_entry
from models.entries.summaries import neutral
from models.policy.readers import widens
from models.policy.rules import action_on, may
from models.search.twinning import last_turn
from models.search.twins import (
    APART,
    LINKED,
    LONGEST_REASON,
    PAGE,
    curated_by,
    settle,
    take_up_again,
    twin_of,
    twins_of,
)
from models.wiki.page import Page

SIDES = ("one", "other")
# Characters of a text that stand on the page of a pair.
SHOWN = 600
FIRST = (LARGEST, 0, 0)


def side(row: Any, name: str) -> SimpleNamespace:
    """One side of a row of a pair, as templates and addresses need it."""
    at = len(name) + 1
    values = {key[at:]: value for key, value in row._mapping.items() if key.startswith(f"{name}_")}
    made = SimpleNamespace(**values)
    made.href, made.kind_label = entry_href(made), kind_named(made.kind).word()
    return made


def sides(row: Any, spaces: list[int]) -> tuple[SimpleNamespace, SimpleNamespace]:
    """Both sides, that of one of these spaces first."""
    one, other = (side(row, name) for name in SIDES)
    return (one, other) if one.space_id in spaces else (other, one)


def pair_href(mine: Any, theirs: Any, what: str = "") -> str:
    return f"/e/{mine.id}/twin{what}?with={theirs.id}"


@allow("twins.list")
def show_twins() -> str:
    spaces = curated_by(viewer())
    found = twins_of(db(), viewer(), spaces, _after(request.args.get("after", "")))
    rows = [_listed(row, spaces) for row in found[:PAGE]]
    last = found[PAGE - 1] if len(found) > PAGE else None
    more = f"/twins?after={last.likeness}-{last.one_id}-{last.other_id}" if last else None
    return render_template("linking/twins.html", rows=rows, older_href=more, looked_at=last_turn(db()))


def _after(text: str) -> tuple[int, int, int]:
    """The place in an address; anything unreadable means the beginning."""
    try:
        likeness, one_id, other_id = (number(part) for part in text.split("-"))
    except ValueError:
        return FIRST
    return likeness, one_id, other_id


def _listed(row: Any, spaces: list[int]) -> SimpleNamespace:
    mine, theirs = sides(row, spaces)
    return SimpleNamespace(mine=mine, theirs=theirs, why=why(row), href=pair_href(mine, theirs))


def why(row: Any) -> str:
    """One line that says what made the pair one."""
    words = row.words or _("nearly all telling words")
    if row.one_title.casefold() == row.other_title.casefold():
        return _("The same title. In both: %(words)s", words=words)
    return _("In both: %(words)s", words=words)


def _other(mine: Entry) -> tuple[Any, Entry]:
    """The row of the pair that the address names and the other entry of it. Raises NotFound."""
    other_id = request.args.get("with", 0, type=int)
    row = twin_of(db(), viewer(), mine.id, other_id)
    if row is None:
        raise NotFound
    return row, visible_entry(db(), viewer(), Entry, other_id, with_text=True)


@allow("twins.settle", on=entry(with_text=True))
def show_twin(mine: Entry) -> str:
    return _page(mine)


def _page(mine: Entry, **forms: Any) -> str:
    row, theirs = _other(mine)
    mine_side, their_side = sides(row, [mine.space_id or 0])
    shown = [_shown(mine_side, mine), _shown(their_side, theirs)]
    unset: dict[str, Any] = {
        "difference": DifferenceForm(formdata=None),
        "links": LinksForm(formdata=None),
        "joining": JoiningForm(formdata=None),
    }
    unset.update(forms)
    unset["joining"].kept.choices = [
        SelectChoice("mine", _("“%(title)s” goes on. The other text is put below it.", title=_titled(mine_side))),
        SelectChoice("theirs", _("“%(title)s” goes on. The other text is put below it.", title=_titled(their_side))),
    ]
    return render_template(
        "linking/twin.html",
        **unset,
        pair=row,
        why=why(row),
        mine=shown[0],
        theirs=shown[1],
        action=lambda what: pair_href(mine, theirs, what),
        may_link_back=_may_change(theirs) and not _waits(theirs),
        may_join=[_may_change(mine), _may_change(theirs)],
        may_merge=may(viewer(), "topic.merge", mine) and may(viewer(), "topic.merge", theirs),
        wider=_wider(mine, theirs),
        longest=LONGEST_REASON,
    )


def _titled(each: Any) -> str:
    return f"{each.title} ({each.space_name})"


def _shown(each: SimpleNamespace, entry: Entry) -> SimpleNamespace:
    each.text = entry.text[:SHOWN] + ("…" if len(entry.text) > SHOWN else "")
    each.readers = who_can_read(each.audience, each.space_name)
    each.may_mark = each.kind == "page" and may(viewer(), "page.set-status", entry)
    return each


def _wider(mine: Entry, theirs: Entry) -> list[str]:
    """Which of the choices of JoiningForm let more people read something than now."""
    found = [("mine", theirs, mine), ("theirs", mine, theirs)]
    return [choice for choice, source, target in found if widens(source.audience, target.audience)]


def _may_change(entry: Entry) -> bool:
    return may(viewer(), action_on(entry.kind, "edit"), entry)


def _waits(entry: Entry) -> bool:
    return isinstance(entry, Page) and page_needs_approval(entry) is not None


@allow("twins.settle", on=entry(with_text=True))
def say_apart(mine: Entry) -> Response:
    _row, theirs = _other(mine)
    form = DifferenceForm()
    if not form.validate():
        return fragment(_page(mine, difference=form), 422)
    try:
        settle(db(), viewer(), mine.id, theirs.id, APART, form.because.data)
    except Invalid as error:
        form.blame(error)
        return fragment(_page(mine, difference=form), 422)
    message: Any = {
        "text": _("The pair is off the lists until a text changes."),
        "undo": pair_href(mine, theirs, "/again"),
    }
    flash(message, "success")
    return redirect("/twins", 303)


@allow("twins.settle", on=entry())
def take_again(mine: Entry) -> Response:
    _row, theirs = _other(mine)
    take_up_again(db(), viewer(), mine.id, theirs.id)
    flash(_("The pair is on the lists again."), "success")
    return redirect(pair_href(mine, theirs), 303)


@allow("twins.settle", on=entry(with_text=True))
def link_them(mine: Entry) -> Response:
    _row, theirs = _other(mine)
    if not _may_change(mine):
        flash(_("You cannot change this text, so no link was made."), "error")
        return redirect(pair_href(mine, theirs), 303)
    if LinksForm().both.data and _may_change(theirs) and not _waits(theirs):
        _link(theirs, mine)
    sent = _link(mine, theirs)
    if sent is not None:
        return sent
    settle(db(), viewer(), mine.id, theirs.id, LINKED)
    flash(_("They are linked, and off the lists."), "success")
    return redirect("/twins", 303)


def _link(source: Entry, target: Entry) -> Response | None:
    """Put a link into the text; where it waits for approval, the answer says where to go."""
    body, summary = see_also(source.body, source.audience, target), neutral("twins")
    if not isinstance(source, Page):
        editing.edit(source, by=viewer(), based_on=source.version, body=body, summary=summary, minor=True)
        return None
    if page_needs_approval(source) is not None:
        return send_change(source, based_on=source.version, body=body, summary=summary, minor=True)
    source.revise(by=viewer(), based_on=source.version, title=source.title, body=body, summary=summary, minor=True)
    return None


@allow("twins.settle", on=entry(Page, with_text=True))
def join_texts(mine: Page) -> Response:
    """Both texts in one editor; nothing is saved there yet. Topics are merged where topics are."""
    _row, theirs = _other(mine)
    form = JoiningForm()
    if not form.validate():
        return fragment(_page(mine, joining=form), 422)
    target, source = (mine, theirs) if form.kept.data == "mine" else (theirs, mine)
    if not _may_change(target):
        form.kept.errors = [_("You cannot change that one. Choose the other, or ask its owner.")]
    elif form.kept.data in _wider(mine, theirs) and not form.sure.data:
        form.sure.errors = [_("More people could read this. Say that they may, or choose the other one.")]
    elif drafts.draft_at(db(), viewer(), drafts.place_of_edit(target)) is not None:
        form.kept.errors = [_("You have a draft of that one. Save or discard it first.")]
    else:
        return add_below(target, source.body, _("Both texts stand here, one below the other. Nothing is saved yet."))
    return fragment(_page(mine, joining=form), 422)
