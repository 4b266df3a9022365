"""Where changes wait for approval: set for a space, or for a page and all below it."""

import re
from typing import Any

from flask import flash, redirect, render_template
from flask import request as http
from werkzeug.wrappers import Response

from blueprints.changes.forms import ApprovalForm
from blueprints.kit.guards import allow, entry
from blueprints.kit.guards import space as the_space
from blueprints.kit.request import db, viewer
from models.core.errors import Invalid
from models.core.language import gettext as _
from models.entries.reading import NotFound
from models.spaces.membership import known_usernames
from models.spaces.space import Space
from models.wiki.page import Page
from models.wiki.requests.approval import (
    ApprovalRule,
    approval_by_id,
    approvers,
    lift_approval,
    own_rule,
    require_approval,
)

Answer = Response | str | tuple[str, int]


@allow("page.require-approval", on=the_space)
def ask_for_space(space: Space) -> str:
    return _ask(space, None)


@allow("page.require-approval", on=the_space)
def set_for_space(space: Space) -> Answer:
    return _set(space, None)


@allow("page.require-approval", on=entry(Page))
def ask_for_page(page: Page) -> str:
    return _ask(_space_of(page), page)


@allow("page.require-approval", on=entry(Page))
def set_for_page(page: Page) -> Answer:
    return _set(_space_of(page), page)


def _space_of(page: Page) -> Space:
    if page.space is None:
        raise NotFound
    return page.space


def _ask(space: Space, page: Page | None) -> str:
    rule, named = own_rule(db(), space, page)
    form = ApprovalForm(
        formdata=None,
        needed=str(rule.needed if rule else 1),
        who=_who(rule),
        people=", ".join(row.username for row in named),
        department=str(rule.department_id or "") if rule else "",
        curators_too=rule.curators_too if rule else True,
    )
    return _form(space, page, form, rule)


def _who(rule: ApprovalRule | None) -> str:
    if rule is None:
        return "curator"
    return rule.role if rule.who == "role" else rule.who


def _set(space: Space, page: Page | None) -> Answer:
    if http.form.get("lift"):
        lift_approval(db(), viewer(), space, page)
        flash(_("Changes here no longer wait for their own approval."), "success")
        return redirect(_back(space, page), 303)
    form = ApprovalForm()
    rule, _named = own_rule(db(), space, page)
    form.offer(page is not None, rule.department_id if rule else None)
    if form.validate():
        try:
            saved = _saved(space, page, form)
        except Invalid as error:
            form.blame(error)
        else:
            _tell(space, page, saved)
            return redirect(_back(space, page), 303)
    return _form(space, page, form, rule), 422


def _saved(space: Space, page: Page | None, form: ApprovalForm) -> ApprovalRule:
    who = form.who.data
    by_role = who not in ("people", "department")
    return require_approval(
        db(),
        viewer(),
        space,
        page,
        needed=int(form.needed.data),
        who="role" if by_role else who,
        role=who if by_role else "curator",
        department_id=int(form.department.data) if form.department.data else None,
        people=_people(form.people.data or "", space.id) if who == "people" else (),
        curators_too=form.curators_too.data,
    )


def _people(text: str, space_id: int) -> list[int]:
    """Ids of the people named. Raises Invalid (`people`) when one is not known here."""
    names = [name.lstrip("@").lower() for name in re.split(r"[\s,;]+", text) if name.strip("@")]
    known = known_usernames(db(), names, space_id)
    unknown = sorted(set(names) - known.keys())
    if unknown:
        raise Invalid(_("Nobody is found by the username %(name)s", name=unknown[0][:60]), "people")
    return list(known.values())


def _tell(space: Space, page: Page | None, rule: ApprovalRule) -> None:
    flash(_("Saved. It holds from the next change on."), "success")
    audience = page.audience if page else space.audience
    able = len(approvers(db(), approval_by_id(db(), rule.id), space.id, audience, None)) if rule.needed else 0
    # Nobody approves their own: one more than is needed leaves nobody stuck.
    if rule.needed and able <= rule.needed:
        text = _(
            "Only %(able)s can approve, and nobody approves their own change, so some changes may wait for good. "
            "Lower the number or let more people approve.",
            able=able,
        )
        flash(text, "warning")


def _back(space: Space, page: Page | None) -> str:
    return f"/pages/{page.id}/change-requests" if page else f"/s/{space.slug}/change-requests"


def _form(space: Space, page: Page | None, form: ApprovalForm, rule: Any) -> str:
    form.offer(page is not None, rule.department_id if rule else None)
    action = f"/pages/{page.id}/approval" if page else f"/s/{space.slug}/approval"
    return render_template(
        "changes/approval.html",
        space=space,
        page=page,
        form=form,
        rule=rule,
        action=action,
        back=_back(space, page),
    )
