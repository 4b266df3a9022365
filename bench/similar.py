"""How often similar questions are found while somebody asks: real written questions whose duplicates are known.

A duplicate is another question that the official answer names as answered together with this one. "Title typed" is
the question's title, a heading of about four words; "whole question" is title and text. Each is looked up as on the
day it was asked, among all questions and answers of the data but itself. Plain BM25 (title and text as one field) is
printed beside it. Weights were chosen on every second question; the figures are of the others and of all.
"""

import json
import math
import statistics
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import numpy as np

from bench.frame import Row
from bench.places import scratch, shared
from bench.timing import once
from models.core.base import to_microseconds
from models.search import analysis
from models.search.engine import Asking, Document
from models.search.similar import asking_of
from models.search.whoosh_engine import WhooshEngine
from models.transfer.parliament import answer_of, morning

DATA = "qa-uk-parliament-written"
EVERYONE = frozenset({"everyone"})
FIRST = 5
Asked = dict[str, Any]


def rows() -> Iterator[Row]:
    folder = shared()
    if folder is None or not (folder / DATA).is_dir():
        raise RuntimeError("the written questions are not there: set WITAN_SHARED")
    asked = _read(folder / DATA)
    wanted = _duplicates(asked)
    with scratch() as place:
        engine = WhooshEngine(place)
        engine.rebuild(_documents(asked))
        yield Row("questions whose duplicates are known", len(wanted), "questions")
        for name, with_text, goal in (("title typed", False, ">= 0.8"), ("whole question", True, ">= 0.92")):
            yield from _measured(engine, asked, wanted, name, with_text, goal)
        engine.close()


def _measured(
    engine: WhooshEngine, asked: list[Asked], wanted: dict[int, set[int]], name: str, with_text: bool, goal: str
) -> Iterator[Row]:
    times: list[float] = []
    found = {}
    for at in wanted:
        asking = _asking(asked, at, with_text)
        hits: list[Any] = []
        times.append(once(lambda asking=asking, hits=hits: hits.extend(engine.similar(asking, EVERYONE, FIRST))))  # type: ignore[misc]
        found[at] = {int(hit.id.partition(":")[2]) for hit in hits}
    far = {at: engine.similar(replace(_asking(asked, at, with_text), at=0), EVERYONE, FIRST) for at in wanted}
    timeless = [bool({int(hit.id.partition(":")[2]) for hit in far[at]} & others) for at, others in wanted.items()]
    hit = [bool(found[at] & others) for at, others in wanted.items()]
    plain = _Plain([_words(each, True) for each in asked])
    plainly = [bool(set(plain.best(_words(asked[at], with_text), at)) & others) for at, others in wanted.items()]
    earlier = [bool(found[at] & others) for at, others in wanted.items() if _any_before(asked, at, others)]
    yield Row(f"{name}: a duplicate in the first five, of all", statistics.mean(hit), "share", goal)
    yield Row(f"{name}: of the half that no weight was chosen on", statistics.mean(hit[1::2]), "share", goal)
    yield Row(f"{name}: where a duplicate was there that day or before", statistics.mean(earlier), "share")
    yield Row(f"{name}: were closeness in time not counted", statistics.mean(timeless), "share")
    yield Row(f"{name}: plain BM25", statistics.mean(plainly), "share")
    yield Row(f"{name}: CPU of one look-up, median, {len(asked):,} questions", statistics.median(times), "ms", "<= 15")
    yield Row(f"{name}: 95th percentile", statistics.quantiles(times, n=20)[-1], "ms", "<= 15")


def _asking(asked: list[Asked], at: int, with_text: bool) -> Asking:
    one = asked[at]
    text = one["question"] if with_text else ""
    return asking_of(one["title"] or "", text, to_microseconds(one["at"]), ("question",), f"entry:{at}")


def _read(folder: Path) -> list[Asked]:
    found = []
    for file in sorted(folder.glob("*.jsonl")):
        found += [json.loads(line) for line in file.read_text().splitlines()]
    for each in found:
        each["at"] = morning(each["date_tabled"])
    return found


def _duplicates(asked: list[Asked]) -> dict[int, set[int]]:
    numbers: dict[str, list[int]] = defaultdict(list)
    for at, each in enumerate(asked):
        numbers[str(each["uin"])].append(at)
    found = {}
    for at, each in enumerate(asked):
        others = {other for uin in each.get("answered_together_with") or () for other in numbers.get(str(uin), ())}
        if others - {at}:
            found[at] = others - {at}
    return found


def _any_before(asked: list[Asked], at: int, others: set[int]) -> bool:
    return any(asked[other]["at"] <= asked[at]["at"] for other in others)


def _documents(asked: list[Asked]) -> Iterator[Document]:
    for at, each in enumerate(asked):
        yield _document(
            f"entry:{at}", "question", each["title"] or "", each["question"], each["at"], each["department"]
        )
        if answer := answer_of(each):
            when = morning(each["date_answered"]) or each["at"]
            yield _document(f"entry:{at + len(asked)}", "answer", "", answer, when, "")


def _document(id: str, kind: str, title: str, body: str, at: datetime, tag: str) -> Document:
    moment = to_microseconds(at)
    return Document(
        id=id, kind=kind, title=title, body=body, tags=(tag,) if tag else (), audience="everyone", department="",
        space="1", author="", language="en", status="", created=moment, changed=moment,
    )  # fmt: skip


def _words(one: Asked, with_text: bool) -> list[str]:
    text = f"{one['title'] or ''} {one['question'] if with_text else ''}"
    folded = [analysis.fold(word) for word in analysis.words(text)]
    return analysis.stems([word for word in folded if word not in analysis.STOP_WORDS])


class _Plain:
    """BM25 as in the books (k1 1.2, b 0.75), to be compared with."""

    def __init__(self, texts: list[list[str]]) -> None:
        self.size = len(texts)
        lengths = np.array([len(text) for text in texts], float)
        self.norm = 1.2 * (0.25 + 0.75 * lengths / lengths.mean())
        self.lists: dict[str, list[tuple[int, int]]] = defaultdict(list)
        for at, text in enumerate(texts):
            for word, times in Counter(text).items():
                self.lists[word].append((at, times))

    def best(self, words: list[str], but: int) -> list[int]:
        scores = np.zeros(self.size)
        for word, asked in Counter(words).items():
            if found := self.lists.get(word):
                ids, counts = np.array([at for at, _ in found]), np.array([n for _, n in found], float)
                idf = math.log(1 + (self.size - len(ids) + 0.5) / (len(ids) + 0.5))
                scores[ids] += asked * idf * counts * 2.2 / (counts + self.norm[ids])
        scores[but] = -1
        return np.argsort(-scores, kind="stable")[:FIRST].tolist()
