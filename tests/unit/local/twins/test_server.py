"""The ear on a real socket: it counts deliveries, tells figures and fails on demand."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from typing import Any

import orjson
import pytest

from hub.delivery.http import Answer, Pool
from hub.errors import TransportUnavailable
from hub.local.twins.ledger import Ledger
from hub.local.twins.sent import Sent
from hub.local.twins.server import LISTENING, NAMED, Ear, Fault, faults_of

HEADERS = (
    ("Idempotency-Key", "d1"),
    ("Hub-Kind", "Declaration"),
    ("Hub-Correlation-Id", "m1"),
    ("Hub-Declaration-Key", "GB:E1"),
)


class Heard:
    """An ear with what it needs."""

    def __init__(self, pool: Pool) -> None:
        self.ledger, self.faults, self.pool = Ledger(), dict[str, Fault | None](), pool
        self.orders: list[dict[str, Any]] = []
        sent = Sent("GB", "export", "export", 1, time.monotonic(), {("VN", "Declaration")})
        self.ledger.send("m1", sent)

    def obey(self, order: dict[str, Any]) -> None:
        """Note an order; one with an unknown fault is none."""
        faults_of(order.get("fault", {}))
        self.orders.append(order)

    async def deliver(self, headers: tuple[tuple[str, str], ...] = HEADERS) -> Answer:
        """Deliver to VN."""
        return await self.pool.post("/vn", headers, b"<x/>", timeout=5)


@pytest.fixture
async def heard() -> AsyncIterator[Heard]:
    """Yield a listening ear."""
    loop = asyncio.get_running_loop()
    made: list[Heard] = []
    server = await loop.create_server(
        lambda: Ear(made[0].ledger, made[0].faults, made[0].obey), "127.0.0.1", 0
    )
    made.append(Heard(Pool("127.0.0.1", server.sockets[0].getsockname()[1], 2)))
    yield made[0]
    await made[0].pool.close()
    server.close()
    await server.wait_closed()


async def test_a_delivery_is_accepted_and_counted_once(heard: Heard) -> None:
    """Twice the same key: both accepted, one side effect."""
    assert [(await heard.deliver()).status, (await heard.deliver()).status] == [202, 202]

    total = heard.ledger.figures()["total"]
    assert (total["delivered"], total["recognised again"]) == (1, 1)


async def test_figures_and_orders_have_paths_of_their_own(heard: Heard) -> None:
    """`/figures` tells, `/control` is told."""
    assert orjson.loads((await heard.pool.post("/figures", (), b"")).body)["open"] == 1
    await heard.pool.post("/control", (), b'{"rate": 5}')

    assert heard.orders == [{"rate": 5}]


async def test_an_order_that_names_no_fault_is_answered_with_those_there_are(heard: Heard) -> None:
    """The demo goes on, and whoever typed it learns what to type."""

    answer = await heard.pool.post("/control", (), b'{"fault": {"vn": "sleepy"}}', timeout=5)
    assert answer.status == 400
    assert "flapping" in answer.text


async def test_a_system_that_is_down_hears_nothing(heard: Heard) -> None:
    """503 until repaired; the repeat is then the first that counts."""
    heard.faults["VN"] = Fault(503)
    assert (await heard.deliver()).status == 503
    assert "delivered" not in heard.ledger.figures()["total"]

    heard.faults["VN"] = None
    assert (await heard.deliver()).status == 202
    assert heard.ledger.figures()["total"]["delivered"] == 1


async def test_a_system_that_hangs_up_gives_no_answer(heard: Heard) -> None:
    """Status 0: the connection ends without one."""
    heard.faults["VN"] = Fault(0)
    with pytest.raises(TransportUnavailable):
        await heard.deliver()


async def test_a_system_that_declines_is_not_expected_to_hear(heard: Heard) -> None:
    """4xx settles what was expected, and 429 does not."""
    heard.faults["VN"] = Fault(429)
    assert (await heard.deliver()).status == 429
    assert heard.ledger.figures()["open"] == 1

    heard.faults["VN"] = Fault(422)
    assert (await heard.deliver()).status == 422
    figures = heard.ledger.figures()
    assert (figures["open"], figures["total"]["declined"]) == (0, 1)


async def test_a_slow_system_hears_and_answers_late(heard: Heard) -> None:
    """The delay is before the answer."""
    heard.faults["VN"] = Fault(202, delay=0.15)
    began = time.monotonic()
    assert (await heard.deliver()).status == 202

    assert time.monotonic() - began >= 0.15
    assert heard.ledger.figures()["total"]["delivered"] == 1


def test_a_share_always_strikes_the_same_messages() -> None:
    """A message declined once is declined again; about the share is struck."""
    fault = Fault(422, share=0.2)
    struck = [fault.hits(b"%d" % n) for n in range(5000)]

    assert struck == [fault.hits(b"%d" % n) for n in range(5000)]
    assert 0.15 < sum(struck) / len(struck) < 0.25
    assert all(Fault(503).hits(b"%d" % n) for n in range(100))


def test_a_flapping_system_is_up_as_long_as_it_is_down() -> None:
    """First up, then down, and so on, whatever the message."""
    flapping = NAMED["flapping"]
    struck = [flapping.hits(b"m", float(now)) for now in range(16)]
    assert struck == [False] * 4 + [True] * 4 + [False] * 4 + [True] * 4


def test_faults_have_names() -> None:
    """Each is told what it does, and a revoked credential is not a message's fault."""
    assert NAMED.keys() == LISTENING.keys()
    assert faults_of({"vn": "slow"}) == {"VN": NAMED["slow"]}
    assert not NAMED["revoked"].final
    assert NAMED["declining"].final


def test_faults_are_ordered_by_number_or_in_full() -> None:
    """A number is a status for everybody; null repairs."""
    assert faults_of({"vn": 503, "GB": {"status": 422, "share": 0.1}, "AU": None}) == {
        "VN": Fault(503),
        "GB": Fault(422, 0.1),
        "AU": None,
    }
    assert Fault(422).final
    assert not Fault(429).final
    assert not Fault(503).final


@pytest.mark.parametrize("size", [1, 7, 100])
async def test_requests_in_pieces_and_on_top_of_each_other_are_understood(
    heard: Heard, size: int
) -> None:
    """Three deliveries, one without a body, in one stream cut anywhere: three answers."""
    one = (
        b"POST /vn HTTP/1.1\r\nHost: x\r\nIdempotency-KEY:d%d \r\nhub-kind: Declaration\r\n"
        b"Hub-Correlation-Id: m1\r\nhub-declaration-key: GB:E1\r\ncontent-length: %d\r\n\r\n%b"
    )
    stream = b"".join(one % (n, len(body), body) for n, body in ((1, b"<x/>"), (2, b""), (1, b"y")))
    reader, writer = await asyncio.open_connection("127.0.0.1", heard.pool._port)
    for place in range(0, len(stream), size):
        writer.write(stream[place : place + size])
        await asyncio.sleep(0)
    answers = b""
    while answers.count(b"202 Accepted") < 3:
        answers += await asyncio.wait_for(reader.read(1000), 5)
    writer.close()

    total = heard.ledger.figures()["total"]
    assert (total["delivered"], total["recognised again"]) == (2, 1)
    assert heard.ledger.doubtful == {"doubled": 1}


@pytest.mark.parametrize(
    "request_head",
    [
        b"POST /vn HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n",
        b"POST /vn HTTP/1.1\r\ncontent-length: -1\r\n\r\n",
        b"PUT /vn HTTP/1.1\r\n\r\n",
        b"\x16\x03\x01",
        b"POST /" + b"x" * 70_000,
    ],
)
async def test_what_is_not_understood_is_hung_up_on_and_doubted(
    heard: Heard, request_head: bytes
) -> None:
    """Never half understood: no delivery is counted."""
    reader, writer = await asyncio.open_connection("127.0.0.1", heard.pool._port)
    writer.write(request_head)
    assert await asyncio.wait_for(reader.read(), 5) == b""
    writer.close()

    assert heard.ledger.doubtful == {"not understood": 1}
    assert "delivered" not in heard.ledger.figures()["total"]


async def test_whoever_does_not_speak_http_is_hung_up_on(heard: Heard) -> None:
    """The connection ends and it is doubted; the ear goes on."""
    reader, writer = await asyncio.open_connection("127.0.0.1", heard.pool._port)
    writer.write(b"\x00\x01 not http\r\n\r\n")
    assert await asyncio.wait_for(reader.read(), 5) == b""
    writer.close()

    assert (await heard.deliver()).status == 202
    assert heard.ledger.doubtful == {"not understood": 1}
