"""Canonical records of invented countries, for tests of the router."""

from __future__ import annotations

from hashlib import sha256
from typing import Any

from hub.bus.records import Record
from hub.domain.identifiers import declaration_key, message_id
from tests.flow.hub_in_memory import make_codec

CODEC = make_codec()


def canonical(
    country: str, identity: str, kind: str = "Declaration", offset: int = 0, **stated: Any
) -> Record:
    """Return the record of a message: `identity` is its sender's own id for it."""
    headers = {"warnings": stated.pop("warnings", b"")}
    key = declaration_key(
        country, stated.get("declarationId", ""), stated.get("functionalReferenceId", "")
    )
    body = {"declarationKey": key, "country": country, **stated}
    value = CODEC.encode(kind, body)
    hub_id = message_id(country, identity)
    pairs = [
        ("ce_id", hub_id.encode()),
        ("ce_correlationid", hub_id.encode()),
        ("ce_senderid", identity.encode()),
        ("ce_sha256", sha256(value).hexdigest().encode()),
    ]
    if headers["warnings"]:
        pairs.append(("hub_warnings", headers["warnings"]))
    topic = f"customs.{country.lower()}.canonical"
    return Record(topic, 0, offset, key.encode(), value, pairs, 0)
