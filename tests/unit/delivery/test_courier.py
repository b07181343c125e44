"""A courier's order, watermark and reports."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime

from hub.bus.records import Record
from hub.delivery.courier import Courier, Partner
from hub.delivery.http import Answer
from hub.errors import TransportUnavailable
from tests.flow.hub_in_memory import JsonLine, make_codec

CODEC = make_codec()
NOW = datetime(2026, 11, 24, tzinfo=UTC)


def record(offset: int, key: bytes = b"AA:1") -> Record:
    """Return an outbound acknowledgement."""
    body = {
        "declarationKey": key.decode(),
        "country": "AA",
        "messageId": "m",
        "outcome": "ACCEPTED",
        "issuedAt": NOW,
    }
    headers = [
        ("ce_id", f"id-{offset}".encode()),
        ("ce_sender", b"HUB"),
        ("ce_recipient", b"AA"),
        ("ce_correlationid", b"c"),
        ("ce_subject", key),
        ("ce_time", b"2026-11-24T00:00:00Z"),
        ("ce_type", b"hub.customs.Acknowledgement.v1"),
    ]
    value = CODEC.encode("Acknowledgement", body)
    return Record("customs.aa.outbound", 0, offset, key, value, headers, 0)


class Gate:
    """A transport that answers when told to."""

    def __init__(self, *answers: int) -> None:
        self.open, self.answers, self.asked = asyncio.Event(), list(answers), []

    async def post(self, path, headers, body, timeout=30.0):  # type: ignore[no-untyped-def]
        self.asked.append(dict(headers)["idempotency-key"])
        await self.open.wait()
        status = self.answers.pop(0) if self.answers else 202
        if status == 0:
            raise TransportUnavailable("away")
        return Answer(status, {}, b"why")


async def until(condition) -> None:  # type: ignore[no-untyped-def]
    """Wait until a condition holds."""
    async with asyncio.timeout(5):
        while not condition():
            await asyncio.sleep(0.001)


async def test_a_report_made_across_a_collect_is_not_lost() -> None:
    """What is delivered while reports are collected stands in the next collection."""
    gate = Gate()
    courier = Courier(Partner("aa", JsonLine("aa"), gate, "/aa"), CODEC, 4)
    courier.take(record(0))
    await until(lambda: gate.asked)
    assert courier.collect() == ([], None)
    gate.open.set()
    await until(lambda: not courier.watermark.pending)
    reports, offset = courier.collect()
    assert (len(reports), offset) == (1, 1)
    await courier.stop()


async def test_one_declaration_waits_for_itself_and_others_overtake() -> None:
    """The second message of a declaration is sent after the first was taken."""
    gate = Gate()
    courier = Courier(Partner("aa", JsonLine("aa"), gate, "/aa"), CODEC, 4)
    for offset, key in enumerate((b"AA:1", b"AA:1", b"AA:2")):
        courier.take(record(offset, key))
    await until(lambda: len(gate.asked) == 2)
    await asyncio.sleep(0.01)
    assert sorted(gate.asked) == ["id-0", "id-2"]
    gate.open.set()
    await until(lambda: not courier.watermark.pending)
    assert gate.asked.index("id-0") < gate.asked.index("id-1")
    await courier.stop()


async def test_the_pilot_holds_the_others_and_its_message_goes_through() -> None:
    """After 503 and a lost connection the same message is tried again under the same id."""
    gate = Gate(503, 0, 202)
    gate.open.set()
    courier = Courier(Partner("aa", JsonLine("aa"), gate, "/aa"), CODEC, 1, lambda attempt: 0.001)
    courier.take(record(0))
    await until(lambda: not courier.watermark.pending)
    reports, _ = courier.collect()
    _, body = CODEC.decode(reports[0].value)
    assert (gate.asked, body["attempts"]) == (["id-0"] * 3, 3)
    await courier.stop()


async def test_a_message_that_cannot_be_decoded_is_parked_unsent() -> None:
    """Bytes that are no message need a person, and the next one goes on."""
    gate = Gate()
    gate.open.set()
    courier = Courier(Partner("aa", JsonLine("aa"), gate, "/aa"), CODEC, 1)
    courier.take(record(0)._replace(value=b"noise"))
    courier.take(record(1))
    await until(lambda: not courier.watermark.pending)
    reports, offset = courier.collect()
    assert [report.topic for report in reports] == ["customs.aa.parked", "customs.aa.delivered"]
    assert (gate.asked, offset) == (["id-1"], 2)
    await courier.stop()
