"""People who can answer, offered to whoever asks: who of them can be invited now, and inviting those who were chosen.

Finding is `finding`, the invitation itself `models.forums.asked`. Nobody is invited whom the asker did not choose.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.core.automatic import Automatic, automatic
from models.core.db import among, as_words
from models.core.errors import Refused
from models.core.language import gettext as _
from models.core.language import lazy_gettext as _l
from models.expertise.finding import Expert, find_experts
from models.expertise.never import NEVER
from models.expertise.refusing import unwilling
from models.forums.asked import invite
from models.forums.deputies import asked_instead
from models.forums.invitation import INVITATIONS_A_WEEK, free_from
from models.forums.topic import Question
from models.people.absence import Away, away_now
from models.people.department import Department
from models.people.person import Person
from models.policy.readers import may_read, nameable
from models.policy.viewer import Viewer, viewer_of
from models.search.engine import Engine

# So many are offered, and so many can be invited with a question: further ones from its page.
OFFERED = 5
MOST_AT_ONCE = 3


@dataclass(frozen=True)
class Offered:
    """Somebody who can answer: the expert; from when they can be asked again, where they were asked as often as anybody
    may be; until when they are away, and the name of who is asked instead."""

    expert: Expert
    free_from: datetime | None = None
    away: Away | None = None
    instead: str = ""


@dataclass
class Invited:
    """What came of it: whom the asker chose with whom was asked for them, and a sentence for each who was not asked."""

    asked: list[tuple[Person, Person]] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)


def offered(session: Session, engine: Engine, viewer: Viewer, text: str, audience: str) -> list[Offered]:
    """The best people for a question who could read it among this audience. Guests are not told who is away."""
    found = find_experts(session, engine, viewer, text, 2 * OFFERED)
    readers = _readers(session, audience, [each.person.id for each in found])
    found = [each for each in found if each.person.id in readers][:OFFERED]
    people = [each.person.id for each in found]
    full = free_from(session, people) if people else {}
    away = away_now(session, people) if people and not viewer.is_guest else {}
    deputies = _names(session, [each.deputy_id for each in away.values() if each.deputy_id])
    return [
        Offered(each, full.get(each.person.id), gone, deputies.get(gone.deputy_id or 0, "") if gone else "")
        for each in found
        for gone in [away.get(each.person.id)]
    ]


def invite_found(session: Session, question: Question, by: Viewer, usernames: Sequence[str]) -> Invited:
    """Ask these people to answer a question that the viewer just asked; a deputy for who is away. None of it raises.

    What each says that they are not found by is asked once more: it may have been said since they were offered.
    """
    # Looked at anew: who asked without a name a moment ago is known to be nameless there only now.
    by = viewer_of(session, by.id)
    result, chosen = Invited(), list(dict.fromkeys(usernames))
    if len(chosen) > MOST_AT_ONCE:
        result.refused.append(
            _("Only the first %(most)s people that you chose were asked. Ask others here.", most=MOST_AT_ONCE)
        )
    for username in chosen[:MOST_AT_ONCE]:
        person = nameable(session, username, question.space_id)
        if person is None:
            result.refused.append(_("There is nobody with the username “%(name)s” who can be asked.", name=username))
            continue
        here = asked_instead(question, by, person)
        try:
            _check_willing(session, f"{question.title} {question.text}", [person, here])
            invite(question, by, here)
        except Refused as error:
            result.refused.append(str(error))
        else:
            result.asked.append((person, here))
    return result


def _check_willing(session: Session, text: str, people: list[Person]) -> None:
    """Raises Refused for somebody who is not to be matched on this. It does not say why: that is theirs to tell."""
    refused = unwilling(session, text, {each.id for each in people})
    for person in people:
        if person.id in refused:
            raise Refused(_("%(name)s is not found for this question any more, and was not asked.", name=person.name))


def _readers(session: Session, audience: str, people: list[int]) -> set[int]:
    if not people:
        return set()
    asked = select(Person.id).outerjoin(Department, Department.id == Person.department_id)
    found = asked.where(among(Person.id, "people"), may_read(audience))
    return {row.id for row in session.connection().execute(found, {"people": as_words(people)})}


NAMES = select(Person.id, Person.name).where(among(Person.id, "people"), Person.disabled_at.is_(None))


def _names(session: Session, people: list[int]) -> dict[int, str]:
    if not people:
        return {}
    return {row.id: row.name for row in session.connection().execute(NAMES, {"people": as_words(people)})}


automatic(
    Automatic(
        name="people-to-ask",
        title=_l("People offered beside the question that you write"),
        does=_l(
            "Offers up to %(most)s people who can answer and who could read it. Only those whom you choose are asked.",
            most=OFFERED,
        ),
        inputs=(
            _l("What “People and departments who can answer” looks at."),
            _l(
                "How often they were asked to answer in the last seven days: nobody is asked more than %(most)s times.",
                most=INVITATIONS_A_WEEK,
            ),
            _l("Whether they said that they are away, and who stands in for them."),
        ),
        never=tuple(each.what for each in NEVER),
        owner=_l("The administrators of Witan"),
        switch=_l(
            "Say on your profile what you do not want to be matched on, and hide or contest topics: it holds at once. "
            "Say “Not me” at a question that you were asked. Switch off on this page that people are offered to you; "
            "nothing of your question is kept, so nobody can be put aside for it."
        ),
        can_stop=True,
        address="/ask",
    )
)
