"""One message on its way to a national system: from the outbound record to the HTTP request."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import NamedTuple, Protocol

from hub.bus import topics
from hub.bus.events import event, kind_of, received_at, timestamp
from hub.bus.records import Outgoing, Record
from hub.connector import discovery
from hub.connector.contract import Connector
from hub.connector.reading import parked
from hub.connector.texts import localized
from hub.delivery.connection import Answer
from hub.delivery.trial import Trial
from hub.domain.declaration import Body
from hub.domain.identifiers import derived_id
from hub.domain.reading import Envelope, Message, Written

SOURCE = "/customs/hub/delivery"


class Codec(Protocol):
    """What delivery needs of the wire."""

    def decode(self, value: bytes) -> tuple[str, Body]:
        """Return (kind, body). Raises `HubError`."""
        ...

    def encode(self, kind: str, body: Body) -> bytes:
        """Return the wire form."""
        ...


class Job(NamedTuple):
    """A national message ready to be handed over; `carried` are the record's headers by name."""

    carried: dict[str, bytes]
    identity: str
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
    carried = dict(record.headers)
    identity, sender = carried["ce_id"].decode(), carried["ce_sender"].decode()
    correlation, key = carried["ce_correlationid"].decode(), carried["ce_subject"].decode()
    time = carried["ce_time"].decode()
    envelope = Envelope(
        identity, sender, country.upper(), correlation, datetime.fromisoformat(time)
    )
    message = localized(Message(kind, body), discovery.texts(country.lower()))
    written = connector.write(message, envelope)
    headers = (
        ("content-type", written.content_type),
        ("idempotency-key", identity),
        ("hub-kind", kind),
        ("hub-sender", sender),
        ("hub-recipient", carried["ce_recipient"].decode()),
        ("hub-correlation-id", correlation),
        ("hub-declaration-key", _visible(key)),
        ("hub-sent-at", time),
        ("traceparent", carried.get("traceparent", b"").decode()),
    )
    if token:
        headers += (("authorization", f"Bearer {token}"),)  # type: ignore[assignment]
    return Job(carried, identity, kind, key, written, headers)


def _visible(text: str) -> str:
    # A key may hold what a national system typed; a header line may not.
    if text.isascii() and text.isprintable():
        return text
    return text.encode("unicode_escape").decode("ascii")


def report(job: Job, country: str, answer: Answer, tries: int, codec: Codec) -> Outgoing:
    """Return the delivery report of a message the national system has taken."""
    recipient, now = country.upper(), datetime.now(UTC)
    body: Body = {
        "declarationKey": job.key,
        "country": recipient,
        "messageId": job.identity,
        "kind": job.kind,
        "recipient": recipient,
        "outcome": "DELIVERED",
        "attempts": tries,
        "httpStatus": answer.status,
        "answer": answer.text,
        "losses": list(job.written.losses),
        "receivedAt": received_at(job.carried, now),
        "deliveredAt": now,
    }
    headers = event(
        identity=derived_id(job.identity, "delivered"),
        kind="DeliveryReport",
        source=SOURCE,
        subject=job.key,
        time=timestamp(now),
        sender=job.carried["ce_sender"].decode(),
        recipient=recipient,
        cause=job.carried,
    )
    headers += [("hub_kind", job.kind.encode()), ("hub_status", b"%d" % answer.status)]
    value = codec.encode("DeliveryReport", body)
    return Outgoing(
        topics.name(topics.DELIVERED, country), job.carried["ce_subject"], value, headers
    )


def refused(record: Record, country: str, answer: Answer) -> Outgoing:
    """Return what is parked when the national system will not take a message."""
    return parked(record, country, f"{country} answered {answer.status}: {answer.text}")


def exhausted(record: Record, country: str, trial: Trial) -> Outgoing:
    """Return what is parked when a message alone is not taken while others are."""
    told = f"{trial.tries} tries, {trial.alone} of them after others got through"
    return parked(record, country, f"{country} {trial.reason} ({told})")


def failed(record: Record, country: str, trouble: Exception, answer: Answer | None) -> Outgoing:
    """Return what is parked after an error of ours; the partner may have the message."""
    said = f"after {country} answered {answer.status}" if answer else "before an answer came"
    return parked(record, country, f"delivery failed {said}: {trouble!r}")


def unwritable(record: Record, country: str, trouble: Exception) -> Outgoing:
    """Return what is parked when no national message can be made."""
    kind = kind_of(record.headers)
    return parked(record, country, f"{kind} cannot be written for {country}: {trouble!r}")
