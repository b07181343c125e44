"""The reading loop of connectors: raw bytes in, canonical messages, refusals and receipts out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Protocol

import orjson
import structlog

from hub.bus import topics
from hub.bus.events import event, kind_of, received_at, timestamp
from hub.bus.records import Headers, Outgoing, Record, header
from hub.connector.contract import Connector
from hub.connector.manifest import Manifest
from hub.domain.declaration import Body
from hub.domain.faults import MAX_FAULTS, Fault
from hub.domain.identifiers import declaration_key, derived_id
from hub.domain.reading import Message, Reading, RefusedPart

MAX_WARNINGS = 20

log = structlog.get_logger()


class Encoder(Protocol):
    """What reading needs of the wire."""

    def encode(self, kind: str, body: Body) -> bytes:
        """Return the wire form. Raises ValueError where the body does not fit."""
        ...


@dataclass(frozen=True, slots=True)
class Desk:
    """One country at the reading loop."""

    manifest: Manifest
    connector: Connector

    @property
    def source(self) -> str:
        """`ce_source` of what this connector writes."""
        return f"/customs/{self.manifest.code.lower()}/connector"


class Reader:
    """Reads records of several countries' inbound topics."""

    def __init__(self, desks: Mapping[str, Desk], encoder: Encoder) -> None:
        self._desks = {
            topics.name(topics.INBOUND, country): desk for country, desk in desks.items()
        }
        self._encoder = encoder

    async def handle(self, records: list[Record]) -> Sequence[Outgoing]:
        """Return everything these records lead to, in their order."""
        return [out for record in records for out in self.outputs(record)]

    def outputs(self, record: Record) -> list[Outgoing]:
        """Return what one raw message leads to; a fault of ours parks it and goes on."""
        desk = self._desks[record.topic]
        try:
            reading = desk.connector.read(record.value)
            return list(self._outputs(desk, record, reading))
        except Exception as fault:
            log.exception("message_parked", message=header(record.headers, "ce_id"))
            return [parked(record, desk.manifest.code, f"connector failed: {fault!r}")]

    def _outputs(self, desk: Desk, record: Record, reading: Reading) -> list[Outgoing]:
        outputs = [
            self._canonical(desk, record, message, place, reading.warnings)
            for place, message in enumerate(reading.messages)
        ]
        outputs += [
            self._refusal(desk, record, part, place) for place, part in enumerate(reading.refusals)
        ]
        if reading.messages and desk.manifest.receipt == "message":
            outputs.append(self._receipt(desk, record, reading.messages[0]))
        return outputs

    def _canonical(
        self, desk: Desk, record: Record, message: Message, place: int, warnings: tuple[Fault, ...]
    ) -> Outgoing:
        code = desk.manifest.code
        cause_id = header(record.headers, "ce_id")
        # Parts of an interchange get ids of their own; a lone message keeps the hub's id.
        identity = derived_id(cause_id, f"part {place}") if place else cause_id
        key = message.body["declarationKey"]
        headers = self._event(desk, record, identity, message.kind, key, code)
        headers.append(("ce_sha256", header(record.headers, "ce_sha256").encode()))
        if warnings:
            found = [fault.as_body() for fault in warnings[:MAX_WARNINGS]]
            headers.append(("hub_warnings", orjson.dumps(found)))
        value = self._encoder.encode(message.kind, message.body)
        return Outgoing(topics.name(topics.CANONICAL, code), key.encode(), value, headers)

    def _refusal(self, desk: Desk, record: Record, part: RefusedPart, place: int) -> Outgoing:
        code = desk.manifest.code
        key = declaration_key(code, part.declaration_id, part.functional_reference_id)
        body: Body = {
            "declarationKey": key,
            "country": code,
            "messageId": header(record.headers, "ce_id"),
            "senderMessageId": header(record.headers, "ce_senderid"),
            "layer": part.layer,
            "declarationId": part.declaration_id,
            "functionalReferenceId": part.functional_reference_id,
            "faults": [fault.as_body() for fault in part.faults[:MAX_FAULTS]],
            "sha256": header(record.headers, "ce_sha256"),
            "issuedAt": datetime.now(UTC),
            "references": part.references,
        }
        return self._answer(desk, record, "Refusal", f"refusal {place}", key, body)

    def _receipt(self, desk: Desk, record: Record, first: Message) -> Outgoing:
        body: Body = {
            "declarationKey": first.body["declarationKey"],
            "country": desk.manifest.code,
            "messageId": header(record.headers, "ce_senderid"),
            "hubMessageId": header(record.headers, "ce_id"),
            "sha256": header(record.headers, "ce_sha256"),
            "size": len(record.value),
            "receivedAt": received_at(record.headers, datetime.now(UTC)),
            "references": first.body.get("references", {}),
        }
        key = first.body["declarationKey"]
        return self._answer(desk, record, "Receipt", "receipt", key, body)

    def _answer(
        self, desk: Desk, record: Record, kind: str, purpose: str, key: str, body: Body
    ) -> Outgoing:
        code = desk.manifest.code
        identity = derived_id(header(record.headers, "ce_id"), purpose)
        headers = self._event(desk, record, identity, kind, key, "HUB", recipient=code)
        value = self._encoder.encode(kind, body)
        return Outgoing(topics.name(topics.OUTBOUND, code), key.encode(), value, headers)

    @staticmethod
    def _event(
        desk: Desk,
        record: Record,
        identity: str,
        kind: str,
        key: str,
        sender: str,
        recipient: str = "",
    ) -> list[tuple[str, bytes]]:
        return event(
            identity=identity,
            kind=kind,
            source=desk.source,
            subject=key,
            time=timestamp(datetime.now(UTC)),
            sender=sender,
            recipient=recipient,
            cause=record.headers,
        )


def parked(record: Record, country: str, reason: str) -> Outgoing:
    """Return the original for `customs.<cc>.parked`: bytes untouched, reason and origin beside."""
    headers: list[tuple[str, bytes]] = [
        pair for pair in record.headers if not pair[0].startswith("hub_reason")
    ]
    headers += [
        ("hub_reason", reason[:1000].encode()),
        ("hub_origin", record.source.encode()),
        ("hub_kind", kind_of(record.headers).encode()),
    ]
    identity = _identity(record.headers, record.source)
    return Outgoing(topics.name(topics.PARKED, country), identity, record.value, headers)


def _identity(headers: Headers, otherwise: str) -> bytes:
    return (header(headers, "ce_id") or otherwise).encode()
