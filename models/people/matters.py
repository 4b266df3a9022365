"""Whom acts on profiles concern: who was endorsed, asked to endorse, or named as a deputy."""

from models.activity.matters import Done, Matter, Thing, matter, person_in
from models.core.language import gettext as _


def _skill(act: Done) -> Thing:
    return Thing("skill", act.subject_id)


def _person(act: Done) -> Thing:
    return Thing("person", act.subject_id)


matter(
    Matter(
        verb="endorsed",
        reason="endorsed",
        people=person_in,
        said=lambda who: _("%(who)s endorsed a skill of yours", who=who),
        why=lambda: _("You name this skill on your profile."),
        label=lambda: _("A colleague endorses a skill of mine"),
        rank=40,
        thing=_skill,
    )
)
matter(
    Matter(
        verb="asked-to-endorse",
        reason="endorse",
        people=person_in,
        said=lambda who: _("%(who)s asks you to endorse a skill", who=who),
        why=lambda: _("They named you as somebody who has seen them do it."),
        label=lambda: _("A colleague asks me to endorse a skill"),
        rank=30,
        thing=_person,
        personal=True,
    )
)
matter(
    Matter(
        verb="named-deputy",
        reason="deputy",
        people=person_in,
        said=lambda who: _("%(who)s named you to stand in while they are away", who=who),
        why=lambda: _("Questions for them come to you meanwhile."),
        label=lambda: _("I stand in for somebody, or my deputy cannot"),
        rank=30,
        thing=_person,
        personal=True,
    )
)
matter(
    Matter(
        verb="declined-deputy",
        reason="deputy",
        people=person_in,
        said=lambda who: _("%(who)s cannot stand in for you", who=who),
        why=lambda: _("You named them as your deputy."),
        label=lambda: _("I stand in for somebody, or my deputy cannot"),
        rank=30,
        thing=_person,
        personal=True,
    )
)
