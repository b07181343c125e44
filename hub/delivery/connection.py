"""One HTTP/1.1 connection of a client: one request at a time, each answered or failed."""

from __future__ import annotations

import asyncio
from collections import deque
from typing import Any, NamedTuple

import httptools

from hub.errors import TransportUnavailable

MAX_ANSWER = 1_000_000
MAX_TEXT = 512

_FRAMING = frozenset({b"content-length", b"transfer-encoding"})
_NO_HEADERS: dict[str, str] = {}


class Answer(NamedTuple):
    """What the other side said: status, `retry-after` where it was sent, body (1 MB at most)."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def text(self) -> str:
        """Return the beginning of the body, for people."""
        return self.body[:MAX_TEXT].decode("utf-8", "replace")


class Unfinished(TransportUnavailable):
    """The head of an answer came, its end did not; `answer` is what there is of it."""

    def __init__(self, text: str, answer: Answer) -> None:
        super().__init__(f"{text} after status {answer.status}")
        self.answer = answer


class Unheard(TransportUnavailable):
    """A kept connection was closed before a byte of the answer came."""


class Connection(asyncio.Protocol):
    """A connection; it puts itself among the `idle` ones when it may serve the next request."""

    def __init__(self, idle: deque[Connection]) -> None:
        self.transport: asyncio.Transport | None = None
        self.waiting: asyncio.Future[Answer] | None = None
        self.since = 0.0
        self._idle, self._used = idle, False
        self._parser: Any = httptools.HttpResponseParser(self)

    @property
    def usable(self) -> bool:
        """Say whether a request may be sent on it."""
        return self.transport is not None and not self.transport.is_closing()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Start."""
        self.transport = transport  # type: ignore[assignment]

    def ask(self, data: bytes, now: float, timeout: float) -> asyncio.Future[Answer]:
        """Send a request. The connection is idle again as soon as the answer is complete."""
        self.since, self._timeout = now, timeout
        self._size = self._status = self._complete = 0
        self._headers, self._framed = _NO_HEADERS, False
        self._keep = False
        self._body: list[bytes] = []
        self.waiting = waiting = asyncio.get_running_loop().create_future()
        if self.transport and not self.transport.is_closing():
            self.transport.write(data)
        else:  # closed as soon as it was made
            self._fail("connection closed")
        return waiting

    def on_header(self, name: bytes, value: bytes) -> None:
        """Keep what is read later; how the body ends is all else that matters."""
        known = name.lower()
        if known in _FRAMING:
            self._framed = True
        elif known == b"retry-after":
            self._headers = {"retry-after": value.decode("latin-1")}

    def on_headers_complete(self) -> None:
        """Note the status: from here on it is known, whatever becomes of the body."""
        self._status = self._parser.get_status_code()

    def on_body(self, body: bytes) -> None:
        """Keep a part of the body."""
        self._body.append(body)

    def on_message_complete(self) -> None:
        """Note the end of an answer; 1xx only announces one (RFC 9110 §15.2)."""
        if self._status < 200:
            self._headers, self._framed = _NO_HEADERS, False
            return
        self._complete += 1
        if self._complete == 1:
            # Here: the parser forgets both with the end of the message.
            self._told, self._keep = self._answer(), self._parser.should_keep_alive()

    def data_received(self, data: bytes) -> None:
        """Parse."""
        if self.waiting is None:  # nobody asked
            self.close()
            return
        self._size += len(data)
        try:
            self._parser.feed_data(data)
        except (httptools.HttpParserError, httptools.HttpParserUpgrade) as error:
            self._keep = False
            if not self._complete:
                self._fail(f"not HTTP: {error!r}")
        if self._complete:
            # A second answer to one request must not be taken for that of the next.
            self._finish(self._told, keep=self._keep and self._complete == 1)
        elif self._size > MAX_ANSWER:
            self._fail("answer is larger than 1 MB")

    def connection_lost(self, exc: Exception | None) -> None:
        """Fail what waits, unless the close is the end of the answer (RFC 9112 §6.3)."""
        self.transport = None
        if self.waiting is None:
            return
        if exc is None and self._status >= 200 and not self._framed:
            self._finish(self._answer(), keep=False)
        elif self._used and not self._size:
            self._fail("connection closed", Unheard)
        else:
            self._fail(str(exc) if exc else "connection closed")

    def late(self, now: float) -> bool:
        """Give up where the answer is overdue, and say so."""
        if self.waiting is None or now < self.since + self._timeout:
            return False
        self._fail(f"no answer in {self._timeout:g} s")
        return True

    def drop(self, answer: asyncio.Future[Answer]) -> None:
        """Nobody waits for this answer any more."""
        if self.waiting is answer:
            self._fail("cancelled")

    def _answer(self) -> Answer:
        body = self._body
        whole = body[0] if len(body) == 1 else b"".join(body)
        return Answer(self._status, self._headers, whole[:MAX_ANSWER])

    def _finish(self, answer: Answer, *, keep: bool) -> None:
        waiting, self.waiting = self.waiting, None
        self._used = True
        if keep:
            self._idle.append(self)
        else:
            self.close()
        if waiting and not waiting.done():
            waiting.set_result(answer)

    def _fail(self, reason: str, kind: type[TransportUnavailable] = TransportUnavailable) -> None:
        waiting, self.waiting = self.waiting, None
        if self.transport:
            # Not `close`: that waits until a partner that reads nothing has read everything.
            self.transport.abort()
            self.transport = None
        if waiting and not waiting.done():
            known = self._status >= 200
            waiting.set_exception(Unfinished(reason, self._answer()) if known else kind(reason))

    def close(self) -> None:
        """Close what nobody waits for."""
        if self.transport:
            self.transport.close()
            self.transport = None
