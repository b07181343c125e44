"""Message headers: CloudEvents 1.0, Kafka binding in binary mode, and W3C traceparent."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from functools import lru_cache

from hub.bus.records import Headers, header

AVRO = b"application/avro"


def timestamp(when: datetime) -> str:
    """Return an instant as RFC 3339 in UTC with microseconds."""
    return when.isoformat(timespec="microseconds").replace("+00:00", "Z")


def event(
    *,
    identity: str,
    kind: str,
    source: str,
    subject: str,
    time: str,
    sender: str,
    recipient: str,
    cause: Mapping[str, bytes],
    content_type: bytes = AVRO,
) -> list[tuple[str, bytes]]:
    """Return the headers of a message the hub makes because of another one.

    `cause`: headers of the message that caused it; correlation id, the sender's own id, the time
    of receipt and the trace are carried on from there.
    """
    carried = cause.get
    return [
        ("ce_specversion", b"1.0"),
        ("ce_id", identity.encode()),
        ("ce_type", _type(kind)),
        ("ce_source", source.encode()),
        ("ce_subject", subject.encode()),
        ("ce_time", time.encode()),
        ("ce_correlationid", carried("ce_correlationid", b"")),
        ("ce_sender", sender.encode()),
        ("ce_recipient", recipient.encode()),
        ("ce_senderid", carried("ce_senderid", b"")),
        ("ce_receivedat", carried("ce_receivedat", b"")),
        ("traceparent", carried("traceparent", b"")),
        ("content-type", content_type),
    ]


@lru_cache(maxsize=64)
def _type(kind: str) -> bytes:
    return f"hub.customs.{kind}.v1".encode()


def kind_of(headers: Headers) -> str:
    """Return the kind a message's `ce_type` names."""
    return kind_named(header(headers, "ce_type"))


@lru_cache(maxsize=256)
def kind_named(event_type: str) -> str:
    """Return the kind in a `ce_type`, empty where it names none.

    >>> kind_named("hub.customs.Declaration.v1")
    'Declaration'
    """
    parts = event_type.split(".")
    return parts[2] if len(parts) > 2 else ""


def received_at(cause: Mapping[str, bytes], fallback: datetime) -> datetime:
    """Return when intake received the message that started it all."""
    try:
        return datetime.fromisoformat(cause.get("ce_receivedat", b"").decode())
    except ValueError:
        return fallback
