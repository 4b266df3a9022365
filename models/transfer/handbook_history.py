"""Reads what is known of the past of a handbook's pages: who changed which file when, and full texts of a few."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from models.transfer.reading import json_lines, moment
from models.transfer.report import Report

MOST_TOLD = 200


@dataclass(frozen=True)
class Change:
    """Somebody changed a page. `text` is the whole file after it, where that is known."""

    at: datetime
    author: str
    summary: str
    rev: str
    text: str | None = None
    began: bool = False


@dataclass
class History:
    """Changes by path of the file as it is now, oldest first; `begins` is the oldest moment that is known at all."""

    changes: dict[str, list[Change]]
    begins: datetime | None

    def of(self, path: str) -> list[Change]:
        return self.changes.get(path, [])


def read_history(folder: Path, report: Report) -> History:
    """The past of every file from `revisions.jsonl` and `page-histories.jsonl`; empty where there are none."""
    changes: dict[str, list[Change]] = {}
    follow = _Follower()
    begins = None
    for commit in _commits(folder, report):
        at = moment(commit.get("time"))
        if at is None:
            continue
        begins = min(begins or at, at)
        for kind, *paths in (each for each in commit.get("changes") or [] if len(each) >= 2):
            path = follow.present(kind, *paths)
            if path and not commit.get("bot"):
                changes.setdefault(path, []).append(_change(commit, at, began=kind == "A"))
    for found in changes.values():
        found.sort(key=lambda change: change.at)
    _add_texts(folder, changes, report)
    return History(changes, begins)


class _Follower:
    """Follows files backwards in time from where they are now to where they were."""

    def __init__(self) -> None:
        self.now_at: dict[str, str] = {}
        self.ended: set[str] = set()

    def present(self, kind: str, path: str, moved_to: str = "", *_more: str) -> str | None:
        """Where the changed file is now; None for what stood at its path before it was added."""
        present = self.now_at.get(moved_to or path, moved_to or path)
        if present in self.ended:
            return None
        if moved_to:
            self.now_at[path] = present
        if kind == "A":
            self.ended.add(present)
        return present


def told(changes: list[Change]) -> list[dict[str, str]]:
    """Changes whose texts are not known, as they are kept in the origin of a page: the newest ones, oldest first."""
    return [
        {"at": change.at.isoformat(), "by": change.author, "summary": change.summary, "rev": change.rev}
        for change in changes[-MOST_TOLD:]
    ]


def _commits(folder: Path, report: Report) -> list[dict[str, Any]]:
    file = folder / "revisions.jsonl"
    if not file.is_file():
        return []
    found = [commit for _line, commit in json_lines(file, report)]
    # Newest first, so that a file that was moved is followed from where it is now to where it was.
    return sorted(found, key=lambda commit: str(moment(commit.get("time")) or ""), reverse=True)


def _change(commit: dict[str, Any], at: datetime, text: str | None = None, began: bool = False) -> Change:
    author, summary = str(commit.get("author") or ""), str(commit.get("summary") or "")
    return Change(at, author, summary, str(commit.get("rev") or ""), text, began)


def _add_texts(folder: Path, changes: dict[str, list[Change]], report: Report) -> None:
    file = folder / "page-histories.jsonl"
    if not file.is_file():
        return
    for _line, page in json_lines(file, report):
        known = [
            _change(each, at, str(each["text"]))
            for each in page.get("revisions") or []
            if each.get("text") and (at := moment(each.get("time")))
        ]
        revs = {change.rev for change in known}
        rest = [change for change in changes.get(str(page.get("page")), []) if change.rev not in revs]
        changes[str(page.get("page"))] = sorted([*rest, *known], key=lambda change: change.at)
