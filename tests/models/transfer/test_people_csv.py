"""A list of staff and the people here: newcomers, movers, leavers, and lists as spreadsheets write them."""

from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.core.db import Database
from models.core.errors import Invalid
from models.people.chart import chart
from models.people.department import Department, found_department
from models.people.person import Person, add_person
from models.people.post import circles
from models.people.source import use_own
from models.transfer.people_csv import CIRCLE, SAME_MAIL, TWICE, UNKNOWN, Choices, sync_people
from models.transfer.report import Report
from tests.models.transfer.conftest import Run

HEADER = "Staff number,Name,Email,Job title,Department,Office\n"
ROWS = [
    "1,Ada Sea,ada@pier.example,Harbour master,Pier Agency,Hull",
    "2,Bo Berg,bo@pier.example,Rope maker,Pier Agency,Hull",
    "3,Cy Dane,cy@pier.example,Clerk,Ministry of Ferries,York",
]


@pytest.fixture
def departments(empty: Database) -> None:
    with empty.writing() as session:
        ministry = found_department(session, "Ministry of Ferries", abbreviation="MoF")
        found_department(session, "Pier Agency", ministry)


@pytest.fixture
def sync(run: Run, tmp_path: Path, departments: None):
    def sync_(*rows: str, header: str = HEADER, **choices: object) -> Report:
        file = tmp_path / "staff.csv"
        file.write_text(header + "\n".join(rows))
        return run(sync_people, file, Choices("HR", **choices))

    return sync_


def people(session: Session) -> dict[str, Person]:
    session.rollback()
    return {each.name: each for each in session.scalars(select(Person))}


def unit(session: Session, name: str) -> int:
    return session.scalars(select(Department.id).where(Department.name == name)).one()


def test_newcomers_get_an_account(sync, after: Session) -> None:
    assert sync(*ROWS).taken["people"] == 3
    ada = people(after)["Ada Sea"]
    assert (ada.username, ada.email, ada.job_title, ada.place) == ("ada", "ada@pier.example", "Harbour master", "Hull")
    assert ada.department_id == unit(after, "Pier Agency")


def test_a_list_that_says_the_same_changes_nothing(sync) -> None:
    sync(*ROWS)
    again = sync(*ROWS)
    assert (dict(again.taken), dict(again.changed), dict(again.unchanged)) == ({}, {}, {"people": 3})


def test_who_has_an_account_is_known_by_the_address(sync, empty: Database, after: Session) -> None:
    with empty.writing() as session:
        add_person(session, "a.sea", "Ada", email="ADA@pier.example", job_title="Captain")
    assert sync(*ROWS).taken["people"] == 2
    ada = people(after)["Ada"]
    assert (ada.username, ada.job_title, ada.department_id) == ("a.sea", "Captain", unit(after, "Pier Agency"))


def test_movers_move_and_their_own_words_stay(sync, empty: Database, after: Session) -> None:
    sync(*ROWS)
    with empty.writing() as session:
        use_own(session, people(session)["Bo Berg"], "job_title", "Knots")
    report = sync(ROWS[0], ROWS[1].replace("Pier Agency", "mof").replace("Rope maker", "Sail maker"), ROWS[2])
    bo = people(after)["Bo Berg"]
    assert (bo.department_id, bo.job_title) == (unit(after, "Ministry of Ferries"), "Knots")
    assert report.notes["people moved to another department"] == 1


def test_leavers_are_closed_and_stay_under_their_name(sync, after: Session) -> None:
    sync(*ROWS)
    sync(*ROWS[:2])
    assert people(after)["Cy Dane"].disabled_at is not None


def test_a_leaving_date_that_has_passed_is_leaving(sync, after: Session) -> None:
    header = HEADER.replace("Office", "Office,Leaving date")
    sync(*(f"{row}," for row in ROWS), header=header)
    sync(f"{ROWS[0]},2020-01-31", f"{ROWS[1]},2199-01-31", f"{ROWS[2]},", header=header)
    found = people(after)
    assert [bool(found[name].disabled_at) for name in ("Ada Sea", "Bo Berg", "Cy Dane")] == [True, False, False]


def test_leavers_can_be_left_alone(sync, after: Session) -> None:
    sync(*ROWS)
    sync(*ROWS[:2], leavers=False)
    assert people(after)["Cy Dane"].disabled_at is None


def test_half_a_list_closes_nobody(sync, after: Session) -> None:
    many = [f"{n},Person {n},p{n}@pier.example,Clerk,Pier Agency,Hull" for n in range(20)]
    sync(*many)
    with pytest.raises(Invalid, match="12 of 20 people"):
        sync(*many[:8])
    assert all(each.disabled_at is None for each in people(after).values())
    sync(*many[:8], most_leavers=12)
    assert sum(each.disabled_at is not None for each in people(after).values()) == 12


def test_two_people_with_one_address_are_two_people(sync, after: Session) -> None:
    report = sync(ROWS[0], "9,Ann Twin,ADA@pier.example,Clerk,Pier Agency,Hull")
    assert report.left_out[SAME_MAIL] == ["line 3: ADA@pier.example"]
    assert (people(after)["Ada Sea"].email, people(after)["Ann Twin"].email) == ("ada@pier.example", None)


def test_the_same_staff_number_twice_is_reported(sync) -> None:
    report = sync(ROWS[0], ROWS[0].replace("Ada Sea", "Somebody Else"))
    assert report.left_out[TWICE] == ["line 3, as line 2"]
    assert report.taken["people"] == 1


def test_an_unknown_department_is_reported_and_not_made(sync, after: Session) -> None:
    report = sync(ROWS[0].replace("Pier Agency", "Peir Agency"))
    assert report.left_out[UNKNOWN] == ["line 2: Peir Agency (did they mean Pier Agency?)"]
    assert people(after)["Ada Sea"].department_id is None


def test_unknown_departments_are_made_when_asked(sync, after: Session) -> None:
    sync(ROWS[0].replace("Pier Agency", "Kite Office"), make_departments=True)
    assert people(after)["Ada Sea"].department_id == unit(after, "Kite Office")


def test_managers_make_a_chart_and_a_circle_is_cut(sync, after: Session) -> None:
    header = HEADER.replace("Office", "Line manager")
    report = sync(
        "1,Ada Sea,ada@pier.example,Head,Pier Agency,3",
        "2,Bo Berg,bo@pier.example,Deputy,Pier Agency,ada@pier.example",
        "3,Cy Dane,cy@pier.example,Clerk,Pier Agency,Bo Berg",
        "4,Di Eve,di@pier.example,Clerk,Pier Agency,Nobody Known",
        header=header,
    )
    assert report.left_out[CIRCLE] == ["line 2, line 4, line 3"]
    top = chart(after, unit(after, "Pier Agency")).nodes
    assert [node.row.title for node in top] == ["Clerk", "Head"]
    assert [[person.name for person in node.holders] for node in top] == [["Di Eve"], ["Ada Sea"]]
    assert circles({node.row.id: node.row.reports_to_id for node in top}) == []


def test_who_leaves_the_list_leaves_the_chart(sync, after: Session) -> None:
    header = HEADER.replace("Office", "Line manager")
    rows = ["1,Ada Sea,ada@pier.example,Head,Pier Agency,", "2,Bo Berg,bo@pier.example,Deputy,Pier Agency,1"]
    sync(*rows, header=header)
    sync(rows[1], header=header)
    assert [node.row.title for node in chart(after, unit(after, "Pier Agency")).nodes] == ["Deputy"]


@pytest.mark.parametrize("encoding", ["cp1252", "utf-16"])
def test_a_list_from_an_old_spreadsheet_is_read(
    run: Run, tmp_path: Path, departments: None, after: Session, encoding: str
) -> None:
    """Windows-1252 or UTF-16, semicolons, a title, headers over two rows with merged cells, a cell of two lines."""
    text = (
        "Liste du personnel;;;;;\r\n\r\nStaff number;Person;;Post;;Contact\r\n"
        ';First name;Surname;Title;Department;E-mail\r\n7;José;Peña;"Chef\r\ndu quai";Pier Agency;jp@pier.example\r\n'
    )
    file = tmp_path / "old.csv"
    file.write_bytes(text.encode(encoding))
    run(sync_people, file, Choices("HR"))
    jose = people(after)["José Peña"]
    assert (jose.job_title, jose.email) == ("Chef du quai", "jp@pier.example")


@pytest.mark.parametrize(
    "text, said",
    [
        ("Colour,Size\nred,2\n", "no column that is called Name"),
        ("Name,Colour\nAda,red\n", "no column by which people are known again"),
        ("", "no column that is called Name"),
    ],
)
def test_a_table_without_people_says_what_is_missing(
    run: Run, tmp_path: Path, departments, text: str, said: str
) -> None:
    file = tmp_path / "x.csv"
    file.write_text(text)
    with pytest.raises(Invalid, match=said):
        run(sync_people, file, Choices("HR"))
