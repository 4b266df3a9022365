"""Revising one's own change request: the editor with the proposed text. What cannot be kept comes back in the form."""

from flask import flash, redirect, render_template
from werkzeug.wrappers import Response

from blueprints.changes.forms import ProposalForm
from blueprints.changes.loading import change, change_href, page_href
from blueprints.kit.guards import allow
from blueprints.kit.request import db, viewer
from blueprints.kit.rows import who_can_read
from models.core.errors import Invalid, Outdated
from models.core.language import gettext as _
from models.entries.comparing import Comparison, compare
from models.wiki.requests.landing import joined
from models.wiki.requests.requesting import ChangeRequest, base_of, check_open, proposal_of, revise

Answer = Response | str | tuple[str, int]


@allow("change.revise", on=change)
def edit(request: ChangeRequest) -> Answer:
    """The form with the proposal, joined with what was saved meanwhile where that can be done."""
    check_open(request)
    proposal = proposal_of(db(), request)
    now = joined(db(), request, proposal)
    standing = request.page.version if request.page is not None else 0
    form = ProposalForm(
        formdata=None,
        title=now.title,
        body=now.body,
        tags=", ".join(now.tags),
        summary=proposal.summary,
        minor=proposal.minor,
        based_on=str(standing),
    )
    return _form(request, form, _theirs(request) if now.clash else None)


def _theirs(request: ChangeRequest) -> Comparison | None:
    """What was saved on the page since the proposal was begun."""
    if request.page is None:
        return None
    _title, base = base_of(db(), request, proposal_of(db(), request))
    return compare(base, request.page.body)


@allow("change.revise", on=change)
def save(request: ChangeRequest) -> Answer:
    form = ProposalForm()
    if not form.validate():
        return _form(request, form, None), 422
    try:
        changed = revise(
            request,
            viewer(),
            based_on=form.based_on.data,
            title=form.title.data,
            body=form.body.data,
            tags=form.tag_words,
            summary=form.summary.data or "",
            minor=form.minor.data,
        )
    except Invalid as error:
        form.blame(error)
        return _form(request, form, None), 422
    except Outdated:
        form.based_on.data = str(request.page.version if request.page is not None else 0)
        return _form(request, form, _theirs(request)), 409
    if changed:
        flash(_("Your new version is sent. Whoever approved the one before is asked again."), "success")
    else:
        flash(_("You changed nothing, so the request stays as it was."))
    return redirect(change_href(request), 303)


def _form(request: ChangeRequest, form: ProposalForm, theirs: Comparison | None) -> str:
    return render_template(
        "changes/edit.html",
        change=request,
        form=form,
        theirs=theirs,
        href=change_href(request),
        page_href=page_href(request),
        preview=f"/preview?entry={request.page_id}" if request.page_id else f"/preview?space={request.space.slug}",
        readers=who_can_read(request.page.audience if request.page else request.space.audience, request.space.name),
    )
