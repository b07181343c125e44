"""The ear of the simulated national systems: takes deliveries, answers figures, fails on demand."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple
from zlib import crc32

import httptools
import orjson

from hub.local.twins.ledger import Ledger

_ACCEPTED = b"HTTP/1.1 202 Accepted\r\ncontent-length: 0\r\n\r\n"
_RETRIED = frozenset({408, 425, 429})


class Fault(NamedTuple):
    """How a national system fails: `share` of messages get `status` (0: hung up), `delay` late."""

    status: int = 202
    share: float = 1.0
    delay: float = 0.0

    def hits(self, identity: bytes) -> bool:
        """Say whether it strikes this message: the same message is always treated the same."""
        return crc32(identity) % 1000 < self.share * 1000

    @property
    def final(self) -> bool:
        """Whether the sender must give the message up (4xx), not try again."""
        return 400 <= self.status < 500 and self.status not in _RETRIED


def faults_of(order: Mapping[str, Any]) -> dict[str, Fault | None]:
    """Read `{"VN": 503}`, `{"VN": {"status": 422, "share": 0.1, "delay": 0.5}}`, `{"VN": null}`."""
    return {
        country.upper(): Fault(**told) if isinstance(told, dict) else Fault(told) if told else None
        for country, told in order.items()
    }


class Ear(asyncio.Protocol):
    """One connection. Paths: `/{cc}` a delivery, `/figures`, `/control` with a JSON order."""

    def __init__(
        self,
        ledger: Ledger,
        faults: Mapping[str, Fault | None],
        control: Callable[[dict[str, Any]], None],
    ) -> None:
        self._ledger, self._faults, self._control = ledger, faults, control

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Start to parse."""
        self._transport: asyncio.Transport = transport  # type: ignore[assignment]
        self._parser: Any = httptools.HttpRequestParser(self)
        self._url = b""

    def on_url(self, url: bytes) -> None:
        """Start a request."""
        self._url = url
        self._headers: dict[bytes, bytes] = {}
        self._body: list[bytes] = []

    def on_header(self, name: bytes, value: bytes) -> None:
        """Keep a header."""
        self._headers[name.lower()] = value

    def on_body(self, body: bytes) -> None:
        """Keep control orders; what is delivered is counted, not kept."""
        if self._url == b"/control":
            self._body.append(body)

    def on_message_complete(self) -> None:
        """Answer."""
        if self._url == b"/figures":
            self._answer(200, orjson.dumps(self._ledger.figures()))
        elif self._url == b"/control":
            self._control(orjson.loads(b"".join(self._body)))
            self._answer(200, b"{}")
        else:
            self._take(self._url[1:3].decode("latin-1").upper())

    def _take(self, country: str) -> None:
        fault = self._faults.get(country)
        if fault and fault.hits(self._headers.get(b"idempotency-key", b"")):
            self._fail(country, fault)
        else:
            self._hear(country)
            self._transport.write(_ACCEPTED)

    def _fail(self, country: str, fault: Fault) -> None:
        if fault.status < 400 and fault.status:
            self._hear(country)
        elif fault.final:
            get = self._headers.get
            self._ledger.decline(
                country,
                get(b"hub-kind", b"").decode(),
                get(b"idempotency-key", b"").decode(),
                get(b"hub-correlation-id", b"").decode(),
            )
        loop = asyncio.get_running_loop()
        if fault.status:
            loop.call_later(fault.delay, self._answer, fault.status, b'{"error": "as ordered"}')
        else:
            loop.call_later(fault.delay, self._transport.close)

    def _hear(self, country: str) -> None:
        get = self._headers.get
        self._ledger.hear(
            country,
            get(b"hub-kind", b"").decode(),
            get(b"idempotency-key", b"").decode(),
            get(b"hub-correlation-id", b"").decode(),
            get(b"hub-declaration-key", b"").decode(),
        )

    def _answer(self, status: int, body: bytes) -> None:
        head = f"HTTP/1.1 {status} \r\ncontent-length: {len(body)}\r\n\r\n"
        self._transport.write(head.encode() + body)

    def data_received(self, data: bytes) -> None:
        """Parse; whoever does not speak HTTP is hung up on, and that is noted."""
        try:
            self._parser.feed_data(data)
        except httptools.HttpParserError as error:
            # A fault of ours in a callback also ends here: never silently.
            self._ledger.doubt("not understood", repr(error.__context__ or error))
            self._transport.close()
