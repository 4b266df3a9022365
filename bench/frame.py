"""Rows of the table: what was measured, in which unit, and the goal it is held against. No measuring lives here."""

import json
import operator
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

RESULTS = Path(__file__).parent / "results.json"
COMPARE = {"<=": operator.le, ">=": operator.ge, "<": operator.lt, ">": operator.gt}
SHOWN = {"<=": "≤", ">=": "≥"}


@dataclass(frozen=True)
class Row:
    """One figure. `goal` is such as "<= 2.5"; empty for a figure that only explains another."""

    name: str
    value: float
    unit: str
    goal: str = ""

    @property
    def met(self) -> bool | None:
        """Whether the goal was reached; None when there is none."""
        if not self.goal:
            return None
        sign, limit = self.goal.split()
        return bool(COMPARE[sign](self.value, float(limit)))


Part = Callable[[], Iterator[Row]]


def show(row: Row, command: str) -> None:
    """Print one line of the table at once, so that a long run can be watched."""
    sign, _, limit = row.goal.partition(" ")
    goal = f"{SHOWN.get(sign, sign)} {limit}" if row.goal else ""
    verdict = {True: "ok", False: "MISSED", None: ""}[row.met]
    print(f"{row.name:66} {number(row.value):>10} {row.unit:12} {goal:9} {verdict:7} {command}", flush=True)


def number(value: float) -> str:
    """Three figures that count, thousands with commas."""
    if value == int(value) or abs(value) >= 100:
        return f"{value:,.0f}"
    return f"{value:,.2f}" if abs(value) >= 1 else f"{value:.3f}"


def write(found: list[tuple[Row, str]]) -> None:
    """Keep the results for programs; rows of parts that did not run now stay as they were."""
    ran = {command for _row, command in found}
    kept = [each for each in _earlier() if each["command"] not in ran]
    kept += [
        {"name": row.name, "value": round(row.value, 4), "unit": row.unit, "goal": row.goal, "command": command}
        for row, command in found
    ]
    RESULTS.write_text(json.dumps(kept, indent=1, ensure_ascii=False) + "\n")


def _earlier() -> list[dict[str, object]]:
    return json.loads(RESULTS.read_text()) if RESULTS.exists() else []
