"""Organograms become posts and the people who hold them, as dirty as they are published."""

from pathlib import Path

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models.core.db import Database
from models.people.chart import chart, posts_of
from models.people.department import Department
from models.people.person import Person
from models.people.post import Post, circles
from models.people.source import details, use_own
from models.transfer.organograms import CIRCLE, DEAD_END, import_organograms
from tests.models.transfer.conftest import Run
from tests.shared import shared_path

HEAD = (
    '"Post Unique Reference","Name","Grade (or equivalent)","Job Title","Parent Department","Organisation","Unit",'
    '"Reports to Senior Post"\n'
)
SENIOR = (
    HEAD
    + """"P1","Ada Sea","SCS2","Director","Ministry of Ferries","Pier Agency","Piers","XX"
"P2","N/D","SCS1","Deputy","Ministry of Ferries","Pier Agency","Piers","p1"
"P3","Vacant post","SCS1","Deputy, quays","Ministry of Ferries","Pier Agency","Piers","P1"
"P4","Ada Sea","SCS1","Acting head","Ministry of Ferries","Pier Agency","Ropes","P1"
"P5","12345","SCS1","Head","Ministry of Ferries","Pier Agency","Ropes","P9"
"P6","Bo "Ropes" Berg","SCS1","Head of ropes","","Pier Agency"
"P7","Eliminated","SCS1","Nothing","Ministry of Ferries","Pier Agency","Ropes","P1"
"""
)
JUNIOR = """Parent Department,Organisation,Unit,Reporting Senior Post,Grade,Generic Job Title,Number of Posts in FTE
"Ministry of Ferries","Pier Agency","Piers","P2","AO","Administrator","2.5"
"Ministry of Ferries","Pier Agency","Piers","P2","AO","Administrator","1"
"Ministry of Ferries","Pier Agency","Piers","P1","EO","Officer","4"
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "pier-senior.csv").write_text(SENIOR)
    (tmp_path / "pier-junior.csv").write_text(JUNIOR)
    return tmp_path


def agency(session: Session) -> Department:
    session.rollback()
    return session.scalars(select(Department).where(Department.name == "Pier Agency")).one()


def titled(session: Session, title: str) -> Post:
    session.rollback()
    return session.scalars(select(Post).where(Post.title == title)).one()


def test_people_hold_their_posts(run: Run, folder: Path, after: Session) -> None:
    report = run(import_organograms, folder)
    ada = after.scalars(select(Person).where(Person.username == "ada.sea")).one()
    assert report.taken["people"] == 2
    assert (ada.job_title, ada.department_id) == ("Director", agency(after).id)
    assert [row.title for row in posts_of(after, ada.id)] == ["Director", "Acting head"]


def test_posts_without_a_name_are_posts_all_the_same(run: Run, folder: Path, after: Session) -> None:
    run(import_organograms, folder)
    assert [titled(after, each).state for each in ("Deputy", "Deputy, quays", "Head")] == [
        "withheld",
        "vacant",
        "withheld",
    ]


def test_junior_posts_that_are_alike_stand_together(run: Run, folder: Path, after: Session) -> None:
    run(import_organograms, folder)
    post = titled(after, "Administrator")
    assert (post.full_time, post.grouped, post.reports_to_id) == (3.5, True, titled(after, "Deputy").id)


def test_an_ended_post_is_left_out(run: Run, folder: Path, after: Session) -> None:
    report = run(import_organograms, folder)
    assert report.left_out["the post was ended"] == ["pier-senior.csv line 8"]


def test_a_line_that_leads_nowhere_is_reported(run: Run, folder: Path, after: Session) -> None:
    report = run(import_organograms, folder)
    assert report.left_out[DEAD_END] == ["pier-senior.csv line 6: P9"]
    assert titled(after, "Head").reports_to_id is None


def test_a_circle_is_cut_at_its_highest_post(run: Run, tmp_path: Path, after: Session) -> None:
    rows = [
        f'"{one}","Pat {one}","{grade}","Head {one}","","Pier Agency","","{above}"'
        for one, grade, above in (("A", "SCS1", "C"), ("B", "SCS2", "A"), ("C", "SCS1", "B"), ("D", "SCS1", "D"))
    ]
    (tmp_path / "pier-senior.csv").write_text(HEAD + "\n".join(rows))
    report = run(import_organograms, tmp_path)
    assert len(report.left_out[CIRCLE]) == 2
    assert {node.row.title for node in chart(after, agency(after).id).nodes} == {"Head B", "Head D"}


def test_one_reference_for_two_posts_makes_two(run: Run, tmp_path: Path, after: Session) -> None:
    rows = '"0","Ann Bo","SCS1","Head","","Pier Agency"\n"0","Cy Da","SCS1","Chief","","Pier Agency"\n'
    (tmp_path / "pier-senior.csv").write_text(HEAD + rows)
    report = run(import_organograms, tmp_path)
    assert report.taken["posts"] == 2
    assert report.left_out["another post has the same reference; both are taken"] == ["pier-senior.csv line 3: 0"]


def test_a_post_that_two_share_is_one(run: Run, tmp_path: Path, after: Session) -> None:
    rows = '"1","Ann Bo","SCS1","Head","","Pier Agency"\n"1","Cy Da","SCS1","Head","","Pier Agency"\n'
    (tmp_path / "pier-senior.csv").write_text(HEAD + rows)
    run(import_organograms, tmp_path)
    (node,) = chart(after, agency(after).id).nodes
    assert [person.name for person in node.holders] == ["Ann Bo", "Cy Da"]


def test_nothing_is_doubled(run: Run, folder: Path) -> None:
    first = run(import_organograms, folder)
    again = run(import_organograms, folder)
    assert not again.taken
    assert again.unchanged["posts"] == first.taken["posts"] == 8
    assert not again.changed


def test_a_post_that_is_gone_ends(run: Run, folder: Path, after: Session) -> None:
    run(import_organograms, folder)
    (folder / "pier-senior.csv").write_text("".join(SENIOR.splitlines(keepends=True)[:-3]))
    run(import_organograms, folder)
    assert titled(after, "Head of ropes").ended_at is not None
    assert titled(after, "Director").ended_at is None


def test_a_person_sees_what_came_from_an_organogram_and_keeps_their_own(
    run: Run, folder: Path, empty: Database, after: Session
) -> None:
    run(import_organograms, folder)
    with empty.writing() as session:
        ada = session.scalars(select(Person).where(Person.username == "ada.sea")).one()
        said = {each.field: (each.source_name, each.own) for each in details(session, ada)}
        use_own(session, ada, "job_title", "Harbour master")
    (folder / "pier-senior.csv").write_text(SENIOR.replace('"Director"', '"Chief"'))
    run(import_organograms, folder)
    assert said["job_title"] == ("Pier Agency", False)
    ada = after.scalars(select(Person).where(Person.username == "ada.sea")).one()
    assert ada.job_title == "Harbour master"
    assert titled(after, "Chief") is not None


def test_a_table_in_an_old_encoding_is_read(run: Run, tmp_path: Path, after: Session) -> None:
    (tmp_path / "old-senior.csv").write_bytes('Name,Organisation\r\n"José Peña",Pier Agency\r\n'.encode("cp1252"))
    run(import_organograms, tmp_path)
    assert after.scalars(select(Person.name)).all() == ["José Peña"]


@pytest.mark.shared_data
def test_a_real_organogram_is_taken(run: Run, after: Session) -> None:
    report = run(import_organograms, shared_path("data/organograms-uk-2011-09/cabinet_office-senior.csv"))
    assert report.taken["people"] > 50
    cabinet = after.scalars(select(Department.id).where(Department.name == "Cabinet Office")).one()
    assert [node.row.title for node in chart(after, cabinet).nodes][0].startswith("Cabinet Secretary")


@pytest.mark.shared_data
def test_all_organograms_are_taken_without_a_circle(run: Run, after: Session) -> None:
    report = run(import_organograms, shared_path("data/organograms-uk-2011-09"))
    after.rollback()
    reports = {row.id: row.reports_to_id for row in after.execute(select(Post.id, Post.reports_to_id))}
    senior = after.scalar(select(func.count()).where(~Post.grouped))
    left_out = len(report.left_out["the post was ended"])
    assert circles(reports) == []
    assert 4_700 < senior <= 4_831 - left_out
    assert len(report.left_out[DEAD_END]) < 40
