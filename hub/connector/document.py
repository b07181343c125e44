"""Readings and canonical messages as JSON documents: for people, samples and tests."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import orjson

from hub.domain.reading import Message, Reading, RefusedPart

_OPTIONS = orjson.OPT_INDENT_2 | orjson.OPT_SORT_KEYS | orjson.OPT_UTC_Z


def reading_document(reading: Reading) -> dict[str, Any]:
    """Return a reading as one document with `messages`, `refusals` and `warnings`."""
    return {
        "messages": [{"kind": m.kind, "body": m.body} for m in reading.messages],
        "refusals": [_refusal(part) for part in reading.refusals],
        "warnings": [fault.as_body() for fault in reading.warnings],
    }


def _refusal(part: RefusedPart) -> dict[str, Any]:
    return {
        "faults": [fault.as_body() for fault in part.faults],
        "declarationId": part.declaration_id,
        "functionalReferenceId": part.functional_reference_id,
        "layer": part.layer,
        "references": part.references,
    }


def dumps(document: Any) -> bytes:
    """Write a document as indented JSON with sorted keys; moments become ISO 8601 in UTC."""
    return orjson.dumps(document, option=_OPTIONS)


def message_from(document: dict[str, Any]) -> Message:
    """Read `{"kind", "body"}` back into a message; `utc` and `…At` texts become moments again.

    Raises KeyError where `kind` or `body` is missing, ValueError for a time that is none.
    """
    return Message(document["kind"], _revive(document["body"]))


def _revive(value: Any, key: str = "") -> Any:
    if isinstance(value, dict):
        return {name: _revive(part, name) for name, part in value.items()}
    if isinstance(value, list):
        return [_revive(part) for part in value]
    if isinstance(value, str) and value and (key == "utc" or key in _INSTANTS):
        return datetime.fromisoformat(value)
    return value


_INSTANTS = frozenset({"receivedAt", "issuedAt", "decidedAt", "deliveredAt"})
