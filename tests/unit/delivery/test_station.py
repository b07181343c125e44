"""The delivery loop between a lane in memory and partners that fail."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

import pytest

from hub.bus.memory import MemoryBus, MemoryLane
from hub.bus.records import Outgoing, Place, Record
from hub.delivery import station
from hub.delivery.courier import Partner
from hub.delivery.station import Delivery
from hub.errors import Fenced
from tests.flow.hub_in_memory import JsonLine, make_codec
from tests.unit.delivery.test_courier import System, record, until

CODEC = make_codec()
PLACES = [Place("customs.aa.outbound", 0), Place("customs.bb.outbound", 0)]


class Lane(MemoryLane):
    """A memory lane that leaves time for others, and may be down for its next calls."""

    starts = 0

    async def start(self) -> None:
        self.starts += 1
        await super().start()

    async def batch(self) -> list[Record]:
        await asyncio.sleep(0.001)
        return await super().batch()


class Fixture:
    """A running station."""

    def __init__(self, **answers: int) -> None:
        self.bus, self.stopping = MemoryBus(), asyncio.Event()
        self.lane = Lane(self.bus, "delivery-0", PLACES)
        self.systems = {"aa": System(**answers), "bb": System()}
        partners = {
            cc: Partner(cc, JsonLine(cc), system, f"/{cc}") for cc, system in self.systems.items()
        }
        self.station = Delivery(self.lane, partners, CODEC, 4)
        self.task = asyncio.create_task(self.station.serve("delivery-0", self.stopping))

    def put(self, cc: str, number: int, key: bytes = b"AA:1") -> None:
        """Put a message on a recipient's topic."""
        made = record(number, key)
        self.bus.append(Outgoing(f"customs.{cc}.outbound", key, made.value, made.headers))

    def committed(self, cc: str) -> int:
        """Return how far a recipient's topic is done."""
        return self.bus.committed.get(("delivery-0", Place(f"customs.{cc}.outbound", 0)), 0)

    async def stop(self) -> None:
        self.stopping.set()
        await asyncio.wait_for(self.task, 10)


async def test_reports_and_offsets_are_published_together() -> None:
    """Every message once, committed up to its end."""
    running = Fixture()
    for number in range(20):
        running.put("aa", number, b"AA:%d" % (number % 3))
    await until(lambda: running.committed("aa") == 20)
    assert len(running.bus.read("customs.aa.delivered")) == 20
    await running.stop()


async def test_a_recipient_that_is_away_delays_nobody_else() -> None:
    """One topic a recipient; what waits for it is delivered when it is back."""
    running = Fixture()
    running.systems["aa"].away = True
    running.put("aa", 0)
    await until(lambda: running.systems["aa"].asked)
    for number in range(5):
        running.put("bb", number)
    await until(lambda: running.committed("bb") == 5)
    assert running.committed("aa") == 0
    running.systems["aa"].away = False
    await until(lambda: running.committed("aa") == 1)
    await running.stop()


async def test_a_full_window_is_not_read_on(monkeypatch: pytest.MonkeyPatch) -> None:
    """Reading stops for the one recipient and goes on when its messages are delivered."""
    monkeypatch.setattr(station, "WINDOW", 4)
    running = Fixture()
    running.systems["aa"].away = True
    for number in range(4):
        running.put("aa", number, b"AA:%d" % number)
    await until(lambda: PLACES[0] in running.lane._held)
    running.put("aa", 4, b"AA:4")
    await asyncio.sleep(0.01)
    assert running.lane._positions[PLACES[0]] == 4
    running.systems["aa"].away = False
    await until(lambda: running.committed("aa") == 5)
    assert PLACES[0] not in running.lane._held
    await running.stop()


async def test_one_failing_message_does_not_fill_the_window(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """It keeps the commit back, not the others; only a long span of them is bounded."""
    monkeypatch.setattr(station, "WINDOW", 4)
    monkeypatch.setattr(station, "SPAN", 40)
    monkeypatch.setattr("hub.delivery.outcome.FIRST_PAUSE", 0.01)
    running = Fixture(id_0=500)
    running.put("aa", 0, b"AA:0")
    for number in range(1, 20):
        running.put("aa", number, b"AA:%d" % number)
    await until(lambda: len(running.bus.read("customs.aa.delivered")) == 19)
    assert running.committed("aa") == 0
    for number in range(20, 60):
        running.put("aa", number, b"AA:%d" % number)
        await asyncio.sleep(0.002)
    await until(lambda: PLACES[0] in running.lane._held)
    running.systems["aa"].answers.clear()
    await until(lambda: running.committed("aa") == 60)
    await running.stop()


async def test_after_a_lost_bus_everything_uncommitted_is_delivered_again() -> None:
    """At least once, under the same id; nothing is lost."""
    running = Fixture()
    running.bus.down = True
    running.put("aa", 0)
    await asyncio.sleep(0.05)
    running.bus.down = False
    await until(lambda: running.committed("aa") == 1)
    assert running.lane.starts > 1
    await running.stop()


async def test_a_lost_courier_starts_again_from_the_last_commit(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """What fails in a courier itself surfaces in the loop, which reads again what was dropped."""
    running = Fixture()
    troubles = [RuntimeError("no message is to blame")]
    settle: Callable[..., bool] = station.Courier._settle

    def once(courier: station.Courier, *told: object) -> bool:
        if troubles:
            raise troubles.pop()
        return settle(courier, *told)

    monkeypatch.setattr(station.Courier, "_settle", once)
    for number in range(3):
        running.put("aa", number)
    await until(lambda: running.committed("aa") == 3)
    assert running.lane.starts == 2
    assert len(running.bus.read("customs.aa.delivered")) == 3
    assert running.systems["aa"].asked == ["id-0", "id-0", "id-1", "id-2"]
    await running.stop()


async def test_what_is_under_way_is_delivered_before_the_end() -> None:
    """Stopping drains; it does not wait for a partner that is away."""
    running = Fixture()
    running.systems["bb"].away = True
    running.put("bb", 0)
    await until(lambda: running.systems["bb"].asked)
    for number in range(30):
        running.put("aa", number)
    await until(lambda: running.systems["aa"].asked)
    began = asyncio.get_running_loop().time()
    await running.stop()
    assert running.committed("aa") == 30
    assert asyncio.get_running_loop().time() - began < 2


async def test_a_fenced_station_ends() -> None:
    """Another owner has the lane now: publish nothing, say so."""
    running = Fixture()
    await until(lambda: running.lane.starts)
    running.bus.epochs["delivery-0"] += 1
    running.put("aa", 0)
    with pytest.raises(Fenced):
        await asyncio.wait_for(running.task, 5)
    assert running.committed("aa") == 0
