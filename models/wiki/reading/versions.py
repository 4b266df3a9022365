"""The versions of a page as its history lists them: each with how many released it and approved it."""

from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models.core.db import rows
from models.entries.releasing import Release
from models.entries.revision import HISTORY, Revision
from models.wiki.page import Page
from models.wiki.requests.request import ChangeRequest

PAGE_HISTORY = HISTORY.add_columns(
    # Of the whole page: what was released long ago is listed beside the newest versions.
    select(func.count()).where(Release.entry_id == Revision.entry_id).scalar_subquery().label("releases"),
    select(func.count())
    .where(
        ChangeRequest.page_id == Revision.entry_id,
        ChangeRequest.state == "saved",
        ChangeRequest.saved_as == Revision.number,
    )
    .scalar_subquery()
    .label("approved"),
)


def page_history(session: Session, page: Page, before: int, limit: int) -> list[Any]:
    """As `entries.revision.history`, with `releases` of the page and `approved` of the version as numbers."""
    return rows(session, PAGE_HISTORY, entry_id=page.id, before=before, limit=limit)
