"""From a record to the row people search by: pure, from headers wherever they suffice."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any, Protocol

import orjson

from hub.bus import topics
from hub.bus.events import kind_of
from hub.bus.records import Record, header
from hub.domain.declaration import Body
from hub.errors import HubError
from hub.store.recording import MessageRow

MAX_DETAIL = 2000
_DECODED = frozenset({"Refusal", "StatusChange", "MatchResult"})
_TOLD = {
    "Refusal": ("layer", "faults"),
    "StatusChange": ("status", "nationalCode", "nationalText", "faults"),
    "MatchResult": ("outcome", "tier", "counterpartKey", "explanation"),
}


class Decoder(Protocol):
    """What the recorder needs of the wire."""

    def decode(self, value: bytes) -> tuple[str, Body]:
        """Return (kind, body). Raises `HubError`."""
        ...


def row(record: Record, decoder: Decoder) -> MessageRow:
    """Return the row of a record; whatever is missing or unreadable leaves its column empty."""
    stage, country = topics.stage(record.topic)
    headers = {name: value.decode("utf-8", "replace") for name, value in record.headers}
    kind = headers.get("hub_kind") or kind_of(record.headers)
    written = datetime.fromtimestamp(record.timestamp / 1000, UTC)
    return MessageRow(
        record.topic,
        record.partition,
        record.offset,
        headers.get("ce_id", ""),
        kind,
        stage,
        country,
        headers.get("ce_sender", ""),
        headers.get("ce_recipient", ""),
        headers.get("ce_subject", ""),
        headers.get("ce_correlationid", ""),
        written,
        len(record.value),
        _text(_detail(record, stage, kind, headers, decoder)),
    )


def _detail(
    record: Record, stage: str, kind: str, headers: dict[str, str], decoder: Decoder
) -> dict[str, Any]:
    if stage == "inbound":
        return {"senderMessageId": headers.get("ce_senderid", "")}
    if stage == "parked":
        origin = headers.get("hub_origin", "")
        return {"reason": headers.get("hub_reason", ""), "origin": origin}
    if stage == "delivered":
        return {"httpStatus": headers.get("hub_status", ""), "kind": kind}
    if (kind in _DECODED and stage != "outbound") or kind == "Refusal":
        return _told(record, kind, decoder)
    return {}


def _told(record: Record, kind: str, decoder: Decoder) -> dict[str, Any]:
    try:
        _, body = decoder.decode(record.value)
    except HubError:
        return {"undecodable": header(record.headers, "ce_type")}
    return {name: body[name] for name in _TOLD[kind] if body.get(name)}


def _text(detail: dict[str, Any]) -> str:
    if not detail:
        return ""
    text = orjson.dumps(detail, default=str).decode().replace("\\u0000", "")
    if len(text) <= MAX_DETAIL:
        return text
    return orjson.dumps({"cut": text[: MAX_DETAIL - 200]}).decode()
