"""The reading loop: whatever a connector answers, something is told for every message."""

from __future__ import annotations

from typing import Any

import orjson
import pytest

from hub.bus.records import Outgoing, Record, header
from hub.connector.reading import MAX_WARNINGS, Desk, Reader, parked
from hub.domain.faults import MAX_FAULTS, Fault
from hub.domain.identifiers import is_message_id, message_id
from hub.domain.reading import Message, Reading, RefusedPart
from tests.flow.hub_in_memory import make_codec, manifest
from tests.unit.records import record

CODEC = make_codec()
ID = message_id("AA", "s1")
RAW = record(
    "customs.aa.inbound",
    b"raw bytes",
    offset=5,
    ce_id=ID,
    ce_type="hub.customs.Raw.v1",
    ce_senderid="s1",
    ce_correlationid=ID,
    ce_sha256="ab12",
    ce_receivedat="2026-11-24T09:30:00Z",
)


def declared(number: str, **stated: Any) -> Message:
    """Return a canonical declaration of AA."""
    return Message(
        "Declaration",
        {"declarationKey": f"AA:{number}", "country": "AA", "declarationId": number, **stated},
    )


def handled(
    reading: Reading | Exception, receipt: str = "http", raw: Record = RAW
) -> list[Outgoing]:
    """Return what the loop makes of a connector's answer."""

    class Answering:
        def read(self, data: bytes) -> Reading:
            if isinstance(reading, Exception):
                raise reading
            return reading

    desk = Desk(manifest("aa", receipt), Answering())  # type: ignore[arg-type]
    return Reader({"aa": desk}, CODEC).outputs(raw)


def bodies(outputs: list[Outgoing]) -> list[dict[str, Any]]:
    """Return the decoded bodies."""
    return [CODEC.decode(out.value)[1] for out in outputs]


def ids(outputs: list[Outgoing]) -> list[str]:
    """Return the message ids."""
    return [header(out.headers, "ce_id") for out in outputs]


def test_a_lone_message_keeps_the_hubs_id_and_parts_get_their_own() -> None:
    """An interchange of three is three messages, whose ids are the same at the next reading."""
    reading = Reading((declared("E1"), declared("E2"), declared("E3")))
    outputs = handled(reading)
    assert ids(outputs)[0] == ID
    assert len(set(ids(outputs))) == 3
    assert all(map(is_message_id, ids(outputs)))
    assert [out.key for out in outputs] == [b"AA:E1", b"AA:E2", b"AA:E3"]
    assert {out.topic for out in outputs} == {"customs.aa.canonical"}
    assert ids(handled(reading)) == ids(outputs)


def test_a_canonical_message_carries_what_decides_about_resends() -> None:
    """Hash, sender's id and cause go on; the sender is the topic's country."""
    (out,) = handled(Reading((declared("E1"),)))
    named = ("ce_sha256", "ce_senderid", "ce_correlationid", "ce_sender")
    assert [header(out.headers, name) for name in named] == ["ab12", "s1", ID, "AA"]
    assert header(out.headers, "hub_warnings") == ""


def test_a_refusal_names_every_fault_up_to_a_bound() -> None:
    """Under the sender's own id and whatever could be read of its numbers."""
    faults = tuple(Fault("12", f"/{n}") for n in range(MAX_FAULTS + 50))
    outputs = handled(Reading(refusals=(RefusedPart(faults, "", "L1"), RefusedPart(faults[:1]))))
    first, second = bodies(outputs)
    assert {out.topic for out in outputs} == {"customs.aa.outbound"}
    assert len(first["faults"]) == MAX_FAULTS
    assert (first["declarationKey"], first["functionalReferenceId"]) == ("AA:L1", "L1")
    assert (first["senderMessageId"], first["sha256"]) == ("s1", "ab12")
    assert second["declarationKey"] == "AA:"
    assert len({*ids(outputs), ID}) == 3


@pytest.mark.parametrize(
    ("receipt", "reading", "kinds"),
    [
        ("message", Reading((declared("E1"), declared("E2"))), ["Declaration"] * 2 + ["Receipt"]),
        ("message", Reading(refusals=(RefusedPart((Fault("12"),)),)), ["Refusal"]),
        ("http", Reading((declared("E1"),)), ["Declaration"]),
    ],
)
def test_a_receipt_message_is_made_once_where_the_format_has_one(
    receipt: str, reading: Reading, kinds: list[str]
) -> None:
    """A refusal says by itself that it arrived."""
    assert [CODEC.decode(out.value)[0] for out in handled(reading, receipt)] == kinds


def test_a_receipt_says_what_arrived() -> None:
    """The hash and size of the very bytes, and when intake had them."""
    body = bodies(handled(Reading((declared("E1", references={"r": "1"}),)), "message"))[1]
    assert (body["messageId"], body["hubMessageId"]) == ("s1", ID)
    assert (body["sha256"], body["size"]) == ("ab12", len(RAW.value))
    assert body["receivedAt"].isoformat() == "2026-11-24T09:30:00+00:00"
    assert body["references"] == {"r": "1"}


def test_warnings_travel_with_every_part_up_to_a_bound() -> None:
    """The router tells them to the sender with its acknowledgement."""
    warnings = tuple(Fault("50", f"/{n}") for n in range(MAX_WARNINGS + 5))
    for out in handled(Reading((declared("E1"), declared("E2")), (), warnings)):
        told = orjson.loads(header(out.headers, "hub_warnings"))
        assert [fault["pointer"] for fault in told] == [f"/{n}" for n in range(MAX_WARNINGS)]


@pytest.mark.parametrize(
    ("answer", "raw", "reason"),
    [
        (RuntimeError("a bug"), RAW, "connector failed: RuntimeError('a bug')"),
        (RecursionError("deep"), RAW, "connector failed: RecursionError('deep')"),
        (Reading((Message("Declaration", {"country": "AA"}),)), RAW, "declarationKey"),
        (Reading((declared("E1", ucr=5),)), RAW, "does not fit its schema"),
        (Reading((declared("E1", colour="red"),)), RAW, "has no field colour"),
        (Reading((declared("E1"),)), RAW._replace(headers=[("ce_id", b"\xff")]), "Unicode"),
    ],
)
def test_a_fault_of_ours_parks_the_original(
    answer: Reading | Exception, raw: Record, reason: str
) -> None:
    """Its bytes are the evidence, and a repaired connector reads them again."""
    (out,) = handled(answer, raw=raw)
    assert (out.topic, out.value) == ("customs.aa.parked", raw.value)
    assert reason in header(out.headers, "hub_reason")
    assert header(out.headers, "hub_origin") == raw.source


async def test_one_bad_message_does_not_hold_the_batch() -> None:
    """Outputs come in the order of the records, of every country at the desk."""

    class Counting:
        def read(self, data: bytes) -> Reading:
            if data == b"bad":
                raise ValueError(data)
            return Reading((declared(data.decode()),))

    desks = {cc: Desk(manifest(cc), Counting()) for cc in ("aa", "bb")}  # type: ignore[arg-type]
    records = [
        record(f"customs.{cc}.inbound", value)
        for cc, value in (("aa", b"1"), ("bb", b"bad"), ("aa", b"2"))
    ]
    outputs = await Reader(desks, CODEC).handle(records)
    assert [(out.topic, out.key) for out in outputs] == [
        ("customs.aa.canonical", b"AA:1"),
        ("customs.bb.parked", b"customs.bb.inbound/0/0"),
        ("customs.aa.canonical", b"AA:2"),
    ]


def test_what_is_parked_again_has_one_reason_of_bounded_length() -> None:
    """The newest; who it is and where it came from stay known."""
    first = parked(RAW, "AA", "x" * 5000)
    again = parked(RAW._replace(headers=first.headers), "AA", "second")
    assert header(first.headers, "hub_reason") == "x" * 1000
    assert [value for name, value in again.headers if name == "hub_reason"] == [b"second"]
    assert again.key == ID.encode()
    assert header(again.headers, "hub_kind") == "Raw"
    assert header(again.headers, "ce_senderid") == "s1"
