"""Made data for the importers, in the formats of their sources and of realistic size, from sentences of the demo."""

import json
import random
from collections.abc import Iterable
from pathlib import Path
from typing import Any
from xml.sax.saxutils import quoteattr

from bench.crowd import prose

PAGES, FOLDERS = 300, 12
QUESTIONS = 500
WRITTEN = 700
POSTS = 2000
ENTRIES = 1000
DAY = "2024-03-{:02d}T{:02d}:{:02d}:00"


def everything(folder: Path) -> dict[str, Path]:
    """Write all of it below a folder; where each importer finds its source."""
    chance = random.Random(3)
    return {
        "handbook": _handbook(chance, folder / "handbook"),
        "stackexchange": _stackexchange(chance, folder / "stackexchange"),
        "questions": _lines(folder / "questions.jsonl", (_written(chance, n) for n in range(WRITTEN))),
        "posts": _lines(folder / "posts.jsonl", (_post(chance, n) for n in range(POSTS))),
        "entries": _lines(folder / "entries.jsonl", (_entry(chance, n) for n in range(ENTRIES))),
    }


def _at(number: int) -> str:
    return DAY.format(number % 28 + 1, number % 24, number % 60)


def _lines(file: Path, rows: Iterable[dict[str, Any]]) -> Path:
    file.write_text("".join(json.dumps(row) + "\n" for row in rows))
    return file


def _handbook(chance: random.Random, folder: Path) -> Path:
    """Pages of about 3 KB in folders, with front matter, headings, lists and links among themselves."""
    for number in range(PAGES):
        file = folder / f"part-{number % FOLDERS}" / f"page-{number}.md"
        file.parent.mkdir(parents=True, exist_ok=True)
        links = "\n".join(f"- [Page {n}](../part-{n % FOLDERS}/page-{n}.md)" for n in chance.sample(range(PAGES), 6))
        parts = "\n\n".join(f"## Step {n}\n\n{prose(chance, 600)}" for n in range(4))
        about = f"---\ntitle: Page {number}\ntags: [guide, part-{number % FOLDERS}]\n---\n"
        file.write_text(f"{about}\n{prose(chance, 300)}\n\n{links}\n\n{parts}\n")
    return folder


def _stackexchange(chance: random.Random, folder: Path) -> Path:
    """Questions with an answer or two, remarks, and people."""
    folder.mkdir()
    posts, remarks = [], []
    for number in range(QUESTIONS):
        asked = number * 3 + 1
        posts.append(
            {"Id": asked, "PostTypeId": 1, "Title": prose(chance, 50)[:140], "Tags": "<letters>"} | _said(chance, asked)
        )
        for answer in range(asked + 1, asked + 2 + number % 2):
            posts.append({"Id": answer, "PostTypeId": 2, "ParentId": asked} | _said(chance, answer))
        remarks += [
            {"Id": asked + n, "PostId": asked, "Text": prose(chance, 150), "CreationDate": _at(n), "UserId": n + 1}
            for n in range(2)
        ]
    people = [{"Id": n, "DisplayName": f"Person {n}", "CreationDate": _at(n)} for n in range(1, 200)]
    for name, rows in (("Posts", posts), ("Comments", remarks), ("Users", people)):
        lines = "".join(f"<row {' '.join(f'{k}={quoteattr(str(v))}' for k, v in row.items())} />\n" for row in rows)
        (folder / f"{name}.xml").write_text(f"<?xml version='1.0' encoding='utf-8'?>\n<rows>\n{lines}</rows>\n")
    return folder


def _said(chance: random.Random, number: int) -> dict[str, Any]:
    body = "".join(f"<p>{prose(chance, 400)}</p>" for _ in range(2))
    return {"Body": body, "CreationDate": _at(number), "OwnerUserId": number % 199 + 1, "Score": 1}


def _written(chance: random.Random, number: int) -> dict[str, Any]:
    day = _at(number)[:10]
    return {
        "id": number + 1,
        "uin": str(number),
        "title": prose(chance, 30)[:90],
        "question": prose(chance, 250),
        "answer": prose(chance, 600),
        "answer_format": "text",
        "asked_by": number % 150,
        "answered_by": 1000 + number % 60,
        "date_tabled": day,
        "date_answered": day,
        "department_id": number % 20,
        "department": f"Department {number % 20}",
    }


def _post(chance: random.Random, number: int) -> dict[str, Any]:
    said = {"id": f"p{number}", "space": f"space-{number % 5}", "author": f"u-{number % 90}", "time": _at(number) + "Z"}
    return said | {"text": prose(chance, 60)[:400], "pages": []}


def _entry(chance: random.Random, number: int) -> dict[str, Any]:
    kind = ("page", "question", "answer", "discussion", "reply")[number % 5]
    said = {"id": f"e{number}", "kind": kind, "title": f"{number} {prose(chance, 40)[:80]}", "body": prose(chance, 900)}
    if kind in ("answer", "reply"):
        said["parent"] = f"e{number - 1}"
    return said | {
        "author": f"Author {number % 50}",
        "department": f"Department {number % 9}",
        "space": f"space-{number % 4}",
        "created": _at(number) + "Z",
        "tags": [f"tag-{number % 30}"],
    }
