"""Whom acts in the wiki concern: owners of pages, reviewers and authors of changes, and who is asked to confirm."""

from collections.abc import Callable
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.activity.matters import Done, Matter, Thing, Who, matter
from models.core.language import gettext as _
from models.core.language import ngettext
from models.wiki.page import Page
from models.wiki.procedures.rounds import Ask
from models.wiki.requests.approval import approval_by_id, approvers
from models.wiki.requests.request import ChangeRequest
from models.wiki.requests.requesting import ONE

_pages: Any = Page.__table__


def _request(act: Done) -> Thing:
    page_id = act.detail.get("page")
    return Thing("change", act.subject_id, entry_id=page_id, space_id=None if page_id else act.space_id)


def _author_of_request(session: Session, act: Done) -> Any:
    return select(ChangeRequest.author_id).where(ChangeRequest.id == act.subject_id)


def _approvers(session: Session, act: Done) -> list[int]:
    request = session.scalar(ONE, {"request_id": act.subject_id}, execution_options={"populate_existing": True})
    if request is None or request.state != "open":
        return []
    approval = approval_by_id(session, request.rule_id)
    found = approvers(session, approval, request.space_id, request.audience, without=request.author_id)
    return [row.id for row in found]


def _asked(session: Session, act: Done) -> Any:
    return select(Ask.person_id).where(
        Ask.confirmation_id == act.detail.get("confirmation"),
        Ask.asked_on.is_not(None),
        Ask.withdrawn_on.is_(None),
    )


def _page_owner(session: Session, act: Done) -> Any:
    page_id = act.detail.get("root") or act.subject_id
    return select(_pages.c.owner_person_id).where(_pages.c.id == page_id, _pages.c.owner_person_id.is_not(None))


for _verb in ("proposed", "revised-proposal", "took-up-proposal"):
    matter(
        Matter(
            verb=_verb,
            reason="approve",
            people=_approvers,
            said=lambda who: _("%(who)s asks for approval of a change", who=who),
            why=lambda: _("You may approve changes here."),
            label=lambda: _("A change waits for my approval"),
            rank=20,
            thing=_request,
            personal=True,
            settled_by=("saved-proposal", "declined-proposal", "stale-proposal", "withdrawn-proposal"),
        )
    )
_SAID: dict[str, Callable[[Who], str]] = {
    "saved-proposal": lambda who: _("%(who)s approved your change, and it is saved", who=who),
    "declined-proposal": lambda who: _("%(who)s declined your change", who=who),
    "asked-for-changes": lambda who: _("%(who)s asks you to change your proposal", who=who),
    "commented-proposal": lambda who: _("%(who)s commented on your change request", who=who),
}
for _verb, _said in _SAID.items():
    matter(
        Matter(
            verb=_verb,
            reason=_verb.removesuffix("-proposal") if _verb != "saved-proposal" else "saved-change",
            people=_author_of_request,
            said=_said,
            why=lambda: _("You proposed this change."),
            label={
                "saved-proposal": lambda: _("My change is approved"),
                "declined-proposal": lambda: _("My change is declined"),
                "asked-for-changes": lambda: _("A reviewer asks me to change a proposal"),
                "commented-proposal": lambda: _("Somebody comments on my change request"),
            }[_verb],
            rank=25,
            thing=_request,
            personal=True,
        )
    )
matter(
    Matter(
        verb="asked-to-confirm",
        reason="confirm",
        people=_asked,
        said=lambda who: _("%(who)s asks you to read and confirm it", who=who),
        why=lambda: _("You belong to those who are asked to confirm this page."),
        label=lambda: _("I am asked to read and confirm a page"),
        rank=15,
        personal=True,
        settled_by=("ended-confirming",),
    )
)
matter(
    Matter(
        verb="wrote",
        reason="comment",
        people=_page_owner,
        said=lambda who: ngettext(
            "%(who)s commented on your page", "%(who)s commented on your page", who.number, who=who
        ),
        why=lambda: _("You answer for this page."),
        label=lambda: _("Somebody comments on a page that I answer for"),
        kinds=("comment",),
        rank=35,
    )
)
matter(
    Matter(
        verb="set-owner",
        reason="owner",
        people=_page_owner,
        said=lambda who: _("%(who)s made you answer for this page", who=who),
        why=lambda: _("You are its owner now."),
        label=lambda: _("I am made the owner of a page"),
        rank=30,
        personal=True,
    )
)
matter(
    Matter(
        verb="fell-due",
        reason="due",
        people=_page_owner,
        said=lambda _who: _("The date to check it has come"),
        why=lambda: _("You answer for this page."),
        label=lambda: _("A page that I answer for is due for review"),
        rank=20,
        personal=True,
        settled_by=("checked",),
    )
)
