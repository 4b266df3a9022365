"""What goes along with pages to another space: rows about a page that name its space as well."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import update
from sqlalchemy.orm import Session

from models.entries.carrying import on_carried
from models.entries.drafts import Draft
from models.spaces.space import Space
from models.wiki.page import Page
from models.wiki.procedures.rounds import Confirmation
from models.wiki.requests.approval import ApprovalRule
from models.wiki.requests.request import ChangeRequest

_ABOUT: tuple[tuple[Any, Any], ...] = tuple(
    (cls.__table__, cls.__table__.c[column])
    for cls, column in (
        (Page, "id"),
        (ApprovalRule, "page_id"),
        (ChangeRequest, "page_id"),
        (Confirmation, "page_id"),
        (Draft, "entry_id"),
    )
)


@on_carried
def take_along(session: Session, ids: Sequence[int], space: Space) -> None:
    """Name the new space wherever the old one stood."""
    for table, page in _ABOUT:
        session.execute(update(table).where(page.in_(ids)).values(space_id=space.id))
