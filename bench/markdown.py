"""The worst that hostile Markdown can do to the renderer. `python -m bench.pathological` prints every input."""

from collections.abc import Iterator

from bench.frame import Row
from bench.pathological import LIMIT_MS, cpu_ms, inputs
from bench.places import shared
from models.core.text import references, render, render_short

VERBS = (render, render_short, references)


def rows() -> Iterator[Row]:
    """The slowest of all inputs through each of the three verbs."""
    render("warm *up*"), render_short("warm *up*"), references("warm [[up]]")
    folder = shared()
    worst, slowest, number = 0.0, "", 0
    for name, source in inputs(folder.parent if folder else None):
        taken = max(cpu_ms(verb, source) for verb in VERBS)
        if taken > LIMIT_MS / 2:
            # Others on the machine, and the collector of garbage, stretch single runs: the best of three is its cost.
            taken = min(taken, *(max(cpu_ms(verb, source) for verb in VERBS) for _ in range(2)))
        number += 1
        if taken > worst:
            worst, slowest = taken, name
    yield Row("hostile Markdown: inputs", number, "inputs")
    yield Row(f"hostile Markdown: slowest ({slowest}), CPU", worst, "ms", f"<= {LIMIT_MS}")
