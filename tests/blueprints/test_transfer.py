"""`flask import` and `flask demo`: what they print, what they keep, and that no input ends in a traceback."""

import json
from pathlib import Path

import pytest
from click.testing import Result
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models.core.db import Database
from models.entries.entry import Entry
from models.search.engine import Query
from models.spaces.space import Space
from models.transfer import intake
from models.transfer.demo_world import PASSWORD
from models.transfer.everything import HANDBOOKS, parts_in
from tests.shared import shared_path


def flask(app: Flask, *words: object) -> Result:
    return app.test_cli_runner().invoke(args=[str(word) for word in words])


@pytest.fixture
def lines(tmp_path: Path) -> Path:
    file = tmp_path / "entries.jsonl"
    rows = [{"id": f"n{number}", "title": f"Lighthouse {number}", "body": "Clean the lamp."} for number in range(9)]
    file.write_text("\n".join(map(json.dumps, rows)) + "\nbroken\n")
    return file


def test_an_import_says_what_was_taken_and_what_was_not(app: Flask, lines: Path) -> None:
    result = flask(app, "import", "entries", lines)
    assert result.exit_code == 0
    assert "Taken: 9 pages, 1 person, 1 space" in result.output
    assert "Left out: 1 because the line is not JSON (line 10" in result.output


def test_what_was_imported_is_found_at_once(app: Flask, lines: Path) -> None:
    flask(app, "import", "entries", lines)
    found = app.extensions["witan"].engine.search(Query(text="lighthouse"), frozenset({"everyone"}))
    assert found.total == 9


def test_without_indexing_the_worker_is_left_the_work(app: Flask, lines: Path) -> None:
    flask(app, "import", "entries", lines, "--no-index")
    engine = app.extensions["witan"].engine
    assert engine.search(Query(text="lighthouse"), frozenset({"everyone"})).total == 0
    app.extensions["witan"].worker.drain()
    assert engine.search(Query(text="lighthouse"), frozenset({"everyone"})).total == 9


def test_the_whole_report_goes_to_a_file(app: Flask, lines: Path, tmp_path: Path) -> None:
    flask(app, "import", "entries", lines, "--report", tmp_path / "report.json")
    report = json.loads((tmp_path / "report.json").read_text())["Entries"]
    assert report["taken"] == {"page": 9, "people": 1, "spaces": 1}
    assert report["left_out"]["the line is not JSON"][0].startswith("line 10")


def test_a_stopped_import_keeps_what_it_took_and_goes_on(
    app: Flask, lines: Path, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(intake, "BATCH", 4)
    stopped = []

    def stop_once(self: intake.Intake, subject: str) -> None:
        self._subjects.append(subject)
        if len(self.created) == 6 and not stopped:
            stopped.append(subject)
            raise KeyboardInterrupt

    session.rollback()
    monkeypatch.setattr(intake.Intake, "index", stop_once)
    first = flask(app, "import", "entries", lines)
    assert first.exit_code == 130
    assert "What was taken so far is kept" in first.output
    assert "Taken: 3 pages" in flask(app, "import", "entries", lines).output


def test_an_owner_who_does_not_exist_is_said_plainly(app: Flask, lines: Path) -> None:
    result = flask(app, "import", "entries", lines, "--owner", "nobody.here")
    assert result.exit_code == 1
    assert "Nobody has the username nobody.here." in result.output


def test_the_administrator_owns_the_spaces_that_are_made(app: Flask, lines: Path, database: Database) -> None:
    flask(app, "import", "entries", lines)
    with database.reading() as session:
        space = session.scalars(select(Space).where(Space.slug == "imported")).one()
        assert space.openness == "open"
        assert space.created_by_id is not None


@pytest.mark.parametrize(
    "words",
    [
        ("handbook", "--space", "x"),
        ("stackexchange", "--space", "x"),
        ("stackexchange-csv", "--space", "x"),
        ("questions", "--space", "x"),
        ("organisations",),
        ("people",),
        ("posts",),
        ("entries",),
        ("all",),
    ],
)
def test_no_input_ends_in_a_traceback(app: Flask, tmp_path: Path, words: tuple[str, ...]) -> None:
    (tmp_path / "folder").mkdir()
    broken = [b"", b"\xff\xfe\x00garbage\x00", b"{", b"[" * 100_000, b"<posts><row", b'a,b\n"c']
    for number, content in enumerate(broken):
        (tmp_path / str(number)).write_bytes(content)
    for source in ("folder", *range(len(broken))):
        result = flask(app, "import", *words, tmp_path / str(source), "--no-index")
        assert result.exception is None or isinstance(result.exception, SystemExit), source


def test_a_handbook_of_broken_files_ends_without_a_traceback(app: Flask, tmp_path: Path) -> None:
    folder = tmp_path / "handbook"
    (folder / "deep").mkdir(parents=True)
    broken = [b"", b"---\n", b"---\na: [\n---\n", b"\xff\xfe", b"---\n- 1\n---\nText", b"# \n"]
    for number, content in enumerate(broken):
        (folder / "deep" / f"{number}.md").write_bytes(content)
    (folder / "revisions.jsonl").write_text('{"time": "x"}\n{"changes": [["A"]]}\nbroken\n')
    result = flask(app, "import", "handbook", folder, "--space", "broken")
    assert result.exit_code == 0, result.output


def test_the_demo_prints_how_to_sign_in_and_is_added_once(app: Flask) -> None:
    # The world of the tests has some of the same people: the demo then says so and adds nothing.
    result = flask(app, "demo")
    assert result.exit_code == 1
    assert "nothing was changed" in result.output
    assert PASSWORD not in result.output


@pytest.mark.shared_data
def test_everything_that_is_known_by_its_name_is_found() -> None:
    titles = [part.title for part in parts_in(shared_path("data"))]
    assert titles[0] == "Organisations"
    assert titles[1:6] == [name for _folder, _slug, name, *_rest in HANDBOOKS]
    assert titles[6:8] == ["Skills (esco-ict)", "Skills (uk-gdad)"]
    assert titles[8:] == ["People", "Quantum computing", "History forum", "Written questions", "Short posts"]


@pytest.mark.shared_data
def test_several_data_sets_go_into_one_intranet(app: Flask, tmp_path: Path, database: Database) -> None:
    data = tmp_path / "data"
    data.mkdir()
    for name in ("organisations-uk", "handbook-home-office-engineering"):
        (data / name).symlink_to(shared_path(f"data/{name}"), target_is_directory=True)
    result = flask(app, "import", "all", data)
    assert result.exit_code == 0, result.output
    with database.reading() as session:
        space = session.scalars(select(Space).where(Space.slug == "home-office-engineering")).one()
        assert session.scalar(select(func.count()).where(Entry.space_id == space.id)) >= 60
        assert space.department_id is not None
