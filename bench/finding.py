"""Search as a whole request: rights, facets, highlights and the page, over entries with texts of real words."""

import statistics
from collections.abc import Iterator

from sqlalchemy import delete, select

from bench.crowd import gather
from bench.frame import Row
from bench.places import Caller, Place, place, writing
from bench.timing import once, statements
from models.core.outbox import OutboxJob
from models.entries.entry import Entry
from models.search import twinning

ENTRIES = 5000
CHARACTERS = 900
ROUNDS = 6
# What somebody has typed when they look up: beginnings of words, of several words, of names.
TYPED = (
    "tra", "travel exp", "acces", "inci", "data br", "plain lan", "job sha", "gritt", "reten", "who che", "floo",
    "screen rea", "freedom of inf", "minu", "hando",
)  # fmt: skip
# So many entries are asked what is related to them; so many slices of the walk that looks for twins are measured.
RELATED = 20
SLICES = 25
QUERIES = (
    "travel expenses", "accessibility statement", "incident response", "data breach", "plain language",
    "job sharing rota", "gritting plan winter", "retention schedule", "who checks the letters", "flood warning text",
    "screen reader testing", "freedom of information", "meeting minutes", "handover checklist", "assistive software",
)  # fmt: skip


def rows() -> Iterator[Row]:
    yield from at_size(ENTRIES, 8, 40)


def rows_large() -> Iterator[Row]:
    """At 100,000 entries; building the index takes minutes."""
    yield from at_size(100_000, 15, 40)


def at_size(entries: int, median: float, slow: float) -> Iterator[Row]:
    """Rows for one size, each query several times, in turns."""
    with place() as here:
        with writing(here) as session:
            crowd = gather(session, entries, CHARACTERS)
        here.index()
        me = here.caller(crowd.typical, "/search?q=travel")
        asked = [me.prepare(f"/search?q={query.replace(' ', '+')}") for query in QUERIES]
        for sent in asked * 2:
            if me.call(sent).status != 200:
                raise RuntimeError("search does not answer")
        with statements(here.parts.database) as seen:
            me.call(asked[0])
        rounds = [[once(lambda sent=sent: me.call(sent)) for sent in asked * 2] for _ in range(ROUNDS)]
        typing = _typing(me)
        beside = [me.prepare(f"/e/{number}/related") for number in _to_relate(here)]
        related = [once(lambda sent=sent: me.call(sent)) for _round in range(ROUNDS) for sent in beside]
        slices = _walk(here)
    times = min(rounds, key=statistics.median)
    name = f"search with rights, facets, highlights, {entries:,} entries"
    yield Row(f"{name}: CPU of the request", statistics.median(times), "ms", f"<= {median}")
    yield Row(f"{name}: 95th percentile", statistics.quantiles(times, n=20)[-1], "ms", f"<= {slow}")
    yield Row(f"{name}: SQL statements", len(seen), "statements")
    yield Row(f"typing ahead, {entries:,} entries: CPU of the request", statistics.median(typing), "ms", "<= 5")
    yield Row(f"typing ahead, {entries:,} entries: 95th percentile", statistics.quantiles(typing, n=20)[-1], "ms")
    beside_name = f"related in other departments, {entries:,} entries: CPU of the request"
    yield Row(beside_name, statistics.median(related), "ms", "<= 40")
    walk = f"looking for twins, {entries:,} entries"
    yield Row(f"{walk}: CPU of an entry", sum(slices) / len(slices) / twinning.SLICE, "ms")
    yield Row(f"{walk}: the longest slice, with five seconds behind each", max(slices), "ms", "<= 1000")


def _typing(me: Caller) -> list[float]:
    """CPU milliseconds of the suggestions for each beginning, with pages, people, spaces and topics; several times."""
    asked = [me.prepare(f"/search/suggest?q={typed.replace(' ', '+')}") for typed in TYPED]
    for sent in asked * 2:
        if me.call(sent).status != 200:
            raise RuntimeError("nothing is offered while typing")
    rounds = [[once(lambda sent=sent: me.call(sent)) for sent in asked * 2] for _ in range(ROUNDS)]
    return min(rounds, key=statistics.median)


def _to_relate(here: Place) -> list[int]:
    """A few pages and questions that everybody may read."""
    kinds = Entry.kind.in_(["page", "question"])
    wanted = select(Entry.id).where(kinds, Entry.state == "live", Entry.audience == "everyone").limit(RELATED)
    with here.parts.database.reading() as session:
        return list(session.scalars(wanted))


def _walk(here: Place) -> list[float]:
    """CPU milliseconds of the first slices of the walk that looks for twins."""
    with writing(here) as session:
        session.execute(delete(OutboxJob).where(OutboxJob.task == twinning.TASK))
        twinning.promise_round(session)
    finder = twinning.TwinFinder(here.parts.database, here.parts.engine)
    return [once(lambda: finder.handle([])) for _slice in range(SLICES)]
