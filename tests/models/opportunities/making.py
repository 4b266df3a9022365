"""Makes an opportunity of Aisha's, as it would be typed, for the tests of this folder."""

from datetime import date, timedelta
from typing import Any

from sqlalchemy.orm import Session

from models.opportunities.opportunity import Facts, Opportunity, publish, today
from tests.world import World


def day(ahead: int) -> date:
    return today() + timedelta(days=ahead)


def facts(**values: Any) -> Facts:
    usual = {"sort": "help", "offers_until": day(10), "place": "Leeds", "skills": ("Service design",)}
    return Facts(**{**usual, **values})


def offered(session: Session, world: World, *, title: str = "Test our form", **values: Any) -> Opportunity:
    space = values.pop("space", None)
    return publish(session, world.aisha, title, "An afternoon with users", facts(**values), space=space)
