"""The numbers of live events as they leave the server. Their order would tell a stranger how much happens where they
may not look, so an event has a name without order, and a place in the row of events is sealed anew for each answer."""

import base64
import hashlib
import hmac
import os

BYTES = 8


class Seal:
    """Made from the application's secret: all processes of an installation read each other's cursors."""

    def __init__(self, secret: str) -> None:
        self._key = hashlib.blake2b(b"live", key=hashlib.sha256(secret.encode()).digest()).digest()

    def name(self, number: int) -> str:
        """What an event is called outside, each time the same: browsers know by it what they were told before."""
        return _text(self._mix(b"name", number.to_bytes(BYTES)))

    def cursor(self, number: int) -> str:
        """A sealed number; no two cursors are alike, and all are of the same length."""
        once = os.urandom(BYTES)
        hidden = _either(number.to_bytes(BYTES), self._mix(b"hide", once))
        return _text(once + hidden + self._mix(b"sign", once + hidden))

    def number(self, cursor: str) -> int | None:
        """The number in a cursor of this installation, else None."""
        try:
            found = base64.b64decode(cursor, altchars=b"-_", validate=True)
        except ValueError:
            return None
        once, hidden, sign = found[:BYTES], found[BYTES : 2 * BYTES], found[2 * BYTES :]
        if not hmac.compare_digest(sign, self._mix(b"sign", once + hidden)):
            return None
        return int.from_bytes(_either(hidden, self._mix(b"hide", once)))

    def _mix(self, use: bytes, data: bytes) -> bytes:
        return hashlib.blake2b(data, digest_size=BYTES, key=self._key, person=use).digest()


def _either(one: bytes, other: bytes) -> bytes:
    return bytes(first ^ second for first, second in zip(one, other, strict=True))


def _text(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).decode().rstrip("=")
