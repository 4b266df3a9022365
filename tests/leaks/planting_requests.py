"""What waits in the hidden space: a change with what was said of it, and a round of confirming."""

from datetime import timedelta
from typing import Any

from sqlalchemy.orm import Session

from models.core import clock
from models.people.person import Person
from models.policy.viewer import viewer_of
from models.wiki.procedures.confirming import Audience, issue
from models.wiki.procedures.procedure import make_procedure
from models.wiki.procedures.rounds import Signature
from models.wiki.requests.approval import require_approval
from models.wiki.requests.requesting import propose, visible_request
from models.wiki.requests.reviewing import comment as remark_on
from models.wiki.requests.reviewing import review
from tests.world import World

# Rare enough never to come about in a token, and tokens are not looked at.


def plant_change(session: Session, world: World, people: dict[str, Person], page: Any, words: Any) -> int:
    """A change that waits in the hidden space, with a remark and a verdict."""
    title, body, tags = words("changetitle"), words.text("changebody"), [words("changetag")]
    require_approval(session, world.mei, page.space, page, needed=2)
    made = propose(
        session, people["rhea"], page, based_on=page.version, title=title, body=body, tags=tags,
        summary=words("changesummary"),
    )  # fmt: skip
    assert made is not None
    request = visible_request(session, viewer_of(session, world.mei), made.id)
    remark_on(request, people["rhea"], words.text("changeremark"), number=1, side="new", line=1, quote=body[:300])
    review(request, world.mei, 1, "changes", words("changereason"))
    return made.id


def plant_round(session: Session, world: World, people: dict[str, Person], page: Any, words: Any) -> int:
    """Members of the hidden space are asked to confirm its page; those who lost their rights had signed."""
    make_procedure(session, world.mei, page, clock.now().date(), words("procedurelabel"))
    wanted = Audience("people", people=frozenset(people[name].id for name in ("rhea", "bridget")))
    due = clock.now().date() + timedelta(days=9)
    made = issue(session, world.mei, page, wanted, due, text=words("roundnote"))
    for name in ("eve", "dan", "bridget"):
        session.add(
            Signature(
                confirmation_id=made.id, page_id=page.id, person_id=people[name].id, number=1, title=page.title,
                signed_at=clock.now(),
            )
        )  # fmt: skip
    session.flush()
    return made.id
