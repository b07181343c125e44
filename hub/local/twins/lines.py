"""Lines to intake: a fixed number of connections that take requests off one queue.

No task, timer or semaphore a message: a load generator shares the cores of what it measures. It
speaks only what a sender needs: POST, keep-alive, one request at a time a connection.
"""

from __future__ import annotations

import asyncio
import time
from collections import deque
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

import httptools

LOST = 0
"""Status of a request that got no answer."""
UNKNOWN = "?"
"""Behind a country's code: its requests under a credential the hub does not know."""
TIMEOUT, LOOK_EVERY, AGAIN_AFTER = 30.0, 1.0, 0.25

Answered = Callable[[int, bytes], None]


class Request(NamedTuple):
    """A message as it is posted: again and again the same, until it is answered."""

    country: str
    identity: str
    body: bytes


def head(host: str, port: int, country: str, token: str, content_type: str) -> bytes:
    """Return everything of a country's requests that stands before the message id."""
    return (
        f"POST /v1/{country.lower()}/messages HTTP/1.1\r\nhost: {host}:{port}\r\n"
        f"authorization: Bearer {token}\r\ncontent-type: {content_type}\r\nidempotency-key: "
    ).encode("latin-1")


class Lines:
    """Connections to one host, opened as they are needed. `heads` by country."""

    def __init__(self, host: str, port: int, heads: Mapping[str, bytes], connections: int) -> None:
        self._host, self._port, self._heads = host, port, heads
        self._connections = connections
        self._queue: deque[tuple[Request, Answered]] = deque()
        self._idle: list[_Line] = []
        self._lines: set[_Line] = set()
        self._opening: set[asyncio.Task[None]] = set()
        self._looking: asyncio.TimerHandle | None = None

    def post(self, request: Request, answered: Answered) -> None:
        """Send as soon as a connection is free; `answered` gets status and body, or `LOST`."""
        self._queue.append((request, answered))
        self._send()

    def close(self) -> None:
        """Cut every connection."""
        self._queue.clear()
        for task in self._opening:
            task.cancel()
        if self._looking:
            self._looking.cancel()
        for line in list(self._lines):
            line.cut()

    def free(self, line: _Line) -> None:
        """Take back a connection that may be used again."""
        self._idle.append(line)
        self._send()

    def gone(self, line: _Line) -> None:
        """Forget a connection that has ended."""
        self._lines.discard(line)
        if line in self._idle:
            self._idle.remove(line)
        self._send()

    def _send(self) -> None:
        queue, idle = self._queue, self._idle
        while queue and idle:
            request, answered = queue.popleft()
            idle.pop().send(self._bytes(request), answered)
        opening = len(self._opening)
        if len(queue) > opening and len(self._lines) + opening < self._connections:
            task = asyncio.create_task(self._open())
            self._opening.add(task)
            task.add_done_callback(self._opened)

    def _bytes(self, request: Request) -> bytes:
        country, identity, body = request
        middle = f"{identity}\r\ncontent-length: {len(body)}\r\n\r\n".encode("latin-1")
        return b"".join((self._heads[country], middle, body))

    async def _open(self) -> None:
        loop = asyncio.get_running_loop()
        try:
            async with asyncio.timeout(10):
                await loop.create_connection(lambda: _Line(self), self._host, self._port)
        except (OSError, TimeoutError):
            await asyncio.sleep(AGAIN_AFTER)

    def _opened(self, task: asyncio.Task[None]) -> None:
        self._opening.discard(task)
        if not task.cancelled():
            self._send()

    def made(self, line: _Line) -> None:
        """Use a new connection."""
        self._lines.add(line)
        if self._looking is None:
            self._looking = asyncio.get_running_loop().call_later(LOOK_EVERY, self._look)
        self.free(line)

    def _look(self) -> None:
        """Cut connections that wait too long: one look at all, not one timer a request."""
        self._looking = asyncio.get_running_loop().call_later(LOOK_EVERY, self._look)
        late = time.monotonic() - TIMEOUT
        for line in [line for line in self._lines if line.waits_since(late)]:
            line.cut()


class _Line(asyncio.Protocol):
    def __init__(self, lines: Lines) -> None:
        self._lines = lines
        self._answered: Answered | None = None
        self._since = 0.0
        self._body: list[bytes] = []
        self._status, self._kept = 0, False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport: asyncio.Transport = transport  # type: ignore[assignment]
        self._parser: Any = httptools.HttpResponseParser(self)
        self._lines.made(self)

    def send(self, data: bytes, answered: Answered) -> None:
        self._answered, self._since = answered, time.monotonic()
        self._transport.write(data)

    def waits_since(self, moment: float) -> bool:
        return self._answered is not None and self._since < moment

    def on_body(self, body: bytes) -> None:
        self._body.append(body)

    def on_message_complete(self) -> None:
        self._status = self._parser.get_status_code()
        self._kept = self._parser.should_keep_alive()  # the parser forgets it afterwards

    def data_received(self, data: bytes) -> None:
        try:
            self._parser.feed_data(data)
        except httptools.HttpParserError:
            self.cut()
            return
        status, self._status = self._status, 0
        if status >= 200:
            self._complete(status)

    def _complete(self, status: int) -> None:
        answered, self._answered = self._answered, None
        body, self._body = b"".join(self._body), []
        if answered and self._kept:
            self._lines.free(self)
        else:
            self.cut()
        if answered:
            answered(status, body)

    def connection_lost(self, exc: Exception | None) -> None:
        self._lines.gone(self)
        answered, self._answered = self._answered, None
        if answered:
            answered(LOST, b"")

    def cut(self) -> None:
        self._transport.abort()
