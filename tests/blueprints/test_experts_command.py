"""The command that names who can answer, and measures it."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result
from flask import Flask

from tests.world import CANARY, World

Run = Callable[..., Result]
TEXT = "Who checks statements in May?"


@pytest.fixture
def run(app: Flask) -> Run:
    runner = app.test_cli_runner()
    return lambda *words: runner.invoke(args=[str(word) for word in words])


def test_people_are_named_with_what_it_stands_on(run: Run, world: World) -> None:
    printed = run("experts", TEXT, "--as", "mei.wong").output
    assert printed.startswith("1 person\n")
    assert "1  Ben Okafor  (Ministry of Transport)" in printed and "Who checks statements?" in printed


def test_as_json_each_piece_has_its_weight_and_age(run: Run, world: World) -> None:
    found = json.loads(run("experts", TEXT, "--as", "mei.wong", "--json").output)["results"][0]
    assert (found["rank"], found["id"], found["department"]) == (1, "ben.okafor", "Ministry of Transport")
    assert found["why"][0]["act"] == "answered" and 0 < found["why"][0]["left"] <= 1


def test_departments_instead_of_people(run: Run, world: World) -> None:
    assert "1  Ministry of Transport" in run("experts", TEXT, "--as", "mei.wong", "--departments").output
    answer = json.loads(run("experts", TEXT, "--as", "mei.wong", "--departments", "--json").output)
    assert answer["results"][0]["name"] == "Ministry of Transport"


def test_nothing_is_found_in_what_the_person_may_not_read(run: Run, world: World) -> None:
    for more in ([], ["--departments"], ["--json"]):
        printed = run("experts", f"Because {CANARY} plan", "--as", "tomas.reyes", *more).output
        assert CANARY not in printed.replace(f"Because {CANARY} plan", "") and "Gwen" not in printed


def test_a_run_names_people_as_they_were_imported_and_departments_by_name(
    run: Run, world: World, tmp_path: Path
) -> None:
    queries, out = tmp_path / "queries.jsonl", tmp_path / "run"
    queries.write_text(json.dumps({"id": 7, "text": TEXT}) + "\nnonsense\n")
    done = run("experts", "--queries", queries, "--run", out, "--as", "mei.wong")
    assert done.exit_code == 0 and "1 queries, 1 results" in done.output
    assert out.read_text().split()[:4] == ["7", "Q0", "ben.okafor", "1"]
    run("experts", "--queries", queries, "--run", out, "--as", "mei.wong", "--departments")
    assert out.read_text().split()[:4] == ["7", "Q0", "Ministry_of_Transport", "1"]


@pytest.mark.parametrize(
    "words", [["--as", "mei.wong"], ["x", "--queries", "x", "--as", "mei.wong"], ["text", "--as", "nobody.here"]]
)
def test_what_cannot_be_done_is_said(run: Run, world: World, words: list[str]) -> None:
    assert run("experts", *words).exit_code != 0
