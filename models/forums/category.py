"""Keeping the categories of a forum, and what stands in them: who reads a topic follows its category at once."""

from typing import Any

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from models.activity.act import Actor, record
from models.core import clock, outbox
from models.core.db import session_of
from models.core.errors import Invalid, Refused
from models.core.language import gettext as _
from models.core.text import clean, slugify
from models.entries.audiences import follow_entries, hold_search
from models.entries.editing import note
from models.entries.entry import Entry
from models.spaces.category import (
    DESCRIPTION_LIMIT,
    MOST,
    NAME_LIMIT,
    POSTERS,
    READERS,
    Category,
    audience_of,
)
from models.spaces.space import Space


def add_category(
    session: Session,
    space: Space,
    by: Actor,
    name: str,
    *,
    description: str = "",
    parent: Category | None = None,
    readers: str = "space",
    posters: str = "space",
) -> Category:
    """Make a category, the last among its siblings. Raises Invalid (`name`, `description`, `parent`, `readers`)."""
    if (session.scalar(select(func.count(Category.id)).where(Category.space_id == space.id)) or 0) >= MOST:
        raise Invalid(_("A forum can have %(most)s categories. Delete one that is empty first.", most=MOST), "name")
    if parent is not None and (parent.parent_id is not None or parent.space_id != space.id):
        raise Invalid(_("A subcategory cannot have subcategories. Choose a category above it."), "parent")
    made = Category(
        space_id=space.id,
        parent_id=parent.id if parent else None,
        name=_free_name(session, space, name),
        description=_checked_description(description),
        position=_last_position(session, space, parent) + 1,
        created_at=clock.now(),
    )
    made.slug = _free_slug(session, space, made.name)
    made.readers, made.posters = _checked_rights(parent, readers, posters)
    session.add(made)
    session.flush()
    _note(session, by, "made", made)
    return made


def change_category(
    category: Category, space: Space, by: Actor, *, name: str, description: str, readers: str, posters: str
) -> int:
    """Rename a category and say who reads and posts; its entries change with it in this transaction.

    Its subcategories become at most as open as it is. Returns how many entries have other readers now. Raises Invalid.
    """
    session = session_of(category)
    parent = session.get(Category, category.parent_id) if category.parent_id else None
    readers, posters = _checked_rights(parent, readers, posters)
    if name.strip() != category.name:
        category.name = _free_name(session, space, name, category)
    category.description = _checked_description(description)
    moved = _set_rights(session, space, category, readers, posters)
    for below in session.scalars(select(Category).where(Category.parent_id == category.id)):
        narrow = _narrower(READERS, below.readers, readers), _narrower(POSTERS, below.posters, posters)
        moved += _set_rights(session, space, below, *narrow)
    if moved:
        hold_search(session, space)
    _note(session, by, "changed", category, readers=readers, posters=posters)
    return moved


def _set_rights(session: Session, space: Space, category: Category, readers: str, posters: str) -> int:
    category.posters = posters
    if readers == category.readers:
        return 0
    category.readers = readers
    session.flush()
    topics = Entry.category_id == category.id, Entry.root_id.is_(None), ~Entry.audience.startswith("person:")
    values = {"audience": audience_of(space, readers), "narrowed": readers != "space"}
    session.execute(update(Entry).where(*topics).values(**values).execution_options(synchronize_session=False))
    ids = list(session.scalars(select(Entry.id).where(Entry.category_id == category.id)))
    _carry_audience(session, Entry.category_id == category.id)
    return len(ids)


def _carry_audience(session: Session, which: Any) -> None:
    """What is said below topics, the files that stand in them and the tags of all of them get their readers."""
    follow_entries(session, which)
    session.expire_all()


def put_into(topic: Entry, category: Category | None, by: Actor) -> None:
    """Put a topic, with all that is said in it, into a category of its space, or (None) out of any.

    Its readers are those of the category from now on. Raises Refused for a category of another space, an archived one
    and what is no topic.
    """
    session, space = session_of(topic), topic.space
    if topic.root_id is not None or space is None or topic.audience.startswith("person:"):
        raise Refused(_("Only a question or discussion of a space can be in a category."))
    if category is not None and (category.space_id != space.id or category.archived_at is not None):
        raise Refused(_("This category cannot be chosen here."))
    if topic.category_id == (category.id if category else None):
        return
    readers = category.readers if category else "space"
    topic_id, before = topic.id, topic.category_id
    topic.category_id = category.id if category else None
    topic.audience, topic.narrowed = audience_of(space, readers), readers != "space"
    session.flush()
    said = Entry.root_id == topic_id
    ids = [topic_id, *session.scalars(select(Entry.id).where(said))]
    session.execute(update(Entry).where(said).values(category_id=topic.category_id))
    note(session, by, "categorised", topic, before=before, now=topic.category_id)
    _carry_audience(session, Entry.id.in_(ids))
    for entry_id in ids:
        outbox.promise(session, "index", f"entry:{entry_id}")


def move_category(category: Category, by: Actor, up: bool) -> None:
    """Exchange places with the sibling before or after it; at the end nothing changes."""
    session = session_of(category)
    above = Category.parent_id == category.parent_id if category.parent_id else Category.parent_id.is_(None)
    siblings = list(
        session.scalars(
            select(Category)
            .where(Category.space_id == category.space_id, above)
            .order_by(Category.position, Category.name, Category.id)
        )
    )
    at = siblings.index(category)
    to = at - 1 if up else at + 1
    if 0 <= to < len(siblings):
        siblings[at], siblings[to] = siblings[to], siblings[at]
        for position, each in enumerate(siblings):
            each.position = position
        session.flush()
        _note(session, by, "moved", category)


def archive_category(category: Category, by: Actor) -> None:
    """Nothing new comes into it; what is there stays and can be read. Doing it twice changes nothing."""
    if category.archived_at is None:
        category.archived_at = clock.now()
        _note(session_of(category), by, "archived", category)


def unarchive_category(category: Category, by: Actor) -> None:
    """Take an archived category up again."""
    if category.archived_at is not None:
        category.archived_at = None
        _note(session_of(category), by, "unarchived", category)


def delete_category(category: Category, space: Space, by: Actor, to: Category | None = None) -> None:
    """Delete a category that is empty, or whose topics go `to` another one with the same readers or fewer.

    Raises Refused while something stands in it or below it and no other place is named.
    """
    session = session_of(category)
    if session.scalar(select(Category.id).where(Category.parent_id == category.id).limit(1)):
        raise Refused(_("Delete the subcategories first, or move them."))
    topics = list(
        session.scalars(select(Entry).where(Entry.category_id == category.id, Entry.root_id.is_(None)).limit(5001))
    )
    if topics and (to is None or to.id == category.id or to.space_id != category.space_id):
        raise Refused(_("There is something in this category. Choose where it goes."))
    if to is not None and READERS.index(to.readers) < READERS.index(category.readers):
        raise Refused(
            _("More people can read that category. Choose one that is not read by more people than this one.")
        )
    for topic in topics:
        topic.space = space
        put_into(topic, to, by)
    _note(session, by, "deleted", category)
    session.flush()
    session.execute(update(Entry).where(Entry.category_id == category.id).values(category_id=None))
    session.delete(category)


def _narrower(order: tuple[str, ...], one: str, other: str) -> str:
    return max(one, other, key=order.index)


def _checked_rights(parent: Category | None, readers: str, posters: str) -> tuple[str, str]:
    if readers not in READERS:
        raise Invalid(_("Choose who can read it"), "readers")
    if posters not in POSTERS:
        raise Invalid(_("Choose who can post"), "posters")
    if parent is not None and READERS.index(readers) < READERS.index(parent.readers):
        raise Invalid(_("A subcategory cannot be read by more people than the category above it."), "readers")
    if parent is not None and POSTERS.index(posters) < POSTERS.index(parent.posters):
        raise Invalid(_("A subcategory cannot be open to more people than the category above it."), "posters")
    return readers, posters


def _free_name(session: Session, space: Space, name: str, own: Category | None = None) -> str:
    name = " ".join(clean(name).split())
    if not 1 <= len(name) <= NAME_LIMIT:
        raise Invalid(_("Enter a name of 1 to %(most)s characters", most=NAME_LIMIT), "name")
    there = select(Category.id).where(Category.space_id == space.id, func.lower(Category.name) == name.lower())
    if own is not None:
        there = there.where(Category.id != own.id)
    if session.scalar(there.limit(1)):
        raise Invalid(_("There is a category with this name already"), "name")
    return name


def _free_slug(session: Session, space: Space, name: str) -> str:
    base = slugify(name)[:120] or "category"
    taken = set(session.scalars(select(Category.slug).where(Category.space_id == space.id)))
    return next(slug for slug in (base, *(f"{base}-{n}" for n in range(2, MOST + 3))) if slug not in taken)


def _checked_description(text: str) -> str:
    text = " ".join(clean(text).split())
    if len(text) > DESCRIPTION_LIMIT:
        raise Invalid(_("Use %(most)s characters or fewer", most=DESCRIPTION_LIMIT), "description")
    return text


def _last_position(session: Session, space: Space, parent: Category | None) -> int:
    found = session.scalar(
        select(func.max(Category.position)).where(
            Category.space_id == space.id,
            Category.parent_id == parent.id if parent else Category.parent_id.is_(None),
        )
    )
    return -1 if found is None else found


def _note(session: Session, by: Actor, verb: str, category: Category, **detail: Any) -> None:
    record(session, by, verb, "category", category.id, space_id=category.space_id, **detail)
