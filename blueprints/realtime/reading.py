"""Reads the kept events in a thread: what other processes wrote, and what passed this one by.

The table is the truth. Listeners of this process and nudges from others only make it quick: were both silent, all
would be told half a second later.
"""

import logging
import threading
import time
from collections import OrderedDict
from collections.abc import Callable

from sqlalchemy import bindparam, literal_column, select

from models.activity.live import Happening, LiveEvent, happening_of, numbers
from models.core.base import BigId
from models.core.db import Database, rows

log = logging.getLogger(__name__)

EVERY = 0.5
CHECK_EVERY = 30.0
MOST = 1000
SECONDS_TO_END = 2
REMEMBERED = 20_000

NEW = (
    select(LiveEvent.__table__)
    .where(LiveEvent.__table__.c.id > bindparam("after", type_=BigId))
    .order_by(LiveEvent.__table__.c.id)
    .limit(literal_column(str(MOST)))
)


class Reader:
    """Gives each event to `deliver` once, from whichever side it came first; `check` is called from time to time."""

    def __init__(
        self, database: Database, deliver: Callable[[list[Happening]], None], check: Callable[[], None]
    ) -> None:
        self.upto: int | None = None
        self._database = database
        self._deliver = deliver
        self._check = check
        self._known: OrderedDict[int, None] = OrderedDict()
        self._lock = threading.Lock()
        self._nudged = threading.Event()
        self._stopped = False

        self._thread: threading.Thread | None = None

    def start(self) -> None:
        """Begin with what is written from now on."""
        self.read()
        self._thread = threading.Thread(target=self._run, name="witan-live-reader", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        self._stopped = True
        self._nudged.set()
        if self._thread is not None:
            self._thread.join(timeout=SECONDS_TO_END)

    def nudge(self) -> None:
        """Something was written: do not wait for the next turn."""
        self._nudged.set()

    def heard(self, happening: Happening) -> None:
        """An event of this process, after its commit."""
        self._pass_on([happening])

    def read(self) -> None:
        """Pass on what is new in the table."""
        with self._database.reading() as session:
            found = numbers(session)
            if self.upto is None or self.upto > found.newest:
                self.upto = found.settled
            new = rows(session, NEW, after=self.upto) if found.newest > self.upto else []
        if new:
            self._pass_on([happening_of(row) for row in new])
        # With more to come, no further than what was read.
        self.upto = max(self.upto, found.settled if len(new) < MOST else min(found.settled, new[-1].id))

    def _pass_on(self, happenings: list[Happening]) -> None:
        with self._lock:
            new = [each for each in happenings if each.number not in self._known]
            for each in new:
                self._known[each.number or 0] = None
            while len(self._known) > REMEMBERED:
                self._known.popitem(last=False)
        if new:
            self._deliver(new)

    def _run(self) -> None:
        checked = time.monotonic()
        failing = False
        while not self._stopped:
            self._nudged.wait(EVERY)
            self._nudged.clear()
            try:
                self.read()
                if time.monotonic() - checked > CHECK_EVERY:
                    checked = time.monotonic()
                    self._check()
                failing = False
            except Exception:
                if not failing and not self._stopped:
                    log.exception("Live events could not be read; they are read again in a moment")
                failing = True
