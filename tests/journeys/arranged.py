"""Topics in the states that curators bring them to: long, merged, split, archived, with a hidden version."""

from collections.abc import Callable
from datetime import timedelta

from sqlalchemy.orm import Session

from models.core import clock
from models.entries.editing import edit
from models.entries.hiding import hide_revision
from models.entries.streams import Position
from models.entries.unread import read_to
from models.forums.answering import archive
from models.forums.regrouping import merge, split
from models.forums.topic import discuss, reply
from models.people.person import Person
from models.spaces.space import Space

CODE = """```
for bridge in every_bridge_of_the_whole_network_however_far_away: grit(bridge, twice=True, when="before midnight")
```

| Bridge | Salt in kilos per square metre | Remarks by the drivers | Temperature |
|---|---|---|---|
| Marrow | 12 | both sides, in rain and in snow | -3 |
"""


def write_arranged(session: Session, desk: Space, person: Callable[[str], Person]) -> dict[str, int]:
    """Numbers of the topics: long_talk (read by aisha.khan up to its middle), arranged, archived."""
    mei, ben, aisha = (person(name) for name in ("mei.wong", "ben.okafor", "aisha.khan"))
    begun = clock.now() - timedelta(days=150)
    with clock.at(begun):
        talk = discuss(session, mei, "The winter, day by day", "Write down what happened.", space=desk)
    said = []
    for number in range(120):
        with clock.at(begun + timedelta(days=number + 1)):
            text = CODE if number == 112 else f"Day {number}: salt on the bridges."
            said.append(reply(talk, talk, (ben, mei)[number % 2], text))
    read_to(session, aisha, talk.id, Position(said[110].created_at, said[110].id), back=True)
    whole = discuss(session, mei, "Salt in general", "Everything about salt.", space=desk)
    reply(whole, whole, ben, "There is much to say.")
    bins = reply(whole, whole, aisha, "Who orders grit bins?")
    weekend = discuss(session, ben, "Salt for the weekend", "Who has some?", space=desk)
    reply(weekend, weekend, mei, "We have.")
    old = discuss(session, mei, "Old rules for redirects", "Call Ben at home: 01 555.", space=desk)
    edit(old, by=mei, based_on=1, body="As of 2019.")
    hide_revision(old, 1, mei, "A private number")
    archive(old, mei, "Replaced by the page Retiring a page")
    numbers = {"long_talk": talk.id, "arranged": whole.id, "archived": old.id}
    split(whole, [bins.id], "Grit bins", "question", mei)
    again = session.get_one(type(whole), numbers["arranged"])
    again.space = desk
    merge(weekend, again, mei)
    return numbers
