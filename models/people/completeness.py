"""How much of a profile is filled in, and the one next step that is suggested. For the person alone, never a rank."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy.orm import Session

from models.core import clock
from models.core.automatic import Automatic, automatic
from models.core.language import gettext as _
from models.core.language import lazy_gettext as _l
from models.people.person import Person
from models.people.profile import profile_of
from models.people.showing import Shown

QUIET = timedelta(days=90)


@dataclass(frozen=True)
class Step:
    """One thing that a profile can have: whether it is there, what to do, and where."""

    done: Callable[[Shown], Any]
    words: Callable[[], str]
    address: str


# The most helpful to others first.
STEPS = (
    Step(lambda shown: shown.about, lambda: _("Say in a few lines what you work on"), "/people/me/edit"),
    Step(lambda shown: shown.skills, lambda: _("Name a skill that colleagues can ask you about"), "/people/me/skills"),
    Step(lambda shown: shown.job_title, lambda: _("Say what you do"), "/people/me/edit"),
    Step(lambda shown: shown.photo, lambda: _("Add a photo, so that colleagues recognise you"), "/people/me/photo"),
    Step(lambda shown: shown.place, lambda: _("Say where you work"), "/people/me/edit"),
    Step(lambda shown: shown.languages, lambda: _("Name the languages that you speak"), "/people/me/edit"),
    Step(lambda shown: shown.ask, lambda: _("Say what colleagues can ask you"), "/people/me/statements"),
    Step(lambda shown: shown.experience, lambda: _("Say what you did before"), "/people/me/edit"),
)


@dataclass(frozen=True)
class Completeness:
    """How many of the steps are done, and the next one, unless the person wants to hear of it no more for now."""

    done: int
    of: int
    next: Step | None


def completeness(shown: Shown, quiet_until: Any = None) -> Completeness:
    """Of one's own profile, as one sees it oneself."""
    missing = [step for step in STEPS if not step.done(shown)]
    quiet = quiet_until is not None and quiet_until > clock.now()
    return Completeness(len(STEPS) - len(missing), len(STEPS), missing[0] if missing and not quiet else None)


def not_now(session: Session, person: Person) -> None:
    """Suggest nothing for three months."""
    profile_of(session, person).quiet_until = clock.now() + QUIET


automatic(
    Automatic(
        name="profile-step",
        title=_l("The next step for your profile"),
        does=_l("Suggests on your own page one part of your profile that is empty."),
        inputs=(_l("Which parts of your own profile are filled in."),),
        never=(_l("What others say of themselves."), _l("What you read, search or write.")),
        owner=_l("The administrators of Witan"),
        switch=_l("“Not now” on your own page keeps it quiet for three months."),
        address="/people/me/edit",
    )
)
