"""Prints how long the renderer takes over hostile inputs, in CPU time: python -m bench.pathological [SHARED-FOLDER]."""

import json
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from models.core.text import MAX_BODY, clean, references, render, render_short
from models.core.text.parsing import parse

LIMIT_MS = 100

REPEATED = {
    "open brackets": "[", "open images": "![", "wiki brackets": "[[", "wiki links": "[[a]]", "wiki half": "[[a",
    "links": "[a](b)", "links open": "[a](", "references": "[a][b]", "references open": "[a][",
    "stars": "*", "spaced stars": "* ", "star words": "*a ", "strong words": "**a ", "three": "***a ", "under": "_a ",
    "tildes": "~", "tilde words": "~~a ", "mixed": "*_~~a", "backticks": "`", "backtick words": "` `` ``` ",
    "backslashes": "\\", "escapes": "\\*", "entities": "&amp;", "ampersands": "&", "less": "<", "open tags": "<a ",
    "tags": "<b>", "open blocks": "<div>", "blocks on lines": "<div>\n", "blocks apart": "<div>\n\n", "closers": "</p>",
    "raw lines": "<pre>\n", "comments": "<!--", "comment lines": "<!--\n", "cdata": "<![CDATA[", "php": "<?",
    "decl": "<!A ", "attributes": "<a b=", "quoted": "<a b='", "spaced tag": "<a b b b b ", "tables html": "<table>",
    "quotes": ">", "spaced quotes": "> ", "quote lines": "> a\n", "quote apart": "> a\n\n", "fences": "```\n",
    "fence words": "```a\n```\n", "tilde fences": "~~~\n", "paragraphs": "a\n\n", "lines": "a\n", "blank lines": "\n",
    "spaces": " ", "tabs": "\t", "breaks": "a  \n", "items": "- a\n", "items apart": "- a\n\n", "numbers": "1. a\n",
    "item marks": "- ", "item plus": "- + * ", "rules": "---\n", "hashes": "#", "hash words": "# a\n",
    "setext": "a\n=\n", "pipes": "|", "table rows": "|a|b|\n|-|-|\n", "table head": "a|b\n-|-\n", "dashes": "-",
    "dash pipes": "-|", "definitions": "a\n: b\n\n", "colons": ": ",
    "notes": "[^a]", "note texts": "[^a]: b\n", "link texts": "[a]: b\n",
    "link text apart": "[a]: b\n\n", "mentions": "@a ", "tags #": "#a ", "addresses": "http://a ", "address": "http://",
    "www": "www.", "dotted": "@a.b-", "brackets after": "http://a)))", "letters": "a", "words": "word ",
    "placeholders": "\x02klzzwxh:0\x03", "stash": "\x02wzxhzdk:0\x03", "callouts": "> [!NOTE]\n\n",
    "callouts deep": "> [!tip]\n> ", "tasks": "- [ ] a\n", "parts": "{{include: a}}\n", "parts open": "{{include:",
    "parts half": "{{include: a\n", "excerpts": "{{excerpt}}\n", "contents": "[TOC]\n",
    "diagrams": "```mermaid\na\n```\n", "autolinks": "<http://a>",
    "mails": "<a@b.c>", "images": "![a](b)", "accents": "é*", "emoji": "😀[", "zero": "\x00", "surrogate": "\ud800",
}  # fmt: skip


def shaped() -> Iterator[tuple[str, str]]:
    """Inputs that are more than one piece repeated."""
    size = MAX_BODY
    half = size // 2
    yield "balanced brackets", "[" * half + "]" * half
    yield "balanced parens", "[a](" + "(" * half + ")" * (half - 10)
    yield "link with long title", '[a](b "' + "a" * (size - 20)
    yield "nested links", "[" * 20000 + "a" + "](b)" * 20000
    yield "nested images", "![" * 20000 + "a" + "](b)" * 20000
    yield "nested strong", "**a *b " * 15000 + "*c** " * 15000
    yield "deep list 2", "\n".join("  " * n + "- a" for n in range(700))
    yield "deep list 4", "\n".join("    " * n + "- a" for n in range(500))
    yield "deep list apart", "\n\n".join("  " * n + "- a" for n in range(500))
    yield "deep numbers", "\n".join("   " * n + "1. a" for n in range(580))
    yield "stairs of lists", "\n".join("  " * (n % 10) + "- a" for n in range(16000))
    yield "deep quotes by line", "\n".join(">" * n + " a" for n in range(700))
    yield "quotes and lists", "> - " * 60000 + "a"
    yield "wide table", "|a" * 60000 + "|\n" + "|-" * 60000 + "|\n"
    yield "wide short rows", "|a" * 20000 + "|\n" + "|-" * 20000 + "|\n" + "|x|\n" * 20000
    yield "one item of many paragraphs", "- a\n\n" + "  b\n\n" * 50000
    yield "note chain", "".join(f"[^{n}]" for n in range(9000)) + "\n\n" + "".join(f"[^{n}]: a\n" for n in range(9000))
    yield "one note often", "[^1]" * 50000 + "\n\n[^1]: a"
    yield "same headings", "# a\n\n" * 40000
    yield "contents of many", "[TOC]\n\n" + "\n\n".join("#" * (n % 6 + 1) + f" a{n}" for n in range(5000))
    yield "quoted callouts", "".join("> " * (n % 8 + 1) + "[!NOTE]\n" for n in range(9000))
    yield (
        "link texts used",
        "".join(f"[{n}]: b\n" for n in range(9000)) + "\n" + "".join(f"[{n}] " for n in range(9000)),
    )
    yield "code spans open", "".join("`" * n + " a " for n in range(1, 700))
    yield "fences of all sizes", "".join("`" * n + "\n" for n in range(3, 700))
    yield "fences in lists", "- ```\n" * 40000
    yield "open html at end", "<div\n" * 50000
    yield "deep html inline", "<b>" * 40000 + "a" + "</b>" * 30000
    yield "deep html quotes", "<blockquote>" * 20000
    yield "deep html lists", "<ul><li>" * 30000
    yield "half html", "<p>" + "<a href='" * 20000
    yield "anchors", "[a](#b)" * 30000
    yield "task list", "- [ ] a\n" * 30000
    yield "dedent", " " * 100000 + "- a\n" + " " * 100000 + "b"
    yield "empty items", "-\n" * 100000


def pathological(shared: Path) -> Iterator[tuple[str, str]]:
    """The inputs of cmark-gfm's own test, kept as data."""
    path = shared / "data/markdown-spec/gfm-0.29/pathological.jsonl"
    for line in path.read_text().splitlines():
        row = json.loads(line)
        yield row["name"], _built(row)


def inputs(shared: Path | None) -> Iterator[tuple[str, str]]:
    """Every hostile input by name: repeated to the largest allowed size, and to a tenth of it."""
    if shared:
        yield from pathological(shared)
    for name, piece in REPEATED.items():
        yield name, piece * (MAX_BODY // len(piece))
        yield f"{name} 26K", piece * (MAX_BODY // 10 // len(piece))
        yield f"{name} 3K", piece * (3000 // len(piece))
    yield from shaped()


def cpu_ms(verb: Callable[[str], object], source: str) -> float:
    start = time.process_time()
    verb(source)
    return (time.process_time() - start) * 1000


def main() -> None:
    shared = Path(sys.argv[1]) if len(sys.argv) > 1 else None
    render("warm *up*"), render_short("warm *up*")
    worst = 0.0
    print(f"{'input':32} {'chars':>8} {'render ms':>10} {'short ms':>9} {'refs ms':>8}  path")
    for name, source in inputs(shared):
        times = [cpu_ms(verb, source) for verb in (render, render_short, references)]
        worst = max(worst, *times)
        path = "as typed" if parse(clean(source)) is None else "rendered"
        flag = " <-- over the limit" if max(times) > LIMIT_MS else ""
        print(f"{name:32} {len(source):8} {times[0]:10.1f} {times[1]:9.1f} {times[2]:8.1f}  {path}{flag}", flush=True)
    print(f"worst {worst:.1f} ms, limit {LIMIT_MS} ms")


def _built(row: dict[str, object]) -> str:
    if segments := row.get("segments"):
        return "".join(text * count for text, count in segments)  # type: ignore[attr-defined]  # shape of the data file
    if lines := row.get("lines"):
        span = range(lines["from"], lines["to"] + 1)  # type: ignore[index]  # as above
        return "\n".join(lines["indent"] * n + lines["text"] for n in span)  # type: ignore[index]  # as above
    runs = row["runs"]
    span = range(runs["from"], runs["to"] + 1)  # type: ignore[index]  # as above
    return "".join(runs["prefix"] + runs["char"] * n for n in span)  # type: ignore[index]  # as above


if __name__ == "__main__":
    main()
