"""One decision: what, why and by which office, for the person whom it concerns; their appeal and what came of it."""

from types import SimpleNamespace
from typing import Any

from flask import flash, redirect, render_template
from werkzeug.wrappers import Response

from blueprints.kit.deciding import kind_word, office_word, verb_word
from blueprints.kit.guards import allow
from blueprints.kit.pages import fragment
from blueprints.kit.request import db, viewer
from blueprints.moderation.forms import AnswerForm, AppealForm
from blueprints.moderation.things import thing_of_decision
from models.core.errors import Invalid, Refused
from models.core.language import gettext as _
from models.entries.entry import Entry
from models.entries.reading import NotFound
from models.moderation.appealing import answer_appeal, appeal, may_answer, why_no_appeal
from models.moderation.deciding import standing
from models.moderation.decision import APPEAL_DAYS, APPEAL_LIMIT, Decision, words_shown
from models.moderation.judging import judges
from models.moderation.log import may_look_at
from models.people.person import Person
from models.policy.rules import may


def _decision(values: dict[str, Any]) -> SimpleNamespace:
    """The decision in the address as the rules look at it, for those whom it concerns or who answer for it."""
    number = values.pop("decision_id")
    made = db().get(Decision, number) if 0 < number < 2**31 else None
    # Asked in any case: an address that is not there costs as much as one that the viewer may not open.
    in_log = may_look_at(db(), viewer(), number)
    if made is None:
        raise NotFound
    answers = may_answer(db(), made, viewer())
    mine = viewer().id == made.person_id and made.verb not in ("keep", "edit")
    looks = in_log and viewer().id != made.person_id
    if not (mine or answers or looks):
        raise NotFound
    judge_ids = {viewer().id} if answers else set()
    return SimpleNamespace(made=made, person_id=made.person_id, judge_ids=judge_ids, looks=looks)


@allow("decision.read", on=_decision)
def show_decision(found: SimpleNamespace) -> str:
    return _draw(found, AppealForm(), AnswerForm())


@allow("reports.list")
def about_entry(entry_id: int) -> Response:
    """To the decision that keeps the viewer's own words hidden."""
    mine = [each for each in standing(db(), "entry", entry_id) if each.person_id == viewer().id]
    if not mine:
        raise NotFound
    return redirect(f"/decisions/{mine[-1].id}")


def _draw(found: SimpleNamespace, appeal_form: AppealForm, answer_form: AnswerForm) -> str:
    made: Decision = found.made
    mine, answers = viewer().id == made.person_id, bool(found.judge_ids)
    words = not mine or words_shown(made, viewer())
    may_read = (mine and words) or answers or _reads(made)
    entry = db().get(Entry, made.target_id) if made.target_kind == "entry" else None
    waits = made.appealed_at is not None and made.answered_at is None and made.ended_at is None
    return render_template(
        "moderation/decision.html",
        made=made,
        word=verb_word(made.verb),
        kind_label=kind_word(made.target_kind, entry.kind if entry else None),
        mine=mine,
        words=words,
        office=office_word(made.office),
        decided_by=None if mine else db().get(Person, made.by_id),
        whom=None if made.unnamed or mine else db().get(Person, made.person_id),
        answer_office=office_word(made.answer_office),
        answered_by=None if mine or not made.answered_by_id else db().get(Person, made.answered_by_id),
        thing=thing_of_decision(made) if may_read else None,
        no_appeal=why_no_appeal(made),
        goes_to=_goes_to(made),
        waits=waits,
        answers=answers,
        appeal_form=appeal_form,
        answer_form=answer_form,
        days=APPEAL_DAYS,
        limit=APPEAL_LIMIT,
    )


def _reads(made: Decision) -> bool:
    """Who looks after such decisions reads the words as well, but administrators do not."""
    known = viewer()
    return (known.is_moderator or known.has_role(made.space_id, "curator")) and made.audience in {"", *known.keys}


def _goes_to(made: Decision) -> str:
    office, _people = judges(db(), made.space_id, {made.by_id, made.person_id})
    said = {
        "curator": lambda: _("Another curator of the space looks at your appeal, never the one who decided."),
        "moderator": lambda: _("A moderator of the site looks at your appeal, never the one who decided."),
        "administrator": lambda: _("There is no other moderator, so an administrator looks at your appeal."),
    }
    nobody = _("Nobody else can look at it at the moment. Your appeal waits until there is another moderator.")
    return said[office]() if office in said else nobody


@allow("decision.appeal", on=_decision)
def send_appeal(found: SimpleNamespace) -> Response:
    form = AppealForm()
    try:
        appeal(db(), found.made, viewer(), form.text.data or "")
    except Invalid as error:
        form.blame(error)
        return fragment(_draw(found, form, AnswerForm()), 422)
    except Refused as error:
        flash(str(error), "error")
        return redirect(f"/decisions/{found.made.id}", 303)
    flash(_("Your appeal is sent. You are told what comes of it."), "success")
    return redirect(f"/decisions/{found.made.id}", 303)


@allow("decision.read", on=_decision)
def send_answer(found: SimpleNamespace) -> Response:
    form = AnswerForm()
    if not may(viewer(), "decision.answer", found) and found.made.answered_at is None:
        raise Refused(_("Somebody else answers this appeal: not who decided, nor the person whom it concerns."))
    try:
        answer_appeal(db(), found.made, viewer(), form.answer.data or "", form.reason.data or "")
    except Invalid as error:
        form.blame(error)
        return fragment(_draw(found, AppealForm(), form), 422)
    except Refused as error:
        flash(str(error), "error")
        return redirect(f"/decisions/{found.made.id}", 303)
    flash(_("Your answer is saved. The author is told."), "success")
    return redirect("/moderation/appeals", 303)
