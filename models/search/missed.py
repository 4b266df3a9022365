"""What people searched in a space without finding anything: words and how many, never who.

Searching writes nothing: it is noted in memory and stored once a minute by a thread of its own. A person is kept as a
hash that is made with a secret, the space and the words, so that it says neither who it was nor what else they
searched; it is thrown away with its day. Words are shown only when three people or more used them.
"""

from datetime import date, timedelta

from sqlalchemy import Date, ForeignKey, String, Text, bindparam, delete, literal_column, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from models.core import clock
from models.core.automatic import Automatic, automatic
from models.core.base import Base
from models.core.db import rows
from models.core.language import lazy_gettext as _l
from models.search.noting import LONGEST, Noted, plain_words, together

KEPT = timedelta(days=30)
LEAST_PEOPLE = 3


class MissedSearch(Base):
    """Words that found nothing in a space on a day; `people` are hashes, parted by blanks."""

    __tablename__ = "missed_searches"

    space_id: Mapped[int] = mapped_column(ForeignKey("spaces.id", ondelete="CASCADE"), primary_key=True)
    words: Mapped[str] = mapped_column(String(LONGEST), primary_key=True)
    day: Mapped[date] = mapped_column(Date, primary_key=True)
    people: Mapped[str] = mapped_column(Text)


Key = tuple[int, str, date]


class Missed(Noted[Key]):
    """Notes searches that found nothing in a space."""

    purpose = "missed searches"

    def note(self, space_id: int, text: str, person_id: int) -> None:
        """Somebody found nothing. Costs no statement."""
        words = plain_words(text)
        if words:
            self.put((space_id, words, clock.now().date()), person_id)

    def write(self, session: Session, noted: dict[Key, set[int]]) -> None:
        for (space_id, words, day), people in sorted(noted.items()):
            _add(session, space_id, words, day, self.hashed(f"{space_id}:{words}", people))


def _add(session: Session, space_id: int, words: str, day: date, people: set[str]) -> None:
    found = session.get(MissedSearch, (space_id, words, day), with_for_update=True)
    if found is None:
        session.add(MissedSearch(space_id=space_id, words=words, day=day, people=together("", people)))
    else:
        found.people = together(found.people, people)


LATELY = (
    select(MissedSearch.words, MissedSearch.people)
    .where(MissedSearch.space_id == bindparam("space_id"), MissedSearch.day >= bindparam("since", type_=Date))
    .limit(literal_column("5000"))
)


def missed_in(session: Session, space_id: int) -> list[tuple[str, int]]:
    """(words, how many people) of the past 30 days, those that most people missed first; three people at least."""
    since = clock.now().date() - KEPT
    people: dict[str, set[str]] = {}
    for row in rows(session, LATELY, space_id=space_id, since=since):
        people.setdefault(row.words, set()).update(row.people.split())
    found = [(words, len(each)) for words, each in people.items() if len(each) >= LEAST_PEOPLE]
    return sorted(found, key=lambda each: (-each[1], each[0]))


def settle(session: Session, space_id: int, words: str) -> None:
    """Somebody has dealt with these words: they are counted anew from now on."""
    session.execute(delete(MissedSearch).where(MissedSearch.space_id == space_id, MissedSearch.words == words))


def forget_old(session: Session) -> None:
    """Throw away what is older than 30 days."""
    session.execute(delete(MissedSearch).where(MissedSearch.day < clock.now().date() - KEPT))


automatic(
    Automatic(
        name="missed-searches",
        title=_l("What people searched in a space without finding it"),
        does=_l("Lists such words for the curators of a space, those that most people used first."),
        inputs=(
            _l("Searches in the space that found nothing, for %(days)s days.", days=KEPT.days),
            _l("How many people used the words. Fewer than %(least)s are not shown.", least=LEAST_PEOPLE),
        ),
        never=(_l("Who searched. Words with an address or a long number are not kept at all."),),
        owner=_l("The curators of each space"),
        switch=_l("Choose under “Your searches” that yours are not counted. Curators take words off the list."),
        address="/searches",
    )
)
