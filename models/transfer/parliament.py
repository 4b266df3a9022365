"""Takes written questions and answers (JSON Lines, one question with its answer a line) into the forum of a space."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from models.core import clock
from models.core.errors import Invalid
from models.forums.answering import Acceptance, Closing
from models.forums.topic import Answer, Question
from models.people.department import Department
from models.spaces.space import Space
from models.transfer.html_text import markdown_of
from models.transfer.intake import Author, Draft, Intake, Known, short_title
from models.transfer.reading import json_lines, moment

MORNING = timedelta(hours=9)
# Of the question and of its answer, as they are kept in their origins.
OF_QUESTION = (
    "uin",
    "due",
    "named_day",
    "asker_declared_interest",
    "withdrawn",
    "department",
    "answered_together_with",
)
OF_ANSWER = ("answer_truncated_at_source", "holding_answer", "correction", "attachments")
# "To ask the Secretary of State for Foreign, Commonwealth and Development Affairs, if he will ..."
ADDRESSED = re.compile(
    r"To ask (?:the|His Majesty|Mr)\b.{3,150}?, (?=(?:if|what|whether|how|when|which|who|where|why|with|pursuant|for"
    r"|further|on|by|in|to|representing)\b)"
)
Row = dict[str, Any]


def import_questions(
    intake: Intake, source: Path, space_slug: str, name: str = "", expected: Callable[[int], object] = lambda n: None
) -> Space:
    """Take a file, or every `.jsonl` file of a folder. Raises Invalid when there is none."""
    files = sorted(source.glob("*.jsonl")) if source.is_dir() else [source]
    if not files or not all(file.is_file() for file in files):
        raise Invalid(f"There are no questions at {source}.", "file")
    expected(sum(file.read_bytes().count(b"\n") for file in files))
    space = intake.space(space_slug, name, origin={"import": "questions"})
    intake.expect(f"questions:{space.slug}:")
    for file in files:
        for line, row in json_lines(file, intake.report):
            _question(intake, space, row, f"{file.name} line {line}")
    return space


def _question(intake: Intake, space: Space, row: Row, where: str) -> None:
    asked, at = str(row.get("question") or "").strip(), morning(row.get("date_tabled"))
    if not row.get("id") or not asked or at is None:
        intake.report.leave_out("it lacks an id, a date or its text", where)
        return
    answered = morning(row.get("date_answered")) or at
    answer = answer_of(row)
    # A holding answer says that the answer comes later; one without a date had not been given officially yet.
    settled = bool(answer and row.get("date_answered") and not row.get("holding_answer"))
    named = str(row.get("department") or "").strip()
    department = intake.department(named) if named else None
    withdrawn = row.get("withdrawn") is True
    known = intake.take(
        Draft(
            cls=Question,
            origin_id=f"questions:{space.slug}:{row['id']}",
            by=intake.author(f"member:{row.get('asked_by')}", f"Member {row.get('asked_by')}"),
            title=short_title(str(row.get("title") or "") or matter_of(asked)),
            body=asked,
            space=space,
            tags=[named] if named else [],
            at=at,
            origin={"id": row["id"], **{key: row[key] for key in OF_QUESTION if row.get(key)}},
            values={
                "status": "closed" if withdrawn else "answered" if settled else "open",
                "last_activity_at": max(at, answered) if answer else at,
            },
        )
    )
    if known is None:
        return
    if withdrawn and known.id in intake.created:
        by = intake.steward()
        intake.session.add(Closing(entry_id=known.id, by_id=by.id, at=at, reason="Withdrawn"))
    if answer:
        by = _answerer(intake, row, department)
        taken = _answer(intake, space, row, known, answer, max(at, answered), by)
        if settled and taken and taken.id in intake.created:
            intake.session.flush()
            # Nobody is known to have accepted it: it is the answer that was given.
            intake.session.merge(Acceptance(question_id=known.id, answer_id=taken.id, at=answered))


def _answerer(intake: Intake, row: Row, department: Department | None) -> Author:
    member, department_id = row.get("answered_by"), department.id if department else None
    if member is not None:
        return intake.author(f"member:{member}", f"Member {member}", department_id=department_id)
    name = f"Unnamed member, {department.name}" if department else "Unnamed member"
    return intake.author(f"member:of:{department_id or 0}", name[:200], f"unnamed-member-{department_id or 0}",
                         department_id=department_id)  # fmt: skip


def _answer(
    intake: Intake, space: Space, row: Row, question: Known, text: str, at: datetime, by: Author
) -> Known | None:
    return intake.take(
        Draft(
            cls=Answer,
            origin_id=f"questions:{space.slug}:{row['id']}:answer",
            by=by,
            body=text,
            space=space,
            root=question,
            parent=question,
            at=at,
            origin={"id": f"{row['id']}:answer", **{key: row[key] for key in OF_ANSWER if row.get(key)}},
        )
    )


def matter_of(asked: str) -> str:
    """What a question without a title is about: its words without the form of address that all begin with."""
    matter = ADDRESSED.sub("", asked, count=1)
    return matter[:1].upper() + matter[1:]


def answer_of(row: Row) -> str:
    """The text of the answer as Markdown, or nothing."""
    text = str(row.get("answer") or "").strip()
    return markdown_of(text).strip() if row.get("answer_format") == "html" else text


def morning(value: Any) -> datetime | None:
    """Dates without a time mean the morning; a date to come is not believed."""
    at = moment(value)
    return min(at + MORNING, clock.now()) if at else None
