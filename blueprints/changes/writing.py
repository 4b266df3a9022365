"""Revising one's own change request: the editor with the proposed text. What cannot be kept comes back in the form."""

from flask import flash, redirect, render_template
from werkzeug.wrappers import Response

from blueprints.changes.forms import ProposalForm
from blueprints.changes.loading import change, change_href, page_href
from blueprints.kit import conflict
from blueprints.kit.conflict import Deciding
from blueprints.kit.guards import allow
from blueprints.kit.request import db, viewer
from blueprints.kit.rows import who_can_read
from models.core.errors import Invalid, Outdated
from models.core.language import gettext as _
from models.entries.saving import clash
from models.wiki.requests.landing import joined
from models.wiki.requests.request import ChangeRequest
from models.wiki.requests.requesting import check_open, proposal_of, revise

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
        silent=proposal.silent,
        based_on=str(proposal.based_on if now.clash else standing),
    )
    return _form(request, form, _deciding(request, form, proposal.based_on))


def _deciding(request: ChangeRequest, form: ProposalForm, based_on: int) -> Deciding | None:
    """Fills the form with the prepared merge when its text clashes with what stands now; says what to decide.

    Raises Invalid while places are left to decide.
    """
    page = request.page
    if page is None:
        return None
    found = clash(db(), page, based_on=based_on, title=form.title.data, body=form.body.data or "")
    return conflict.put_back(form, found, page) if found is not None else None


@allow("change.revise", on=change)
def save(request: ChangeRequest) -> Answer:
    form = ProposalForm()
    form.body.data = conflict.decided(form.body.data or "")
    if not form.validate():
        return _form(request, form, _still_open(request, form)), 422
    try:
        if deciding := _deciding(request, form, form.based_on.data):
            return _form(request, form, deciding), 409
        changed = revise(
            request,
            viewer(),
            based_on=form.based_on.data,
            title=form.title.data,
            body=form.body.data,
            tags=form.tag_words,
            summary=form.summary.data or "",
            minor=form.minor.data,
            silent=form.silent.data,
        )
    except Invalid as error:
        form.blame(error)
        return _form(request, form, _still_open(request, form)), 422
    except Outdated:
        form.based_on.data = str(request.page.version if request.page is not None else 0)
        return _form(request, form, None), 409
    if changed:
        flash(_("Your new version is sent. Whoever approved the one before is asked again."), "success")
    else:
        flash(_("You changed nothing, so the request stays as it was."))
    return redirect(change_href(request), 303)


def _still_open(request: ChangeRequest, form: ProposalForm) -> Deciding | None:
    return conflict.still_open(form, request.page) if request.page is not None else None


def _form(request: ChangeRequest, form: ProposalForm, deciding: Deciding | None) -> str:
    return render_template(
        "changes/edit.html",
        change=request,
        form=form,
        conflict=deciding,
        href=change_href(request),
        page_href=page_href(request),
        preview=f"/preview?entry={request.page_id}" if request.page_id else f"/preview?space={request.space.slug}",
        readers=who_can_read(request.audience, request.space.name),
    )
