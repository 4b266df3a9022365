"""Making notices from acts: the handler of the outbox's `notices` jobs.

A job may run twice, and many people may be concerned: both end in the same rows. The rights of all who are concerned
are asked in one statement a part of 500, whatever registered the matter.
"""

import json
from collections.abc import Iterable, Iterator
from typing import Any

from sqlalchemy import Integer, Select, bindparam, cast, insert, or_, select, update
from sqlalchemy.orm import Session

from models.activity.act import Act
from models.activity.live import announce
from models.activity.matters import Done, Matter, Thing, matters_of, settled_by
from models.core import clock
from models.core.automatic import Automatic, automatic
from models.core.base import from_microseconds
from models.core.db import Database, as_words, rows, words
from models.core.language import lazy_gettext as _l
from models.core.outbox import Job
from models.entries.entry import Entry
from models.entries.kinds import all_kinds
from models.notices.marking import read_thread, unread_in
from models.notices.muted import without_muted
from models.notices.notice import MOST_ITEMS, Notice, NoticeChoice
from models.people.person import Person, person_named
from models.policy.readers import may_read, people_where
from models.policy.unnamed import USERNAME, Unnamed
from models.spaces.space import Space

PART = 500
# Beyond so many the browsers hear of it when they ask the next time: a message each would take longer.
MOST_TOLD = 200


class NoticeMaker:
    """Makes the notices of an application."""

    def __init__(self, database: Database) -> None:
        self.database = database

    def handle(self, jobs: list[Job]) -> None:
        """Write what the acts of these jobs mean to people; each part of 500 people is a transaction of its own."""
        for job in jobs:
            for act in self._acts(job):
                self._make(act)

    def _acts(self, job: Job) -> list[Done]:
        kind, _colon, number = job.subject.partition(":")
        values = {"kind": kind, "id": int(number), "verb": job.payload["verb"]}
        if "detail" in job.payload:
            return [_told(job, values)]
        with self.database.reading() as session:
            found = rows(session, ACTS, **values, at=from_microseconds(job.payload["at"]))
        return [Done(**{**row._mapping, "detail": row.detail or {}}) for row in found]

    def _make(self, act: Done) -> None:
        # Never for oneself, also where one's name is not shown.
        told = {act.actor_id or 0} | self._unnamed_writer(act)
        if settled_by(act.verb):
            with self.database.writing() as session:
                _settle(session, act)
        self._note_read(act)
        for matter in matters_of(act.verb, act.subject_kind):
            for part in self._people(matter, act):
                fresh = set(part) - told
                told |= fresh
                if fresh:
                    self._write(matter, act, fresh)

    def _unnamed_writer(self, act: Done) -> set[int]:
        if not _is_entry(act):
            return set()
        with self.database.reading() as session:
            # What others do to such an entry, its writer hears of as everybody does.
            nobody = person_named(session, USERNAME)
            if nobody is None or act.actor_id != nobody.id:
                return set()
            root = select(Entry.root_id).where(Entry.id == act.subject_id).scalar_subquery()
            theirs = or_(Unnamed.entry_id == act.subject_id, Unnamed.entry_id == root)
            return set(session.scalars(select(Unnamed.person_id).where(theirs)))

    def _write(self, matter: Matter, act: Done, people: set[int]) -> None:
        with self.database.writing() as session:
            thing = _whole(session, matter.thing(act))
            concerned = _who_may(session, matter, act, thing, people)
            for person_id in _put(session, matter, act, thing, sorted(concerned))[:MOST_TOLD]:
                # The browser asks how many there are, under its own rights.
                announce(session, "notices", "person", person_id, audience=f"person:{person_id}")

    def _note_read(self, act: Done) -> None:
        """Whoever writes in a thread has read it."""
        root_id = act.detail.get("root")
        if act.verb != "wrote" or not act.actor_id or not root_id:
            return
        with self.database.reading() as session:
            # Most have nothing there: no turn among the writers is taken for them.
            if not unread_in(session, act.actor_id, root_id):
                return
        with self.database.writing() as session:
            read_thread(session, act.actor_id, root_id, before=act.id)

    def _people(self, matter: Matter, act: Done) -> Iterator[list[int]]:
        with self.database.reading() as session:
            found = matter.people(session, act)
            if not isinstance(found, Select):
                every = sorted(set(found))
                yield from (every[start : start + PART] for start in range(0, len(every), PART))
                return
        yield from self._walk(found)

    def _walk(self, found: Select[Any]) -> Iterator[list[int]]:
        """The people of a select, in parts and in order, so that none is kept in memory twice."""
        inner = found.distinct().subquery()
        column, last = next(iter(inner.c)), 0
        while True:
            with self.database.reading() as session:
                part = list(session.scalars(select(column).where(column > last).order_by(column).limit(PART)))
            if part:
                yield part
            if len(part) < PART:
                return
            last = part[-1]


def _told(job: Job, values: dict[str, Any]) -> Done:
    """What nobody did, as matters see it. Its moment stands for the number of an act: a later one is news."""
    at, detail = from_microseconds(job.payload["at"]), job.payload["detail"]
    return Done(job.payload["at"], at, None, values["verb"], values["kind"], values["id"], None, "", detail)


ACTS = (
    select(
        Act.id,
        Act.at,
        Act.actor_id,
        Act.verb,
        Act.subject_kind,
        Act.subject_id,
        Act.space_id,
        Act.audience,
        Act.detail,
    )
    .where(
        Act.subject_kind == bindparam("kind"),
        Act.subject_id == bindparam("id"),
        Act.verb == bindparam("verb"),
        Act.at == bindparam("at"),
    )
    .order_by(Act.id)
)


def _whole(session: Session, thing: Thing) -> Thing:
    """The thread, where the thing is a part of one: its lines open and are read with it."""
    if thing.kind != "entry":
        return thing
    root_id = session.scalar(select(Entry.root_id).where(Entry.id == thing.id))
    return Thing("entry", root_id, entry_id=root_id) if root_id else thing


def _settle(session: Session, act: Done) -> None:
    """What waited for a decision waits no more: those who could have decided are not asked to look."""
    for matter in settled_by(act.verb):
        thing = _whole(session, matter.thing(act))
        session.execute(
            update(Notice)
            .where(
                Notice.reason == matter.reason,
                Notice.thing_kind == thing.kind,
                Notice.thing_id == thing.id,
                Notice.read_at.is_(None),
            )
            .values(read_at=clock.now())
        )


def _who_may(session: Session, matter: Matter, act: Done, thing: Thing, people: set[int]) -> set[int]:
    """Those who want it and may read what it is about and what was done, as things stand now."""
    conditions = [Person.id.in_(_ids(people)), Person.disabled_at.is_(None), _wants(matter)]
    for entry_id in filter(None, {thing.entry_id, act.subject_id if thing.entry_id and _is_entry(act) else None}):
        found = session.execute(select(Entry.audience, Entry.state).where(Entry.id == entry_id)).first()
        if found is None or (found.state != "live" and not matter.removed):
            return set()
        conditions.append(may_read(found.audience))
    if thing.space_id is not None:
        space = session.get(Space, thing.space_id)
        if space is None:
            return set()
        conditions.append(may_read(space.audience))
    concerned = set(session.scalars(people_where(*conditions)))
    return concerned if matter.personal else without_muted(session, act, thing, concerned)


def _ids(people: Iterable[int]) -> Any:
    return select(cast(words("people").c.value, Integer)).params(people=as_words(people))


def _wants(matter: Matter) -> Any:
    said_no = select(NoticeChoice.person_id).where(
        NoticeChoice.person_id == Person.id, NoticeChoice.reason == matter.reason
    )
    return ~said_no.exists()


def _is_entry(act: Done) -> bool:
    return any(kind.name == act.subject_kind for kind in all_kinds())


def _put(session: Session, matter: Matter, act: Done, thing: Thing, people: list[int]) -> list[int]:
    """Add the act to the people's lines; returns those for whom that is news."""
    if not people:
        return []
    kept = {
        row.person_id: row
        for row in session.execute(
            select(Notice.id, Notice.person_id, Notice.items, Notice.number, Notice.act_id, Notice.read_at).where(
                Notice.person_id.in_(_ids(people)),
                Notice.reason == matter.reason,
                Notice.thing_kind == thing.kind,
                Notice.thing_id == thing.id,
            )
        )
    }
    item = _items(matter, act, thing)
    newest = {
        "verb": act.verb,
        "subject_kind": act.subject_kind,
        "subject_id": act.subject_id,
        "act_id": act.id,
        "actor_id": act.actor_id,
        "note": _note(session, matter, act)[:300],
        "last_at": act.at,
        "read_at": None,
    }
    made, changed = [], []
    for person_id in people:
        row = kept.get(person_id)
        if row is None:
            fixed = {**_fixed(matter, thing), "person_id": person_id, "first_at": act.at}
            made.append({**newest, **fixed, "items": json.dumps([str(each) for each in item]), "number": 1})
        elif row.act_id < act.id:
            changed.append({**newest, **_added(row, item), "notice_id": row.id, "begun_at": act.at})
    if made:
        session.execute(insert(Notice.__table__), made)  # type: ignore[arg-type]
    _change(session, [each for each in changed if each["number"] > 1], {})
    _change(session, [each for each in changed if each["number"] == 1], {"first_at": bindparam("begun_at")})
    return [each["person_id"] for each in made] + [person_id for person_id, row in kept.items() if row.act_id < act.id]


def _note(session: Session, matter: Matter, act: Done) -> str:
    if matter.note is not None:
        return matter.note(session, act)
    return str(act.detail.get("reason") or act.detail.get("outcome") or "")


def _items(matter: Matter, act: Done, thing: Thing) -> list[int]:
    if matter.items is not None:
        return matter.items(act)
    return [act.subject_id] if thing.entry_id is not None and _is_entry(act) and not matter.removed else []


def _fixed(matter: Matter, thing: Thing) -> dict[str, Any]:
    return {
        "reason": matter.reason,
        "thing_kind": thing.kind,
        "thing_id": thing.id,
        "entry_id": thing.entry_id,
        "space_id": thing.space_id,
        "removed": matter.removed,
    }


def _added(row: Any, item: list[int]) -> dict[str, Any]:
    """The items and number of a line with one more; a line that was read begins anew."""
    before = [] if row.read_at is not None else [each for each in json.loads(row.items)]
    items = [*(each for each in before if int(each) not in item), *map(str, item)]
    return {
        "items": json.dumps(items[-MOST_ITEMS:]),
        "number": 1 if row.read_at is not None else row.number + 1,
    }


def _change(session: Session, changed: list[dict[str, Any]], more: dict[str, Any]) -> None:
    if not changed:
        return
    names = (
        "verb",
        "subject_kind",
        "subject_id",
        "act_id",
        "actor_id",
        "note",
        "last_at",
        "read_at",
        "items",
        "number",
    )
    table: Any = Notice.__table__
    statement = (
        update(table)
        .where(table.c.id == bindparam("notice_id"))
        .values({**{name: bindparam(f"new_{name}", type_=table.c[name].type) for name in names}, **more})
    )
    session.connection().execute(
        statement,
        [
            {
                **{f"new_{name}": each[name] for name in names},
                "notice_id": each["notice_id"],
                **({"begun_at": each["begun_at"]} if more else {}),
            }
            for each in changed
        ],
    )


automatic(
    Automatic(
        name="notices",
        title=_l("Which notices you get"),
        does=_l("Tells you what concerns you. Each notice says why you got it."),
        inputs=(
            _l("What you wrote, follow, answer for or were asked, and who named you."),
            _l("Your choices of notices, and what you muted."),
        ),
        never=(_l("What you read, and how fast you answer."),),
        owner=_l("You, by your choices of notices"),
        switch=_l(
            "Choose what you hear of under “Notices”. What you must know, such as a decision about you, comes always."
        ),
        address="/notices/choices",
    )
)
