"""Takes a Stack Exchange data dump into the forum of a space: questions, answers, comments, tags and their authors."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import iterparse

from models.core import clock
from models.core.errors import Invalid
from models.forums.answering import Acceptance, Closing
from models.forums.topic import Answer, Question, Reply
from models.spaces.space import Space
from models.transfer.html_text import markdown_of, maths_in, title_with_maths
from models.transfer.intake import Author, Draft, Intake, Known, short_title
from models.transfer.reading import moment

QUESTION, ANSWER = "1", "2"
# Of links between posts.
DUPLICATE = "3"
TAG = re.compile(r"<([^<>]+)>|\|?([^|<>]+)\|")
Row = dict[str, str]


@dataclass
class _Dump:
    """What is held in memory: rows by kind, and who is who."""

    questions: list[Row] = field(default_factory=list)
    answers: list[Row] = field(default_factory=list)
    others: int = 0
    names: dict[str, Row] = field(default_factory=dict)
    comments: list[Row] = field(default_factory=list)
    links: dict[str, list[str]] = field(default_factory=dict)
    # By question that was asked before: the title of the other one.
    duplicates: dict[str, str] = field(default_factory=dict)


def import_stackexchange(
    intake: Intake, folder: Path, space_slug: str, name: str = "", expected: Callable[[int], object] = lambda n: None
) -> Space:
    """Take `Posts.xml` and what lies beside it. Raises Invalid when there is none."""
    if not (folder / "Posts.xml").is_file():
        raise Invalid(f"There is no Posts.xml in {folder}.", "folder")
    return take_posts(intake, folder, rows, ".xml", space_slug, name, expected)


def take_posts(
    intake: Intake,
    folder: Path,
    read: Callable[[Intake, Path], Iterator[Row]],
    ending: str,
    space_slug: str,
    name: str,
    expected: Callable[[int], object],
) -> Space:
    """Take the files of a folder, whatever reads their rows."""
    dump = _read(intake, folder, read, ending)
    expected(len(dump.questions) + len(dump.answers) + len(dump.comments))
    space = intake.space(space_slug, name, origin={"import": "stackexchange"})
    intake.expect(f"stackexchange:{space.slug}:")
    _Taking(intake, dump, space).run()
    return space


def rows(intake: Intake, file: Path) -> Iterator[Row]:
    """Attributes of every row of a dump's file; a file that breaks off is reported and read as far as it goes."""
    if not file.is_file():
        return
    try:
        for _event, element in iterparse(str(file), forbid_dtd=True):
            if element.tag == "row":
                yield dict(element.attrib)
            element.clear()
    except (ParseError, DefusedXmlException, ValueError) as error:
        intake.report.leave_out("the file cannot be read on from here", f"{file.name}: {error}")


def _read(intake: Intake, folder: Path, read: Callable[[Intake, Path], Iterator[Row]], ending: str) -> _Dump:
    dump = _Dump()
    for row in read(intake, folder / f"Posts{ending}"):
        kind = row.get("PostTypeId")
        if kind in (QUESTION, ANSWER) and row.get("Id"):
            (dump.questions if kind == QUESTION else dump.answers).append(row)
        else:
            intake.report.leave_out("it is neither a question nor an answer", f"post {row.get('Id')}")
    dump.comments = [row for row in read(intake, folder / f"Comments{ending}") if row.get("Id")]
    dump.names = {row["Id"]: row for row in read(intake, folder / f"Users{ending}") if row.get("Id")}
    titles = {row["Id"]: row.get("Title", "") for row in dump.questions}
    for row in read(intake, folder / f"PostLinks{ending}"):
        if row.get("LinkTypeId") == DUPLICATE and titles.get(row.get("RelatedPostId", "")):
            dump.duplicates[row.get("PostId", "")] = titles[row["RelatedPostId"]]
        dump.links.setdefault(row.get("PostId", ""), []).append(row.get("RelatedPostId", ""))
    return dump


class _Taking:
    def __init__(self, intake: Intake, dump: _Dump, space: Space) -> None:
        self.intake, self.dump, self.space = intake, dump, space
        self.posts: dict[str, Known] = {}
        self.titles: dict[str, Row] = {}
        self.active: dict[str, datetime] = {}

    def run(self) -> None:
        self._note_activity()
        for row in self.dump.questions:
            self._question(row)
        for row in self.dump.answers:
            self._answer(row)
        for row in self.dump.comments:
            self._comment(row)
        taken = self.intake.report
        unseen = len(self.dump.names) - len([key for key in self.intake.people if key.startswith(self._person_id(""))])
        taken.note("users never wrote anything and were not made persons", max(0, unseen))

    def _note_activity(self) -> None:
        roots = {row["Id"]: row["Id"] for row in self.dump.questions}
        roots |= {row["Id"]: row.get("ParentId", "") for row in self.dump.answers}
        said = [*self.dump.questions, *self.dump.answers]
        moments = [(roots.get(row["Id"], ""), row) for row in said]
        moments += [(roots.get(row.get("PostId", ""), ""), row) for row in self.dump.comments]
        for root, row in moments:
            at = moment(row.get("CreationDate"))
            if at and at > self.active.get(root, at.min.replace(tzinfo=at.tzinfo)):
                self.active[root] = at

    def _question(self, row: Row) -> None:
        at = moment(row.get("CreationDate")) or clock.now()
        closed = moment(row.get("ClosedDate"))
        accepted = row.get("AcceptedAnswerId")
        tags = [found[0] or found[1] for found in TAG.findall(row.get("Tags", ""))]
        status = "closed" if closed else "answered" if accepted else "open"
        known = self._take(
            row,
            Question,
            title=short_title(title_with_maths(row.get("Title", ""))),
            tags=tags,
            values={"status": status, "last_activity_at": max(at, self.active.get(row["Id"], at))},
            space=self.space,
        )
        if known is None:
            return
        self.posts[row["Id"]] = known
        self.titles[row["Id"]] = row
        if closed and self._first(known):
            by = self.intake.steward()
            self.intake.session.add(Closing(entry_id=known.id, by_id=by.id, at=closed, reason=self._why_closed(row)))

    def _why_closed(self, row: Row) -> str:
        before = self.dump.duplicates.get(row["Id"])
        return f"Asked before: {before}"[:300] if before else "Closed at the source"

    def _answer(self, row: Row) -> None:
        question = self.posts.get(row.get("ParentId", ""))
        if question is None:
            self.intake.report.leave_out("its question was not taken", f"answer {row['Id']}")
            return
        known = self._take(row, Answer, root=question, parent=question, space=self.space)
        if known is None:
            return
        self.posts[row["Id"]] = known
        asked = self.titles.get(row["ParentId"], {})
        if asked.get("AcceptedAnswerId") == row["Id"] and self._first(known):
            at = moment(row.get("CreationDate")) or clock.now()
            asker = self._person(asked)
            self.intake.session.flush()
            self.intake.session.merge(Acceptance(question_id=question.id, answer_id=known.id, by_id=asker.id, at=at))

    def _comment(self, row: Row) -> None:
        to = self.posts.get(row.get("PostId", ""))
        if to is None:
            self.intake.report.leave_out("what it comments on was not taken", f"comment {row['Id']}")
            return
        root = to if to.kind == "question" else self._root(to)
        self._take(row, Reply, "comment", root=root, parent=to, space=self.space)

    def _root(self, answer: Known) -> Known:
        return Known(answer.root_id or answer.id, "question", "", answer.audience, None)

    def _first(self, known: Known) -> bool:
        return known.id in self.intake.created

    def _take(self, row: Row, cls: Any, sort: str = "post", **more: Any) -> Known | None:
        text = row.get("Text") or ""
        body = maths_in(text) if sort == "comment" else markdown_of(row.get("Body", ""), maths=True)
        at = moment(row.get("CreationDate")) or clock.now()
        edited = moment(row.get("LastEditDate"))
        by = self._person(row)
        editor = self._person({"OwnerUserId": row.get("LastEditorUserId", "")}) if row.get("LastEditorUserId") else by
        kept = {"id": f"c{row['Id']}" if sort == "comment" else row["Id"], "score": _number(row.get("Score"))}
        for key, name in (("ViewCount", "views"), ("FavoriteCount", "favourites")):
            if row.get(key):
                kept[name] = _number(row[key])
        if sort == "post" and self.dump.links.get(row["Id"]):
            kept["related"] = self.dump.links[row["Id"]]
        return self.intake.take(
            Draft(
                cls=cls,
                origin_id=f"stackexchange:{self.space.slug}:{kept['id']}",
                by=by,
                body=body,
                at=at,
                editor=editor if edited else by,
                edited_at=edited or at,
                origin=kept,
                **more,
            )
        )

    def _person_id(self, user: str) -> str:
        return f"stackexchange:{self.space.slug}:user:{user}"

    def _person(self, row: Row) -> Author:
        user = row.get("OwnerUserId") or row.get("UserId") or ""
        if not user:
            name = row.get("OwnerDisplayName") or row.get("UserDisplayName") or "Somebody who left"
            return self.intake.author(self._person_id(f"name:{name[:100]}"), name)
        found = self.dump.names.get(user, {})
        name = found.get("DisplayName") or f"User {user}"
        place = (found.get("Location") or "")[:100]
        joined = moment(found.get("CreationDate"))
        return self.intake.author(self._person_id(user), name, place=place, created_at=joined)


def _number(text: str | None) -> int:
    try:
        return int(text or 0)
    except ValueError:
        return 0
