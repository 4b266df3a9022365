"""The queue of those who decide: what was reported with all that belongs to it, and who is looking at it."""

from types import SimpleNamespace
from typing import Any

from flask import flash, redirect, render_template, request
from werkzeug.wrappers import Response

from blueprints.kit.deciding import kind_word, reason_words, verb_word
from blueprints.kit.guards import allow, check
from blueprints.kit.pages import fragment
from blueprints.kit.request import db, viewer
from blueprints.kit.rows import audience_words, title_of
from blueprints.moderation.forms import DecideForm, decide_form
from blueprints.moderation.things import thing_of_case
from models.core import clock
from models.core.errors import Invalid, Refused
from models.core.language import gettext as _
from models.entries.kinds import kind_named
from models.entries.reading import NotFound
from models.moderation.case import CLAIMED_FOR, Case, claim, let_go
from models.moderation.deciding import choices, decide_case
from models.moderation.decision import Decision, Target
from models.moderation.log import may_look_at
from models.moderation.queue import (
    KINDS,
    PAGE,
    Place,
    beside,
    case_row,
    decided_about,
    decision_of_case,
    earlier_decisions,
    reports_of,
    waiting_appeals,
    waiting_cases,
)
from models.policy.rules import may


@allow("reports.list")
def show_queue() -> str:
    kind = request.args.get("kind", "")
    kind = kind if kind in KINDS else ""
    free, after = request.args.get("view") == "free", request.args.get("after")
    found = waiting_cases(db(), viewer(), kind=kind, free=free, after=Place.parse(after))
    cases, more = found[:PAGE], len(found) > PAGE
    base = "/moderation?" + "&".join(filter(None, [f"kind={kind}" if kind else "", "view=free" if free else ""]))
    older = f"{base}&after={Place(cases[-1].opened_at, cases[-1].case_id)}" if more else None
    return render_template(
        "moderation/queue.html",
        cases=[_line(row) for row in cases],
        kind=kind,
        free=free,
        first_href=base if after else None,
        older_href=older,
        decides=may(viewer(), "admin.audit"),
    )


@allow("reports.list")
def show_appeals() -> str:
    found = [_appeal(each) for each in waiting_appeals(db(), viewer())]
    return render_template("moderation/appeals.html", appeals=found, decides=may(viewer(), "admin.audit"))


def _appeal(made: Decision) -> SimpleNamespace:
    return SimpleNamespace(id=made.id, at=made.appealed_at, word=verb_word(made.verb), text=made.appeal)


def _line(row: Any) -> SimpleNamespace:
    is_entry = row.target_kind == "entry" and row.id is not None
    if is_entry:
        title = title_of(row)
    elif row.target_kind == "person":
        title = _("What %(name)s says of themselves", name=row.author_name)
    else:
        title = _("A message by %(name)s", name=row.author_name)
    return SimpleNamespace(
        id=row.case_id,
        kind=row.kind if is_entry else "person",
        kind_label=kind_word(row.target_kind, row.kind),
        title=title,
        excerpt=row.excerpt if is_entry else "",
        opened_at=row.opened_at,
        reports=row.reports,
        author_name=row.author_name,
        author_username=row.author_username,
        author_is_guest=row.author_is_guest,
        space_name=row.space_name,
        space_slug=row.space_slug,
        readers=audience_words(row.audience, row.space_name) if is_entry else "",
        for_site=row.for_site,
        looked_at_by=_looking(row),
        mine=row.claimed_by_id == viewer().id and _looking_since(row),
    )


def _looking_since(row: Any) -> bool:
    return row.claimed_at is not None and row.claimed_at > clock.now() - CLAIMED_FOR


def _looking(row: Any) -> str:
    return row.claimer_name if _looking_since(row) and row.claimed_by_id != viewer().id else ""


def _case(values: dict[str, Any]) -> Any:
    """The open case in the address, for those who may decide it."""
    row = case_row(db(), viewer(), values.pop("case_id"))
    if row is None:
        raise NotFound
    return row


@allow("reports.list")
def show_case(case_id: int) -> Response | str:
    row = case_row(db(), viewer(), case_id)
    if row is None:
        return _decided_meanwhile(case_id)
    return _draw(row, decide_form(choices(db(), _target(row))))


def _decided_meanwhile(case_id: int) -> Response:
    """To the decision, for those who may look at it; for everybody else there is no such case."""
    made = decision_of_case(db(), case_id)
    if made is None or viewer().id == made.person_id or not may_look_at(db(), viewer(), made.id):
        raise NotFound
    return redirect(f"/decisions/{made.id}")


def _target(row: Any) -> Target:
    return Target(row.target_kind, row.target_id, 0, row.space_id, row.audience or "")


def _draw(row: Any, form: DecideForm) -> str:
    told = reports_of(db(), row.case_id)
    before, after = beside(db(), viewer(), row) if row.target_kind == "entry" and row.id else ([], [])
    found = db().get_one(Case, row.case_id)
    unnamed = row.target_kind == "entry" and row.author_id not in (None, found.person_id)
    return render_template(
        "moderation/case.html",
        case=_line(row),
        thing=thing_of_case(row, told),
        told=told,
        words=reason_words(),
        before=[_near(each) for each in before],
        after=[_near(each) for each in after],
        earlier=[SimpleNamespace(row=each, word=verb_word(each.verb)) for each in _earlier(row)],
        # Nothing about whoever wrote without their name, not even a number.
        standing=None if unnamed else decided_about(db(), found.person_id),
        may_edit=row.target_kind == "entry" and row.kind == "page" and viewer().has_role(row.space_id, "curator"),
        form=form,
    )


def _earlier(row: Any) -> list[Any]:
    return earlier_decisions(db(), row.target_kind, row.target_id)


def _near(row: Any) -> SimpleNamespace:
    text = row.title or row.excerpt
    word = kind_named(row.kind).word()
    return SimpleNamespace(id=row.id, name=row.author_name, when=row.created_at, text=text, word=word)


@allow("reports.list")
def set_claim(case_id: int) -> Response:
    found = db().get_one(Case, _case({"case_id": case_id}).case_id)
    check("report.handle", found)
    try:
        if request.form.get("on") == "0":
            let_go(db(), found, viewer())
            return redirect("/moderation", 303)
        claim(db(), found, viewer(), over=request.form.get("over") == "1")
    except Refused as error:
        flash(str(error), "error")
    return redirect(f"/moderation/cases/{case_id}", 303)


@allow("reports.list")
def settle_case(case_id: int) -> Response:
    row = case_row(db(), viewer(), case_id)
    if row is None:
        # Decided while the form was open: said plainly, with the decision that stands.
        answer = _decided_meanwhile(case_id)
        flash(_("Somebody else has already decided about this. Your decision was not saved."), "error")
        return redirect(answer.location, 303)
    form = decide_form(choices(db(), _target(row)))
    found = db().get_one(Case, row.case_id)
    check("report.handle", found)
    try:
        made = decide_case(db(), found, viewer(), form.verb.data or "", form.reason.data or "")
    except Invalid as error:
        form.blame(error)
        return fragment(_draw(row, form), 422)
    except Refused as error:
        flash(str(error), "error")
        return redirect(f"/moderation/cases/{case_id}", 303)
    flash(said(made), "success")
    return redirect("/moderation", 303)


def said(made: Decision) -> str:
    """What was done, for whoever decided."""
    if made.verb in ("keep", "edit"):
        return _("The case is closed. Those who reported it are told.")
    if made.verb == "restore":
        return _("It is restored. The author is told why.")
    if made.verb == "hide":
        return _("It is hidden. The author is told why and can appeal.")
    return _("It is removed. The author is told why and can appeal.")
