"""Likely twins that the journeys look at: two pages, one with a long title, two questions, and a settled pair."""

from collections.abc import Callable

from sqlalchemy.orm import Session

from models.core import clock
from models.expertise.aside import put_aside as put_person_aside
from models.forums.topic import ask
from models.people.person import Person
from models.policy.stopping import stop
from models.policy.viewer import viewer_of
from models.search.related_aside import put_aside
from models.search.twins import APART, Twin, settle
from models.spaces.joining import found_space
from models.spaces.space import Space
from models.wiki.page import write_page

LONG = "Minutes of the harmonisation of Rechtsschutzversicherungsgesellschaften between internal and external services"

# By name: address and who looks.
STATES = {
    "likely twins": ("/twins", "aisha.khan"),
    "likely twins, none": ("/twins?after=0-0-0", "aisha.khan"),
    "likely twins, two pages": ("/e/{twin}/twin?with={twin_other}", "aisha.khan"),
    "likely twins, two questions": ("/e/{twin_question}/twin?with={twin_answered}", "aisha.khan"),
    "likely twins, settled": ("/e/{twin_settled}/twin?with={twin}", "mei.wong"),
}


def write_twinned(session: Session, person: Callable[[str], Person], desk: Space) -> dict[str, int]:
    """Pairs of Aisha's space and of an open one of Mei's, as the worker would have found them."""
    room = found_space(session, person("mei.wong"), "snow", "Snow and ice on the roads of all regions")
    text = "Gritting lorries spread salt on frozen trunk roads before the morning traffic.\n\n" * 12
    page = write_page(session, person("aisha.khan"), desk, "Salt for winter roads", text)
    other = write_page(session, person("mei.wong"), room, LONG, text)
    settled = write_page(session, person("mei.wong"), room, "Salt for roads in winter", text)
    title = "When do depots order the salt for winter?"
    writers = (("aisha.khan", desk), ("mei.wong", room))
    asked = [ask(session, person(name), title, text, space=at) for name, at in writers]
    for one, two in ((page, other), (page, settled), (asked[0], asked[1])):
        low, high = sorted((one.id, two.id))
        twin = Twin(
            one_id=low, other_id=high, likeness=90, words="gritting, lorries, salt, roads", found_at=clock.now()
        )
        twin.one_print = twin.other_print = ""
        session.add(twin)
    session.flush()
    settle(session, viewer_of(session, person("mei.wong")), page.id, settled.id, APART, "Ours is for drivers")
    # Mei finds them, and a colleague, among what she put aside as not relevant.
    put_aside(session, person("mei.wong"), settled.id, page.id)
    put_person_aside(session, person("mei.wong"), person("aisha.khan").id)
    stop(session, person("mei.wong"), "place-of-a-question")
    return {
        "twin": page.id,
        "twin_other": other.id,
        "twin_settled": settled.id,
        "twin_question": asked[0].id,
        "twin_answered": asked[1].id,
    }
