"""One message on its way to a national system: from the outbound record to the HTTP request."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Protocol

from hub.bus import topics
from hub.bus.events import event, kind_of, received_at, timestamp
from hub.bus.records import Outgoing, Record, header
from hub.connector.contract import Connector
from hub.connector.reading import parked
from hub.delivery.http import Answer
from hub.domain.declaration import Body
from hub.domain.identifiers import derived_id
from hub.domain.reading import Envelope, Message, Written

SOURCE = "/customs/hub/delivery"
MAX_ANSWER_TEXT = 512


_QUOTED = frozenset(
    {"ce_id", "ce_sender", "ce_recipient", "ce_correlationid", "ce_subject", "ce_time"}
    | {"traceparent"}
)


class Codec(Protocol):
    """What delivery needs of the wire."""

    def decode(self, value: bytes) -> tuple[str, Body]:
        """Return (kind, body). Raises `HubError`."""
        ...

    def encode(self, kind: str, body: Body) -> bytes:
        """Return the wire form."""
        ...


@dataclass(frozen=True, slots=True)
class Job:
    """A national message ready to be handed over."""

    record: Record
    kind: str
    key: str
    written: Written
    headers: tuple[tuple[str, str], ...]


def prepare(record: Record, country: str, codec: Codec, connector: Connector, token: str) -> Job:
    """Write the national message. Whatever is raised means: park this message.

    The clock of the national message is the time the router decided, so a second try has the
    same bytes.
    """
    kind, body = codec.decode(record.value)
    headers = {name: value.decode() for name, value in record.headers if name in _QUOTED}
    prepared = datetime.fromisoformat(headers["ce_time"])
    envelope = Envelope(
        headers["ce_id"],
        headers["ce_sender"],
        country.upper(),
        headers["ce_correlationid"],
        prepared,
    )
    written = connector.write(Message(kind, body), envelope)
    return Job(record, kind, headers["ce_subject"], written, _http(headers, kind, written, token))


def _http(
    headers: dict[str, str], kind: str, written: Written, token: str
) -> tuple[tuple[str, str], ...]:
    found = [
        ("content-type", written.content_type),
        ("idempotency-key", headers["ce_id"]),
        ("hub-kind", kind),
        ("hub-sender", headers["ce_sender"]),
        ("hub-recipient", headers["ce_recipient"]),
        ("hub-correlation-id", headers["ce_correlationid"]),
        ("hub-declaration-key", _visible(headers["ce_subject"])),
        ("hub-sent-at", headers["ce_time"]),
        ("traceparent", headers.get("traceparent", "")),
    ]
    if token:
        found.append(("authorization", f"Bearer {token}"))
    return tuple(found)


def _visible(text: str) -> str:
    # A key may hold what a national system typed; a header line may not.
    if text.isascii() and text.isprintable():
        return text
    return text.encode("unicode_escape").decode("ascii")


def report(job: Job, country: str, answer: Answer, attempts: int, codec: Codec) -> Outgoing:
    """Return the delivery report of a message the national system has taken."""
    record, now = job.record, datetime.now(UTC)
    identity = header(record.headers, "ce_id")
    body: Body = {
        "declarationKey": job.key,
        "country": country.upper(),
        "messageId": identity,
        "kind": job.kind,
        "recipient": country.upper(),
        "outcome": "DELIVERED",
        "attempts": attempts,
        "httpStatus": answer.status,
        "answer": answer.body[:MAX_ANSWER_TEXT].decode("utf-8", "replace"),
        "losses": list(job.written.losses),
        "receivedAt": received_at(dict(record.headers), now),
        "deliveredAt": now,
    }
    headers = event(
        identity=derived_id(identity, "delivered"),
        kind="DeliveryReport",
        source=SOURCE,
        subject=job.key,
        time=timestamp(now),
        sender=header(record.headers, "ce_sender"),
        recipient=country.upper(),
        cause=dict(record.headers),
    )
    headers += [("hub_kind", job.kind.encode()), ("hub_status", str(answer.status).encode())]
    topic = topics.name(topics.DELIVERED, country)
    return Outgoing(topic, job.key.encode(), codec.encode("DeliveryReport", body), headers)


def refused(record: Record, country: str, answer: Answer) -> Outgoing:
    """Return what is parked when the national system will not take a message."""
    text = answer.body[:MAX_ANSWER_TEXT].decode("utf-8", "replace")
    return parked(record, country, f"{country} answered {answer.status}: {text}")


def unwritable(record: Record, country: str, trouble: Exception) -> Outgoing:
    """Return what is parked when no national message can be made."""
    kind = kind_of(record.headers)
    return parked(record, country, f"{kind} cannot be written for {country}: {trouble!r}")
