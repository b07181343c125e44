"""A small HTTP/1.1 server for one purpose: many short POSTs with a receipt each.

httptools parses. A general server costs more a request than everything intake itself does with it
(docs/decisions/0003). Bounded everywhere: head, body, bytes held, requests waiting on a connection,
connections, and the time a request may take to come.
"""

from __future__ import annotations

import asyncio
import http
from collections import deque
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import Any, NamedTuple, Protocol

import httptools
import orjson
import structlog

from hub.domain import faults
from hub.domain.faults import Fault
from hub.errors import Retriable

MAX_HEAD = 16_384
MAX_HELD = 256_000_000
MAX_CONNECTIONS = 4096
MAX_WAITING = 16
READ_SECONDS, IDLE_SECONDS, LINGER_SECONDS, STOP_SECONDS = 30.0, 75.0, 5.0, 5.0

log = structlog.get_logger()


class Head(NamedTuple):
    """What stands before the body; header names in lower case."""

    method: str
    path: str
    headers: dict[bytes, bytes]

    def text(self, name: bytes) -> str:
        """Return a header, empty where it is absent."""
        return self.headers.get(name, b"").decode("latin-1")


Answer = tuple[int, Any]
Work = Callable[[bytes], Awaitable[Answer]]


class Turned(Exception):
    """A request that is answered with a refusal: an HTTP status and every fault found."""

    def __init__(self, status: int, *found: Fault) -> None:
        super().__init__(status)
        self.status, self.faults = status, found

    @property
    def document(self) -> dict[str, Any]:
        """The body of the answer."""
        return {"faults": [fault.as_body() for fault in self.faults]}


class Doorkeeper(Protocol):
    """What the server serves."""

    def enter(self, head: Head) -> Work:
        """Return what answers once the body is there. Raises `Turned` by the head alone."""
        ...


def response(status: int, document: Any, *, last: bool = False) -> bytes:
    """Return the bytes of an answer: JSON, times in UTC; `last` announces the connection's end."""
    body = orjson.dumps(document, option=orjson.OPT_UTC_Z)
    extra = "retry-after: 1\r\n" if status == 503 else ""
    if last:
        extra += "connection: close\r\n"
    return b"%s%scontent-length: %d\r\n\r\n%s" % (_first(status), extra.encode(), len(body), body)


_FIRST = {
    status.value: f"HTTP/1.1 {status.value} {status.phrase}\r\n"
    "content-type: application/json\r\n".encode()
    for status in http.HTTPStatus
}


def _first(status: int) -> bytes:
    return _FIRST[status]


class Server:
    """Listens on one address; `stop` lets requests under way be answered."""

    def __init__(self, door: Doorkeeper, max_bytes: int) -> None:
        self.door, self.max_bytes, self.held = door, max_bytes, 0
        self.connections: set[_Connection] = set()
        self.stopping = False

    async def serve(self, host: str, port: int, stopping: asyncio.Event) -> None:
        """Serve until `stopping`. Raises OSError where the address is taken."""
        loop = asyncio.get_running_loop()
        listener = await loop.create_server(lambda: _Connection(self), host, port, backlog=1024)
        log.info("listening", host=host, port=port)
        while not stopping.is_set():
            with suppress(TimeoutError):
                async with asyncio.timeout(1.0):
                    await stopping.wait()
            self._sweep(loop.time())
        listener.close()
        await self._stop(loop)

    def _sweep(self, now: float) -> None:
        for connection in list(self.connections):
            connection.look_at_the_clock(now)

    async def _stop(self, loop: asyncio.AbstractEventLoop) -> None:
        self.stopping = True
        end = loop.time() + STOP_SECONDS
        while self.connections and loop.time() < end:
            for connection in list(self.connections):
                connection.close_when_idle()
            await asyncio.sleep(0.02)
        for connection in list(self.connections):
            connection.close()


class _Connection(asyncio.Protocol):
    """One caller's connection: requests in order, answers in the same order."""

    def __init__(self, server: Server) -> None:
        self._server, self._loop = server, asyncio.get_running_loop()
        self._transport: asyncio.Transport | None = None
        self._parser: Any = httptools.HttpRequestParser(self)
        self._requests: deque[tuple[Work, bytes, bool]] = deque()
        self._task: asyncio.Task[None] | None = None
        self._held = self._size = 0
        self._turned: Turned | None = None
        self._paused = self._ended = False
        self._since = self._loop.time()
        self._reading = False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = transport  # type: ignore[assignment]
        if len(self._server.connections) >= MAX_CONNECTIONS or self._server.stopping:
            self.close()
        else:
            self._server.connections.add(self)

    def connection_lost(self, exc: Exception | None) -> None:
        self._transport = None
        self._requests.clear()
        self._server.connections.discard(self)
        self._hold(-self._held)

    def data_received(self, data: bytes) -> None:
        if self._turned:
            return  # answered already: what still comes is not read
        try:
            self._parser.feed_data(data)
        except httptools.HttpParserUpgrade:
            self._end(Turned(400, Fault(faults.NOT_SUPPORTED, "header Upgrade")))
        except httptools.HttpParserError as error:
            self._end(self._turned or Turned(400, Fault(faults.UNPARSEABLE, "HTTP", str(error))))

    def on_message_begin(self) -> None:
        self._url, self._headers, self._body = b"", dict[bytes, bytes](), list[bytes]()
        self._size, self._since, self._reading = 0, self._loop.time(), True

    def on_url(self, url: bytes) -> None:
        self._url += url
        self._grow(len(url), MAX_HEAD, 414, "path")

    def on_header(self, name: bytes, value: bytes) -> None:
        self._headers[name.lower()] = value
        self._grow(len(name) + len(value), MAX_HEAD, 431, "headers")

    def on_headers_complete(self) -> None:
        self._size = 0
        head = Head(self._parser.get_method().decode(), _path(self._url), self._headers)
        stated = head.text(b"content-length")
        if stated.isdigit() and int(stated) > self._server.max_bytes:
            self._refuse(self._too_large(stated))
        try:
            self._work = self._server.door.enter(head)
        except Turned as turned:
            self._refuse(turned)
        if self._headers.get(b"expect", b"").lower() == b"100-continue" and self._transport:
            self._transport.write(b"HTTP/1.1 100 Continue\r\n\r\n")

    def on_body(self, body: bytes) -> None:
        self._body.append(body)
        self._size += len(body)
        self._hold(len(body))
        if self._size > self._server.max_bytes:
            self._refuse(self._too_large(str(self._size)))
        if self._server.held > MAX_HELD:
            self._refuse(Turned(503, Fault(faults.TOO_MANY, "", "too much at once, try again")))

    def on_message_complete(self) -> None:
        self._reading, self._since = False, self._loop.time()
        body = self._body[0] if len(self._body) == 1 else b"".join(self._body)
        self._requests.append((self._work, body, self._parser.should_keep_alive()))
        if self._task is None:
            self._task = self._loop.create_task(self._answer_all())
        elif len(self._requests) >= MAX_WAITING and self._transport:
            self._transport.pause_reading()
            self._paused = True

    async def _answer_all(self) -> None:
        while self._requests:
            work, body, keep = self._requests.popleft()
            status, document = await _answer(work, body)
            keep = keep and not self._server.stopping
            if self._transport:
                self._transport.write(response(status, document, last=not keep))
                if not keep:
                    self.close()
                elif self._paused:
                    self._transport.resume_reading()
                    self._paused = False
            self._hold(-len(body))
        self._task, self._since = None, self._loop.time()
        if self._turned:
            self._end(self._turned)

    def _grow(self, size: int, limit: int, status: int, pointer: str) -> None:
        self._size += size
        if self._size > limit:
            self._refuse(Turned(status, Fault(faults.TOO_LARGE, pointer, f"over {limit} bytes")))

    def _too_large(self, size: str) -> Turned:
        return Turned(
            413,
            Fault(faults.TOO_LARGE, "body", f"more than {self._server.max_bytes} bytes", size),
        )

    def _refuse(self, turned: Turned) -> None:
        """Leave the parser: nothing of this connection is read any more."""
        self._turned = turned
        raise turned

    def _end(self, turned: Turned) -> None:
        """Answer a refusal after what came before it; who still sends is let finish unheard.

        Closed at once, the kernel would reset the connection and the answer be lost.
        """
        self._turned, self._reading = turned, False
        if self._task is None and self._transport and not self._ended:
            self._transport.write(response(turned.status, turned.document, last=True))
            self._transport.write_eof()
            self._ended, self._since = True, self._loop.time()
            self._hold(-self._held)

    def _hold(self, size: int) -> None:
        self._held += size
        self._server.held += size

    @property
    def _patience(self) -> float:
        return LINGER_SECONDS if self._ended else IDLE_SECONDS

    def look_at_the_clock(self, now: float) -> None:
        """End a request that comes too slowly, and a connection nobody uses."""
        if self._reading and now - self._since > READ_SECONDS:
            self._end(Turned(408, Fault(faults.TRUNCATED, "body", "came too slowly")))
        elif self._task is None and now - self._since > self._patience:
            self.close()

    def close_when_idle(self) -> None:
        """Close unless a request is under way."""
        if self._task is None and not self._reading:
            self.close()

    def close(self) -> None:
        """Close once everything written is sent."""
        if self._transport:
            self._transport.close()


def _path(url: bytes) -> str:
    return url.split(b"?", 1)[0].decode("latin-1")


async def _answer(work: Work, body: bytes) -> Answer:
    try:
        return await work(body)
    except Turned as turned:
        return turned.status, turned.document
    except Retriable as trouble:
        fault = Fault("S00", "", f"not stored, try again: {trouble}")
        return 503, {"faults": [fault.as_body()]}
    except Exception:
        log.exception("request_failed")
        return 500, {"faults": [Fault("S00", "", "a fault of the hub, try again").as_body()]}
