"""Whether cost stays flat as entries grow: the newest stream's statement at 10,000 and 100,000 entries on SQLite, and
home as a whole request at 1,000 and 100,000, for readers who strain planners in different ways.
"""

from collections.abc import Iterator

from bench.crowd import Crowd, gather
from bench.frame import Row
from bench.places import Place, place, writing
from bench.timing import cpu_ms, statements
from models.entries.streams import newest
from models.people.person import Person
from models.policy.viewer import viewer_of

STREAM_SIZES = 10_000, 100_000
HOME_SIZES = 1_000, 100_000


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
    """Home of a typical person, who follows 200 things, and of the archivist."""
    with place() as small, place() as large:
        crowds = [_crowd(here, size) for here, size in zip((small, large), HOME_SIZES, strict=True)]
        for who in ("typical", "archivist"):
            calls = []
            for here, crowd, size in zip((small, large), crowds, HOME_SIZES, strict=True):
                me = here.caller(getattr(crowd, who), "/")
                with statements(here.parts.database) as seen:
                    me.get("/")
                yield Row(f"home, {who}, {size:,} entries: SQL statements", len(seen), "statements", "<= 12")
                calls.append((me, me.prepare("/")))
            costs = cpu_ms(*[lambda me=me, sent=sent: me.call(sent) for me, sent in calls])
            for size, cost in zip(HOME_SIZES, costs, strict=True):
                yield Row(f"home, {who}, {size:,} entries: CPU", cost, "ms", "<= 6")
            yield Row(f"home, {who}: growth from 1,000 to 100,000", grown(*costs), "times", "<= 1.5")


def grown(before: float, after: float) -> float:
    """How many times the cost at the larger size is that at the smaller one."""
    return after / before


def _crowd(here: Place, size: int) -> Crowd:
    with writing(here) as session:
        return gather(session, size)


def _newest(here: Place, person: Person) -> float:
    with here.parts.database.reading() as session:
        viewer = viewer_of(session, person.id)
        return cpu_ms(lambda: newest(session, viewer))[0]
