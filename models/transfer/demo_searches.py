"""What people of the demo searched: in vain, and what they keep a search for. Everything is for all staff to read."""

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from models.core import clock
from models.people.person import Person
from models.search.asked import Asked
from models.search.gap import SearchGap, take_on
from models.search.saved import save_search

# Nothing of the demo answers these. The first waits for somebody, the second was taken on.
GAPS = ("sabbatical", "flu vaccination")
TAKEN_BY = "robert.ashdown"
# Who keeps which search, under what name. Each was saved days ago, and has new results since.
SAVED = (("aisha.khan", "accessibility", "Accessibility anywhere"), ("ben.okafor", "salt", "Salt"))
DAYS_AGO = 9


def keep_searches(session: Session, people: dict[str, Person], now: datetime) -> None:
    """Gaps hold words alone. What is new in a saved search is looked up by the worker, as always."""
    gaps = [SearchGap(words=words, opened_at=now - timedelta(days=4 - at)) for at, words in enumerate(GAPS)]
    session.add_all(gaps)
    session.flush()
    with clock.at(now - timedelta(days=1)):
        take_on(session, gaps[-1], people[TAKEN_BY])
    for username, text, name in SAVED:
        with clock.at(now - timedelta(days=DAYS_AGO)):
            save_search(session, people[username], Asked(text, {}), name, tells=True)
