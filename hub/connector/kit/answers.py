"""A small message of every kind the hub sends, as the hub makes it: what answers are tried with."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from hub.domain.declaration import Body
from hub.domain.reading import Envelope

_NOW = datetime(2026, 11, 24, 8, tzinfo=UTC)
ENVELOPE = Envelope(
    "6f1f4b5e-2f63-5d0e-9d7e-0c1d3f2a9b10", "XX", "YY", "c", datetime(2026, 11, 24, 9, tzinfo=UTC)
)
"""From an invented country to another, prepared at a fixed time: a connector has no clock."""

_FAULT = {"code": "13", "pointer": "line 1", "text": "is missing <&'>", "original": "+:?'"}
_OWN: dict[str, Body] = {
    "Declaration": {
        "side": "EXPORT",
        "exportCountry": "XX",
        "destinationCountry": "YY",
        "parties": [{"role": "Exporter", "name": "Müller & Söhne 公司", "id": "XX1"}],
        "goodsItems": [{"sequenceNumeric": 1, "commodityCode": "85171300", "netMass": "1.5"}],
    },
    "StatusChange": {"status": "RELEASED", "nationalCode": "R"},
    "Receipt": {"messageId": "m", "hubMessageId": "h", "sha256": "ab", "receivedAt": _NOW},
    "Acknowledgement": {"messageId": "h", "outcome": "ACCEPTED", "issuedAt": _NOW},
    "Refusal": {"messageId": "h", "faults": [_FAULT], "issuedAt": _NOW},
    "MatchResult": {
        "counterpartKey": "YY:M2",
        "counterpartCountry": "YY",
        "outcome": "MATCHED",
        "decidedAt": _NOW,
    },
}


def minimal(kind: str) -> Body:
    """Return a sparse body of a kind. Raises KeyError for a kind the hub does not send."""
    about: dict[str, Any] = {"declarationKey": "XX:M1", "country": "XX"}
    if kind != "Receipt":
        about["declarationId"] = "M1"
    return {**about, **_OWN[kind]}
