"""The small named world that tests arrange from: a ministry and an agency, six people, three spaces, a few entries.

Aisha curates the open Desk of the Ministry of Transport, Ben contributes there. Mei owns the closed space Mill; Tomas
works at the Revenue Agency and belongs to neither. Gwen is a guest whom only Mill took in. Ada administers, Mo
moderates.
"""

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy.orm import Session

from models.core import clock
from models.forums.topic import Answer, Question, answer, ask
from models.microblog.micropost import Micropost, post
from models.people.credential import set_password
from models.people.department import Department, found_department
from models.people.person import Person, add_person
from models.spaces.joining import add_member, found_space
from models.spaces.space import Space
from models.wiki.page import Page, write_page

PASSWORD = "correct horse battery"
# Nobody here is new: the limits of new accounts have tests of their own.
JOINED = timedelta(days=400)
# Stands in everything that only members of Mill may see.
CANARY = "zyxmillwheel"


@dataclass
class World:
    """Everything by name."""

    transport: Department
    roads: Department
    revenue: Department
    aisha: Person
    ben: Person
    mei: Person
    tomas: Person
    gwen: Person
    ada: Person
    mo: Person
    desk: Space
    mill: Space
    gate: Space
    start: Page
    publishing: Page
    question: Question
    answer: Answer
    note: Micropost
    secret_page: Page
    secret_question: Question
    secret_answer: Answer
    secret_post: Micropost


def build(session: Session, passwords: bool = True) -> World:
    """Write the world into an empty database."""
    transport = found_department(session, "Ministry of Transport", abbreviation="MoT")
    roads = found_department(session, "Roads directorate", transport)
    revenue = found_department(session, "Revenue Agency")
    joined = {"created_at": clock.now() - JOINED}
    people = {
        "aisha": add_person(
            session, "aisha.khan", "Aisha Khan", email="aisha@transport.example", department_id=roads.id, **joined
        ),
        "ben": add_person(
            session, "ben.okafor", "Ben Okafor", email="ben@transport.example", department_id=transport.id, **joined
        ),
        "mei": add_person(
            session, "mei.wong", "Mei Wong", email="mei@transport.example", department_id=transport.id, **joined
        ),
        "tomas": add_person(
            session, "tomas.reyes", "Tomas Reyes", email="t@revenue.example", department_id=revenue.id, **joined
        ),
        "gwen": add_person(session, "gwen.guest", "Gwen Guest", email="gwen@council.example", is_guest=True, **joined),
        "ada": add_person(session, "ada.admin", "Ada Admin", email="ada@transport.example", is_admin=True, **joined),
        "mo": add_person(session, "mo.moder", "Mo Moder", email="mo@revenue.example", is_moderator=True, **joined),
    }
    if passwords:
        for person in people.values():
            set_password(session, person, PASSWORD)
    return World(transport=transport, roads=roads, revenue=revenue, **people, **_spaces(session, transport, people))


def _spaces(session: Session, transport: Department, people: dict[str, Person]) -> dict[str, object]:
    aisha, ben, mei, tomas = people["aisha"], people["ben"], people["mei"], people["tomas"]
    review = (clock.now() + timedelta(days=90)).date()
    desk = found_space(session, aisha, "desk", "Digital service desk", department_id=transport.id)
    add_member(session, desk, ben, "contributor", aisha)
    closed = {"reason": "commercial", "review_on": review}
    mill = found_space(session, mei, "mill", f"Mill {CANARY}", openness="hidden", description=CANARY, **closed)
    add_member(session, mill, people["gwen"], "contributor", mei)
    gate = found_space(session, mei, "gate", "Gate", openness="request", **closed)
    start = write_page(session, aisha, desk, "Start here", "Welcome. See [[Publishing]] and ask @ben.okafor.")
    publishing = write_page(
        session, aisha, desk, "Publishing", "## Before you start\n\nRead the **guide**.", parent=start, tags=["web"]
    )
    question = ask(session, tomas, "Who checks statements?", "We have [[desk:Publishing]].", space=desk, tags=["web"])
    said = answer(question, ben, "The desk does, every May.")
    note = post(session, ben, "Gritting starts tonight #winter")
    secret = write_page(session, mei, mill, f"Plan {CANARY}", f"{CANARY} [[Next {CANARY}]]", tags=[CANARY])
    secret_question = ask(session, mei, f"Why {CANARY}?", f"Body {CANARY}", space=mill, tags=[CANARY])
    secret_answer = answer(secret_question, people["gwen"], f"Because {CANARY}, see /e/{publishing.id} @tomas.reyes")
    secret_post = post(session, mei, f"Post {CANARY} #{CANARY} @tomas.reyes", space=mill)
    return {
        "desk": desk,
        "mill": mill,
        "gate": gate,
        "start": start,
        "publishing": publishing,
        "question": question,
        "answer": said,
        "note": note,
        "secret_page": secret,
        "secret_question": secret_question,
        "secret_answer": secret_answer,
        "secret_post": secret_post,
    }
