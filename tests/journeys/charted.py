"""An organisation chart with every state of a post, and what lists say of somebody, for the journeys."""

from collections.abc import Callable

from sqlalchemy.orm import Session

from models.core import clock
from models.people.chart import LEVEL
from models.people.person import Person
from models.people.post import Post, hold
from models.people.source import learn, source_called, use_own

LONG = "Deputy director for the coordination of programmes, portfolios and interdepartmental correspondence"


def write_charted(session: Session, person: Callable[[str], Person]) -> dict[str, int]:
    """The post that is opened: a director in Aisha's department with more posts below than are shown at once."""
    aisha, ben = person("aisha.khan"), person("ben.okafor")

    def post(title: str, above: Post | None = None, **values: object) -> Post:
        made = Post(department_id=aisha.department_id, title=title, created_at=clock.now(), unit="Digital services",
                    reports_to_id=above.id if above else None, **values)  # fmt: skip
        session.add(made)
        session.flush()
        return made

    head = post("Head of digital services", grade="SCS2", rank=3, profession="Policy")
    director = post("Director", head, grade="SCS1", rank=5, function="Looks after everything that is written. " * 20)
    hold(session, head, [aisha.id])
    hold(session, director, [aisha.id, ben.id])
    post(LONG, director, rank=1, state="vacant")
    post("Donaudampfschifffahrtselektrizitätenhauptbetriebswerk", director, rank=2, state="withheld")
    for number in range(LEVEL):
        post(f"Administrator {number:03}", director, grouped=True, full_time=2.5, state="withheld", grade="AO")
    source = source_called(session, "organogram", "Ministry of Transport")
    learn(session, aisha, source, {"name": aisha.name, "job_title": LONG, "place": "Northolt"})
    learn(session, aisha, source, {"department": "Digital services"}, None)
    session.flush()
    use_own(session, aisha, "department", "")
    return {"director": director.id}
