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
            return _Case(desk, record, self._encoder).outputs(reading)
        except Exception as fault:
            log.exception("message_parked", message=header(record.headers, "ce_id"))
            return [parked(record, desk.manifest.code, f"connector failed: {fault!r}")]


class _Case:
    """One raw message on the desk."""

    def __init__(self, desk: Desk, record: Record, encoder: Encoder) -> None:
        self._desk, self._record, self._encode = desk, record, encoder.encode
        self._code, self._headers = desk.manifest.code, dict(record.headers)
        self._id = self._text("ce_id")
        self._now = datetime.now(UTC)
        self._time = timestamp(self._now)

    def _text(self, name: str) -> str:
        return self._headers.get(name, b"").decode()

    def outputs(self, reading: Reading) -> list[Outgoing]:
        """Return canonical messages, refusals and the receipt."""
        warnings = _warnings(reading.warnings)
        outputs = [
            self._canonical(message, place, warnings)
            for place, message in enumerate(reading.messages)
        ]
        outputs += [self._refusal(part, place) for place, part in enumerate(reading.refusals)]
        if reading.messages and self._desk.manifest.receipt == "message":
            outputs.append(self._receipt(reading.messages[0]))
        return outputs

    def _canonical(
        self, message: Message, place: int, warnings: list[tuple[str, bytes]]
    ) -> Outgoing:
        # Parts of an interchange get ids of their own; a lone message keeps the hub's id.
        identity = derived_id(self._id, f"part {place}") if place else self._id
        key = message.body["declarationKey"]
        headers = self._event(identity, message.kind, key, self._code, "")
        headers.append(("ce_sha256", self._headers.get("ce_sha256", b"")))
        headers += warnings
        value = self._encode(message.kind, message.body)
        return Outgoing(topics.name(topics.CANONICAL, self._code), key.encode(), value, headers)

    def _refusal(self, part: RefusedPart, place: int) -> Outgoing:
        key = declaration_key(self._code, part.declaration_id, part.functional_reference_id)
        body: Body = {
            "declarationKey": key,
            "country": self._code,
            "messageId": self._id,
            "senderMessageId": self._text("ce_senderid"),
            "layer": part.layer,
            "declarationId": part.declaration_id,
            "functionalReferenceId": part.functional_reference_id,
            "faults": [fault.as_body() for fault in part.faults[:MAX_FAULTS]],
            "sha256": self._text("ce_sha256"),
            "issuedAt": self._now,
            "references": part.references,
        }
        return self._answer("Refusal", f"refusal {place}", key, body)

    def _receipt(self, first: Message) -> Outgoing:
        key = first.body["declarationKey"]
        body: Body = {
            "declarationKey": key,
            "country": self._code,
            "messageId": self._text("ce_senderid"),
            "hubMessageId": self._id,
            "sha256": self._text("ce_sha256"),
            "size": len(self._record.value),
            "receivedAt": received_at(self._headers, self._now),
            "references": first.body.get("references", {}),
        }
        return self._answer("Receipt", "receipt", key, body)

    def _answer(self, kind: str, purpose: str, key: str, body: Body) -> Outgoing:
        identity = derived_id(self._id, purpose)
        headers = self._event(identity, kind, key, "HUB", self._code)
        topic = topics.name(topics.OUTBOUND, self._code)
        return Outgoing(topic, key.encode(), self._encode(kind, body), headers)

    def _event(
        self, identity: str, kind: str, key: str, sender: str, recipient: str
    ) -> list[tuple[str, bytes]]:
        return event(
            identity=identity,
            kind=kind,
            source=self._desk.source,
            subject=key,
            time=self._time,
            sender=sender,
            recipient=recipient,
            cause=self._headers,
        )


def _warnings(found: tuple[Fault, ...]) -> list[tuple[str, bytes]]:
    if not found:
        return []
    return [("hub_warnings", orjson.dumps([fault.as_body() for fault in found[:MAX_WARNINGS]]))]


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
