"""From a record to the row people search by: pure, from headers wherever they suffice."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Any, Protocol

import orjson

from hub.bus import topics
from hub.bus.events import kind_named
from hub.bus.records import Record, header
from hub.domain.declaration import Body
from hub.domain.identifiers import is_message_id
from hub.errors import HubError
from hub.store.recording import MessageRow

MAX_DETAIL = 2000
# An escape behind an even number of backslashes; behind an odd one it is text that looks like one.
_ESCAPED_NUL = re.compile(r"(?<!\\)((?:\\\\)*)\\u0000")
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
    headers = dict(record.headers)
    kind = _text(headers, "hub_kind") or kind_named(_text(headers, "ce_type"))
    detail = _detail(record, stage, kind, headers, decoder)
    return MessageRow(
        record.topic,
        record.partition,
        record.offset,
        _identity(headers, "ce_id"),
        kind,
        stage,
        country,
        _text(headers, "ce_sender"),
        _text(headers, "ce_recipient"),
        _text(headers, "ce_subject"),
        _identity(headers, "ce_correlationid"),
        datetime.fromtimestamp(record.timestamp / 1000, UTC),
        len(record.value),
        _json(detail) if detail else "",
    )


def _text(headers: dict[str, bytes], name: str) -> str:
    value = headers.get(name)
    # PostgreSQL's texts hold no NUL.
    return value.decode("utf-8", "replace").replace("\0", "") if value else ""


def _identity(headers: dict[str, bytes], name: str) -> str | None:
    text = headers.get(name, b"").decode("latin-1")
    return text if is_message_id(text) else None


def _detail(
    record: Record, stage: str, kind: str, headers: dict[str, bytes], decoder: Decoder
) -> dict[str, Any]:
    if stage == "inbound":
        return {"senderMessageId": _text(headers, "ce_senderid")}
    if stage == "parked":
        origin = _text(headers, "hub_origin")
        return {"reason": _text(headers, "hub_reason"), "origin": origin}
    if stage == "delivered":
        return {"httpStatus": _text(headers, "hub_status"), "kind": kind}
    if (kind in _DECODED and stage != "outbound") or kind == "Refusal":
        return _told(record, kind, decoder)
    return {}


def _told(record: Record, kind: str, decoder: Decoder) -> dict[str, Any]:
    try:
        _, body = decoder.decode(record.value)
    except HubError:
        return {"undecodable": header(record.headers, "ce_type")}
    return {name: body[name] for name in _TOLD[kind] if body.get(name)}


def _json(detail: dict[str, Any]) -> str:
    text = orjson.dumps(detail, default=str).decode()
    if "\\u0000" in text:
        text = _ESCAPED_NUL.sub(r"\1", text)
    if len(text) <= MAX_DETAIL:
        return text
    return orjson.dumps({"cut": text[: MAX_DETAIL - 200]}).decode()
