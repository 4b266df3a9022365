"""What the front matter of a handbook says of reviews: when a page was last checked, and when it is to be again.

`last_reviewed_on` and `review_in` are those of the GOV.UK Tech Docs Template.
"""

import re
from datetime import date, datetime
from typing import Any

from models.core import clock
from models.transfer.reading import moment
from models.wiki.care.columns import EVERY_MONTHS, months_after, state_of

CHECKED = ("last_reviewed_on", "last_reviewed", "reviewed_on", "date_reviewed")
AGAIN = ("review_by", "next_review", "review_on", "review_date")
INTERVAL = re.compile(r"(\d{1,3})\s*(day|week|month|year)s?", re.IGNORECASE)
MONTHS = {"day": 1 / 30, "week": 7 / 30, "month": 1.0, "year": 12.0}


def reviewed(about: dict[str, Any]) -> dict[str, Any]:
    """Values of a page's columns; empty where the source says nothing that can be understood."""
    checked = next((found for found in (_moment(about.get(key)) for key in CHECKED) if found), None)
    if checked is not None and checked > clock.now():
        checked = None
    months = _interval(about.get("review_in"))
    again = next((found.date() for found in (_moment(about.get(key)) for key in AGAIN) if found), None)
    if again is None and checked is not None and months is not None:
        again = months_after(checked.date(), months)
    if checked is None and again is None:
        return {}
    return {
        "checked_at": checked,
        "review_on": again,
        # The choices of the form: the source's own interval has set the first date.
        "review_months": min(EVERY_MONTHS, key=lambda each: abs(each - months)) if months else None,
        "review": state_of(again, checked),
    }


def _moment(value: Any) -> datetime | None:
    return moment(value) if isinstance(value, str | date) else None


def _interval(value: Any) -> int | None:
    found = INTERVAL.fullmatch(str(value or "").strip())
    return max(1, round(int(found[1]) * MONTHS[found[2].lower()])) if found else None
