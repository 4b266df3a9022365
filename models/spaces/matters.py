"""Whom acts on spaces concern: who was let in or given a role, and owners who are asked to let somebody in."""

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.activity.matters import Done, Matter, matter, person_in
from models.core.language import gettext as _
from models.spaces.membership import Membership


def _owners(session: Session, act: Done) -> Any:
    return select(Membership.person_id).where(Membership.space_id == act.subject_id, Membership.role == "owner")


for _verb, _reason in (("let-in", "let-in"), ("set-role", "let-in")):
    matter(
        Matter(
            verb=_verb,
            reason=_reason,
            people=person_in,
            said=lambda who: _("%(who)s made you a member or changed your role", who=who),
            why=lambda: _("It is about your place in the space."),
            label=lambda: _("I become a member of a space, or my role changes"),
            rank=30,
            personal=True,
        )
    )
matter(
    Matter(
        verb="inherited-space",
        reason="let-in",
        people=person_in,
        said=lambda who: _("You own this space now, because its only owner has left"),
        why=lambda: _("It is about your place in the space."),
        label=lambda: _("I become a member of a space, or my role changes"),
        rank=20,
        personal=True,
    )
)
matter(
    Matter(
        verb="refused-entry",
        reason="refused",
        people=person_in,
        said=lambda who: _("%(who)s answered no to your request to join", who=who),
        why=lambda: _("You asked to be let in."),
        label=lambda: _("My request to join a space is refused"),
        rank=30,
        personal=True,
    )
)
matter(
    Matter(
        verb="asked-to-join",
        reason="join",
        people=_owners,
        said=lambda who: _("%(who)s asks to be let in", who=who),
        why=lambda: _("You own the space."),
        label=lambda: _("Somebody asks to join a space that I own"),
        rank=30,
        personal=True,
    )
)
