"""Saving what a person typed, whoever saved in between: put together where that is safe, else handed back to decide."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from models.activity.act import Actor
from models.core.db import one, rows, session_of
from models.core.errors import Invalid, WitanError
from models.core.language import gettext as _
from models.core.language import ngettext
from models.core.text import clean
from models.entries import editing
from models.entries.deciding import headings_left
from models.entries.entry import Entry
from models.entries.merging import Merge, merge, merge_unrelated, merge_value
from models.entries.revision import Revision
from models.entries.tagging import tag_names, tags_on
from models.people.person import Person

Write = Callable[..., bool]


@dataclass(frozen=True)
class Saved:
    """What became of it: whether anything `changed`, and where it was put together with changes of others: from which
    version on (`merged_from`) to which (`merged_to`), and whose they were."""

    changed: bool
    merged_from: int = 0
    merged_to: int = 0
    merged_with: tuple[str, ...] = ()


class Conflict(WitanError):
    """Others changed the same places. Nothing is saved; `merge` has what is settled and what is to be decided.

    `title` is the merged one, or None where both chose another; `tags` are the merged ones.
    """

    def __init__(self, merge: Merge, title: str | None, tags: Sequence[str] | None) -> None:
        super().__init__(_("Somebody else changed the same place while you were writing."))
        self.merge, self.title, self.tags = merge, title, tags


def save(
    entry: Entry,
    *,
    by: Actor,
    based_on: int,
    body: str,
    title: str | None = None,
    tags: Sequence[str] | None = None,
    tags_before: Sequence[str] | None = None,
    write: Write | None = None,
    **values: Any,
) -> Saved:
    """Save a text that was begun from version `based_on`, on top of whatever stands now.

    With `tags_before`, what the form was given, tags that others put on or took off meanwhile stay so. `write` is the
    kind's own way to save (`page.revise`); `values` go to it. Raises Conflict when both changed the same place, and
    Invalid.
    """
    session = session_of(entry)
    hold(session, entry)
    body = clean(body)
    check_decided(body)
    tags = _tags(session, entry, tags, tags_before)
    write = write or partial(editing.edit, entry)
    if based_on == entry.version:
        return Saved(write(by=by, based_on=based_on, title=title, body=body, tags=tags, **values))
    names = editors_since(session, entry, based_on, by)
    merged, merged_title = _merged(session, entry, based_on, title, body)
    if not merged.clean or merged_title is None:
        raise Conflict(merged, merged_title, tags)
    before = entry.version
    changed = write(
        by=by,
        based_on=before,
        title=None if title is None else merged_title,
        body=merged.text,
        tags=tags,
        **values,
    )
    return Saved(changed, based_on, before, names)


def hold(session: Session, entry: Entry) -> None:
    """See to it that nobody else saves the entry until this transaction ends, and that it is as it stands now.

    Writers of SQLite come one after the other anyway; in PostgreSQL the row is locked.
    """
    if session.get_bind().dialect.name == "sqlite":
        return
    row = session.connection().execute(VERSION, {"entry_id": entry.id}).one()
    if row.version != entry.version:
        session.refresh(entry)
        session.refresh(entry, ["body"])


def clash(session: Session, entry: Entry, *, based_on: int, title: str | None, body: str) -> Conflict | None:
    """The conflict that saving this text would meet, or None. Raises Invalid while places are left to decide."""
    body = clean(body)
    check_decided(body)
    if based_on == entry.version:
        return None
    merged, merged_title = _merged(session, entry, based_on, title, body)
    return None if merged.clean and merged_title is not None else Conflict(merged, merged_title, None)


VERSION = select(Entry.__table__.c.version).where(Entry.__table__.c.id == bindparam("entry_id")).with_for_update()


def check_decided(body: str) -> None:
    """Raises Invalid (`body`) while headings of a prepared merge stand in the text."""
    if places := headings_left(body):
        named = ", ".join(map(str, places[:10]))
        raise Invalid(
            ngettext(
                "Choose what stays in place %(places)s. Delete the lines that begin with ⟦⟦⟦.",
                "Choose what stays in places %(places)s. Delete the lines that begin with ⟦⟦⟦.",
                len(places),
                places=named,
            ),
            "body",
        )


def _tags(
    session: Session, entry: Entry, tags: Sequence[str] | None, before: Sequence[str] | None
) -> Sequence[str] | None:
    """The tags to save: my changes to those that the form was given, on top of those that stand now."""
    if tags is None or before is None:
        return tags
    mine, given = tag_names(list(tags)), set(tag_names(list(before)))
    now = tags_on(session, entry)
    if set(now) == given:
        return mine
    return [name for name in now if name in mine or name not in given] + [name for name in mine if name not in given]


def _merged(session: Session, entry: Entry, based_on: int, title: str | None, body: str) -> tuple[Merge, str | None]:
    base = one(session, BASE, entry_id=entry.id, number=based_on)
    mine = entry.title if title is None else " ".join(clean(title).split())
    if base is None or base.hidden:
        return merge_unrelated(entry.body, body), merge_value("", entry.title, mine)
    return merge(base.body, entry.body, body), merge_value(base.title, entry.title, mine)


BASE = select(Revision.title, Revision.body, Revision.hidden).where(
    Revision.entry_id == bindparam("entry_id"), Revision.number == bindparam("number")
)
SINCE = (
    select(Person.id, Person.name)
    .join(Revision, Revision.editor_id == Person.id)
    .where(Revision.entry_id == bindparam("entry_id"), Revision.number > bindparam("number"))
    .order_by(Revision.number.desc())
    .limit(50)
)


def editors_since(session: Session, entry: Entry, number: int, by: Actor) -> tuple[str, ...]:
    """Names of the others who saved after this version, the last first."""
    found = rows(session, SINCE, entry_id=entry.id, number=number)
    return tuple(dict.fromkeys(row.name for row in found if row.id != by.id))
