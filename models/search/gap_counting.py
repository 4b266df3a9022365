"""How searches without success become gaps: noted without names, and forgotten as soon as three people had the same.

A search counts when it found nothing, or when nothing of what it found was opened. Success is that something was opened
or a question was asked from there. Only searches of all of Witan count, and only those of staff whose results were all
open to everyone: what somebody found in a closed space explains their words, and nobody else hears of it.
"""

import re
from datetime import date, timedelta
from typing import Any, Final, Literal

from sqlalchemy import Date, String, Text, delete, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from models.core import clock
from models.core.automatic import Automatic, automatic
from models.core.base import Base
from models.core.language import lazy_gettext as _l
from models.policy.viewer import EVERYONE, Viewer
from models.search.asked import Asked
from models.search.finding import Found, FoundPerson
from models.search.gap import SearchGap
from models.search.noting import LONGEST, Noted, plain_words, together

# Fewer never show. A rule for the protection of people: do not make it a setting.
LEAST_PEOPLE: Final = 3
# What did not become a gap is forgotten after so long.
KEPT: Final = timedelta(days=14)
# A search with signs has a meaning beyond its words.
SIGNS: Final = re.compile(r"""["*():]|(?:^|\s)-|\b(?:AND|OR|NOT)\b""")

# Nothing was found; something was, and nothing of it opened; it was opened or asked after all.
How = Literal["unfound", "unopened", "success"]
HOWS: Final[tuple[How, ...]] = ("unfound", "unopened", "success")
Key = tuple[str, date, How]


class GapSearch(Base):
    """Words that were searched on a day. Hashes of people, parted by blanks: those who found nothing, those who opened
    nothing of what they found, and those who had success in the end."""

    __tablename__ = "gap_searches"

    words: Mapped[str] = mapped_column(String(LONGEST), primary_key=True)
    day: Mapped[date] = mapped_column(Date, primary_key=True)
    unfound: Mapped[str] = mapped_column(Text, default="")
    unopened: Mapped[str] = mapped_column(Text, default="")
    success: Mapped[str] = mapped_column(Text, default="")


class GapCounter(Noted[Key]):
    """Notes searches of all of Witan, and opens a gap when enough different people had no success."""

    purpose = "gaps of search"

    def note(self, viewer: Viewer, asked: Asked, found: Found, would_tell: bool) -> None:
        """A search was answered. `would_tell`: this browser tells where one came from, so that opening is noticed."""
        words = countable_words(viewer, asked, found)
        if words and not found.total:
            self.put(_key(words, "unfound"), viewer.id)
        elif words and would_tell:
            self.put(_key(words, "unopened"), viewer.id)

    def note_success(self, text: str, person_id: int) -> None:
        """Something was opened from the results, or a question asked."""
        if words := plain_words(text):
            self.put(_key(words, "success"), person_id)

    def note_next(self, text: str, person_id: int) -> None:
        """They searched on with other words: what they left was a step on the way."""
        if words := plain_words(text):
            self.take_back(_key(words, "unopened"), person_id)

    def write(self, session: Session, noted: dict[Key, set[int]]) -> None:
        for words in sorted({words for words, _day, _how in noted}):
            if _is_known(session, words):
                continue
            for (each, day, how), people in sorted(noted.items()):
                if each == words:
                    _add(session, words, day, how, self.hashed(words, people))
            session.flush()
            _open_if_enough(session, words)


def countable_words(viewer: Viewer, asked: Asked, found: Found) -> str:
    """The words of a search as they are counted, or nothing where it must not be counted."""
    whole = asked.page == 1 and asked.text and not asked.chosen and not found.catching_up
    answered = bool(found.acronyms or found.suggestion)
    if not whole or answered or EVERYONE not in viewer.keys or SIGNS.search(asked.text):
        return ""
    words = plain_words(asked.text)
    return "" if any(_explains(hit, words) for hit in found.hits) else words


def _explains(hit: Any, words: str) -> bool:
    """Whether a hit makes a search nobody else's business: it is closed to others, or the words name a person."""
    if isinstance(hit, FoundPerson):
        name = hit.row.name.casefold().split()
        return hit.row.username in words or all(part in words.split() for part in name)
    return bool(hit.row.audience != EVERYONE)


def _key(words: str, how: How) -> Key:
    return words, clock.now().date(), how


def _is_known(session: Session, words: str) -> bool:
    """Nothing is kept of words that are a gap already, or that were put away."""
    gap = session.scalar(select(SearchGap).where(SearchGap.words == words))
    return gap is not None and (gap.closed_at is None or gap.removed_at is not None)


def _add(session: Session, words: str, day: date, how: How, people: set[str]) -> None:
    row = session.get(GapSearch, (words, day), with_for_update=True)
    if row is None:
        row = GapSearch(words=words, day=day, unfound="", unopened="", success="")
        session.add(row)
    setattr(row, how, together(getattr(row, how), people))


def _open_if_enough(session: Session, words: str) -> None:
    """Open a gap when three people or more had no success; their hashes are thrown away with that."""
    since = clock.now().date() - KEPT
    days = session.scalars(select(GapSearch).where(GapSearch.words == words, GapSearch.day >= since)).all()
    if len(in_vain(days)) < LEAST_PEOPLE:
        return
    session.execute(delete(GapSearch).where(GapSearch.words == words))
    gap = session.scalar(select(SearchGap).where(SearchGap.words == words))
    if gap is None:
        session.add(SearchGap(words=words, opened_at=clock.now()))
    else:
        # Closed before, and missed again.
        gap.opened_at = clock.now()
        gap.taken_by_id = gap.taken_at = gap.closed_at = gap.closed_entry_id = None


def in_vain(days: Any) -> set[str]:
    """Hashes of those who had no success on any of the days."""
    every: dict[str, set[str]] = {how: {each for row in days for each in getattr(row, how).split()} for how in HOWS}
    return (every["unfound"] | every["unopened"]) - every["success"]


def forget_old_searches(session: Session) -> None:
    """Throw away what was noted 14 days ago and is no gap."""
    session.execute(delete(GapSearch).where(GapSearch.day < clock.now().date() - KEPT))


def forget_person(session: Session, counter: GapCounter, person_id: int) -> None:
    """Take somebody out of all that is counted."""
    for row in session.scalars(select(GapSearch)):
        mine = counter.hashed(row.words, [person_id])
        for how in HOWS:
            setattr(row, how, " ".join(sorted(set(getattr(row, how).split()) - mine)))


automatic(
    Automatic(
        name="search-gaps",
        title=_l("Searches without success that become gaps"),
        does=_l("Shows to all staff words that several people searched in vain, so that somebody writes about them."),
        inputs=(
            _l(
                "Searches of all of Witan that found nothing, or whose results nobody opened, for %(days)s days.",
                days=KEPT.days,
            ),
            _l("How many different people. Fewer than %(least)s are never shown.", least=LEAST_PEOPLE),
        ),
        never=(
            _l("Who searched: no name is kept, and what tells people apart goes when the gap opens."),
            _l("Words with an address, a long number or the name of a colleague whom the search found."),
            _l("Searches inside a space, of guests, and those that found something that not everyone can read."),
        ),
        owner=_l("The administrators of Witan"),
        switch=_l("Choose under “Your searches” that yours are not counted."),
        address="/gaps",
    )
)
