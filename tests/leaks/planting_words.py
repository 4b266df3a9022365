"""What is planted about search: a secret page that stands first for searches of everybody, with a secret answer."""

from typing import Any

from sqlalchemy.orm import Session

from models.people.person import Person
from models.search.best_bets import set_best_bet


def plant_best(session: Session, mei: Person, secret: Any, words: Any, plain: str) -> None:
    set_best_bet(session, secret, mei, f"guide\n{plain}\n{words('bestwords')} {plain}", words("bestanswer"))
