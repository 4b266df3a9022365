"""`python -m bench.search 10000 100000` measures every engine on so many documents and prints tables in Markdown.

`--engines embedded,tantivy` chooses; `--queries 40` of each sort. Each engine runs in a process of its own, on the same
documents and the same queries, one after another. tantivy and bm25s come with `requirements-bench.txt`.
"""

import argparse
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from bench.places import scratch
from bench.search.documents import keep
from bench.search.one import SERVER

ENGINES = ("embedded", "postgresql", "tantivy", "whoosh")
Found = dict[str, dict[str, Any]]


def main() -> int:
    """Measure and print."""
    asked = argparse.ArgumentParser(prog="python -m bench.search", description=__doc__)
    asked.add_argument("sizes", nargs="*", type=int, default=[10_000])
    asked.add_argument("--engines", default=",".join(ENGINES))
    asked.add_argument("--queries", type=int, default=40)
    chosen = asked.parse_args()
    for size in chosen.sizes:
        with scratch() as folder:
            keep(folder / "documents.jsonl", size)
            found: Found = {}
            for name in chosen.engines.split(","):
                found[name] = _measured(name, folder, chosen.queries)
                print(f"  ({name}, {size:,} documents: {json.dumps(found[name])})", file=sys.stderr, flush=True)
        print(f"\n{size:,} documents\n\n{table(found)}", flush=True)
    return 0


def _measured(name: str, folder: Path, queries: int) -> dict[str, Any]:
    if name != "postgresql":
        return _run(name, folder, str(folder / name), queries, {})
    from tests import postgres  # noqa: PLC0415 - starts a server, which only this engine needs

    with postgres.server() as address:
        postgres.new_database(address, "search").close()
        folder_of = address.partition("host=")[2]
        pid = (Path(folder_of) / "postmaster.pid").read_text().split()[0]
        return _run(name, folder, address.format("search"), queries, {SERVER: pid})


def _run(name: str, folder: Path, where: str, queries: int, more: dict[str, str]) -> dict[str, Any]:
    command = [sys.executable, "-m", "bench.search.one", name, str(folder / "documents.jsonl"), where]
    found: dict[str, Any] = {}
    for what in ("build", str(queries)):
        ran = subprocess.run([*command, what], stdout=subprocess.PIPE, check=True, env={**os.environ, **more})
        found |= json.loads(ran.stdout)
    return found


def table(found: Found) -> str:
    """A table in Markdown: a row a figure, a column an engine."""
    rows = [["CPU ms, median / 95th percentile", *found], ["---"] + ["---:"] * len(found)]
    for figure in next(iter(found.values())):
        rows.append([figure, *(_shown(each.get(figure)) for each in found.values())])
    return "\n".join("| " + " | ".join(row) + " |" for row in rows)


def _shown(value: Any) -> str:
    if isinstance(value, dict):
        return f"{value['median']:.1f} / {value['95th']:.1f}"
    return f"{value:,.0f}" if value is not None else "–"


if __name__ == "__main__":
    sys.exit(main())
