"""Asking without showing the name to peers, where a space allows it, and the one way to reveal it.

The question stands under an account that nobody signs in with; who asked stands apart (`models.policy.unnamed`).
It protects against readers, members, curators and every page and list. It does not protect against those who run the
database, nor against a way of writing that colleagues know. The form says so.
"""

import re
from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, String, bindparam, delete, or_, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from models.activity.act import Actor, record
from models.activity.matters import Done, Matter, Thing, matter, person_in
from models.core import clock
from models.core.base import Base, BigId, key
from models.core.db import among, as_words, rows, session_of
from models.core.errors import Invalid, Refused
from models.core.language import gettext as _
from models.core.text import clean
from models.entries.entry import LIVE, Entry
from models.entries.following import Follow, follow_along
from models.entries.rows import LIST_COLUMNS, list_rows
from models.entries.unread import begin_reading
from models.forums.topic import TOPIC_KINDS, Question, ask
from models.people.person import Person, add_person, person_named
from models.policy.unnamed import USERNAME, Unnamed
from models.policy.viewer import Viewer
from models.spaces.joining import note as note_on_space
from models.spaces.membership import Membership
from models.spaces.space import Space

REASON_LIMIT = 500
FILE_ADDRESS = re.compile(r"/files/(\d+)\b")


class Reveal(Base):
    """A named moderator learned the name behind a question, and why. Each time has its own row."""

    __tablename__ = "reveals"

    id: Mapped[key]
    entry_id: Mapped[int] = mapped_column(BigId, ForeignKey("entries.id", ondelete="CASCADE"), index=True)
    by_id: Mapped[int] = mapped_column(ForeignKey("persons.id"))
    at: Mapped[datetime]
    reason: Mapped[str] = mapped_column(String(REASON_LIMIT))


def allow_unnamed(space: Space, by: Actor, revealer: Person | None) -> None:
    """Let people ask without their name here, and name the one curator or moderator who may reveal it; None ends it.

    What was asked so stays so. Raises Invalid (`revealer`) for anybody else.
    """
    session = session_of(space)
    if revealer is not None and not _can_reveal(session, space, revealer):
        raise Invalid(_("Choose a curator or owner of the space, or a moderator"), "revealer")
    if space.revealer_id == (revealer.id if revealer else None):
        return
    if revealer is not None and person_named(session, USERNAME) is None:
        add_person(session, USERNAME, "Name not shown", disabled_at=clock.now(), quiet=True)
    space.revealer_id = revealer.id if revealer else None
    note_on_space(session, by, "named-revealer", space, person=space.revealer_id)


def _can_reveal(session: Session, space: Space, person: Person) -> bool:
    found = session.get(Membership, (space.id, person.id))
    return person.disabled_at is None and (person.is_moderator or (found is not None and found.role in OFFICES))


OFFICES = ("curator", "owner")
REVEALERS = (
    select(Person.id, Person.username, Person.name)
    .outerjoin(Membership, (Membership.person_id == Person.id) & (Membership.space_id == bindparam("space_id")))
    .where(or_(Membership.role.in_(OFFICES), Person.is_moderator), Person.disabled_at.is_(None))
    .order_by(Person.filed_as, Person.id)
    .limit(200)
)


def possible_revealers(session: Session, space: Space) -> list[Any]:
    """Rows (id, username, name) of those who can be named."""
    return rows(session, REVEALERS, space_id=space.id)


NAMED = (
    select(Space.id, Person.name, Person.username)
    .join(Person, Person.id == Space.revealer_id)
    .where(among(Space.id, "spaces"), Person.disabled_at.is_(None))
)


def revealers_of(session: Session, space_ids: list[int]) -> dict[int, Any]:
    """By id of those spaces where people may ask without their name: the row (id, name, username) of who may reveal."""
    return {row.id: row for row in rows(session, NAMED, spaces=as_words(space_ids))} if space_ids else {}


def ask_unnamed(session: Session, by: Actor, title: str, body: str, *, space: Space | None, **values: Any) -> Question:
    """Ask without showing the name; the asker follows the question as always.

    Raises Invalid, and Refused where the space does not allow it.
    """
    nobody = person_named(session, USERNAME)
    if space is None or nobody is None or not revealers_of(session, [space.id]):
        raise Invalid(_("You cannot ask without your name there. Choose another space, or show your name."), "unnamed")
    _check_files(session, by, body)
    question = ask(session, nobody, title, body, space=space, **values)
    session.execute(delete(Follow).where(Follow.person_id == nobody.id, Follow.entry_id == question.id))
    session.add(Unnamed(entry_id=question.id, person_id=by.id))
    session.flush()
    follow_along(session, by, question)
    begin_reading(session, by, question, question)
    return question


def _check_files(session: Session, by: Actor, body: str) -> None:
    """A file shows who uploaded it. Raises Invalid (`body`) when one of the asker's own stands in the text."""
    ids = {int(number) for number in FILE_ADDRESS.findall(body)}
    own = select(Entry.id).where(Entry.id.in_(ids), Entry.kind == "file", Entry.author_id == by.id)
    if ids and session.scalar(own.limit(1)):
        text = _("A picture or file in your text shows that you uploaded it. Take it out, or show your name.")
        raise Invalid(text, "body")


def is_unnamed(topic: Any) -> bool:
    """True when a topic's row stands under the account without a name."""
    return bool(topic.author_username == USERNAME)


def reveal(question: Entry, by: Actor, reason: str) -> Person:
    """Tell the named moderator who asked; the reason is kept, and the asker learns of both at once.

    Raises Invalid (`reason`) without a reason, and Refused where no name is hidden.
    """
    session = session_of(question)
    found = session.get(Unnamed, question.id)
    if found is None:
        raise Refused(_("No name is hidden here."))
    reason = clean(reason).strip()
    if not 10 <= len(reason) <= REASON_LIMIT:
        raise Invalid(_("Enter why you need to know, in 10 to %(most)s characters", most=REASON_LIMIT), "reason")
    session.add(Reveal(entry_id=question.id, by_id=by.id, at=clock.now(), reason=reason))
    # The act names the asker: it is theirs alone to see.
    own = f"person:{found.person_id}"
    record(session, by, "revealed", question.kind, question.id, audience=own, person=found.person_id, reason=reason)
    session.flush()
    return session.get_one(Person, found.person_id)


def _thing(act: Done) -> Thing:
    return Thing("entry", act.subject_id, entry_id=act.subject_id)


matter(
    Matter(
        verb="revealed",
        reason="name-revealed",
        people=person_in,
        said=lambda who: _("%(who)s was told your name, which your question does not show", who=who),
        why=lambda: _("You asked this question without showing your name."),
        label=lambda: _("Somebody was told my name behind a question"),
        rank=1,
        thing=_thing,
        personal=True,
    )
)


_own = select(Unnamed.entry_id).where(Unnamed.person_id == bindparam("person_id"))
MINE = (
    list_rows(*LIST_COLUMNS)
    .where(
        or_(Entry.author_id == bindparam("person_id"), Entry.id.in_(_own)),
        among(Entry.kind, "kinds"),
        LIVE,
        among(Entry.audience, "keys"),
    )
    .order_by(Entry.created_at.desc(), Entry.id.desc())
    .limit(100)
)


def my_topics(session: Session, viewer: Viewer) -> list[Any]:
    """List rows of what the viewer asked and started, those without their name as well, newest first; 100 at most."""
    values = {"person_id": viewer.id, "kinds": as_words(TOPIC_KINDS), "keys": viewer.keys_json}
    return rows(session, MINE, **values)


MY_REVEALS = (
    select(Reveal.entry_id, Reveal.at, Reveal.reason, Person.name, Person.username)
    .join(Unnamed, Unnamed.entry_id == Reveal.entry_id)
    .join(Person, Person.id == Reveal.by_id)
    .where(Unnamed.person_id == bindparam("person_id"))
    .order_by(Reveal.at, Reveal.id)
)


def my_reveals(session: Session, viewer: Viewer) -> dict[int, list[Any]]:
    """By question of the viewer's: who was told their name, when and why."""
    found: dict[int, list[Any]] = {}
    for row in rows(session, MY_REVEALS, person_id=viewer.id) if viewer.unnamed else []:
        found.setdefault(row.entry_id, []).append(row)
    return found


ONE = select(Reveal.at, Reveal.reason, Person.name, Person.username).join(Person, Person.id == Reveal.by_id)
OF_QUESTION = ONE.where(Reveal.entry_id == bindparam("entry_id")).order_by(Reveal.at, Reveal.id)


def reveals_of(session: Session, entry_id: int) -> list[Any]:
    """Who was told the name behind a question before, for the one who may ask again."""
    return rows(session, OF_QUESTION, entry_id=entry_id)
