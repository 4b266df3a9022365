"""What is planted about search: a secret page that stands first for searches of everybody, with a secret answer; and
a search that somebody keeps under a secret name."""

from typing import Any

from sqlalchemy.orm import Session

from models.people.person import Person
from models.search.asked import asked_again
from models.search.best_bets import set_best_bet
from models.search.saved import save_search


def plant_best(session: Session, mei: Person, secret: Any, words: Any, plain: str) -> None:
    set_best_bet(session, secret, mei, f"guide\n{plain}\n{words('bestwords')} {plain}", words("bestanswer"))


def plant_saved(session: Session, mei: Person, words: Any) -> int:
    """Returns the number of the search."""
    return save_search(session, mei, asked_again(f"q={words('savedasked')}"), words("savedname"), tells=True).id
