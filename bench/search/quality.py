"""How good the first ten are: `python -m bench.search.quality` prints nDCG@10 for judged sets made from real texts.

Judged sets: the text of a link between pages of a handbook should find the page it leads to; a written question the
questions that were answered together with it; the title of a forum's question its accepted answer, among all answers.
Weights were chosen on the first half of each set; the tables tell both halves. bm25s is the reference: BM25 as in the
books with the same words and stems, the title repeated one to three times, whichever does best on all of the set.
"""

import argparse
import math
import posixpath
import random
import re
import statistics
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import bm25s

from bench.places import scratch, shared
from bench.search.documents import HANDBOOKS, LINK, NOW, Text, forum_posts, handbook, plain, written
from models.search import analysis
from models.search.engine import Document, Engine, Query
from models.search.postgres_engine import PostgresEngine
from models.search.whoosh_engine import WhooshEngine

EVERYONE = frozenset({"everyone"})
FIRST = 10
FEWEST = 20  # queries of a set that says anything
SHORTCODE = re.compile(r"{{[<%]\s*(?:ref|relref|link)\s+\"?([^\">]+)\"?\s*[>%]}}")
Ranked = Callable[[str], list[str]]


@dataclass(frozen=True)
class Judged:
    """A query with the ids that answer it; `but` is left out of its results."""

    text: str
    right: frozenset[str]
    but: str = ""


@dataclass(frozen=True)
class JudgedSet:
    name: str
    texts: list[Text]
    judged: list[Judged]


def sets() -> Iterator[JudgedSet]:
    """All judged sets, each shuffled the same way each time."""
    folder = shared()
    if folder is None:
        raise RuntimeError("the shared data sets are not there: set WITAN_SHARED")
    found = [_links(name) for name in HANDBOOKS]
    found.append(_together(folder))
    found += [_accepted(folder, forum) for forum in ("qa-stackexchange-quantum", "qa-stackexchange-history-meta")]
    for each in found:
        if len(each.judged) < FEWEST:
            continue
        random.Random(2).shuffle(each.judged)
        yield each


def _links(name: str) -> JudgedSet:
    pages = list(handbook(name))
    by_place = {_place(text.id.split(":", 2)[2]): text.id for text, _raw in pages}
    leads: dict[str, set[str]] = {}
    for text, raw in pages:
        here = posixpath.dirname(_place(text.id.split(":", 2)[2]))
        for words, target in LINK.findall(raw):
            page = by_place.get(_target(here, target))
            query = plain(words).strip()
            if page and page != text.id and 2 <= len(analysis.words(query)) <= 12:
                leads.setdefault(" ".join(query.lower().split()), set()).add(page)
    judged = [Judged(query, frozenset(pages)) for query, pages in leads.items() if len(pages) <= 3]
    return JudgedSet(f"link text → page, {name}", [text for text, _raw in pages], judged)


def _place(path: str) -> str:
    """What addresses call a page: no endings, and a folder for its index."""
    bare = re.sub(r"(\.html)?\.(md|erb|md\.erb)$", "", path)
    bare = re.sub(r"(^|/)(_?index|README)$", "", bare)
    return bare.strip("/").lower()


def _target(here: str, target: str) -> str:
    short = SHORTCODE.search(target)
    path = (short[1] if short else target).split("#")[0].split("?")[0].strip()
    if "://" in path or path.startswith("mailto:") or not path:
        path = re.sub(r"^https?://(www\.)?(digital\.gov|docs\.publishing\.service\.gov\.uk)/", "/", path)
        if "://" in path or not path.startswith("/"):
            return "no page"
    joined = path if path.startswith("/") else posixpath.join(here, path)
    return _place(posixpath.normpath(re.sub(r"\.html$", "", joined)).lstrip("/"))


def _together(folder: Path) -> JudgedSet:
    rows = list(written(folder))
    by_number = {str(one["uin"]): text.id for one, text in rows}
    texts, judged = [], []
    for one, text in rows:
        texts.append(replace(text, body=one["question"]))
        others = {by_number.get(str(uin), "") for uin in one.get("answered_together_with") or ()} - {"", text.id}
        if others:
            judged.append(Judged(f"{text.title} {one['question']}", frozenset(others), text.id))
    return JudgedSet("written question → answered together", texts, judged)


def _accepted(folder: Path, forum: str) -> JudgedSet:
    rows = forum_posts(folder / forum)
    answers = [row for row in rows if row.get("PostTypeId") == "2"]
    texts = [Text(f"answer:{row['Id']}", "answer", "", plain(row.get("Body") or "")) for row in answers]
    there = {text.id for text in texts}
    judged = [
        Judged(row["Title"], frozenset({f"answer:{row['AcceptedAnswerId']}"}))
        for row in rows
        if row.get("PostTypeId") == "1" and f"answer:{row.get('AcceptedAnswerId')}" in there
    ]
    return JudgedSet(f"question's title → accepted answer, {forum.removeprefix('qa-stackexchange-')}", texts, judged)


def ndcg(found: list[str], one: Judged) -> float:
    """Of the first ten."""
    first = [id for id in found if id != one.but][:FIRST]
    gained = sum(1 / math.log2(at + 2) for at, id in enumerate(first) if id in one.right)
    return gained / sum(1 / math.log2(at + 2) for at in range(min(FIRST, len(one.right))))


def ours(engine: Engine, each: JudgedSet) -> Ranked:
    """Searches with an engine, without operators in the texts."""
    engine.rebuild(_document(at, text) for at, text in enumerate(each.texts))

    def ranked(text: str) -> list[str]:
        words = " ".join(analysis.words(text)).lower()
        hits = engine.search(Query(words, limit=FIRST + 1), EVERYONE).hits
        return [each.texts[int(hit.id.partition(":")[2])].id for hit in hits]

    return ranked


def _document(at: int, text: Text) -> Document:
    return Document(
        id=f"entry:{at}", kind=text.kind, title=text.title, body=text.body, tags=(), audience="everyone",
        department="", space="1", author="", language="en", status="", created=NOW, changed=NOW,
    )  # fmt: skip


def reference(each: JudgedSet, repeated: int) -> Ranked:
    """bm25s with our words and stems."""
    known: dict[str, int] = {}
    corpus = [
        [known.setdefault(s, len(known)) for s in _stems(t.title) * repeated + _stems(t.body)] for t in each.texts
    ]
    model = bm25s.BM25(k1=1.2, b=0.75, method="lucene")
    model.index((corpus, known), show_progress=False)

    def ranked(text: str) -> list[str]:
        asked = [known[stem] for stem in _stems(text) if stem in known]
        if not asked:
            return []
        scores = model.get_scores_from_ids(asked)
        best = scores.argsort(kind="stable")[::-1][: FIRST + 1]
        return [each.texts[at].id for at in best.tolist() if scores[at] > 0]

    return ranked


def _stems(text: str) -> list[str]:
    folded = [analysis.fold(word) for word in analysis.words(text)]
    return analysis.stems([word for word in folded if word not in analysis.STOP_WORDS])


def main() -> int:
    """Print one table."""
    asked = argparse.ArgumentParser(prog="python -m bench.search.quality", description=__doc__)
    asked.add_argument("--postgresql", action="store_true", help="measure that engine as well, on a server of its own")
    if not asked.parse_args().postgresql:
        return _table("")
    from tests import postgres  # noqa: PLC0415 - starts a server

    with postgres.server() as address:
        postgres.new_database(address, "search").close()
        return _table(address.format("search"))


def _table(address: str) -> int:
    print(
        "| judged set | queries | first half: bm25s | ours | other half: bm25s | ours | " + "postgres |" * bool(address)
    )
    print("|---|---:|---:|---:|---:|---:|" + "---:|" * bool(address))
    for each in sets():
        with scratch() as folder:
            print(_row(each, folder, address), flush=True)
    return 0


def _row(each: JudgedSet, folder: Path, address: str) -> str:
    tried = [[ndcg(ranked(one.text), one) for one in each.judged] for ranked in (reference(each, n) for n in (1, 2, 3))]
    engine = WhooshEngine(folder)
    columns = [max(tried, key=statistics.fmean), _measured(engine, each)]
    half = len(each.judged) // 2
    shown = [statistics.fmean(part) for cut in (slice(half), slice(half, None)) for part in (c[cut] for c in columns)]
    if address:
        shown.append(statistics.fmean(_measured(PostgresEngine(address), each)[half:]))
    return f"| {each.name} | {len(each.judged):,} | " + " | ".join(f"{value:.3f}" for value in shown) + " |"


def _measured(engine: Engine, each: JudgedSet) -> list[float]:
    ranked = ours(engine, each)
    found = [ndcg(ranked(one.text), one) for one in each.judged]
    engine.close()
    return found


if __name__ == "__main__":
    sys.exit(main())
