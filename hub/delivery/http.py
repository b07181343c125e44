"""A lean HTTP/1.1 client: few connections a partner, kept alive, one request each at a time.

Measured against a general client it halves the CPU of a delivery, which is the dearest step of
the hub. It speaks only what delivery needs: POST, and answers of a stated length, in chunks or
ended by the close of the connection. Of their headers only `retry-after` is kept.
"""

from __future__ import annotations

import asyncio
import ssl as tls
from collections import deque
from collections.abc import Sequence

from hub.delivery.connection import Answer, Connection, Unfinished, Unheard
from hub.errors import TransportUnavailable

__all__ = ["Answer", "Pool", "Unfinished"]

CONNECT_SECONDS = 10.0
SWEEP_SECONDS = 1.0
IDLE_SECONDS = 50.0
"""Load balancers forget a silent connection after 60 s, and some do not say so."""


class Pool:
    """Connections to one host; a request waits for a free one, first come, first served."""

    def __init__(
        self, host: str, port: int, connections: int = 8, ssl: tls.SSLContext | None = None
    ) -> None:
        self._host, self._port, self._ssl = host, port, ssl
        named = f"[{host}]" if ":" in host else host
        self._line = f" HTTP/1.1\r\nhost: {named}:{port}\r\n"
        self._places, self._waiting = connections, deque[asyncio.Future[None]]()
        self._idle: deque[Connection] = deque()
        self._made: set[Connection] = set()
        self._sweeping: asyncio.TimerHandle | None = None

    async def post(
        self, path: str, headers: Sequence[tuple[str, str]], body: bytes, timeout: float = 30.0
    ) -> Answer:
        """POST and return the answer. Raises `TransportUnavailable` for anything but an answer.

        Where a kept connection turns out closed the request is sent again on a new one: it is
        idempotent by its key (RFC 9110 §9.2.2). Raises ValueError where a header is none.
        """
        data = self._request(path, headers, body)
        if self._places:
            self._places -= 1
        else:
            await self._place()
        try:
            connection = self._kept(self._now()) if self._idle else None
            while True:
                if connection is None:
                    connection = await self._connect()
                answer = connection.ask(data, self._now(), timeout)
                try:
                    return await answer
                except Unheard:
                    connection = None
                except asyncio.CancelledError:
                    connection.drop(answer)
                    raise
        finally:
            self._give_back()

    def _request(self, path: str, headers: Sequence[tuple[str, str]], body: bytes) -> bytes:
        lines = "".join([f"{name}: {value}\r\n" for name, value in headers])
        if lines.count("\n") != len(headers) or lines.count("\r") != len(headers):
            raise ValueError("a header holds a line break")
        head = f"POST {path}{self._line}{lines}content-length: {len(body)}\r\n\r\n"
        return head.encode("latin-1", "replace") + body

    def _now(self) -> float:
        loop = asyncio.get_running_loop()
        if self._sweeping is None:
            self._sweeping = loop.call_later(SWEEP_SECONDS, self._sweep)
        return loop.time()

    def _sweep(self) -> None:
        """Fail what is overdue: one timer for all requests instead of one each."""
        self._sweeping = None
        now = self._now()
        overdue = [connection for connection in self._made if connection.late(now)]
        if overdue:
            # A network that swallows one connection has most likely lost the silent ones too.
            self._drop_idle()
        self._made = {connection for connection in self._made if connection.transport}
        if not any(connection.waiting for connection in self._made):
            self._rest()

    def _rest(self) -> None:
        if self._sweeping:
            self._sweeping.cancel()
            self._sweeping = None

    async def _place(self) -> None:
        waiter = asyncio.get_running_loop().create_future()
        self._waiting.append(waiter)
        try:
            await waiter
        except asyncio.CancelledError:
            if waiter.done() and not waiter.cancelled():  # a place was given all the same
                self._give_back()
            raise

    def _give_back(self) -> None:
        while self._waiting:
            waiter = self._waiting.popleft()
            if not waiter.done():
                waiter.set_result(None)
                return
        self._places += 1

    def _kept(self, now: float) -> Connection | None:
        while self._idle:
            connection = self._idle.pop()
            if connection.usable and now < connection.since + IDLE_SECONDS:
                return connection
            connection.close()
        return None

    async def _connect(self) -> Connection:
        loop = asyncio.get_running_loop()
        try:
            async with asyncio.timeout(CONNECT_SECONDS):
                _, made = await loop.create_connection(
                    lambda: Connection(self._idle), self._host, self._port, ssl=self._ssl
                )
        except (OSError, TimeoutError, ValueError) as error:  # ValueError: no name of a host
            raise TransportUnavailable(f"{self._host}:{self._port}: {error!r}") from error
        self._made.add(made)
        return made

    def _drop_idle(self) -> None:
        while self._idle:
            self._idle.pop().close()

    async def close(self) -> None:
        """Close every idle connection."""
        self._drop_idle()
        self._rest()
        await asyncio.sleep(0)
