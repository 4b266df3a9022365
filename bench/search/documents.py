"""Real documents for the benches of search: handbook pages, written questions, questions of two forums, short posts.

Where more are needed than there are, they are resampled with their own words: sentences of one text and a few of
another of its kind. Half of all lie in closed spaces; there are 2,000 spaces of uneven size.
"""

import csv
import json
import random
import re
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from html import unescape
from pathlib import Path
from xml.etree import ElementTree

from bench.places import shared
from models.search.engine import DAY, Document

SPACES, DEPARTMENTS, AUTHORS = 2_000, 40, 3_000
STATUSES = ("", "", "", "official", "outdated")
NOW = 1_790_000_000_000_000
# The reader sees what is open and twenty closed spaces of all sizes.
MINE = tuple(range(1, 1_000, 50))
KEYRING = frozenset({"everyone", *(f"space:{space}" for space in MINE)})
HANDBOOKS = {
    "digital-gov": "handbook-digital-gov/content",
    "govuk-developers": "handbook-govuk-developer-docs/source",
    "service-manual": "handbook-gov-service-manual/service-manual",
    "home-office": "handbook-home-office-engineering/docs",
    "18f": "handbook-18f-tts/pages",
}
FRONT_MATTER = re.compile(r"^---\s*\n(.*?)\n---\s*\n", re.DOTALL)
TITLE = re.compile(r"^(?:title|display_name):\s*[\"']?(.+?)[\"']?\s*$", re.MULTILINE)
HEADING = re.compile(r"^#\s+(.+)$", re.MULTILINE)
MARKS = re.compile(r"<[^>]+>|\{[{%].*?[%}]\}|[*_`#|>]+")
LINK = re.compile(r"!?\[([^\]]*)\]\(([^)]*)\)")
SENTENCE = re.compile(r"(?<=[.!?])\s+|\n+")


@dataclass(frozen=True)
class Text:
    """One real text. `id` tells where it comes from."""

    id: str
    kind: str
    title: str
    body: str


def texts() -> list[Text]:
    """All of them. Raises RuntimeError without the shared data."""
    folder = shared()
    if folder is None:
        raise RuntimeError("the shared data sets are not there: set WITAN_SHARED")
    found = [page for name in HANDBOOKS for page, _raw in handbook(name)]
    found += [text for _, text in written(folder)]
    for forum in ("qa-stackexchange-quantum", "qa-stackexchange-history-meta"):
        found += [_post_text(forum, row) for row in forum_posts(folder / forum)]
    for line in (folder / "microblog-public-servants/posts.jsonl").read_text().split("\n"):
        if not line:
            continue
        post = json.loads(line)
        found.append(Text(f"post:{post['id']}", "post", "", post["text"]))
    return found


def handbook(name: str) -> Iterator[tuple[Text, str]]:
    """Every page of a handbook with its Markdown; the id is `page:<handbook>:<path>`."""
    root = (shared() or Path()) / HANDBOOKS[name]
    for path in sorted(root.rglob("*.md*")):
        if path.suffix not in (".md", ".erb") or not path.is_file():
            continue
        raw = path.read_text(errors="replace")
        front = FRONT_MATTER.match(raw)
        body = raw[front.end() :] if front else raw
        title = TITLE.search(front[1]) if front else None
        heading = HEADING.search(body)
        called = title[1] if title else heading[1] if heading else path.stem.replace("-", " ")
        yield Text(f"page:{name}:{path.relative_to(root)}", "page", called, plain(body)), body


def written(folder: Path) -> Iterator[tuple[dict, Text]]:
    """Written questions of Parliament with what is known of them."""
    for file in sorted((folder / "qa-uk-parliament-written").glob("*.jsonl")):
        for line in file.read_text().split("\n"):
            if not line:
                continue
            one = json.loads(line)
            body = f"{one['question']}\n{plain(one.get('answer') or '')}"
            yield one, Text(f"written:{one['id']}", "question", one["title"] or "", body)


def forum_posts(folder: Path) -> list[dict[str, str]]:
    """Rows of a forum's posts, as XML or CSV."""
    if (folder / "Posts.csv").is_file():
        with (folder / "Posts.csv").open(newline="", encoding="utf-8-sig") as file:
            return list(csv.DictReader(file))
    return [dict(row.attrib) for row in ElementTree.parse(folder / "Posts.xml").getroot()]


def _post_text(forum: str, row: dict[str, str]) -> Text:
    kind = "question" if row.get("PostTypeId") == "1" else "answer"
    return Text(f"{forum}:{row['Id']}", kind, row.get("Title") or "", plain(row.get("Body") or ""))


def plain(text: str) -> str:
    """A text without its marks."""
    return unescape(MARKS.sub(" ", LINK.sub(r"\1", text)))


def documents(count: int) -> Iterator[Document]:
    """So many documents, the same each time: first what there is, then resampled."""
    found = texts()
    chance = random.Random(11)
    chance.shuffle(found)
    by_kind: dict[str, list[Text]] = {}
    for text in found:
        by_kind.setdefault(text.kind, []).append(text)
    for number in range(count):
        text = found[number] if number < len(found) else _resampled(chance, chance.choice(found), by_kind)
        yield _document(number, text, chance)


def _resampled(chance: random.Random, one: Text, by_kind: dict[str, list[Text]]) -> Text:
    own, others = (SENTENCE.split(text.body) for text in (one, chance.choice(by_kind[one.kind])))
    chosen = chance.choices(own, k=max(1, len(own) * 7 // 10)) + chance.choices(others, k=max(1, len(own) * 3 // 10))
    title = one.title.split()
    return Text(
        "", one.kind, " ".join(chance.sample(title, k=max(1, len(title) - 1))) if title else "", " ".join(chosen)
    )


def _document(number: int, text: Text, chance: random.Random) -> Document:
    space = int(SPACES * chance.random() ** 2)
    closed = chance.random() < 0.5
    changed = NOW - int(chance.random() ** 2 * 2_000) * DAY
    return Document(
        id=f"entry:{number}", kind=text.kind, title=text.title, body=text.body[:20_000], tags=(f"tag{space % 300}",),
        audience=f"space:{space}" if closed else "everyone", department=str(space % DEPARTMENTS), space=str(space),
        author=str(chance.randrange(AUTHORS)), language="en", status=chance.choice(STATUSES),
        created=changed, changed=changed, stamp=number,
    )  # fmt: skip


class Kept:
    """Documents in a file, read again one by one: an engine's memory is measured, not that of the texts."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._places: list[int] = []
        with file.open("rb") as lines:
            at = 0
            for line in lines:
                self._places.append(at)
                at += len(line)

    def __len__(self) -> int:
        return len(self._places)

    def __iter__(self) -> Iterator[Document]:
        with self._file.open("rb") as lines:
            for line in lines:
                yield _read(line)

    def __getitem__(self, number: int) -> Document:
        with self._file.open("rb") as lines:
            lines.seek(self._places[number])
            return _read(lines.readline())


def keep(file: Path, count: int) -> Kept:
    """Write documents to a file."""
    with file.open("w") as lines:
        for document in documents(count):
            lines.write(json.dumps(asdict(document)) + "\n")
    return Kept(file)


def _read(line: bytes) -> Document:
    values = json.loads(line)
    return Document(**{**values, "tags": tuple(values["tags"])})
