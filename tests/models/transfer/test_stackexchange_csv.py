"""A Stack Exchange site as CSV: cells of several lines, closed as asked before, people who left, and broken files."""

from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.core.errors import Invalid
from models.forums.answering import Acceptance, Closing
from models.people.person import Person
from models.transfer.stackexchange_csv import import_stackexchange_csv
from tests.models.transfer.conftest import Run, count, entry
from tests.shared import shared_path

COLUMNS = (
    "Id,PostTypeId,ParentId,AcceptedAnswerId,CreationDate,ClosedDate,OwnerUserId,OwnerDisplayName,Score,Tags,Title,Body"
)
POSTS = f"""{COLUMNS}
1,1,,2,2018-03-12T17:00:45.567,,7,,5,<sea><deep-water>,How deep?,"<p>How ""deep"" is it,
really?</p>"
2,2,1,,2018-03-13T17:00:45.567,,,Gone Ben,3,,,<p>Very.</p>
3,1,,,2018-03-14T10:00:00,2018-03-15T10:00:00,7,,0,<sea>,How deep is it?,<p>Again</p>
4,2,99,,2018-03-14T10:00:00,,7,,0,,,lost
"""
COMMENTS = "Id,PostId,Text,CreationDate,UserId,UserDisplayName,Score\n1,1,Which sea?,2018-03-12T18:00:00,7,,2\n"
USERS = "Id,DisplayName,Location,CreationDate\n7,Ada Sea,Harbour,2018-01-01T00:00:00\n"
LINKS = "Id,LinkTypeId,CreationDate,PostId,RelatedPostId\n1,3,2018-03-15T10:00:00,3,1\n2,1,2018-03-15T10:00:00,1,3\n"


@pytest.fixture
def site(tmp_path: Path) -> Path:
    folder = tmp_path / "site"
    folder.mkdir()
    for name, text in (("Posts", POSTS), ("Comments", COMMENTS), ("Users", USERS), ("PostLinks", LINKS)):
        (folder / f"{name}.csv").write_text(text)
    return folder


def test_cells_of_several_lines_become_threads(run: Run, site: Path, after: Session) -> None:
    report = run(import_stackexchange_csv, site, "sea")
    question = entry(after, "stackexchange:sea:1")
    assert (report.taken["question"], report.taken["answer"], report.taken["reply"]) == (2, 1, 1)
    assert question.body.startswith('How "deep" is it,')
    assert after.scalars(select(Acceptance.question_id)).all() == [question.id]
    assert any("question was not taken" in reason for reason in report.left_out)


def test_a_question_that_was_asked_before_says_so(run: Run, site: Path, after: Session) -> None:
    run(import_stackexchange_csv, site, "sea")
    assert after.scalars(select(Closing.reason)).all() == ["Asked before: How deep?"]


def test_who_left_keeps_the_name_that_they_had(run: Run, site: Path, after: Session) -> None:
    run(import_stackexchange_csv, site, "sea")
    answer = entry(after, "stackexchange:sea:2")
    assert after.scalars(select(Person.name).where(Person.id == answer.author_id)).one() == "Gone Ben"


def test_a_second_import_doubles_nothing(run: Run, site: Path, after: Session) -> None:
    run(import_stackexchange_csv, site, "sea")
    again = run(import_stackexchange_csv, site, "sea")
    assert count(after) == 4 == sum(again.unchanged.values())


def test_a_file_that_breaks_off_is_read_as_far_as_it_goes(run: Run, site: Path) -> None:
    (site / "Posts.csv").write_text(POSTS[: POSTS.index("again".title()) + 2] + '<p>"x')
    report = run(import_stackexchange_csv, site, "sea")
    assert report.taken["question"] >= 1
    (site / "Posts.csv").write_text(POSTS + "9,1\n")
    report = run(import_stackexchange_csv, site, "sea")
    assert any("more or fewer cells" in reason for reason in report.left_out)


def test_a_table_of_something_else_is_refused(run: Run, site: Path) -> None:
    (site / "Posts.csv").write_text("Name,Place\nAda,Harbour\n")
    with pytest.raises(Invalid, match="has no column"):
        run(import_stackexchange_csv, site, "sea")


@pytest.mark.shared_data
def test_a_slice_of_a_real_site_is_taken(run: Run, tmp_path: Path) -> None:
    real = shared_path("data/qa-stackexchange-history-meta")
    with (real / "Posts.csv").open(newline="") as lines:
        (tmp_path / "Posts.csv").write_text("".join(lines.readlines()[:600]), newline="")
    (tmp_path / "Users.csv").symlink_to(real / "Users.csv")
    report = run(import_stackexchange_csv, tmp_path, "history")
    assert report.taken["question"] > 20
    assert report.taken["answer"] > 40
