"""Many browsers' live lines in one process of their own: `python -m bench.listeners COUNT COOKIE PORT ...`.

Prints a line of JSON once all are open, and one for each line read from standard input: when which event came to how
many. Clocks are those of the machine, so that another process can compare them.
"""

import asyncio
import base64
import json
import os
import struct
import sys
import time
from array import array

AT_ONCE = 40
CLOSED = 0x88
ASK = (
    "GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nConnection: Upgrade\r\n"
    "Upgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: {key}\r\nCookie: {cookie}\r\n\r\n"
)


class Ear(asyncio.Protocol):
    """One line: says hello, answers pings, and notes when events came."""

    def __init__(self, crowd: "Crowd", port: int) -> None:
        self.crowd, self.port = crowd, port
        self.open: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self.unread = b""
        self.upgraded = False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self.transport = transport
        key = base64.b64encode(os.urandom(16)).decode()
        transport.write(ASK.format(port=self.port, key=key, cookie=self.crowd.cookie).encode())

    def connection_lost(self, error: Exception | None) -> None:
        self.crowd.lost += 1
        if not self.open.done():
            self.open.set_exception(ConnectionError("refused"))

    def data_received(self, data: bytes) -> None:
        self.unread += data
        if not self.upgraded:
            head, end, rest = self.unread.partition(b"\r\n\r\n")
            if not end:
                return
            if b" 101 " not in head.split(b"\r\n")[0]:
                self.transport.close()
                return
            self.upgraded, self.unread = True, rest
        while (message := self._message()) is not None:
            self._take(message)

    def _message(self) -> str | None:
        """The next whole message; servers send them unmasked and in one frame. At its end the line is closed."""
        if len(self.unread) < 2:
            return None
        if self.unread[0] == CLOSED:
            self.transport.close()
            return None
        size, start = self.unread[1] & 127, 2
        if size == 126:
            if len(self.unread) < 4:
                return None
            size, start = struct.unpack("!H", self.unread[2:4])[0], 4
        if len(self.unread) < start + size:
            return None
        text = self.unread[start : start + size].decode()
        self.unread = self.unread[start + size :]
        return text

    def _take(self, text: str) -> None:
        if text.startswith("0"):
            self._say("40")
        elif text == "2":
            self._say("3")
        elif text.startswith("40"):
            self.open.set_result(None)
        elif text.startswith("42"):
            self.crowd.note(text)

    def _say(self, text: str) -> None:
        mask = os.urandom(4)
        payload = bytes(each ^ mask[index % 4] for index, each in enumerate(text.encode()))
        self.transport.write(struct.pack("!BB", 0x81, 0x80 | len(payload)) + mask + payload)


class Crowd:
    """All lines, and what came to them."""

    def __init__(self, cookie: str) -> None:
        self.cookie = cookie
        self.lost = 0
        self.came: dict[int, array[float]] = {}

    def note(self, text: str) -> None:
        now = time.monotonic()
        for event in json.loads(text[2:])[1]["events"]:
            if event["verb"] == "wrote":
                self.came.setdefault(event["id"], array("d")).append(now)

    async def gather(self, count: int, ports: list[int]) -> None:
        turns, took = asyncio.Semaphore(AT_ONCE), array("d")
        loop = asyncio.get_running_loop()

        async def open_one(number: int) -> None:
            async with turns:
                port, begun = ports[number % len(ports)], time.monotonic()
                _transport, ear = await loop.create_connection(lambda: Ear(self, port), "127.0.0.1", port)
                await ear.open
                took.append(time.monotonic() - begun)

        begun = time.monotonic()
        done = await asyncio.gather(*(open_one(number) for number in range(count)), return_exceptions=True)
        refused = sum(isinstance(each, BaseException) for each in done)
        say(open=count - refused, refused=refused, seconds=time.monotonic() - begun, took=sorted(took))
        while await loop.run_in_executor(None, sys.stdin.readline):
            say(lost=self.lost - refused, came={number: list(moments) for number, moments in self.came.items()})


def say(**words: object) -> None:
    print(json.dumps(words), flush=True)


if __name__ == "__main__":
    asyncio.run(Crowd(sys.argv[2]).gather(int(sys.argv[1]), [int(port) for port in sys.argv[3:]]))
