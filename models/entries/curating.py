"""Looking after a topic: what it means, who curates it, what stands first, and other words for it.

All of this is about the word, which spaces share: whoever may read one entry with the tag sees it. Which entries they
see, pinned ones too, is asked for each reader.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ForeignKey,
    Text,
    bindparam,
    delete,
    func,
    literal_column,
    select,
    union_all,
    update,
)
from sqlalchemy.orm import Mapped, Session, mapped_column

from models.activity.act import Actor, record
from models.core import clock, outbox
from models.core.automatic import Automatic, automatic
from models.core.base import Base, BigId
from models.core.db import among, rows
from models.core.errors import Invalid, Refused
from models.core.language import gettext as _
from models.core.language import lazy_gettext as _l
from models.core.language import number
from models.core.text import clean, render
from models.entries.entry import LIVE, Entry
from models.entries.following import Follow
from models.entries.rows import list_rows
from models.entries.tagged import newest_tagged
from models.entries.tagging import Tag, Tagging, TagSynonym, tag_name
from models.entries.topic_links import links_part
from models.people.person import Person
from models.policy.viewer import Viewer

DEFINITION_LIMIT = 2000
MOST_PINS = 5
MOST_WORDS = 20
MOST_CURATORS = 10
# So many of the newest entries with a tag say which others are related to it.
LOOKED_AT = 300


class TagText(Base):
    """What a topic means, in Markdown and as it is read."""

    __tablename__ = "tag_texts"

    tag_id: Mapped[int] = mapped_column(ForeignKey("tags.id", ondelete="CASCADE"), primary_key=True)
    body: Mapped[str] = mapped_column(Text)
    html: Mapped[str] = mapped_column(Text)
    editor_id: Mapped[int] = mapped_column(ForeignKey("persons.id"))
    edited_at: Mapped[datetime]


class TagCurator(Base):
    """Somebody who looks after a topic."""

    __tablename__ = "tag_curators"

    tag_id: Mapped[int] = mapped_column(ForeignKey("tags.id", ondelete="CASCADE"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("persons.id", ondelete="CASCADE"), primary_key=True, index=True)
    since: Mapped[datetime]
    named_by_id: Mapped[int | None] = mapped_column(ForeignKey("persons.id"))


class TagPin(Base):
    """An entry that stands first on the page of a topic, for those who may read it."""

    __tablename__ = "tag_pins"

    tag_id: Mapped[int] = mapped_column(ForeignKey("tags.id", ondelete="CASCADE"), primary_key=True)
    entry_id: Mapped[int] = mapped_column(
        BigId, ForeignKey("entries.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    at: Mapped[datetime]


@dataclass
class About:
    """What the page of a topic says of it. Rows of people: id, username, name; related are (name, entries).

    `level` is how much the viewer wants of it (as in `following`), `pins` how many entries are pinned, for whomever.
    """

    html: str = ""
    level: str = ""
    pins: int = 0
    curators: list[Any] = field(default_factory=list)
    words: list[str] = field(default_factory=list)
    related: list[tuple[str, int]] = field(default_factory=list)
    # Rows (id, name, text) of where one learns about it: title and address.
    links: list[Any] = field(default_factory=list)

    @property
    def curator_ids(self) -> set[int]:
        return {row.id for row in self.curators}


_tag: Any = bindparam("tag_id")
_nothing: Any = literal_column("''")
_zero: Any = literal_column("0")
_newest = newest_tagged(LOOKED_AT).subquery("newest")
_related = (
    select(literal_column("'related'").label("what"), _zero.label("id"), Tag.name, _nothing.label("text"))
    .add_columns(func.count().label("n"))
    .select_from(_newest)
    .join(Tagging, Tagging.entry_id == _newest.c.entry_id)
    .join(Tag, Tag.id == Tagging.tag_id)
    .where(Tagging.tag_id != _tag, among(Tagging.audience, "related_keys"))
    .group_by(Tag.name)
    .order_by(func.count().desc(), Tag.name)
    .limit(literal_column("8"))
    .subquery("related")
)
ABOUT_PARTS: tuple[Any, ...] = (
    select(
        literal_column("'text'").label("what"), _zero.label("id"), _nothing.label("name"), TagText.html.label("text")
    )
    .add_columns(_zero.label("n"))
    .where(TagText.tag_id == _tag),
    select(literal_column("'curator'"), Person.id, Person.name, Person.username, _zero)
    .join(TagCurator, TagCurator.person_id == Person.id)
    .where(TagCurator.tag_id == _tag, Person.disabled_at.is_(None)),
    select(literal_column("'word'"), _zero, TagSynonym.name, _nothing, _zero).where(TagSynonym.tag_id == _tag),
    select(_related.c.what, _related.c.id, _related.c.name, _related.c.text, _related.c.n),
    select(literal_column("'level'"), _zero, Follow.level, _nothing, _zero).where(
        Follow.person_id == bindparam("me"), Follow.tag_id == _tag
    ),
    select(literal_column("'pins'"), _zero, _nothing, _nothing, func.count()).where(TagPin.tag_id == _tag),
    links_part(_tag),
)
ABOUT = union_all(*ABOUT_PARTS)


def about(session: Session, viewer: Viewer, tag_id: int) -> About:
    """Of a tag that the viewer was found to see."""
    return about_from(rows(session, ABOUT, **about_values(viewer, tag_id)))


def about_values(viewer: Viewer, tag_id: int) -> dict[str, Any]:
    """What the statement of `about` binds, and any other that holds its parts."""
    keys = viewer.keys_json
    return {"tag_id": tag_id, "tag_keys": keys, "related_keys": keys, "wide": viewer.wide_json, "me": viewer.id}


def about_from(said: Iterable[Any]) -> About:
    """The same from rows of these parts; rows of other parts are left alone."""
    found: dict[str, list[Any]] = defaultdict(list)
    for row in said:
        found[row.what].append(row)
    return About(
        html="".join(row.text for row in found["text"]),
        level="".join(row.name for row in found["level"]),
        pins=sum(row.n for row in found["pins"]),
        curators=found["curator"],
        words=sorted(row.name for row in found["word"]),
        related=sorted(((row.name, row.n) for row in found["related"]), key=lambda each: (-each[1], each[0])),
        links=sorted(found["link"], key=lambda row: row.id),
    )


PINNED = (
    list_rows()
    .join(TagPin, TagPin.entry_id == Entry.id)
    .where(TagPin.tag_id == _tag, LIVE, among(Entry.audience, "keys"))
    .order_by(TagPin.at.desc(), Entry.id.desc())
    .limit(literal_column(str(MOST_PINS)))
)


def pinned(session: Session, viewer: Viewer, tag_id: int) -> list[Any]:
    """List rows of the pinned entries that the viewer may read."""
    return rows(session, PINNED, tag_id=tag_id, keys=viewer.keys_json)


def definition_of(session: Session, tag: Tag) -> str:
    """The source of what a topic means."""
    found = session.get(TagText, tag.id)
    return found.body if found else ""


def define(session: Session, tag: Tag, by: Actor, body: str) -> None:
    """Say what a topic means; nothing takes the text away. Raises Invalid (`body`)."""
    body = clean(body).strip()
    if len(body) > DEFINITION_LIMIT:
        message = _("The text must be %(most)s characters or fewer. It has %(now)s.")
        raise Invalid(message % {"most": number(DEFINITION_LIMIT), "now": number(len(body))}, "body")
    if body:
        made = TagText(tag_id=tag.id, body=body, html=render(body).html, editor_id=by.id, edited_at=clock.now())
        session.merge(made)
    else:
        session.execute(delete(TagText).where(TagText.tag_id == tag.id))
    _note(session, by, "defined", tag)


def take_on(session: Session, tag: Tag, by: Actor) -> None:
    """Curate a topic that nobody curates. Raises Refused."""
    if _curators(session, tag):
        raise Refused(_("Somebody curates this topic already. Ask them to name you, too."))
    name_curator(session, tag, by.id, by)


def name_curator(session: Session, tag: Tag, person_id: int, by: Actor) -> None:
    """Make somebody a curator; doing it twice changes nothing. Raises Invalid (`username`) for guests and too many."""
    there = _curators(session, tag)
    person = session.get(Person, person_id)
    if person is None or person.is_guest or person.disabled_at is not None:
        raise Invalid(_("Enter the username of a colleague"), "username")
    if len(there) >= MOST_CURATORS:
        raise Invalid(_("A topic has 10 curators at most"), "username")
    if person_id not in there:
        session.add(TagCurator(tag_id=tag.id, person_id=person_id, since=clock.now(), named_by_id=by.id))
        _note(session, by, "named-curator", tag, person=person_id)


def give_up(session: Session, tag: Tag, person_id: int, by: Actor) -> None:
    """End that somebody curates a topic."""
    session.execute(delete(TagCurator).where(TagCurator.tag_id == tag.id, TagCurator.person_id == person_id))
    _note(session, by, "gave-up-topic", tag, person=person_id)


CURATES = select(TagCurator.tag_id).where(TagCurator.person_id == bindparam("me")).limit(literal_column("1"))


def curates_a_topic(session: Session, person_id: int) -> bool:
    """Whether somebody looks after any topic."""
    return bool(rows(session, CURATES, me=person_id))


def pin(session: Session, tag: Tag, entry: Entry, by: Actor) -> None:
    """Have an entry stand first; doing it twice changes nothing. Raises Refused for a sixth one."""
    there = set(session.scalars(select(TagPin.entry_id).join(Entry).where(TagPin.tag_id == tag.id, LIVE)))
    if entry.id in there:
        return
    if len(there) >= MOST_PINS:
        raise Refused(_("Five entries are pinned already. Unpin one first."))
    session.merge(TagPin(tag_id=tag.id, entry_id=entry.id, at=clock.now()))
    _note(session, by, "pinned-to-topic", tag, entry=entry.id)


def unpin(session: Session, tag: Tag, entry_id: int, by: Actor) -> None:
    session.execute(delete(TagPin).where(TagPin.tag_id == tag.id, TagPin.entry_id == entry_id))
    _note(session, by, "unpinned-from-topic", tag, entry=entry_id)


def add_word(session: Session, tag: Tag, text: str, by: Actor) -> None:
    """Have another word lead to this topic, with all that carries it now. Raises Invalid (`word`)."""
    name = _check_word(session, tag, text)
    if (session.scalar(select(func.count()).where(TagSynonym.tag_id == tag.id)) or 0) >= MOST_WORDS:
        raise Invalid(_("A topic has 20 other words at most"), "word")
    other = session.scalar(select(Tag).where(Tag.name == name))
    if other is not None:
        _move(session, other, tag)
    session.add(TagSynonym(name=name, tag_id=tag.id))
    _forget_ids(session)
    session.flush()
    _note(session, by, "joined-topics", tag)


def remove_word(session: Session, tag: Tag, name: str, by: Actor) -> None:
    """From now on the word is a topic of its own again, as soon as somebody uses it; what it brought stays here."""
    session.execute(delete(TagSynonym).where(TagSynonym.tag_id == tag.id, TagSynonym.name == name))
    _forget_ids(session)
    _note(session, by, "parted-topics", tag)


def rename(session: Session, tag: Tag, text: str, by: Actor) -> None:
    """Give a topic another name; the old one leads to it. Raises Invalid (`name`)."""
    name = tag_name(text)
    own = session.get(TagSynonym, name)
    if not name:
        raise Invalid(_("Enter a name"), "name")
    taken = session.scalar(select(Tag.id).where(Tag.name == name)) or (own is not None and own.tag_id != tag.id)
    if taken:
        raise Invalid(_("This name is not available. To join two topics, add the other one as another word."), "name")
    if own is not None:
        session.delete(own)
        session.flush()
    before, tag.name = tag.name, name
    session.add(TagSynonym(name=before, tag_id=tag.id))
    _forget_ids(session)
    session.flush()
    _index_all(session, tag)
    _note(session, by, "renamed-topic", tag)


def _check_word(session: Session, tag: Tag, text: str) -> str:
    name = tag_name(text)
    if not name:
        raise Invalid(_("Enter a word"), "word")
    if name == tag.name:
        raise Invalid(_("That is the name of this topic"), "word")
    other = session.scalar(select(Tag.id).where(Tag.name == name))
    curated = other is not None and session.scalar(select(TagCurator.tag_id).where(TagCurator.tag_id == other).limit(1))
    if session.get(TagSynonym, name) is not None or curated:
        raise Invalid(_("This word is not available: it belongs to another topic, or somebody curates it."), "word")
    return name


def _move(session: Session, old: Tag, new: Tag) -> None:
    """All that carries, follows or leads to the old tag from now on has the new one."""
    for table, column in ((Tagging, Tagging.entry_id), (Follow, Follow.person_id)):
        both = select(column).where(table.tag_id == new.id)
        session.execute(
            delete(table).where(table.tag_id == old.id, column.in_(both)).execution_options(synchronize_session=False)
        )
        session.execute(
            update(table)
            .where(table.tag_id == old.id)
            .values(tag_id=new.id)
            .execution_options(synchronize_session=False)
        )
    session.execute(update(TagSynonym).where(TagSynonym.tag_id == old.id).values(tag_id=new.id))
    session.delete(old)
    session.flush()
    _index_all(session, new)


def _index_all(session: Session, tag: Tag) -> None:
    for entry_id in session.scalars(select(Tagging.entry_id).where(Tagging.tag_id == tag.id)):
        outbox.promise(session, "index", f"entry:{entry_id}")


def _forget_ids(session: Session) -> None:
    session.info.pop("tag_ids", None)


def _curators(session: Session, tag: Tag) -> set[int]:
    active = select(TagCurator.person_id).join(Person, Person.id == TagCurator.person_id)
    return set(session.scalars(active.where(TagCurator.tag_id == tag.id, Person.disabled_at.is_(None))))


def _note(session: Session, by: Actor, verb: str, tag: Tag, **detail: Any) -> None:
    record(session, by, verb, "tag", tag.id, **detail)
    session.flush()


automatic(
    Automatic(
        name="related-topics",
        title=_l("Related topics"),
        does=_l("Names eight topics beside a topic."),
        inputs=(_l("Topics that stand most often on the same entries, of those that you may read."),),
        owner=_l("The curators of topics"),
        switch=_l("Switch it off for yourself on this page."),
        can_stop=True,
        address="/tags",
    )
)
