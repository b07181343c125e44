"""The door of intake: who may come in with what, and the answer each one gets.

`POST /v1/{cc}/messages` with `Authorization: Bearer` and `Idempotency-Key` (the sender's id of the
message) → 202 and the receipt. Every refusal is a JSON document with all faults.
"""

from __future__ import annotations

import hashlib
from functools import partial
from typing import Any

import structlog

from hub.bus import topics
from hub.bus.records import Outgoing
from hub.domain import faults
from hub.domain.faults import Fault
from hub.domain.identifiers import message_id
from hub.intake.accepting import Accepting, Arrival, Changed, Writer
from hub.intake.callers import Callers
from hub.intake.http import Answer, Head, Turned, Work
from hub.store.receipts import ReceiptRow

log = structlog.get_logger()


class Door:
    """Judges a request by its head, then answers it with its body."""

    def __init__(
        self, callers: Callers, accepting: Accepting, writer: Writer, countries: tuple[str, ...]
    ) -> None:
        self._callers, self._accepting, self._writer = callers, accepting, writer
        self._countries = frozenset(countries)

    def enter(self, head: Head) -> Work:
        """Return what answers the request. Raises `Turned` where the head says enough."""
        parts = head.path.strip("/").split("/")
        if parts == ["health"]:
            return _health
        if len(parts) < 3 or parts[0] != "v1" or parts[2] != "messages":
            raise Turned(404, Fault(faults.RULE, "path", "POST /v1/{country}/messages", head.path))
        caller = self._callers.country(head.text(b"authorization"))
        if caller is None:
            raise Turned(401, Fault(faults.UNKNOWN_SENDER, "header Authorization"))
        if head.method == "GET" and len(parts) == 4:
            return partial(self._stored, caller, parts)
        if head.method != "POST" or len(parts) != 3:
            raise Turned(405, Fault(faults.RULE, "method", "POST a message", head.method))
        identity = _checked_id(head.text(b"idempotency-key"))
        country = parts[1].lower()
        if country != caller.lower() or country not in self._countries:
            return partial(self._stray, caller, identity, country)
        return partial(self._take, caller, identity, head)

    async def _take(self, caller: str, identity: str, head: Head, body: bytes) -> Answer:
        _not_empty(body)
        arrival = Arrival(
            caller,
            identity,
            body,
            hashlib.sha256(body).digest(),
            head.text(b"content-type"),
            head.text(b"traceparent"),
        )
        try:
            return 202, receipt(await self._accepting.accept(arrival))
        except Changed:
            raise Turned(
                409, Fault(faults.DUPLICATE, "header Idempotency-Key", "", identity)
            ) from None

    async def _stored(self, caller: str, parts: list[str], body: bytes) -> Answer:
        if parts[1].upper() != caller:
            raise Turned(403, Fault(faults.WRONG_COUNTRY, "path", "", parts[1]))
        row = await self._accepting.stored(caller, parts[3])
        if row is None:
            raise Turned(404, Fault(faults.UNKNOWN_REFERENCE, "path", "no such message", parts[3]))
        return 200, receipt(row)

    async def _stray(self, caller: str, identity: str, country: str, body: bytes) -> Answer:
        """Keep what a known caller sent for another country: evidence, not traffic."""
        _not_empty(body)
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
        raise Turned(
            403, Fault(faults.WRONG_COUNTRY, "path", f"this caller speaks for {caller}", country)
        )


async def _health(body: bytes) -> Answer:
    return 200, {"status": "ok"}


def _not_empty(body: bytes) -> None:
    if not body:
        raise Turned(400, Fault(faults.MISSING, "body", "is empty"))


def _checked_id(text: str) -> str:
    pointer = "header Idempotency-Key"
    if not text:
        raise Turned(400, Fault(faults.MISSING, pointer, "the sender's message id is missing"))
    if len(text) > 128 or not (text.isascii() and text.isprintable()) or " " in text:
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
