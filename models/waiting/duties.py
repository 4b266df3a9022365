"""What waits for a person in the wikis: changes to approve, own ones that need them, pages to confirm, late rounds."""

from typing import Any

from sqlalchemy import Date, String, cast, literal, literal_column, null, select

from models.core import clock
from models.core.base import BigId, Moment
from models.forums.queue import HAS_QUEUE
from models.policy.viewer import Viewer
from models.wiki.procedures.reading import ISSUED, TO_SIGN
from models.wiki.requests.lists import FOR_ME, OF_MINE, values_of_approver, values_of_author

_NO_NUMBER, _NO_DAY, _NO_MOMENT = cast(null(), BigId), cast(null(), Date), cast(null(), Moment)
_NO_WORD: Any = cast(null(), String)
_EMPTY: Any = literal_column("''")


def _change(what: str, statement: Any) -> Any:
    found = statement.subquery(what)
    return select(
        literal(what),
        found.c.id,
        found.c.state,
        _NO_NUMBER,
        # A page is called as it is now; a new one has but its proposed title.
        literal_column(f"coalesce({what}.page_title, {what}.title)", String),
        _EMPTY,
        found.c.space_slug,
        found.c.space_name,
        _NO_DAY,
        found.c.changes,
        found.c.author_name,
        _NO_WORD,
        found.c.moved_at,
    ).select_from(found)


def _round(what: str, statement: Any, name: str | None, day: str, signed: str) -> Any:
    found = statement.subquery(what)
    return select(
        literal(what),
        found.c.id,
        _EMPTY,
        found.c[signed],
        found.c.title,
        _EMPTY,
        found.c.space_slug,
        found.c.space_name,
        found.c[day],
        found.c.asked,
        found.c[name] if name else _NO_WORD,
        _NO_WORD,
        _NO_MOMENT,
    ).select_from(found)


# In the columns of `waiting.DUTIES`. Of changes `kind` is the state, `n` how many ask for changes, `name` its author,
# and `created_at` when it last moved. Of rounds `review_on` is the day, `n` how many are asked, `root_id` how many have
# signed (for `confirm` what the viewer signed before) and `name` who asks.
PARTS: tuple[Any, ...] = (
    _change("approve", FOR_ME),
    _change("mine", OF_MINE),
    _round("confirm", TO_SIGN, "issuer_name", "my_due", "signed_number"),
    _round("late", ISSUED, None, "due_on", "signed"),
    # That questions may wait for the viewer; how many is asked only then.
    select(
        literal("queue"),
        cast(null(), BigId),
        _EMPTY,
        _NO_NUMBER,
        _EMPTY,
        _EMPTY,
        _EMPTY,
        _EMPTY,
        _NO_DAY,
        literal_column("1"),
        _NO_WORD,
        _NO_WORD,
        _NO_MOMENT,
    ).where(HAS_QUEUE),
)


def values_of(viewer: Viewer) -> dict[str, Any]:
    """What PARTS ask of the viewer."""
    return {
        **values_of_author(viewer),
        **values_of_approver(viewer),
        "person_id": viewer.id,
        "today": clock.now().date(),
    }
