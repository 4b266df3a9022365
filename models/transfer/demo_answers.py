"""What of answering the demo world shows: people who answer, days, questions that wait for them, answers in pages."""

from typing import TYPE_CHECKING

from sqlalchemy import select

from models.entries.crediting import credit
from models.entries.entry import Entry
from models.forums.answering import Acceptance
from models.forums.asked import claim, invite
from models.forums.choices import Chosen, choose
from models.forums.due import settle_space
from models.forums.experts import accept_invitation, invite_expert
from models.forums.topic import Question

if TYPE_CHECKING:
    from models.transfer.demo_world import DemoWorld

CHOICES = {
    "digital-service-desk": ("mei.wong", Chosen(answer_within=2, quiet_days=180)),
    "accessibility-network": ("jo.lindqvist", Chosen(answer_within=3)),
    "working-here": ("catherine.nolan", Chosen(answer_within=1, quiet_days=365)),
}
# Space -> who asks, and who says yes, for which topics.
EXPERTS: dict[str, tuple[str, dict[str, list[str]]]] = {
    "digital-service-desk": (
        "mei.wong",
        {"aisha.khan": [], "luca.moretti": ["testing", "mobile"], "hannah.fielding": ["publishing", "cookies"]},
    ),
    "accessibility-network": ("jo.lindqvist", {"priit.tamm": [], "aisha.khan": ["accessibility"]}),
    "working-here": ("catherine.nolan", {"robert.ashdown": ["travel", "expenses"]}),
}
# Has not said yes or no yet.
ASKED = ("winter-roads", "ben.okafor", "aisha.khan")
SHUTTLE = "Is there a shuttle between the Aldermouth buildings"
BANNER = "Can two departments share one cookie banner?"
# Beginning of a question's title, whose accepted answer stands in this page, and who brought it there.
IN_PAGES = (
    ("Which receipt do I need for a ferry", "working-here", "Travel and expenses", "catherine.nolan"),
    ("How do I find a mentor", "working-here", "Mentoring across departments", "jamal.edwards"),
)


def answers_of_demo(world: "DemoWorld") -> None:
    """Name experts, set days, and let some questions wait for somebody."""
    session, people, spaces = world.session, world.people, world.spaces
    session.flush()
    for slug, (by, chosen) in CHOICES.items():
        choose(session, spaces[slug], people[by], chosen)
        settle_space(session, spaces[slug].id)
    for slug, (by, named) in EXPERTS.items():
        for username, topics in named.items():
            invite_expert(session, spaces[slug], people[by], people[username], topics)
            accept_invitation(session, spaces[slug], people[username])
    slug, by, username = ASKED
    invite_expert(session, spaces[slug], people[by], people[username])
    invite(_question(world, SHUTTLE), people["owen.price"], people["aisha.khan"])
    claim(_question(world, BANNER), people["hannah.fielding"])
    for title, slug, page, by in IN_PAGES:
        accepted = select(Acceptance.answer_id).where(Acceptance.question_id == _question(world, title).id)
        answer = session.get_one(Entry, session.scalars(accepted).one())
        credit(session, people[by], answer, world.pages[slug, page])


def _question(world: "DemoWorld", title: str) -> Question:
    return world.session.scalars(select(Question).where(Question.title.startswith(title))).one()
