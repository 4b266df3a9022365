"""What one can do about a change request: remark, approve, ask for changes, decline, withdraw, open again."""

from flask import abort, flash, redirect
from flask import request as http
from werkzeug.wrappers import Response

from blueprints.changes.lines import chosen
from blueprints.changes.loading import change, change_href, page_href
from blueprints.changes.showing import difference_of, drawn
from blueprints.kit.guards import allow
from blueprints.kit.pages import back, flash_undo
from blueprints.kit.request import db, viewer
from models.core.errors import Invalid
from models.core.language import gettext as _
from models.core.language import ngettext
from models.wiki.requests.landing import joined, save_if_approved
from models.wiki.requests.request import ChangeRequest
from models.wiki.requests.requesting import proposal_of, seen, take_up, withdraw
from models.wiki.requests.reviewing import approvals, comment, review

VERDICTS = ("approved", "changes", "declined")


@allow("change.comment", on=change)
def remark(request: ChangeRequest) -> Response:
    proposal = proposal_of(db(), request)
    _title, comparison = difference_of(request, proposal, joined(db(), request, proposal))
    side, line, quote = chosen(http.form.get("line", ""), comparison)
    made = comment(
        request,
        viewer(),
        http.form.get("text", ""),
        number=request.version,
        side=side,
        line=line,
        quote=quote,
        parent_id=http.form.get("parent", 0, type=int) or None,
    )
    flash(_("Your comment is added."), "success")
    return redirect(f"{change_href(request)}#c{made.parent_id or made.id}", 303)


@allow("change.review", on=change)
def decide(request: ChangeRequest) -> Response | tuple[str, int]:
    verdict, text = http.form.get("verdict", ""), http.form.get("text", "")
    if verdict not in VERDICTS:
        abort(400)
    try:
        review(request, viewer(), http.form.get("number", 0, type=int), verdict, text)
    except Invalid as error:
        return drawn(request, {"form": verdict, "text": text, "error": str(error)}), 422
    if verdict == "approved":
        return _approved(request)
    said = {
        "changes": _("The author sees what you asked for, and can send a new version."),
        "declined": _("The change is declined. The author sees your reason; the text is kept."),
    }[verdict]
    flash(said, "success")
    return redirect(change_href(request), 303)


def _approved(request: ChangeRequest) -> Response:
    why = save_if_approved(request, viewer())
    if request.state == "saved":
        flash(_("Approved. The change is saved."), "success")
        return redirect(_saved_href(request), 303)
    if why:
        flash(_("Your approval is recorded, but the change is not saved yet. %(why)s", why=why), "warning")
    else:
        left = request.approval.needed - len(approvals(db(), request))
        flash(
            ngettext(
                "Your approval is recorded. %(num)s more is needed.",
                "Your approval is recorded. %(num)s more are needed.",
                left,
            ),
            "success",
        )
    return redirect(change_href(request), 303)


def _saved_href(request: ChangeRequest) -> str:
    return f"/e/{request.page_id}" if request.page is None else page_href(request)


@allow("change.read", on=change)
def save_now(request: ChangeRequest) -> Response:
    """For a request that has its approvals already, when what stood in its way is gone."""
    why = save_if_approved(request, viewer())
    if request.state == "saved":
        flash(_("The change is saved."), "success")
        return redirect(_saved_href(request), 303)
    flash(why or _("More people must approve this first."), "error")
    return redirect(change_href(request), 303)


@allow("change.withdraw", on=change)
def take_back(request: ChangeRequest) -> Response:
    withdraw(request, viewer())
    flash_undo(_("Your request is withdrawn. Its text is kept."), f"{change_href(request)}/reopen")
    return redirect(change_href(request), 303)


@allow("change.withdraw", on=change)
def open_again(request: ChangeRequest) -> Response:
    take_up(request, viewer())
    flash(_("Your request is open again."), "success")
    return redirect(change_href(request), 303)


@allow("change.withdraw", on=change)
def note_seen(request: ChangeRequest) -> Response:
    seen(request)
    flash(_("It no longer waits for you"), "success")
    return back("/")
