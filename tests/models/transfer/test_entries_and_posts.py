"""Entries of any kind and short posts from JSON Lines: what is made, what waits, what is left out with its line."""

import json
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.core.outbox import OutboxJob
from models.people.person import Person
from models.spaces.space import Space
from models.transfer import intake
from models.transfer.entries_file import import_entries
from models.transfer.posts import import_posts
from tests.models.transfer.conftest import Run, count, entry
from tests.shared import shared_path

LINES: list[dict[str, Any]] = [
    {"id": "p1", "kind": "page", "title": "Travel", "body": "Take the train. See [[Hotels]].", "tags": ["travel"],
     "author": "Mia Lund", "department": "Ministry of Ferries", "space": "Ferry desk", "created": "2024-05-01",
     "coauthors": ["Ben"]},
    {"id": "a1", "kind": "answer", "body": "By bus.", "author": "Ben", "parent": "q1", "created": "2024-05-03T10:00Z"},
    {"id": "q1", "kind": "question", "title": "How?", "body": "How do I get there?", "author": "Cy",
     "space": "Ferry desk", "created": "2024-05-02"},
    {"id": "r1", "kind": "reply", "body": "Thanks.", "author": "cy", "parent": "a1", "created": "2024-05-04"},
    {"id": "s1", "kind": "recipe", "title": "Soup", "body": "Boil."},
    {"id": "m1", "kind": "post", "body": "Hello #ferry", "author": "mia.lund"},
]  # fmt: skip


@pytest.fixture
def file(tmp_path: Path) -> Path:
    made = tmp_path / "entries.jsonl"
    made.write_text("\n".join(map(json.dumps, LINES)) + "\n")
    return made


def test_entries_of_every_kind_are_taken(run: Run, file: Path, after: Session) -> None:
    report = run(import_entries, file)
    assert {kind: report.taken[kind] for kind in ("page", "question", "answer", "reply", "post")} == {
        "page": 2, "question": 1, "answer": 1, "reply": 1, "post": 1,
    }  # fmt: skip
    assert not report.left_out
    assert entry(after, "entries:s1").kind == "page"
    assert (entry(after, "entries:p1").origin or {})["coauthors"] == ["Ben"]


def test_an_answer_may_stand_before_its_question(run: Run, file: Path, after: Session) -> None:
    run(import_entries, file)
    question, answer, reply = (entry(after, f"entries:{name}") for name in ("q1", "a1", "r1"))
    assert (answer.parent_id, reply.parent_id, reply.root_id) == (question.id, answer.id, question.id)
    assert question.reply_count == 1
    assert question.last_activity_at == reply.created_at


def test_one_person_is_found_by_name_and_by_username(run: Run, file: Path, after: Session) -> None:
    run(import_entries, file)
    names = set(after.scalars(select(Person.name)))
    assert {"Mia Lund", "Ben", "Cy"} <= names
    assert "mia.lund" not in names
    assert entry(after, "entries:m1").author_id == entry(after, "entries:p1").author_id


def test_spaces_are_made_from_their_names(run: Run, file: Path, after: Session) -> None:
    run(import_entries, file)
    assert set(after.scalars(select(Space.slug))) == {"ferry-desk", "imported"}


def test_ids_stay_as_imported(run: Run, file: Path, after: Session) -> None:
    run(import_entries, file)
    assert (entry(after, "entries:q1").origin or {})["id"] == "q1"


def test_a_second_import_of_entries_changes_only_what_changed(run: Run, file: Path, after: Session) -> None:
    run(import_entries, file)
    file.write_text("\n".join(map(json.dumps, [{**LINES[0], "body": "Take the boat."}, *LINES[1:]])))
    again = run(import_entries, file)
    assert (dict(again.taken), dict(again.changed), sum(again.unchanged.values())) == ({}, {"page": 1}, 5)
    assert entry(after, "entries:p1").version == 2


MISTYPED = [
    ("not json", "the line is not JSON"),
    ("[1]", "the line is not a JSON object"),
    ('{"kind": "page", "title": "a", "body": "b"}', "it has no id"),
    ('{"id": "x", "title": "a"}', "it has no text"),
    ('{"id": "x", "title": "a", "body": "   "}', "it has no text"),
    ('{"id": "x", "title": "a", "body": "b", "created": "soon"}', "its date cannot be read"),
    ('{"id": "x", "title": 5, "body": "b"}', "its title is not text"),
    ('{"id": "x", "kind": "answer", "body": "b"}', "it is of kind answer and names no parent"),
    ('{"id": "x", "kind": "answer", "body": "b", "parent": "gone"}', "what it belongs to is not there"),
    ('{"id": "' + "x" * 300 + '", "body": "b"}', "its id is longer than 180 characters"),
]


@pytest.mark.parametrize(("line", "reason"), MISTYPED)
def test_a_mistyped_line_is_named_and_the_rest_goes_on(run: Run, tmp_path: Path, line: str, reason: str) -> None:
    file = tmp_path / "entries.jsonl"
    file.write_text(f'{{"id": "first", "body": "a"}}\n{line}\n{{"id": "last", "body": "b"}}\n')
    report = run(import_entries, file)
    assert report.taken["page"] == 2
    assert [which[:6] for which in report.left_out[reason]] == ["line 2"]


def test_a_text_over_the_limit_is_refused_with_the_reason(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "entries.jsonl"
    file.write_text(json.dumps({"id": "long", "title": "Long", "body": "x" * 300_000}))
    report = run(import_entries, file)
    assert not report.taken["page"]
    assert list(report.left_out.values()) == [["entries:long"]]


def test_a_long_title_is_cut_and_kept_whole_in_the_origin(run: Run, tmp_path: Path, after: Session) -> None:
    file = tmp_path / "entries.jsonl"
    file.write_text(json.dumps({"id": "long", "title": "word " * 100, "body": "x"}))
    run(import_entries, file)
    found = entry(after, "entries:long")
    assert len(found.title) <= 200
    assert len((found.origin or {})["title"]) > 400


def test_two_pages_with_one_title_have_two_addresses(run: Run, tmp_path: Path, after: Session) -> None:
    file = tmp_path / "entries.jsonl"
    file.write_text("\n".join(json.dumps({"id": number, "title": "Same", "body": "x"}) for number in range(3)))
    run(import_entries, file)
    assert {entry(after, f"entries:{number}").slug for number in range(3)} == {"same", "same-2", "same-3"}


def test_hundreds_of_entries_promise_the_index_in_few_jobs(
    run: Run, tmp_path: Path, after: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Without the commits that only the time asks for, so that the number does not hang on the machine.
    monkeypatch.setattr(intake, "LONGEST_HOLD_SECONDS", float("inf"))
    file = tmp_path / "entries.jsonl"
    rows = [{"id": f"n{number}", "title": f"N {number}", "body": "x"} for number in range(700)]
    file.write_text("\n".join(map(json.dumps, rows)))
    run(import_entries, file)
    jobs = after.scalars(select(OutboxJob).where(OutboxJob.task == "index")).all()
    assert len(jobs) <= 5
    promised = {subject for job in jobs for subject in job.payload["subjects"]}
    assert {f"entry:{number}" for number in range(1, 701)} <= promised


def test_posts_go_to_their_spaces(run: Run, tmp_path: Path, after: Session) -> None:
    file = tmp_path / "posts.jsonl"
    row = {"id": "a", "space": "ferry", "author": "u-1", "time": "2020-01-01T10:00Z", "text": "Off", "pages": ["x.md"]}
    rows = [row, {**row, "id": "b", "text": ""}, {**row, "id": "c", "text": "y" * 600}]
    file.write_text("\n".join(map(json.dumps, rows)))
    report = run(import_posts, file, {"ferry": "ferry-desk"})
    found = entry(after, "posts:a")
    assert (found.kind, found.origin["pages"]) == ("post", ["x.md"])  # type: ignore[index]
    assert after.scalars(select(Space.slug)).one() == "ferry-desk"
    assert sum(map(len, report.left_out.values())) == 2


@pytest.mark.shared_data
def test_a_slice_of_real_posts_is_taken_twice_without_doubling(run: Run, tmp_path: Path, after: Session) -> None:
    real = shared_path("data/microblog-public-servants/posts.jsonl").read_text().splitlines()
    file = tmp_path / "posts.jsonl"
    file.write_text("\n".join(real[:1000]))
    run(import_posts, file)
    assert run(import_posts, file).unchanged["post"] == 1000
    assert count(after) == 1000
