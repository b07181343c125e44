"""The HTTP door of intake: one ASGI application, no framework on the path of a message.

`POST /v1/{cc}/messages` with `Authorization: Bearer` and `Idempotency-Key` (the sender's id of the
message) → 202 and the receipt. Every refusal is a JSON document with all faults.
"""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Awaitable, Callable
from typing import Any

import orjson
import structlog

from hub.bus import topics
from hub.bus.records import Outgoing
from hub.domain import faults
from hub.domain.faults import Fault
from hub.domain.identifiers import message_id
from hub.errors import Retriable
from hub.intake.accepting import Accepting, Arrival, Changed, Writer
from hub.intake.callers import Callers
from hub.store.receipts import ReceiptRow

READ_TIMEOUT = 30.0

Scope = dict[str, Any]
Receive = Callable[[], Awaitable[dict[str, Any]]]
Send = Callable[[dict[str, Any]], Awaitable[None]]

log = structlog.get_logger()


class Turned(Exception):
    """A request that is answered with a refusal."""

    def __init__(self, status: int, *found: Fault) -> None:
        super().__init__(status)
        self.status, self.faults = status, found


class Door:
    """The ASGI application."""

    def __init__(
        self, callers: Callers, accepting: Accepting, writer: Writer, countries: tuple[str, ...],
        max_bytes: int,
    ) -> None:  # fmt: skip
        self._callers, self._accepting, self._writer = callers, accepting, writer
        self._countries, self._max_bytes = frozenset(countries), max_bytes

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            return
        try:
            status, body = await self._answer(scope, receive)
        except Turned as turned:
            status = turned.status
            body = {"faults": [fault.as_body() for fault in turned.faults]}
        except Retriable as trouble:
            status = 503
            body = {"faults": [Fault("S00", "", f"not stored, try again: {trouble}").as_body()]}
        await _respond(send, status, body)

    async def _answer(self, scope: Scope, receive: Receive) -> tuple[int, dict[str, Any]]:
        parts = scope["path"].strip("/").split("/")
        if parts == ["health"]:
            return 200, {"status": "ok"}
        if len(parts) < 3 or parts[0] != "v1" or parts[2] != "messages":
            raise Turned(
                404, Fault(faults.RULE, "path", "POST /v1/{country}/messages", scope["path"])
            )
        headers = {name: value.decode("latin-1") for name, value in scope["headers"]}
        caller = self._callers.country(headers.get(b"authorization", ""))
        if caller is None:
            raise Turned(401, Fault(faults.UNKNOWN_SENDER, "header Authorization"))
        if scope["method"] == "GET" and len(parts) == 4:
            return await self._stored(caller, parts)
        if scope["method"] != "POST" or len(parts) != 3:
            raise Turned(405, Fault(faults.RULE, "method", "POST a message", scope["method"]))
        return await self._take(caller, parts[1].lower(), headers, receive)

    async def _take(
        self, caller: str, country: str, headers: dict[bytes, str], receive: Receive
    ) -> tuple[int, dict[str, Any]]:
        identity = _checked_id(headers.get(b"idempotency-key", ""))
        body = await self._body(headers.get(b"content-length", ""), receive)
        if country != caller.lower() or country not in self._countries:
            await self._keep_stray(caller, identity, country, body)
            raise Turned(
                403,
                Fault(faults.WRONG_COUNTRY, "path", f"this caller speaks for {caller}", country),
            )
        arrival = Arrival(
            caller,
            identity,
            body,
            hashlib.sha256(body).digest(),
            headers.get(b"content-type", ""),
            headers.get(b"traceparent", ""),
        )
        try:
            return 202, receipt(await self._accepting.accept(arrival))
        except Changed:
            raise Turned(
                409, Fault(faults.DUPLICATE, "header Idempotency-Key", "", identity)
            ) from None

    async def _stored(self, caller: str, parts: list[str]) -> tuple[int, dict[str, Any]]:
        if parts[1].upper() != caller:
            raise Turned(403, Fault(faults.WRONG_COUNTRY, "path", "", parts[1]))
        row = await self._accepting.stored(caller, parts[3])
        if row is None:
            raise Turned(404, Fault(faults.UNKNOWN_REFERENCE, "path", "no such message", parts[3]))
        return 200, receipt(row)

    async def _body(self, stated: str, receive: Receive) -> bytes:
        if stated.isdigit() and int(stated) > self._max_bytes:
            raise self._too_large(stated)
        parts: list[bytes] = []
        size = 0
        try:
            async with asyncio.timeout(READ_TIMEOUT):
                while True:
                    event = await receive()
                    if event["type"] == "http.disconnect":
                        raise Turned(400, Fault(faults.TRUNCATED, "body"))
                    parts.append(event.get("body", b""))
                    size += len(parts[-1])
                    if size > self._max_bytes:
                        raise self._too_large(str(size))
                    if not event.get("more_body"):
                        break
        except TimeoutError:
            raise Turned(408, Fault(faults.TRUNCATED, "body", "came too slowly")) from None
        if not size:
            raise Turned(400, Fault(faults.MISSING, "body", "is empty"))
        return parts[0] if len(parts) == 1 else b"".join(parts)

    def _too_large(self, size: str) -> Turned:
        text = f"more than {self._max_bytes} bytes"
        return Turned(413, Fault(faults.TOO_LARGE, "body", text, size))

    async def _keep_stray(self, caller: str, identity: str, country: str, body: bytes) -> None:
        """Keep what a known caller sent for another country: evidence, not traffic."""
        hub_id = message_id(caller, f"{identity}@{country}")
        headers = [
            ("ce_id", hub_id.encode()),
            ("ce_type", b"hub.customs.Raw.v1"),
            ("ce_sender", caller.encode()),
            ("ce_senderid", identity.encode()),
            ("ce_correlationid", hub_id.encode()),
            ("hub_reason", f"{faults.WRONG_COUNTRY} sent for {country[:8]}".encode()),
        ]
        topic = topics.name(topics.PARKED, caller)
        await self._writer.write([Outgoing(topic, hub_id.encode(), body, headers)])
        log.warning("stray_kept", caller=caller, country=country[:8], sender_message_id=identity)


def _checked_id(text: str) -> str:
    pointer = "header Idempotency-Key"
    if not text:
        raise Turned(400, Fault(faults.MISSING, pointer, "the sender's message id is missing"))
    if len(text) > 128 or not all("!" <= char <= "~" for char in text):
        raise Turned(400, Fault(faults.RULE, pointer, "1 to 128 visible ASCII characters", text))
    return text


def receipt(row: ReceiptRow) -> dict[str, Any]:
    """Return the receipt a sender gets: the same for the same message, always."""
    return {
        "messageId": message_id(row.sender, row.message_id),
        "senderMessageId": row.message_id,
        "sender": row.sender,
        "sha256": row.sha256.hex(),
        "size": row.size,
        "receivedAt": row.received_at,
    }


async def _respond(send: Send, status: int, document: dict[str, Any]) -> None:
    body = orjson.dumps(document, option=orjson.OPT_UTC_Z)
    headers = [
        (b"content-type", b"application/json"),
        (b"content-length", str(len(body)).encode()),
    ]
    if status == 503:
        headers.append((b"retry-after", b"1"))
    if status == 413:
        headers.append((b"connection", b"close"))
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
