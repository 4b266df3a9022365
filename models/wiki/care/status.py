"""Draft, official or outdated, and which page took the place of an outdated one."""

import re
from typing import Any

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from models.activity.act import Actor
from models.core.db import among, one, session_of
from models.core.errors import Invalid
from models.core.language import gettext as _
from models.entries import editing
from models.entries.entry import LIVE, Entry
from models.policy.viewer import Viewer
from models.spaces.space import Space
from models.wiki.page import Page

ADDRESS = re.compile(r"/s/([^/\s?#]+)/wiki/([^/\s?#]+)")


def replace(page: Page, successor_id: int | None, by: Actor) -> None:
    """Mark the page as outdated and point to the page that holds now (None: to none). Raises Invalid (`successor`)."""
    session = session_of(page)
    if successor_id == page.id:
        raise Invalid(_("A page cannot replace itself. Choose another page."), "successor")
    seen, above = {page.id}, successor_id
    while above is not None:
        if above in seen:
            raise Invalid(_("That page is itself replaced by this one. Choose another page."), "successor")
        seen.add(above)
        above = session.scalar(select(Page.replaced_by_id).where(Page.id == above))
    page.set_status("outdated", by)
    page.replaced_by_id = successor_id
    editing.note(session, by, "replaced", page, successor=successor_id)


AT = (
    select(
        Entry.id,
        Entry.kind,
        Entry.title,
        Entry.slug,
        Entry.root_id,
        Space.slug.label("space_slug"),
        Space.name.label("space_name"),
    )
    .select_from(Entry.__table__)
    .join(Space, Space.id == Entry.space_id)
    .where(
        Space.slug == bindparam("space"), Entry.slug == bindparam("slug"), Entry.kind == "page", LIVE,
        among(Entry.audience, "keys"),
    )
)  # fmt: skip


def page_at(session: Session, viewer: Viewer, address: str) -> Any:
    """The row (id, title, space_name, parts of its address) of the page at an address that the viewer may read."""
    found = ADDRESS.search(address)
    return one(session, AT, space=found[1], slug=found[2], keys=viewer.keys_json) if found else None
