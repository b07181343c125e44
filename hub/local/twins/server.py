"""The ear of the simulated national systems: takes deliveries, answers figures, fails on demand."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

import httptools
import orjson

from hub.local.twins.ledger import Ledger

_ACCEPTED = b"HTTP/1.1 202 Accepted\r\ncontent-length: 0\r\n\r\n"


class Ear(asyncio.Protocol):
    """One connection. Paths: `/{cc}` a delivery, `/figures`, `/control` with a JSON order."""

    def __init__(
        self, ledger: Ledger, faults: dict[str, int], control: Callable[[dict[str, Any]], None]
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
        status = self._faults.get(country, 0)
        if status:
            self._answer(status, b'{"error": "as ordered"}')
            return
        get = self._headers.get
        self._ledger.hear(
            country,
            get(b"hub-kind", b"").decode(),
            get(b"idempotency-key", b"").decode(),
            get(b"hub-correlation-id", b"").decode(),
            get(b"hub-declaration-key", b"").decode(),
        )
        self._transport.write(_ACCEPTED)

    def _answer(self, status: int, body: bytes) -> None:
        head = f"HTTP/1.1 {status} \r\ncontent-length: {len(body)}\r\n\r\n"
        self._transport.write(head.encode() + body)

    def data_received(self, data: bytes) -> None:
        """Parse; whoever does not speak HTTP is hung up on."""
        try:
            self._parser.feed_data(data)
        except httptools.HttpParserError:
            self._transport.close()
