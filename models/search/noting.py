"""Noting in memory what is counted of searches, and storing it once a minute: a search itself writes nothing.

Who searched is known in memory alone, until it is stored as a hash, or not at all where the person does not want to be
counted. What was noted in the last minute before a stop is lost.
"""

import hashlib
import hmac
import logging
import re
import threading
from abc import ABC, abstractmethod
from collections.abc import Iterable
from datetime import datetime
from typing import Generic, TypeVar

from sqlalchemy import ForeignKey, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from models.activity.act import Actor
from models.core import clock
from models.core.base import Base
from models.core.db import Database, among, as_words, rows

log = logging.getLogger(__name__)

STORED_EVERY = 60.0
MOST_WAITING = 500
LONGEST = 80
# Addresses, telephone and case numbers are about somebody: such words are not kept at all.
PERSONAL = re.compile(r"@|\d{4,}")

Key = TypeVar("Key")


class Uncounted(Base):
    """A person whose searches are not counted, because they said so."""

    __tablename__ = "uncounted_searchers"

    person_id: Mapped[int] = mapped_column(ForeignKey("persons.id", ondelete="CASCADE"), primary_key=True)
    since: Mapped[datetime]


AMONG = select(Uncounted.person_id).where(among(Uncounted.person_id, "people"))


def is_counted(session: Session, person_id: int) -> bool:
    return session.get(Uncounted, person_id) is None


def choose_counting(session: Session, by: Actor, counted: bool) -> None:
    """Have one's searches counted, or not any more."""
    found = session.get(Uncounted, by.id)
    if counted and found is not None:
        session.delete(found)
    elif not counted and found is None:
        session.add(Uncounted(person_id=by.id, since=clock.now()))


def plain_words(text: str) -> str:
    """The words as they are counted, or nothing where they are too short, too long or about somebody."""
    words = " ".join(text.replace("\0", "").casefold().split())
    holds_a_word = any(letter.isalnum() for letter in words)
    if not 3 <= len(words) <= LONGEST or PERSONAL.search(words) or not words.isprintable() or not holds_a_word:
        return ""
    return words


def together(kept: str, more: Iterable[str]) -> str:
    """Hashes as they are kept, with more of them."""
    return " ".join(sorted({*kept.split(), *more}))


class Noted(ABC, Generic[Key]):
    """Notes people under keys and stores them now and then; one for each process that serves."""

    def __init__(self, database: Database, secret: str) -> None:
        self._database = database
        self._secret = hashlib.sha256(f"{self.purpose} {secret}".encode()).digest()
        self._waiting: dict[Key, set[int]] = {}
        self._lock = threading.Lock()
        self._timer: threading.Timer | None = None

    # Whatever is counted for another purpose has other hashes.
    purpose = ""

    @abstractmethod
    def write(self, session: Session, noted: dict[Key, set[int]]) -> None:
        """Write down the people under each key, as hashes."""

    def hashed(self, about: str, people: Iterable[int]) -> set[str]:
        """The people as hashes that say neither who they are nor what else they searched."""
        return {
            hmac.new(self._secret, f"{about}:{person_id}".encode(), hashlib.sha256).hexdigest()[:12]
            for person_id in people
        }

    def put(self, key: Key, person_id: int) -> None:
        """Note a person under a key. Costs no statement."""
        with self._lock:
            if len(self._waiting) < MOST_WAITING:
                self._waiting.setdefault(key, set()).add(person_id)
            if self._timer is None:
                self._timer = threading.Timer(STORED_EVERY, self._store_quietly)
                self._timer.daemon = True
                self._timer.start()

    def take_back(self, key: Key, person_id: int) -> None:
        """Note a person no longer under a key, where that is not stored yet."""
        with self._lock:
            self._waiting.get(key, set()).discard(person_id)

    def store(self) -> None:
        """Write down what was noted, without those who do not want it."""
        with self._lock:
            noted, self._waiting = self._waiting, {}
            if self._timer is not None:
                self._timer.cancel()
            self._timer = None
        if not noted:
            return
        with self._database.writing() as session:
            left_out = _uncounted(session, set().union(*noted.values()))
            wanted = {key: people - left_out for key, people in noted.items()}
            self.write(session, {key: people for key, people in wanted.items() if people})

    def _store_quietly(self) -> None:
        try:
            self.store()
        except Exception:
            log.exception("Searches could not be counted")


def _uncounted(session: Session, people: set[int]) -> set[int]:
    return {row.person_id for row in rows(session, AMONG, people=as_words(sorted(people)))}
