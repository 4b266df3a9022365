"""The commands that measure search and look after its index."""

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result
from flask import Flask
from sqlalchemy.orm import Session

from app import create_app
from blueprints.kit import asking_as
from models.core.db import Database
from models.core.settings import Settings
from models.microblog.micropost import post
from models.search import whoosh_store
from models.search.whoosh_engine import WhooshEngine
from models.spaces.joining import disable
from tests import postgres
from tests.world import CANARY, World

Run = Callable[..., Result]


@pytest.fixture
def run(app: Flask) -> Run:
    runner = app.test_cli_runner()
    return lambda *words: runner.invoke(args=[str(word) for word in words])


def test_results_are_printed_with_kind_title_space_and_excerpt(run: Run, world: World) -> None:
    printed = run("search", "guide", "--as", "aisha.khan").output
    assert printed.startswith("1 result\n")
    assert "1  Page: Publishing  (Digital service desk)" in printed
    assert "Read the guide." in printed


def test_results_as_json_have_rank_and_id(run: Run, world: World) -> None:
    answer = json.loads(run("search", "okafor", "--as", "aisha.khan", "--json", "--limit", 1).output)
    found = answer["results"][0]
    assert (found["rank"], found["id"], found["kind"], found["title"]) == (
        1, f"person:{world.ben.id}", "person", "Ben Okafor",
    )  # fmt: skip
    assert answer["total"] >= 1


def test_the_command_finds_what_its_person_may_read_and_no_more(run: Run, world: World) -> None:
    assert run("search", "plan", "--as", "mei.wong").output.startswith("1 result")
    for who in ("tomas.reyes", "ada.admin"):
        printed = run("search", "plan", "--as", who, "--json").output
        assert CANARY not in printed and '"total": 0' in printed


def test_a_change_that_waits_is_taken_in_first(run: Run, session: Session, world: World) -> None:
    post(session, world.ben, "The ferry is late")
    session.commit()
    assert "The ferry is late" in run("search", "ferry", "--as", "aisha.khan").output


def test_a_missing_index_is_built_first(app: Flask, run: Run, world: World) -> None:
    (app.extensions["witan"].settings.index_folder / whoosh_store.POINTER).unlink()
    assert "Publishing" in run("search", "guide", "--as", "aisha.khan").output


@pytest.mark.parametrize("who", ["nobody.here", "ben.okafor"])
def test_only_active_accounts_can_be_searched_as(run: Run, session: Session, world: World, who: str) -> None:
    disable(session, world.ben, world.ada)
    session.commit()
    result = run("search", "guide", "--as", who)
    assert result.exit_code == 1
    assert f"There is no active account {who}." in result.output


@pytest.mark.parametrize("words", [[], ["x", "--queries", __file__], ["--queries", __file__], ["x", "--run", "y"]])
def test_a_text_or_a_file_of_queries_is_asked_for(run: Run, words: list[str]) -> None:
    result = run("search", *words, "--as", "aisha.khan")
    assert result.exit_code == 2
    assert "Give a TEXT, or both" in result.output


def test_a_run_file_names_entries_as_they_were_imported(
    run: Run, database: Database, session: Session, world: World, tmp_path: Path
) -> None:
    world.publishing.origin = {"id": "pages/publishing 1"}
    session.commit()
    queries, out = tmp_path / "q.jsonl", tmp_path / "run"
    queries.write_text('{"id": "a", "text": "guide"}\n{"id": 2, "text": "statements"}\n{"id": "c", "text": "hippo"}\n')
    result = run("search", "--queries", queries, "--run", out, "--as", "aisha.khan")
    assert result.exit_code == 0
    lines = [line.split(" ") for line in out.read_text().splitlines()]
    assert [line[:4] for line in lines if line[0] == "a"] == [["a", "Q0", "pages/publishing_1", "1"]]
    assert ["2", "Q0", f"entry:{world.question.id}", "1"] in [line[:4] for line in lines]
    assert {line[0] for line in lines} == {"a", "2"}
    assert all(len(line) == 6 and float(line[4]) > 0 and line[5] == "witan" for line in lines)


def test_lines_that_cannot_be_read_are_reported_by_number_and_the_others_run(
    run: Run, world: World, tmp_path: Path
) -> None:
    queries, out = tmp_path / "q.jsonl", tmp_path / "run"
    bad = [
        b"{",
        b"[1]",
        b'{"text": "x"}',
        b'{"id": "b"}',
        b'{"id": "b", "text": " "}',
        b"\xff",
        b'{"id": "a", "text": "x"}',
    ]
    queries.write_bytes(b"\n".join([b'{"id": "a", "text": "guide"}', b"", *bad]))
    result = run("search", "--queries", queries, "--run", out, "--as", "aisha.khan")
    assert re.findall(r"line (\d+): ", result.output) == ["3", "4", "5", "6", "7", "8", "9"]
    assert "7 lines" in result.output
    assert result.exit_code == 0
    assert len(out.read_text().splitlines()) == 1


def test_a_file_without_any_query_writes_nothing(run: Run, world: World, tmp_path: Path) -> None:
    (tmp_path / "q.jsonl").write_text("{\n")
    result = run("search", "--queries", tmp_path / "q.jsonl", "--run", tmp_path / "run", "--as", "aisha.khan")
    assert result.exit_code == 1
    assert "Nothing was written" in result.output
    assert not (tmp_path / "run").exists()


def test_status_says_how_large_the_index_is_and_what_waits(run: Run, session: Session, world: World) -> None:
    post(session, world.ben, "The ferry is late")
    session.commit()
    printed = run("index", "status").output
    assert re.search(r"Documents +\d+\n", printed)
    assert re.search(r"Jobs waiting +1\nOldest job +\d+ seconds", printed)
    assert re.search(r"State +ready", printed)


def test_verify_is_content_with_a_right_index(run: Run, world: World) -> None:
    result = run("index", "verify")
    assert (result.exit_code, result.output.startswith("The index is right")) == (0, True)


def test_verify_names_what_is_missing(run: Run, session: Session, world: World) -> None:
    found = post(session, world.ben, "The ferry is late")
    session.commit()
    result = run("index", "verify")
    assert result.exit_code == 1
    assert f"1 missing or outdated in the index: entry:{found.id}" in result.output
    assert "Jobs that wait to be indexed: 1." in result.output


def test_verify_finds_damage_and_rebuild_mends_it(app: Flask, run: Run, world: World) -> None:
    folder = app.extensions["witan"].settings.index_folder
    pack = next(folder.glob("*/*.pack"))
    damaged = pack.with_suffix(".damaged")
    damaged.write_bytes(pack.read_bytes()[:-1] + b"?")
    damaged.replace(pack)
    assert run("index", "verify").exit_code == 1
    assert "must be rebuilt" in run("index", "status").output
    assert "documents in" in run("index", "rebuild").output
    assert run("index", "verify").exit_code == 0


def test_a_busy_index_is_said_plainly(app: Flask, run: Run, world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(asking_as, "BUSY_SECONDS", 0.1)
    with whoosh_store.locked(app.extensions["witan"].settings.index_folder):
        result = run("index", "rebuild")
    assert result.exit_code == 1
    assert "Another process is writing to the search index" in result.output


def test_a_running_application_shows_what_a_command_rebuilt(app: Flask, run: Run, world: World) -> None:
    beside = WhooshEngine(app.extensions["witan"].settings.index_folder)
    before = beside.stats().generation
    run("index", "rebuild")
    assert beside.refresh()
    assert beside.stats().generation > before
    beside.close()


def test_the_engine_is_not_changed_where_there_is_only_one(run: Run, world: World) -> None:
    result = run("index", "use", "postgres")
    assert result.exit_code == 1
    assert "Nothing was changed." in result.output
    assert re.search(r"Engine +embedded", run("index", "status").output)


@pytest.mark.postgres
def test_the_engine_is_changed_by_one_command_while_everything_runs(postgres_address: str, tmp_path: Path) -> None:
    url = postgres.new_database(postgres_address, "engine_command", "world").url
    settings = Settings(data=tmp_path, database_url=url, secret_key="a key for tests alone", threads=4)
    serving, beside = create_app(settings), create_app(settings)
    runner = beside.test_cli_runner()
    assert runner.invoke(args=["index", "rebuild"]).exit_code == 0
    printed = runner.invoke(args=["index", "use", "postgres"]).output
    assert "The engine postgres answers searches from now on" in printed
    assert "already" in runner.invoke(args=["index", "use", "postgres"]).output
    assert re.search(r"Engine +postgres", runner.invoke(args=["index", "status"]).output)
    assert runner.invoke(args=["index", "verify"]).exit_code == 0
    assert "Publishing" in serving.test_cli_runner().invoke(args=["search", "guide", "--as", "aisha.khan"]).output
    for each in (serving, beside):
        each.extensions["witan"].engine.close()
        each.extensions["witan"].database.close()
