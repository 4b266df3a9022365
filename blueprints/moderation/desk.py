"""The desk of reports: what was reported, by whom and why, with what can be done."""

from types import SimpleNamespace
from typing import Any

from flask import flash, redirect, render_template, request
from werkzeug.wrappers import Response

from blueprints.kit.guards import allow, check, entry
from blueprints.kit.request import db, viewer
from blueprints.kit.rows import entry_view
from models.core.errors import Invalid, Refused
from models.core.language import gettext as _
from models.entries.entry import Entry
from models.moderation.deciding import decide
from models.moderation.report import open_reports
from models.policy.rules import action_on

Answer = Response | str | tuple[str, int]

OUTCOMES = ("kept", "trashed", "edited")


@allow("reports.list")
def show() -> str:
    return _page()


@allow("report.handle", on=entry())
def settle(reported: Entry) -> Answer:
    outcome, reason = request.form.get("outcome", ""), request.form.get("reason", "")
    if outcome == "trashed":
        check(action_on(reported.kind, "trash"), reported)
    try:
        decide(db(), reported, viewer(), outcome, reason)
    except Invalid as error:
        return _page({"entry_id": reported.id, "error": str(error), "reason": reason}), 422
    except Refused as error:
        flash(str(error), "error")
        return redirect("/moderation", 303)
    flash(_said(reported, outcome), "success")
    return redirect("/moderation", 303)


def _said(reported: Entry, outcome: str) -> Any:
    if outcome == "trashed":
        return {"text": _("Moved to the trash. The author sees the reason."), "undo": f"/e/{reported.id}/untrash"}
    return _("The report is closed. The entry stays.")


def _page(failed: dict[str, Any] | None = None) -> str:
    return render_template(
        "moderation/desk.html", cases=_cases(open_reports(db(), viewer())), failed=failed or {}, words=reason_words()
    )


def _cases(found: list[Any]) -> list[SimpleNamespace]:
    """One case an entry, the one that waits longest first, each with all its reports."""
    cases: dict[int, SimpleNamespace] = {}
    for row in found:
        if row.id not in cases:
            view = entry_view(row, when=row.created_at)
            cases[row.id] = SimpleNamespace(
                view=view,
                reports=[],
                mine=row.author_id == viewer().id,
                may_edit=row.kind == "page" and viewer().has_role(row.space_id, "curator"),
            )
        cases[row.id].reports.append(row)
    return list(cases.values())


def reason_words() -> dict[str, str]:
    """Why something was reported, in words."""
    return {
        "personal-data": _("It shows personal data that should not be here"),
        "wrong": _("It is wrong and could do harm"),
        "rude": _("It is rude or hurts somebody"),
        "spam": _("It has nothing to do with work here"),
        "other": _("Something else"),
    }
