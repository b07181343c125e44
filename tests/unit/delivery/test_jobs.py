"""What is posted, reported and parked of one message."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from hub.bus.events import event, timestamp
from hub.bus.records import Record, header
from hub.delivery import jobs
from hub.delivery.http import Answer
from hub.delivery.trial import Trial
from hub.domain.identifiers import derived_id
from hub.domain.reading import Envelope, Message, Written
from hub.errors import HubError
from tests.flow.hub_in_memory import make_codec
from tests.unit.delivery.test_courier import record

CODEC = make_codec()
TAKEN = Answer(202, {}, b"taken \xff" + b"x" * 600)


class Writer:
    """A connector that keeps what it was told."""

    told: tuple[Message, Envelope]

    def write(self, message: Message, envelope: Envelope) -> Written:
        self.told = message, envelope
        return Written(b"<x/>", "application/xml", ("ucr",))


def received(*more: tuple[str, bytes], key: bytes = b"AA:1") -> Record:
    """Return an outbound record with further headers."""
    made = record(0, key)
    return made._replace(headers=(*made.headers, *more))


def prepared(taken: Record, token: str = "") -> tuple[jobs.Job, Writer]:
    writer = Writer()
    return jobs.prepare(taken, "aa", CODEC, writer, token), writer  # type: ignore[arg-type]


def test_a_request_names_message_sender_declaration_and_time() -> None:
    """Headers by which the partner recognises a repeat and answers."""
    job, writer = prepared(received(("traceparent", b"00-1-2-01")), "secret")
    assert dict(job.headers) == {
        "content-type": "application/xml",
        "idempotency-key": "id-0",
        "hub-kind": "Acknowledgement",
        "hub-sender": "HUB",
        "hub-recipient": "AA",
        "hub-correlation-id": "c",
        "hub-declaration-key": "AA:1",
        "hub-sent-at": "2026-11-24T00:00:00Z",
        "traceparent": "00-1-2-01",
        "authorization": "Bearer secret",
    }
    message, envelope = writer.told
    at = datetime(2026, 11, 24, tzinfo=UTC)
    assert envelope == Envelope("id-0", "HUB", "AA", "c", at)
    assert message.kind == "Acknowledgement"
    assert "authorization" not in dict(prepared(received())[0].headers)


@pytest.mark.parametrize("typed", ["AA:1\r\nx: y", "AA:报关单", "AA:\x00"])
def test_a_key_somebody_typed_stays_within_its_header(typed: str) -> None:
    """What no header line may hold is escaped there, and kept as it is in the report."""
    taken = received(key=typed.encode())
    taken = taken._replace(
        headers=[(n, typed.encode() if n == "ce_subject" else v) for n, v in taken.headers]
    )
    job, _ = prepared(taken)
    shown = dict(job.headers)["hub-declaration-key"]
    assert shown == typed.encode("unicode_escape").decode()
    assert jobs.report(job, "aa", TAKEN, 1, CODEC).key == typed.encode()


@pytest.mark.parametrize("missing", ["ce_id", "ce_sender", "ce_time", "ce_subject"])
def test_a_record_without_its_headers_cannot_be_prepared(missing: str) -> None:
    """It is parked by whoever hears of it."""
    taken = received()
    taken = taken._replace(headers=[pair for pair in taken.headers if pair[0] != missing])
    with pytest.raises(KeyError, match=missing):
        prepared(taken)


def test_noise_cannot_be_prepared() -> None:
    """A value that is no Avro of ours is an error, not a message."""
    with pytest.raises(HubError):
        prepared(received()._replace(value=b"noise"))


def test_a_report_says_what_was_answered_and_when() -> None:
    """Status, beginning of the answer, tries, losses; received by intake, delivered now."""
    job, _ = prepared(received(("ce_receivedat", b"2026-11-23T23:59:59.5Z")))
    before = datetime.now(UTC)
    out = jobs.report(job, "aa", TAKEN, 3, CODEC)
    kind, body = CODEC.decode(out.value)
    assert (out.topic, out.key, kind) == ("customs.aa.delivered", b"AA:1", "DeliveryReport")
    delivered = body.pop("deliveredAt")
    assert before <= delivered <= datetime.now(UTC)
    assert body == {
        "declarationKey": "AA:1",
        "country": "AA",
        "messageId": "id-0",
        "kind": "Acknowledgement",
        "recipient": "AA",
        "outcome": "DELIVERED",
        "attempts": 3,
        "httpStatus": 202,
        "answer": "taken �" + "x" * 505,
        "losses": ["ucr"],
        "receivedAt": datetime(2026, 11, 23, 23, 59, 59, 500_000, UTC),
    }


@pytest.mark.parametrize("stated", [(), (("ce_receivedat", b""),), (("ce_receivedat", b"soon"),)])
def test_without_a_time_of_receipt_it_is_now(stated: tuple[tuple[str, bytes], ...]) -> None:
    """A report is not worth less than its message."""
    job, _ = prepared(received(*stated))
    _, body = CODEC.decode(jobs.report(job, "aa", TAKEN, 1, CODEC).value)
    assert body["receivedAt"] == body["deliveredAt"]


def test_the_headers_of_a_report_are_those_of_any_event() -> None:
    """Carried on as bytes, they are what `event` makes of them; ids stay derived."""
    taken = received(
        ("ce_senderid", b"s-1"), ("ce_receivedat", b"2026-11-23T23:59:59Z"), ("traceparent", b"00")
    )
    job, _ = prepared(taken)
    out = jobs.report(job, "aa", TAKEN, 1, CODEC)
    _, body = CODEC.decode(out.value)
    expected = event(
        identity=derived_id("id-0", "delivered"),
        kind="DeliveryReport",
        source="/customs/hub/delivery",
        subject="AA:1",
        time=timestamp(body["deliveredAt"]),
        sender="HUB",
        recipient="AA",
        cause=dict(taken.headers),
    )
    expected += [("hub_kind", b"Acknowledgement"), ("hub_status", b"202")]
    assert list(out.headers) == expected


def test_what_is_parked_says_why() -> None:
    """The original bytes, and who answered what or what failed here."""
    taken, answer = received(), Answer(422, {}, b"no such office")
    trial = Trial(Answer(500, {}, b"oops"), tries=13, alone=10)
    found = [
        jobs.refused(taken, "aa", answer),
        jobs.exhausted(taken, "aa", trial),
        jobs.failed(taken, "aa", ValueError("bug"), None),
        jobs.failed(taken, "aa", ValueError("bug"), answer),
        jobs.unwritable(taken, "aa", ValueError("bug")),
    ]
    assert [header(out.headers, "hub_reason") for out in found] == [
        "aa answered 422: no such office",
        "aa answered 500: oops (13 tries, 10 of them after others got through)",
        "delivery failed before an answer came: ValueError('bug')",
        "delivery failed after aa answered 422: ValueError('bug')",
        "Acknowledgement cannot be written for aa: ValueError('bug')",
    ]
    assert {(out.topic, out.key, out.value) for out in found} == {
        ("customs.aa.parked", b"id-0", taken.value)
    }
