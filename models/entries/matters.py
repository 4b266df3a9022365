"""Whom new entries of every kind concern: whoever is named, asked, answered, or follows."""

from typing import Any

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from models.activity.matters import Done, Matter, Thing, matter, person_in
from models.core.language import gettext as _
from models.core.language import ngettext
from models.entries.entry import Entry
from models.entries.following import IS_FOLLOW, NOTIFY, Follow
from models.entries.linking import Mention, UnitMention
from models.entries.naming import people_of, too_large, units_by_id
from models.entries.tagging import Tagging
from models.people.department import Department, path_ids
from models.people.person import Person
from models.policy.unnamed import Unnamed


def _named(session: Session, act: Done) -> Any:
    return select(Mention.person_id).where(Mention.entry_id == act.subject_id)


def _newly_named(session: Session, act: Done) -> list[int]:
    return [int(each) for each in act.detail.get("people") or ()]


def _in_named_units(session: Session, act: Done) -> Any:
    """The people of the units that are named, but of those that are too large for whoever names them."""
    if act.verb == "named":
        ids = [int(each) for each in act.detail.get("units") or ()]
    else:
        ids = list(session.scalars(select(UnitMention.department_id).where(UnitMention.entry_id == act.subject_id)))
    paths = [
        unit.path for unit in units_by_id(session, ids) if not too_large(session, act.actor_id, act.space_id, unit)
    ]
    return people_of(paths) if paths else []


def _topic(act: Done) -> Thing:
    # A matter of whoever is named: what the topic is called is asked where the line is read.
    return Thing("tag", act.subject_id)


def writer_of(entry_id: Any) -> Any:
    """Whoever wrote an entry, though it stands under the account for names that are not shown."""
    unnamed = Unnamed.__table__
    return (
        select(func.coalesce(unnamed.c.person_id, Entry.author_id))
        .select_from(Entry.__table__.outerjoin(unnamed, unnamed.c.entry_id == Entry.id))
        .where(Entry.id == entry_id)
    )


def author_of_root(session: Session, act: Done) -> Any:
    """Whoever began the thread."""
    if not act.detail.get("root"):
        return []
    return writer_of(act.detail["root"])


def author(session: Session, act: Done) -> Any:
    """Whoever wrote the subject."""
    return writer_of(act.subject_id)


def _author_above(session: Session, act: Done) -> Any:
    # A page stands below another without replying to it.
    if not act.detail.get("root"):
        return []
    above = select(Entry.parent_id).where(Entry.id == act.subject_id).scalar_subquery()
    return writer_of(above)


def _followers(session: Session, act: Done) -> Any:
    if not act.detail.get("root"):
        return []
    return select(Follow.person_id).where(Follow.entry_id == act.detail.get("root"), IS_FOLLOW)


def _notified(session: Session, act: Done) -> Any:
    """Who follows the space, the author, their department or a tag, and wants a notice of each new entry."""
    if act.detail.get("root"):
        return []
    row = session.execute(
        select(Entry.author_id, Entry.space_id, Department.path)
        .join(Person, Person.id == Entry.author_id)
        .outerjoin(Department, Department.id == Person.department_id)
        .where(Entry.id == act.subject_id)
    ).first()
    if row is None:
        return []
    tags = select(Tagging.tag_id).where(Tagging.entry_id == act.subject_id)
    return select(Follow.person_id).where(
        Follow.level == NOTIFY,
        or_(
            Follow.space_id == row.space_id,
            Follow.followed_id == row.author_id,
            Follow.department_id.in_(path_ids(row.path)),
            Follow.tag_id.in_(tags),
        ),
    )


for _verb, _people in (("wrote", _named), ("named", _newly_named)):
    matter(
        Matter(
            verb=_verb,
            reason="mention",
            people=_people,
            said=lambda who: ngettext("%(who)s named you", "%(who)s named you", who.number, who=who),
            why=lambda: _("Your name stands in the text."),
            label=lambda: _("Somebody names me"),
            rank=10,
            personal=True,
        )
    )
for _verb in ("wrote", "named"):
    matter(
        Matter(
            verb=_verb,
            reason="unit",
            people=_in_named_units,
            said=lambda who: ngettext("%(who)s named your unit", "%(who)s named your unit", who.number, who=who),
            why=lambda: _("You work in a unit that is named in the text."),
            label=lambda: _("Somebody names my unit"),
            rank=15,
        )
    )
matter(
    Matter(
        verb="wrote",
        reason="answer",
        people=author_of_root,
        said=lambda who: ngettext(
            "%(who)s answered your question", "%(who)s answered your question", who.number, who=who
        ),
        why=lambda: _("You asked this question."),
        label=lambda: _("Somebody answers my question"),
        kinds=("answer",),
        rank=20,
    )
)
matter(
    Matter(
        verb="wrote",
        reason="reply",
        people=_author_above,
        said=lambda who: ngettext("%(who)s replied to you", "%(who)s replied to you", who.number, who=who),
        why=lambda: _("They replied to what you wrote."),
        label=lambda: _("Somebody replies to me"),
        rank=30,
    )
)
matter(
    Matter(
        verb="wrote",
        reason="thread",
        people=_followers,
        said=lambda who: ngettext(
            "%(who)s wrote in what you follow", "%(who)s wrote in what you follow", who.number, who=who
        ),
        why=lambda: _("You follow this, because you chose so or wrote in it."),
        label=lambda: _("Something new stands in what I follow, asked or answered"),
        rank=40,
    )
)
matter(
    Matter(
        verb="wrote",
        reason="new",
        people=_notified,
        said=lambda who: ngettext("%(who)s wrote this", "%(who)s wrote this", who.number, who=who),
        why=lambda: _("You asked for a notice of everything new in a space, topic or department, or by a person."),
        label=lambda: _("Everything new in what I follow with notices"),
        rank=60,
    )
)
matter(
    Matter(
        verb="trashed",
        reason="trashed",
        people=lambda session, act: [] if act.detail.get("decided") else author(session, act),
        said=lambda who: _("%(who)s moved this to the trash", who=who),
        why=lambda: _("You wrote it."),
        label=lambda: _("Somebody moves what I wrote to the trash"),
        rank=20,
        personal=True,
        removed=True,
        settled_by=("restored",),
    )
)
matter(
    Matter(
        verb="named-curator",
        reason="curator",
        people=person_in,
        said=lambda who: _("%(who)s named you a curator of this topic", who=who),
        why=lambda: _("You look after the topic now, and can give it up at any time."),
        label=lambda: _("I am named a curator of a topic"),
        rank=20,
        thing=_topic,
        personal=True,
        settled_by=("gave-up-topic",),
    )
)
