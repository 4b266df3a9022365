"""What is planted about search: a secret page that stands first for searches of everybody, with a secret answer; a
search that somebody keeps under a secret name; gaps that secret things closed; secret twins of open pages."""

from typing import Any

from sqlalchemy.orm import Session

from models.core import clock
from models.people.person import Person
from models.search.asked import asked_again
from models.search.best_bets import set_best_bet
from models.search.gap import SearchGap
from models.search.saved import save_search
from models.search.twins import Twin
from tests.world import World


def plant_best(session: Session, mei: Person, secret: Any, words: Any, plain: str) -> None:
    set_best_bet(session, secret, mei, f"guide\n{plain}\n{words('bestwords')} {plain}", words("bestanswer"))


def plant_saved(session: Session, mei: Person, words: Any) -> int:
    """Returns the number of the search."""
    return save_search(session, mei, asked_again(f"q={words('savedasked')}"), words("savedname"), tells=True).id


def plant_gaps(session: Session, mei: Person, secrets: list[Any]) -> list[int]:
    """Gaps that all staff see; what is said to answer them became secret since, or was so all along."""
    now = clock.now()
    made = [SearchGap(words="parental leave", opened_at=now, taken_by_id=mei.id, taken_at=now)]
    made += [
        SearchGap(words=f"sabbatical {number}", opened_at=now, closed_at=now, closed_entry_id=each.id)
        for number, each in enumerate(secrets)
    ]
    session.add_all(made)
    session.flush()
    return [each.id for each in made]


def plant_twins(session: Session, world: World, pages: list[Any], words: Any) -> None:
    """Secret pages are the likely twins of open ones, and somebody said why they differ."""
    for page in pages:
        low, high = sorted((world.publishing.id, page.id))
        made = Twin(one_id=low, other_id=high, likeness=90, words=words("twinwords"), found_at=clock.now())
        made.one_print = made.other_print = "0" * 16
        session.add(made)
    low, high = sorted((world.question.id, pages[0].id))
    said = Twin(one_id=low, other_id=high, likeness=90, words="", found_at=clock.now(), one_print="", other_print="")
    said.settled_at, said.settled_by_id, said.how = clock.now(), world.mei.id, "apart"
    said.because = words("twinbecause")
    session.add(said)
