"""Takes entries of any kind from JSON Lines: one object a line, with people, departments and spaces made where missing.

An answer or reply may stand before what it belongs to: it waits until the end of the file.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import select

from models.core import clock
from models.core.errors import Invalid
from models.core.text import excerpt_of, slugify
from models.entries.entry import Entry
from models.forums.topic import Answer, Discussion, Question, Reply
from models.microblog.micropost import Micropost
from models.people.person import Person
from models.spaces.space import Space, suggested_slug
from models.transfer.intake import Author, Draft, Intake, Known, short_title
from models.transfer.reading import json_lines, moment
from models.wiki.page import RESERVED, Page

KINDS: dict[str, type[Entry]] = {
    "page": Page,
    "question": Question,
    "discussion": Discussion,
    "answer": Answer,
    "reply": Reply,
    "post": Micropost,
}
BELONGING = ("answer", "reply")
USED = {"title", "body", "tags", "author", "department", "space", "created", "parent", "stamp"}
LONGEST_ID = 180
TITLE_FROM_TEXT = 80


@dataclass
class _Line:
    """One line that is well-formed."""

    where: str
    id: str
    kind: str
    row: dict[str, Any]


class _Mistyped(Exception):
    pass


def import_entries(
    intake: Intake, file: Path, expected: Callable[[int], object] = lambda n: None, space: str = "imported"
) -> None:
    """Take the file; `space` is for pages and topics that name none. Raises Invalid when there is no such file."""
    if not file.is_file():
        raise Invalid(f"There is no file {file}.", "file")
    expected(file.read_bytes().count(b"\n"))
    intake.expect("entries:")
    _Taking(intake, space).run(file)


class _Taking:
    def __init__(self, intake: Intake, space: str) -> None:
        self.intake = intake
        self.default_space = space
        self.spaces: dict[str, Space] = {}
        self.names: dict[str, Author] = {}
        self.slugs: dict[int, dict[str, str]] = {}
        self.seen: set[str] = set()
        self.active: dict[int, datetime] = {}

    def run(self, file: Path) -> None:
        for person in self.intake.session.execute(select(Person.id, Person.username, Person.name)):
            author = Author(person.id, person.username)
            self.names.setdefault(person.name.casefold(), author)
            self.names[person.username] = author
        for space in self.intake.session.scalars(select(Space)):
            self.spaces.setdefault(space.name.casefold(), space)
            self.spaces[space.slug] = space
        waiting = []
        for number, row in json_lines(file, self.intake.report):
            line = self._read(f"line {number}", row)
            if line and not self._take(line):
                waiting.append(line)
        self._take_waiting(waiting)
        self._show_activity()

    def _read(self, where: str, row: dict[str, Any]) -> _Line | None:
        try:
            line = _Line(where, _id(row), str(row.get("kind") or "page").strip().lower(), row)
            if line.id in self.seen:
                raise _Mistyped("its id stands in the file before")
            if not isinstance(row.get("body"), str) or not row["body"].strip():
                raise _Mistyped("it has no text")
            for key in ("title", "author", "space", "department"):
                if row.get(key) is not None and not isinstance(row[key], str):
                    raise _Mistyped(f"its {key} is not text")
            if row.get("created") is not None and moment(row["created"]) is None:
                raise _Mistyped("its date cannot be read")
        except _Mistyped as error:
            self.intake.report.leave_out(str(error), where)
            return None
        self.seen.add(line.id)
        return line

    def _take_waiting(self, waiting: list[_Line]) -> None:
        # What waits may wait for another that waits: go round until a round brings nothing.
        while waiting:
            still = [line for line in waiting if not self._take(line)]
            if len(still) == len(waiting):
                break
            waiting = still
        for line in waiting:
            self.intake.report.leave_out("what it belongs to is not there", f"{line.where}: {line.row.get('parent')}")

    def _take(self, line: _Line) -> bool:
        """False when its parent is not there yet."""
        parent = self._parent(line)
        needs = line.kind in BELONGING or (line.row.get("parent") and line.kind != "page")
        if parent is None and (needs or line.row.get("parent")):
            if line.row.get("parent") is None:
                self.intake.report.leave_out(f"it is of kind {line.kind} and names no parent", line.where)
                return True
            return False
        try:
            known = self.intake.take(self._draft(line, parent))
        except (_Mistyped, Invalid) as error:
            self.intake.report.leave_out(str(error), line.where)
            return True
        if known and known.root_id and known.id in self.intake.created:
            at = moment(line.row.get("created")) or clock.now()
            self.active[known.root_id] = max(at, self.active.get(known.root_id, at))
        return True

    def _parent(self, line: _Line) -> Known | None:
        parent = line.row.get("parent")
        return None if parent is None else self.intake.entries.get(f"entries:{parent}")

    def _draft(self, line: _Line, parent: Known | None) -> Draft:
        row = line.row
        cls = KINDS.get(line.kind, Page)
        space = self._space(row, cls)
        kept = {key: value for key, value in row.items() if key not in USED and value is not None}
        kept["id"] = line.id
        title = str(row.get("title") or "").strip() or excerpt_of(row["body"], TITLE_FROM_TEXT)
        if len(title) > len(short_title(title)):
            kept["title"] = title
        draft = Draft(
            cls=cls,
            origin_id=f"entries:{line.id}",
            by=self._author(row),
            title=short_title(title) if cls in (Page, Question, Discussion) else "",
            body=row["body"],
            space=space,
            tags=_tags(row.get("tags")),
            at=moment(row.get("created")),
            origin=kept,
            values={"status": "open"} if cls is Question else {},
        )
        if cls is Page:
            draft.parent = parent if parent and parent.kind == "page" else None
            draft.title = self._free_title(draft)
        elif parent is not None:
            draft.parent, draft.root = parent, self._root(line, cls, parent)
            draft.space = self.intake.entry(draft.root).space
        return draft

    def _root(self, line: _Line, cls: type[Entry], parent: Known) -> Known:
        root = parent
        if parent.root_id:
            found = self.intake.session.get_one(Entry, parent.root_id)
            root = Known(found.id, found.kind, "", found.audience, None)
        fits = {Answer: ("question",), Reply: ("question", "discussion"), Micropost: ("post",)}.get(cls, ())
        if root.kind not in fits:
            raise _Mistyped(f"the kind {line.kind} cannot belong to the kind {root.kind}")
        return root

    def _space(self, row: dict[str, Any], cls: type[Entry]) -> Space | None:
        named = str(row.get("space") or "").strip()
        if not named:
            if cls is Micropost:
                return None
            named = self.default_space
        found = self.spaces.get(named) or self.spaces.get(named.casefold())
        if found is None:
            department = self._department(row)
            found = self.intake.space(suggested_slug(named), named[:200], department, origin={"import": "entries"})
            self.spaces[named] = found
        return found

    def _department(self, row: dict[str, Any]) -> Any:
        named = str(row.get("department") or "").strip()
        return self.intake.department(named) if named else None

    def _author(self, row: dict[str, Any]) -> Author:
        named = " ".join(str(row.get("author") or "").split())
        if not named:
            return self.intake.author("entries:nobody", "Unknown author", "unknown.author")
        found = self.names.get(named) or self.names.get(named.casefold())
        if found is None:
            department = self._department(row)
            found = self.intake.author(
                f"entries:person:{named.casefold()}"[:200], named, department_id=department.id if department else None
            )
            self.names[named] = self.names[named.casefold()] = found
            self.names.setdefault(found.username, found)
        return found

    def _free_title(self, draft: Draft) -> str:
        """A page's title leads to its address, which it may not share with another page of the space."""
        if draft.space is None:
            return draft.title
        taken = self.slugs.get(draft.space.id)
        if taken is None:
            pages = select(Entry.slug, Entry.origin_id).where(Entry.space_id == draft.space.id, Entry.kind == "page")
            rows = self.intake.session.execute(pages)
            taken = self.slugs[draft.space.id] = {row.slug: row.origin_id or "" for row in rows}
        title, number = draft.title, 1
        while taken.get(slugify(title), draft.origin_id) != draft.origin_id or slugify(title) in RESERVED:
            number += 1
            title = f"{draft.title[:190]} {number}"
        taken[slugify(title)] = draft.origin_id
        # In the order of the file; asking for the last place each time would cost more with every page.
        draft.values["position"] = len(taken)
        if number > 1:
            self.intake.report.note("pages got a number, because another page of the space has their title")
        return title

    def _show_activity(self) -> None:
        for root_id, at in self.active.items():
            root = self.intake.session.get_one(Entry, root_id)
            if root.last_activity_at < at:
                root.last_activity_at = at
            self.intake.took(0)


def _id(row: dict[str, Any]) -> str:
    found = row.get("id")
    if isinstance(found, bool) or not isinstance(found, str | int) or not str(found).strip():
        raise _Mistyped("it has no id")
    if len(str(found)) > LONGEST_ID:
        raise _Mistyped(f"its id is longer than {LONGEST_ID} characters")
    return str(found).strip()


def _tags(value: Any) -> list[str]:
    words = value.split(",") if isinstance(value, str) else value if isinstance(value, list) else []
    return [str(word) for word in words if isinstance(word, str | int)]
