"""Whatever ranks or suggests by itself stands in the register, beside the code that does it."""

import ast
from collections.abc import Iterator

from models.core.automatic import register
from models.core.language import speaking
from models.loading import load_all
from tests.architecture.sources import Module, modules

# What an engine of search does with documents.
RANKING = {"search", "suggest", "similar", "related"}
# These sort by a number, but nobody is shown anything by a guess. Each line says why.
NO_RANKING = {
    "models.files.reading": "versions of a file by their number",
    "models.entries.saving": "versions of a text by their number",
    "models.entries.revision": "versions of a text by their number",
    "models.entries.blaming": "versions of a text by their number",
    "models.wiki.procedures.confirming": "versions of a text by their number",
    "models.wiki.structure.levels": "the way from a page up to the top",
    "models.wiki.structure.places": "places among siblings, which people chose",
    "models.activity.live": "acts by their number, which is the time",
    "models.moderation.queue": "what waits longest stands first",
    "models.entries.streams": "the time alone; the order of home is registered where its spaces are",
    "models.entries.releasing": "releases by their number",
    "models.wiki.care.checking": "changes by their time",
    "models.people.chart": "posts of the chart, in the order of the tree",
    "models.people.organisation": "adds up numbers of people from the bottom of the tree",
    "models.core.text.inline": "the order in which marks of a text are read",
    "models.search.choosing": "inside the engine: whoever asks it is registered",
    "models.search.ranking": "inside the engine: whoever asks it is registered",
    "models.search.offering": "inside the engine: whoever asks it is registered",
    "models.search.postgres_snapshot": "inside the engine: whoever asks it is registered",
    "models.search.suggesting": "what is offered while typing, which models.search.finding registers",
    "models.search.understanding": "words that begin alike, which models.search.finding registers",
    "models.search.meanings": "meanings of an acronym, which models.search.acronyms registers",
    "models.transfer.report": "what an import left out",
    "models.transfer.pages.taking_in": "the folders of an import, in order",
}
TIMES = ("_at", "_on", "at", "id", "day")


def _asks_an_engine(call: ast.Call) -> bool:
    of = call.func
    return isinstance(of, ast.Attribute) and of.attr in RANKING and ast.unparse(of.value).endswith("engine")


def _sorts_by_a_number(call: ast.Call) -> bool:
    """`.order_by(<something that is no time>.desc())`, or `sorted(…, key=lambda …: -…)`."""
    name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
    if name == "order_by":
        return any(
            isinstance(each, ast.Call)
            and isinstance(each.func, ast.Attribute)
            and each.func.attr == "desc"
            and not ast.unparse(each.func.value).endswith(TIMES)
            for each in call.args
        )
    keys = [word.value for word in call.keywords if word.arg == "key"]
    return name in ("sorted", "sort", "min", "max") and any(
        isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub) for key in keys for node in ast.walk(key)
    )


def _rankings(module: Module) -> Iterator[int]:
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Call) and (_asks_an_engine(node) or _sorts_by_a_number(node)):
            yield node.lineno


def _registers(module: Module) -> bool:
    return any(
        isinstance(node, ast.Call) and getattr(node.func, "id", "") == "automatic" for node in ast.walk(module.tree)
    )


def test_what_ranks_is_registered_beside_its_code() -> None:
    found = {
        module.name: lines
        for module in modules("models")
        if (lines := list(_rankings(module))) and not _registers(module)
    }
    strange = {name: lines for name, lines in found.items() if name not in NO_RANKING}
    assert not strange, f"register these in models/core/automatic.py (or say in NO_RANKING why not): {strange}"
    assert not NO_RANKING.keys() - found.keys(), f"these no longer sort: {NO_RANKING.keys() - found.keys()}"


def test_no_blueprint_ranks_behind_the_back_of_models() -> None:
    found = {
        module.name: lines
        for module in modules("blueprints")
        if (
            lines := [
                node.lineno for node in ast.walk(module.tree) if isinstance(node, ast.Call) and _asks_an_engine(node)
            ]
        )
    }
    assert not found


def test_each_says_everything_in_every_language() -> None:
    load_all()
    assert len(register()) >= 15
    for one in register():
        with speaking("en_GB"):
            said = [str(each) for each in (one.title, one.does, one.owner, one.switch, *one.inputs, *one.never)]
        assert all(text.strip() and "%(" not in text for text in said), one.name
        assert one.inputs, f"{one.name} says nothing of what it looks at"
