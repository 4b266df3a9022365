"""Whether cost stays flat as entries grow: the newest stream's statement at 10,000 and 100,000 entries on SQLite; home
and other lists as whole requests at 1,000 and 100,000, or by name at 1,000,000, for readers who strain planners.
"""

from collections.abc import Iterator

from bench.crowd import SPAN, Crowd, gather
from bench.frame import Row
from bench.places import Caller, Place, place, writing
from bench.timing import cpu_ms, statements
from models.core import clock
from models.entries.streams import Position, newest
from models.people.person import Person
from models.policy.viewer import viewer_of

STREAM_SIZES = 10_000, 100_000
HOME_SIZES = 1_000, 100_000
MILLION = 1_000, 1_000_000
# So many different texts are enough where nothing is searched.
TEXTS = 1000
# Who asks for home how: `{middle}` is a position half way back in time.
HOMES = (
    ("typical", "home", "/"),
    ("archivist", "home", "/"),
    ("muting", "home with mutes", "/"),
    ("typical", "home, questions alone", "/?view=questions"),
    ("typical", "home, posts alone", "/?view=posts"),
    ("typical", "home of one space", "/?space=space-0"),
    ("typical", "home, half way back", "/?rest={middle}"),
)
LISTS = (
    ("typical", "/posts"),
    ("muting", "/posts"),
    ("typical", "/posts?before={middle}"),
    ("archivist", "/posts"),
    ("typical", "/questions"),
    ("archivist", "/questions"),
    ("typical", "/tags/topic-1"),
    ("archivist", "/tags/topic-1"),
    ("typical", "/tags/topic-1?before={middle}"),
    ("typical", "/tags/topic-1?sort=useful"),
    ("typical", "/s/space-0"),
    ("typical", "/s/space-0/forum"),
    ("typical", "/unread"),
    ("typical", "/notices"),
    ("typical", "/live/since"),
    ("typical", "/people/person.5"),
)


def streams() -> Iterator[Row]:
    """The newest 20 that somebody may see, by reader and size."""
    with place() as small, place() as large:
        crowds = [_crowd(here, size) for here, size in zip((small, large), STREAM_SIZES, strict=True)]
        for who in ("typical", "guest", "executive", "archivist"):
            costs = _newest(small, getattr(crowds[0], who)), _newest(large, getattr(crowds[1], who))
            for size, cost in zip(STREAM_SIZES, costs, strict=True):
                yield Row(f"newest stream, {who}, {size:,} entries: CPU", cost, "ms")
            yield Row(f"newest stream, {who}: growth from 10,000 to 100,000", grown(*costs), "times", "<= 1.5")


def home() -> Iterator[Row]:
    """Home of a typical person, who follows 200 things, of the archivist, and of one with mutes."""
    with place() as small, place() as large:
        yield from _homes((small, large), _readers((small, large), HOME_SIZES), HOME_SIZES)


def million() -> Iterator[Row]:
    """Home and the other lists among a million entries. Writing them takes some minutes and 1.5 GB."""
    with place() as small, place() as large:
        readers = _readers((small, large), MILLION)
        yield from _homes((small, large), readers, MILLION)
        for who, path in LISTS:
            costs = _costs(readers[who], path)
            for size, cost in zip(MILLION, costs, strict=True):
                yield Row(f"{path}, {who}, {size:,} entries: CPU", cost, "ms")
            yield Row(f"{path}, {who}: growth from {MILLION[0]:,} to {MILLION[1]:,}", grown(*costs), "times")


def _readers(places: tuple[Place, Place], sizes: tuple[int, int]) -> dict[str, list[Caller]]:
    """Write so many entries into each place; who asks there, signed in once: there is a limit to that."""
    crowds = [_crowd(here, size) for here, size in zip(places, sizes, strict=True)]
    return {
        who: [here.caller(getattr(crowd, who), "/") for here, crowd in zip(places, crowds, strict=True)]
        for who in ("typical", "archivist", "muting")
    }


def _homes(places: tuple[Place, Place], readers: dict[str, list[Caller]], sizes: tuple[int, int]) -> Iterator[Row]:
    for who, name, path in HOMES:
        calls = readers[who]
        for here, me, size in zip(places, calls, sizes, strict=True):
            with statements(here.parts.database) as seen:
                me.get(_at(path))
            yield Row(f"{name}, {who}, {size:,} entries: SQL statements", len(seen), "statements", "<= 12")
        costs = _costs(calls, path)
        for size, cost in zip(sizes, costs, strict=True):
            yield Row(f"{name}, {who}, {size:,} entries: CPU", cost, "ms", "<= 6")
        yield Row(f"{name}, {who}: growth from {sizes[0]:,} to {sizes[1]:,}", grown(*costs), "times", "<= 1.5")


def _costs(calls: list[Caller], path: str) -> list[float]:
    for me in calls:
        me.get(_at(path))
    sent = [(me, me.prepare(_at(path))) for me in calls]
    return cpu_ms(*[lambda me=me, asked=asked: me.call(asked) for me, asked in sent])  # type: ignore[misc]


def _at(path: str) -> str:
    return path.format(middle=Position(clock.now() - SPAN / 2, 2**62))


def grown(before: float, after: float) -> float:
    """How many times the cost at the larger size is that at the smaller one."""
    return after / before


def _crowd(here: Place, size: int) -> Crowd:
    with writing(here) as session:
        return gather(session, size, texts=TEXTS)


def _newest(here: Place, person: Person) -> float:
    with here.parts.database.reading() as session:
        viewer = viewer_of(session, person.id)
        return cpu_ms(lambda: newest(session, viewer))[0]
