"""Stack Exchange dumps and written questions: threads, acceptance, closing, authors, and broken files."""

import json
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.entries.tagging import tags_on
from models.forums.answering import Acceptance, Closing
from models.forums.due import QuestionWait
from models.people.department import Department
from models.people.person import Person
from models.transfer.parliament import import_questions, matter_of
from models.transfer.stackexchange import import_stackexchange
from tests.models.transfer.conftest import Run, count, entry
from tests.shared import shared_path

POSTS = """<?xml version="1.0" encoding="utf-8"?>
<posts>
  <row Id="1" PostTypeId="1" AcceptedAnswerId="2" CreationDate="2018-03-12T17:00:45.567" Score="5" OwnerUserId="7"
    Body="&lt;p&gt;How deep is &lt;em&gt;it&lt;/em&gt;?&lt;/p&gt;" Title="How deep?"
    Tags="&lt;sea&gt;&lt;deep-water&gt;" />
  <row Id="2" PostTypeId="2" ParentId="1" CreationDate="2018-03-13T17:00:45.567" Score="3" OwnerUserId="8"
    Body="&lt;p&gt;Very.&lt;/p&gt;" />
  <row Id="3" PostTypeId="1" CreationDate="2018-03-14T10:00:00" ClosedDate="2018-03-15T10:00:00" OwnerUserId="8"
    Body="&lt;p&gt;Best boat?&lt;/p&gt;" Title="Best boat?" Tags="|sea|" />
  <row Id="4" PostTypeId="2" ParentId="99" CreationDate="2018-03-14T10:00:00" Body="lost" />
  <row Id="5" PostTypeId="4" Body="a tag wiki" />
</posts>"""
USERS = """<users>
  <row Id="7" DisplayName="Ada Sea" Location="Harbour" CreationDate="2018-01-01T00:00:00" />
  <row Id="8" DisplayName="Ben" CreationDate="2018-01-01T00:00:00" /><row Id="9" DisplayName="Silent" />
</users>"""
COMMENTS = """<comments>
  <row Id="1" PostId="1" Text="Which sea?" CreationDate="2018-03-12T18:00:00" UserId="8" />
  <row Id="2" PostId="2" Text="Thank you" CreationDate="2018-03-20T18:00:00" UserId="7" />
</comments>"""


@pytest.fixture
def dump(tmp_path: Path) -> Path:
    folder = tmp_path / "dump"
    folder.mkdir()
    for name, text in (("Posts.xml", POSTS), ("Users.xml", USERS), ("Comments.xml", COMMENTS)):
        (folder / name).write_text(text)
    return folder


def test_a_dump_becomes_threads(run: Run, dump: Path, after: Session) -> None:
    report = run(import_stackexchange, dump, "sea")
    question, answer = entry(after, "stackexchange:sea:1"), entry(after, "stackexchange:sea:2")
    thanks = entry(after, "stackexchange:sea:c2")
    assert dict(report.taken) == {"question": 2, "answer": 1, "reply": 2, "people": 3, "spaces": 1}
    assert (question.body, question.status, question.reply_count) == ("How deep is *it*?\n", "answered", 1)
    assert tags_on(after, question) == ["deep-water", "sea"]
    assert (answer.parent_id, answer.root_id) == (question.id, question.id)
    assert (thanks.parent_id, thanks.root_id) == (answer.id, question.id)
    assert question.last_activity_at == thanks.created_at


def test_acceptance_closing_score_and_authors_are_kept(run: Run, dump: Path, after: Session) -> None:
    run(import_stackexchange, dump, "sea")
    question, closed = entry(after, "stackexchange:sea:1"), entry(after, "stackexchange:sea:3")
    assert after.scalars(select(Acceptance.question_id)).all() == [question.id]
    assert after.scalars(select(Closing.entry_id)).all() == [closed.id]
    assert (question.origin or {})["score"] == 5
    assert after.scalars(select(Person.username).where(Person.id == question.author_id)).one() == "ada.sea"


def test_a_second_import_of_a_dump_doubles_nothing(run: Run, dump: Path, after: Session) -> None:
    run(import_stackexchange, dump, "sea")
    again = run(import_stackexchange, dump, "sea")
    assert count(after) == 5 == sum(again.unchanged.values())
    assert not again.taken


def test_a_dump_that_breaks_off_is_read_as_far_as_it_goes(run: Run, dump: Path) -> None:
    (dump / "Posts.xml").write_text(POSTS[: POSTS.index('<row Id="3"')])
    report = run(import_stackexchange, dump, "sea")
    assert report.taken["question"] == 1
    assert any("cannot be read on" in reason for reason in report.left_out)


def test_entities_that_explode_are_not_read(run: Run, dump: Path) -> None:
    (dump / "Posts.xml").write_text('<!DOCTYPE x [<!ENTITY a "aaaa">]><posts><row Id="1" Body="&a;"/></posts>')
    report = run(import_stackexchange, dump, "sea")
    assert not report.taken["question"]


QUESTION = {
    "id": 11, "uin": "u1", "date_tabled": "2024-07-25", "title": "Ferries: Timetables", "question": "To ask when.",
    "asked_by": 4934, "department": "Ministry of Ferries", "answered_by": 4682, "date_answered": "2024-07-30",
    "answer": "<p>At <strong>nine</strong>.</p>", "answer_format": "html", "answered_together_with": ["u2"],
}  # fmt: skip
OPEN = {"id": 12, "date_tabled": "2024-07-26", "title": "Piers", "question": "How many?", "asked_by": 1, "answer": ""}


def test_a_written_question_has_its_answer_accepted(run: Run, tmp_path: Path, after: Session) -> None:
    file = tmp_path / "questions.jsonl"
    file.write_text("\n".join(map(json.dumps, [QUESTION, OPEN])) + '\n{"id": 13}\nbroken\n')
    report = run(import_questions, file, "written")
    question, answer = entry(after, "questions:written:11"), entry(after, "questions:written:11:answer")
    assert (question.status, answer.body) == ("answered", "At **nine**.")
    # Nobody is known to have accepted it.
    assert after.get_one(Acceptance, question.id).by_id is None
    assert (question.origin or {})["answered_together_with"] == ["u2"]
    assert entry(after, "questions:written:12").status == "open"
    assert report.left_out["it lacks an id, a date or its text"] == ["questions.jsonl line 3"]


def test_only_questions_that_nobody_answered_wait_after_an_import(run: Run, tmp_path: Path, after: Session) -> None:
    file, late = tmp_path / "questions.jsonl", {"date_answered": "2024-08-01", "answer": "Three.", "answered_by": 4682}
    file.write_text("\n".join(map(json.dumps, [QUESTION, OPEN, {**OPEN, "id": 14}])))
    run(import_questions, file, "written")
    waiting = [entry(after, f"questions:written:{number}").id for number in (12, 14)]
    assert sorted(after.scalars(select(QuestionWait.question_id))) == waiting
    file.write_text("\n".join(map(json.dumps, [QUESTION, {**OPEN, **late}, {**OPEN, "id": 14}])))
    run(import_questions, file, "written")
    after.rollback()
    assert after.scalars(select(QuestionWait.question_id)).all() == waiting[1:]


def test_a_question_without_a_title_is_called_by_its_matter() -> None:
    asked = "To ask the Secretary of State for Foreign, Commonwealth and Development Affairs, if he will meet them."
    assert matter_of(asked) == "If he will meet them."
    assert matter_of("How many?") == "How many?"


def test_who_answers_belongs_to_the_department_that_answers(run: Run, tmp_path: Path, after: Session) -> None:
    file = tmp_path / "questions.jsonl"
    file.write_text(json.dumps(QUESTION))
    run(import_questions, file, "written")
    member = after.scalars(select(Person).where(Person.name == "Member 4682")).one()
    ministry = after.scalars(select(Department)).one()
    assert member.department_id == ministry.id


@pytest.mark.shared_data
def test_a_slice_of_real_questions_is_taken(run: Run, tmp_path: Path) -> None:
    real = shared_path("data/qa-uk-parliament-written/questions-2024-11.jsonl").read_text().splitlines()
    file = tmp_path / "slice.jsonl"
    file.write_text("\n".join(real[:400]))
    report = run(import_questions, file, "written")
    assert report.taken["question"] == 400
    assert not report.left_out
    assert run(import_questions, file, "written").unchanged["question"] == 400


@pytest.mark.shared_data
def test_a_slice_of_a_real_dump_is_taken(run: Run, tmp_path: Path) -> None:
    real = shared_path("data/qa-stackexchange-quantum")
    (tmp_path / "Posts.xml").write_text("\n".join([*(real / "Posts.xml").read_text().splitlines()[:250], "</posts>"]))
    (tmp_path / "Users.xml").symlink_to(real / "Users.xml")
    report = run(import_stackexchange, tmp_path, "quantum")
    assert report.taken["question"] > 50
    assert report.taken["answer"] > 50
