"""Lists of organisations become the tree of departments."""

import json
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.core.db import Database
from models.entries.joining_departments import merge_department
from models.people.department import Department, found_department
from models.transfer.organisations import import_organisations
from tests.models.transfer.conftest import Run
from tests.shared import shared_path


def organisation(slug: str, title: str, *parents: str, closed: bool = False) -> dict[str, object]:
    return {
        "id": f"https://example.org/api/{slug}",
        "title": title,
        "details": {"abbreviation": slug.upper(), "govuk_status": "closed" if closed else "live", "closed_at": None},
        "parent_organisations": [{"id": f"https://example.org/api/{parent}"} for parent in parents],
        "updated_at": "2016-07-18T18:26:52+01:00",
        "format": "Executive agency",
    }


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "organisations"
    made.mkdir()
    rows = [
        organisation("pa", "Pier Agency", "mof"),
        organisation("mof", "Ministry of Ferries"),
        organisation("old", "Rowing Office", "mof", closed=True),
        organisation("a", "Loop A", "b"),
        organisation("b", "Loop B", "a"),
    ]
    (made / "all.jsonl").write_text("\n".join(map(json.dumps, rows)) + "\nbroken\n")
    (made / "register.tsv").write_text(
        "government-organisation\tname\twebsite\tstart-date\tend-date\n"
        "D1\tThe Ministry of Ferries\t\t\t\nD2\tLighthouse Board\thttps://example.org\t\t2015-01-01\n"
    )
    (made / "other.csv").write_text("a,b\n1,2\n")
    return made


def by_name(session: Session) -> dict[str, Department]:
    session.rollback()
    return {each.name: each for each in session.scalars(select(Department))}


def test_organisations_become_a_tree(run: Run, folder: Path, after: Session) -> None:
    run(import_organisations, folder)
    found = by_name(after)
    ministry, agency = found["Ministry of Ferries"], found["Pier Agency"]
    assert agency.parent_id == ministry.id
    assert agency.path == f"/{ministry.id}/{agency.id}/"
    assert (agency.abbreviation, found["Rowing Office"].closed_at is None) == ("PA", False)


def test_a_register_adds_only_what_is_missing(run: Run, folder: Path, after: Session) -> None:
    run(import_organisations, folder)
    found = by_name(after)
    assert "The Ministry of Ferries" not in found
    assert found["Lighthouse Board"].closed_at is not None


def test_organisations_in_a_circle_are_taken_and_reported(run: Run, folder: Path, after: Session) -> None:
    report = run(import_organisations, folder)
    assert {"Loop A", "Loop B"} <= set(by_name(after))
    assert report.left_out["its parent stands below itself, so it stands at the top"] == ["Loop B"]


def test_a_department_that_is_there_is_joined_by_name(run: Run, folder: Path, empty: object, after: Session) -> None:
    with empty.writing() as session:  # type: ignore[attr-defined]
        found_department(session, "ministry of ferries")
    report = run(import_organisations, folder)
    assert report.changed["departments"] == 1
    assert by_name(after)["Pier Agency"].parent_id == by_name(after)["Ministry of Ferries"].id


def test_a_second_import_of_organisations_changes_nothing(run: Run, folder: Path) -> None:
    first = run(import_organisations, folder)
    again = run(import_organisations, folder)
    assert again.unchanged["departments"] == first.taken["departments"] == 6
    assert not again.taken
    assert not again.changed


@pytest.mark.shared_data
def test_the_real_organisations_become_a_tree(run: Run, after: Session) -> None:
    report = run(import_organisations, shared_path("data/organisations-uk"))
    found = by_name(after)
    assert report.taken["departments"] > 1000
    assert found["Government Digital Service"].parent_id == found["Cabinet Office"].id


def test_what_was_merged_here_is_not_made_anew(run: Run, folder: Path, empty: Database, after: Session) -> None:
    run(import_organisations, folder)
    with empty.writing() as session:
        old, into = by_name(session)["Pier Agency"], by_name(session)["Lighthouse Board"]
        into.closed_at = None
        session.flush()
        merge_department(session, old, into, None)
    report = run(import_organisations, folder)
    assert not report.taken
    assert by_name(after)["Pier Agency"].closed_at is not None
