"""A courier's order, watermark and reports."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime

import pytest
import structlog

from hub.bus.records import Record, header
from hub.delivery.courier import Courier, Partner
from hub.delivery.crew import CourierLost
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


class System:
    """A national system: what it answers to a message is told by the message's id."""

    def __init__(self, **answers: int) -> None:
        self.answers = {name.replace("_", "-"): status for name, status in answers.items()}
        self.asked: list[str] = []
        self.headers: dict[str, str] = {}
        self.away = False

    async def post(self, path, headers, body, timeout=30.0):  # type: ignore[no-untyped-def]
        identity = dict(headers)["idempotency-key"]
        self.asked.append(identity)
        await asyncio.sleep(0)
        status = 503 if self.away else self.answers.get(identity, 202)
        if status == 0:
            raise TransportUnavailable("connection closed")
        return Answer(status, self.headers, b"why")


def courier_to(
    system: object, workers: int = 4, pause: Callable[[int], float] = lambda n: 0.0005
) -> Courier:
    """Return a courier with short pauses."""
    partner = Partner("aa", JsonLine("aa"), system, "/aa")  # type: ignore[arg-type]
    return Courier(partner, CODEC, workers, pause)


@pytest.mark.parametrize("status", [500, 503, 302, 0])
async def test_a_message_that_always_fails_holds_only_its_declaration(status: int) -> None:
    """Others go on, its followers wait, and at last a person gets it with the reason."""
    system = System(id_0=status)
    courier = courier_to(system, 1)
    for offset, key in enumerate((b"AA:1", b"AA:1", b"AA:2")):
        courier.take(record(offset, key))
    await until(lambda: "id-2" in system.asked and not courier.held)
    assert system.asked[:4] == ["id-0", "id-0", "id-0", "id-2"]
    assert "id-1" not in system.asked
    for offset in range(3, 200):
        courier.take(record(offset, b"AA:%d" % offset))
        await asyncio.sleep(0.002)
        if courier.watermark.committable():
            break
    await until(lambda: "id-1" in system.asked)
    parked = [out for out in courier.collect()[0] if out.topic == "customs.aa.parked"]
    reason = header(parked[0].headers, "hub_reason")
    assert (len(parked), parked[0].key) == (1, b"id-0")
    assert ("answered " + str(status) if status else "connection closed") in reason
    assert f"{system.asked.count('id-0')} tries, 10 of them after others got through" in reason
    await courier.stop()


async def test_while_a_message_is_tried_on_its_own_the_partner_is_not_held() -> None:
    """After the pilot has changed once, its failures stop nobody."""
    system = System(id_0=500)
    courier = courier_to(system, 1)
    courier.take(record(0, b"AA:1"))
    courier.take(record(1, b"AA:2"))
    await until(lambda: not courier.held and "id-1" in system.asked)
    with structlog.testing.capture_logs() as logs:
        before = system.asked.count("id-0")
        await until(lambda: system.asked.count("id-0") > before + 3)
    assert not any(line["event"] == "partner_held" for line in logs)
    await courier.stop()


async def test_nothing_is_parked_while_the_partner_is_away() -> None:
    """However often it fails: when it is back every message is delivered, in order."""
    system = System()
    system.away = True
    courier = courier_to(system)
    for offset in range(12):
        courier.take(record(offset, b"AA:%d" % (offset % 3)))
    await until(lambda: len(system.asked) > 150)
    assert courier.held
    system.away, system.asked = False, []
    await until(lambda: not courier.watermark.pending)
    reports, offset = courier.collect()
    assert {report.topic for report in reports} == {"customs.aa.delivered"}
    for chain in range(3):
        mine = [int(i[3:]) for i in system.asked if int(i[3:]) % 3 == chain]
        assert sorted(set(mine)) == list(dict.fromkeys(mine))
    assert (len(reports), offset) == (12, 12)
    await courier.stop()


async def test_messages_that_always_fail_do_not_hold_one_that_comes_later() -> None:
    """The pilot goes round all declarations, first those that have not failed."""
    system = System(id_0=500, id_1=500, id_2=500)
    courier = courier_to(system)
    for offset in range(3):
        courier.take(record(offset, b"AA:%d" % offset))
    await until(lambda: min(map(system.asked.count, ("id-0", "id-1", "id-2"))) > 3)
    assert courier.held
    courier.take(record(3, b"AA:3"))
    asked = len(system.asked)
    await until(lambda: not courier.held)
    assert system.asked[asked : asked + 2].count("id-3") == 1
    await courier.stop()


async def test_a_hold_ends_when_nothing_waits_any_more() -> None:
    """The only message turned out to be impossible to write: the next decides."""
    gate = Gate(503)
    gate.open.set()
    courier = courier_to(gate, 1, lambda tries: 0.05)
    courier.take(record(0))
    await until(lambda: courier.held)
    courier._chains[b"AA:1"].records[0] = record(0)._replace(value=b"noise")
    await until(lambda: not courier.held)
    courier.take(record(1))
    await until(lambda: not courier.watermark.pending)
    await courier.stop()


async def test_a_pilot_that_is_refused_shows_that_the_partner_is_back() -> None:
    """4xx is an answer: the message is parked, the others go."""
    gate = Gate(503, 422)
    gate.open.set()
    courier = courier_to(gate, 1)
    courier.take(record(0, b"AA:1"))
    courier.take(record(1, b"AA:2"))
    await until(lambda: not courier.watermark.pending)
    topics = [report.topic for report in courier.collect()[0]]
    assert topics == ["customs.aa.parked", "customs.aa.delivered"]
    await courier.stop()


async def test_holding_says_why_and_coming_back_how_long() -> None:
    """Message, kind and reason when held; seconds and tries when back."""
    gate = Gate(0, 503, 202)
    gate.open.set()
    with structlog.testing.capture_logs() as logs:
        courier = courier_to(gate, 1)
        courier.take(record(0))
        await until(lambda: not courier.watermark.pending)
        await until(lambda: not courier.held)
    held, back = [line for line in logs if line["event"] in ("partner_held", "partner_back")]
    assert (held["message"], held["kind"]) == ("id-0", "Acknowledgement")
    assert held["reason"] == "gave no answer: away"
    assert (back["tries"], 0 < back["seconds"] < 5) == (3, True)
    await courier.stop()


async def test_retry_after_takes_the_place_of_our_pause() -> None:
    """The partner knows best when to come again; never sooner than half a second."""
    system = System()
    system.away, system.headers = True, {"retry-after": "0"}
    courier = courier_to(system, 1, lambda attempt: 60.0)
    courier.take(record(0))
    await until(lambda: courier.held)
    system.away, began = False, asyncio.get_running_loop().time()
    await until(lambda: not courier.watermark.pending)
    assert 0.4 < asyncio.get_running_loop().time() - began < 2
    await courier.stop()


async def test_an_error_of_ours_parks_the_message_and_the_courier_goes_on() -> None:
    """Unexpected in sending or in reporting: said with its traceback, nothing lost."""

    class Odd(System):
        async def post(self, path, headers, body, timeout=30.0):  # type: ignore[no-untyped-def]
            answer = await super().post(path, headers, body)
            if self.asked[-1] == "id-0":
                raise RuntimeError("unheard of")
            return answer._replace(status="odd") if self.asked[-1] == "id-1" else answer

    with structlog.testing.capture_logs() as logs:
        courier = courier_to(Odd(), 1)
        for offset in range(3):
            courier.take(record(offset, b"AA:%d" % offset))
        await until(lambda: not courier.watermark.pending)
    reports, offset = courier.collect()
    assert [report.topic[11:] for report in reports] == ["parked", "parked", "delivered"]
    assert "before an answer came: RuntimeError('unheard of')" in header(
        reports[0].headers, "hub_reason"
    )
    assert "after aa answered odd: TypeError" in header(reports[1].headers, "hub_reason")
    assert offset == 3
    failures = [line for line in logs if line["event"] == "delivery_failed"]
    assert [line["exc_info"] for line in failures] == [True, True]
    await courier.stop()


async def test_a_courier_that_fails_in_itself_says_so() -> None:
    """What no message is to blame for surfaces at the next collection."""
    courier = courier_to(System(), 1)
    courier.watermark.finish = None  # type: ignore[assignment, method-assign]
    courier.take(record(0))
    await asyncio.sleep(0.01)
    with pytest.raises(CourierLost, match="NoneType"):
        courier.collect()
    await courier.stop()


async def test_a_task_that_somebody_else_cancels_is_noticed() -> None:
    """A cancellation that is no stop is a failure, too."""

    class Cancelling(System):
        async def post(self, path, headers, body, timeout=30.0):  # type: ignore[no-untyped-def]
            raise asyncio.CancelledError

    courier = courier_to(Cancelling(), 1)
    courier.take(record(0))
    await asyncio.sleep(0.01)
    with pytest.raises(CourierLost, match="cancelled"):
        courier.collect()
    await courier.stop()


async def test_never_more_at_once_than_workers() -> None:
    """What comes in later finds as many under way as may be, and no chain is forgotten."""
    gate = Gate()
    courier = courier_to(gate, 3)
    for offset in range(10):
        courier.take(record(offset, b"AA:%d" % offset))
        await asyncio.sleep(0)
    await asyncio.sleep(0.005)
    assert (len(gate.asked), courier.moving) == (3, True)
    gate.open.set()
    await until(lambda: not courier.watermark.pending)
    await until(lambda: not courier.moving)
    await courier.stop()
