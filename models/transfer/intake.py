"""What every importer shares: one session in batches, what is known already, and the people, departments and spaces.

An importer hands over drafts; the write path of the entries does the rest. Ids of the source are kept in `origin_id`.
"""

import hashlib
import re
import time
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from types import TracebackType
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, undefer

from models.core import outbox
from models.core.blobs import Blobs
from models.core.db import Database, commit
from models.core.errors import Invalid
from models.entries import editing
from models.entries.entry import TITLE_LIMIT, Entry
from models.entries.trashing import recount_replies
from models.forums.due import settle
from models.forums.topic import TOPIC_KINDS
from models.people.department import Department, DepartmentMerger, found_department
from models.people.person import Person, add_person
from models.spaces.joining import found_space
from models.spaces.membership import membership, remove_member, set_role
from models.spaces.space import Space
from models.transfer.report import Report
from models.wiki.page import Page, write_page

BATCH = 300
# SQLite has one writer: who holds the lock for long keeps everybody else from saving. The pause lets those in who
# wait, for they look again every tenth of a second.
LONGEST_HOLD_SECONDS = 0.5
PAUSE_SECONDS = 0.11
INDEX_CHUNK = 300
STEWARD = "import"
STEWARD_ORIGIN = "import:steward"
OWNERLESS = "space has no owner who can sign in; make an account, then run the import again with --owner USERNAME"


@dataclass(frozen=True, slots=True)
class Author:
    """A person as far as an importer needs one."""

    id: int
    username: str


@dataclass(frozen=True, slots=True)
class Known:
    """An entry that an earlier import brought, or this one: where it is and what its source looked like."""

    id: int
    kind: str
    stamp: str
    audience: str
    root_id: int | None


@dataclass
class Draft:
    """One entry to be. `origin` is kept as it is; `values` go to the entry's columns."""

    cls: type[Entry]
    origin_id: str
    by: Author
    body: str
    title: str = ""
    space: Space | None = None
    tags: list[str] = field(default_factory=list)
    at: datetime | None = None
    editor: Author | None = None
    edited_at: datetime | None = None
    summary: str = ""
    root: Known | None = None
    parent: Known | None = None
    origin: dict[str, Any] = field(default_factory=dict)
    values: dict[str, Any] = field(default_factory=dict)

    @property
    def stamp(self) -> str:
        """Changes whenever the source does."""
        said = "\0".join([self.title, self.body, *self.tags, str(self.values.get("status", ""))])
        return hashlib.sha256(said.encode("utf-8", "replace")).hexdigest()[:16]


class Intake:
    """One import at work. As a context it keeps what was taken when it ends, also when somebody interrupts it."""

    def __init__(self, database: Database, blobs: Blobs | None = None, steward: str = "") -> None:
        self.report = Report()
        self.blobs = blobs
        self.session: Session = database.writing_session()
        self.people: dict[str, Author] = {}
        self.usernames: set[str] = set()
        self.departments: dict[str, Department] = {}
        self.abbreviations: dict[str, Department] = {}
        self.merged: dict[int, Department] = {}
        self.by_origin: dict[str, Department] = {}
        self.entries: dict[str, Known] = {}
        self.created: set[int] = set()
        self.step: Callable[[int], object] = lambda number: None
        self._steward = steward
        self._subjects: list[str] = []
        self._recount: set[int] = set()
        self._topics: set[int] = set()
        self._since_commit = 0
        self._held_since = time.monotonic()
        self._pause = PAUSE_SECONDS if database.sqlite else 0.0

    def __enter__(self) -> "Intake":
        """Raises Invalid when the owner who was named does not exist."""
        if self._steward:
            self.steward()
        for row in self.session.execute(select(Person.id, Person.username, Person.origin_id)):
            self.usernames.add(row.username)
            if row.origin_id:
                self.people[row.origin_id] = Author(row.id, row.username)
        self._remember_departments()
        self.commit()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        if kind is None or issubclass(kind, KeyboardInterrupt):
            self.commit()
        self.session.close()

    def expect(self, prefix: str) -> None:
        """Load what earlier imports brought whose origin begins so; call it once before the drafts."""
        rows = select(Entry.origin_id, Entry.id, Entry.kind, Entry.origin, Entry.audience, Entry.root_id)
        for row in self.session.execute(rows.where(Entry.origin_id.startswith(prefix, autoescape=True))):
            stamp = (row.origin or {}).get("stamp", "")
            self.entries[row.origin_id] = Known(row.id, row.kind, stamp, row.audience, row.root_id)
        self.commit()

    def take(self, draft: Draft) -> Known | None:
        """Write the draft, bring a changed one up to date or leave it as it is; None, and a line, when it cannot be."""
        known = self.entries.get(draft.origin_id)
        try:
            if known is None:
                known = self._create(draft)
            elif known.stamp == draft.stamp:
                self.report.unchanged[known.kind] += 1
            else:
                known = self._update(known, draft)
        except Invalid as error:
            self.report.leave_out(f"it was refused: {error}", draft.origin_id)
            known = None
        self.took()
        return known

    def took(self, number: int = 1) -> None:
        """Say that something was dealt with; every few hundred, and soon enough, the work is committed."""
        self.step(number)
        self._since_commit += number
        held = time.monotonic() - self._held_since
        if self._since_commit >= BATCH or held >= LONGEST_HOLD_SECONDS:
            self.commit()
            time.sleep(self._pause)
            self._held_since = time.monotonic()

    def commit(self) -> None:
        """Keep what was written so far, with the promise to index it."""
        self.session.flush()
        if self._recount:
            recount_replies(self.session, *self._recount)
        settle(self.session, *sorted(self._topics))
        for start in range(0, len(self._subjects), INDEX_CHUNK):
            chunk = self._subjects[start : start + INDEX_CHUNK]
            outbox.promise(self.session, "index", chunk[0], subjects=chunk)
        commit(self.session)
        self._subjects, self._recount, self._topics, self._since_commit = [], set(), set(), 0

    def _create(self, draft: Draft) -> Known:
        origin = {**draft.origin, "stamp": draft.stamp}
        shared: dict[str, Any] = {
            "by": draft.by,
            "body": draft.body,
            "tags": draft.tags,
            "at": draft.at,
            "editor": draft.editor,
            "edited_at": draft.edited_at,
            "summary": draft.summary,
            "quiet": True,
            "origin_id": draft.origin_id,
            "origin": origin,
            **draft.values,
        }
        if draft.cls is Page and draft.space is not None:
            entry: Entry = write_page(self.session, space=draft.space, title=draft.title, parent=draft.parent, **shared)
        else:
            entry = editing.create(
                self.session,
                draft.cls,
                title=draft.title,
                space=draft.space,
                root=draft.root,
                parent=draft.parent,
                **shared,
            )
        self.report.taken[entry.kind] += 1
        self.created.add(entry.id)
        self._brought(entry)
        self._recount.update(above.id for above in (draft.root, draft.parent) if above and entry.kind != "page")
        known = Known(entry.id, entry.kind, draft.stamp, entry.audience, entry.root_id)
        self.entries[draft.origin_id] = known
        return known

    def _update(self, known: Known, draft: Draft) -> Known:
        entry = self.entry(known)
        if entry.state != "live":
            self.report.leave_out("it was put into the trash here", draft.origin_id)
            return known
        editing.edit(
            entry,
            by=draft.editor or draft.by,
            based_on=entry.version,
            title=draft.title or None,
            body=draft.body,
            tags=draft.tags,
            summary=draft.summary,
            at=draft.edited_at,
            quiet=True,
        )
        entry.origin = {**draft.origin, "stamp": draft.stamp}
        entry.status = draft.values.get("status", entry.status)
        self.report.changed[entry.kind] += 1
        self._brought(entry)
        self.entries[draft.origin_id] = Known(entry.id, entry.kind, draft.stamp, entry.audience, entry.root_id)
        return self.entries[draft.origin_id]

    def _brought(self, entry: Entry) -> None:
        self.index(f"entry:{entry.id}")
        if entry.kind in TOPIC_KINDS:
            self._topics.add(entry.id)

    def entry(self, known: Known) -> Entry:
        """The entry itself, for verbs on it."""
        options = [joinedload(Entry.space), undefer(Entry.body), undefer(Entry.html), undefer(Entry.origin)]
        return self.session.get_one(Entry, known.id, options=options)

    def index(self, subject: str) -> None:
        """Promise, together with others, that search hears of this."""
        self._subjects.append(subject)

    def author(self, origin_id: str, name: str, username: str = "", **values: Any) -> Author:
        """The person of that origin, made when missing; the username is one that is free."""
        found = self.people.get(origin_id)
        if found is None:
            username = self._free_username(username or name)
            person = add_person(
                self.session, username, name.strip()[:200] or username, origin_id=origin_id, quiet=True, **values
            )
            self.report.taken["people"] += 1
            self.index(f"person:{person.id}")
            found = self.people[origin_id] = Author(person.id, person.username)
        return found

    def steward(self) -> Author:
        """Who owns what an import makes: whoever was named, else the first administrator, else an account for it."""
        wanted = select(Person).where(Person.disabled_at.is_(None)).order_by(Person.id).limit(1)
        found = self.session.scalar(
            wanted.where(Person.username == self._steward) if self._steward else wanted.where(Person.is_admin)
        )
        if self._steward and found is None:
            raise Invalid(f"Nobody has the username {self._steward}.", "owner")
        return Author(found.id, found.username) if found else self.author(STEWARD_ORIGIN, "Import", STEWARD)

    def department(self, name: str, parent: Department | None = None, **values: Any) -> Department:
        """The department with this name or abbreviation, made when missing."""
        found = self.departments.get(plain_name(name)) or self.abbreviations.get(plain_name(name))
        if found is None:
            found = found_department(self.session, name.strip()[:200], parent, **values)
            self.report.taken["departments"] += 1
            self.remember(found)
        return found

    def space(self, slug: str, name: str = "", department: Department | None = None, **values: Any) -> Space:
        """The space with this address, made when missing: open and owned by the steward. Raises Invalid."""
        found = self.session.scalar(select(Space).where(Space.slug == slug))
        owner = self.session.get_one(Person, self.steward().id)
        if found is None:
            department_id = department.id if department else None
            found = found_space(self.session, owner, slug, name or slug, department_id=department_id, **values)
            self.report.taken["spaces"] += 1
        self._hand_over(found, owner)
        return found

    def _hand_over(self, space: Space, owner: Person) -> None:
        """Nobody can sign in as the account for imports: it owns a space only until an import names somebody."""
        stand_in = self.people.get(STEWARD_ORIGIN)
        if stand_in is None or (held := membership(self.session, space, stand_in.id)) is None or held.role != "owner":
            return
        if owner.id == stand_in.id:
            self.report.note(OWNERLESS)
            return
        set_role(self.session, space, owner, "owner")
        self.session.flush()
        remove_member(self.session, space, stand_in.id)

    def _remember_departments(self) -> None:
        found = {department.id: department for department in self.session.scalars(select(Department))}
        joined = {each.department_id: each.into_id for each in self.session.scalars(select(DepartmentMerger))}
        for department in found.values():
            if department.id in joined:
                self.merged[department.id] = found[joined[department.id]]
            if department.origin_id:
                self.by_origin[department.origin_id] = self.merged.get(department.id, department)
            self.remember(department)

    def remember(self, department: Department) -> None:
        """Have it found by its name and abbreviation from now on; what merged into another is that other."""
        now = self.merged.get(department.id, department)
        self.departments.setdefault(plain_name(department.name), now)
        if department.abbreviation:
            self.abbreviations.setdefault(plain_name(department.abbreviation), now)

    def _free_username(self, wanted: str) -> str:
        base = re.sub(r"[^a-z0-9._-]+", "-", suggested_username(wanted))[:54].strip("._-") or "person"
        username, number = base, 1
        while username in self.usernames:
            number += 1
            username = f"{base}-{number}"
        self.usernames.add(username)
        return username


def suggested_username(name: str) -> str:
    """`Dr. José Meador` as `dr.jose.meador`; a word without spaces stays as it is."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower().split()
    if len(plain) == 1:
        return plain[0]
    return ".".join(filter(None, (re.sub(r"[^a-z0-9-]+", "", word) for word in plain)))


def plain_name(name: str) -> str:
    """A name for comparing: without case, punctuation, articles and ways to write `and`."""
    words = re.findall(r"\w+", name.casefold().replace("&", " and ").replace("'", "").replace("’", ""))
    return " ".join(word for word in words if word != "the")


def short_title(title: str) -> str:
    """A title that fits; a longer one is cut at a word."""
    title = " ".join(title.split())
    return title if len(title) <= TITLE_LIMIT else title[: TITLE_LIMIT - 1].rsplit(" ", 1)[0] + "…"
