"""The loop of a lane."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Mapping, Sequence

import pytest

from hub.bus import serving
from hub.bus.memory import MemoryBus, MemoryLane
from hub.bus.records import Outgoing, Place, Record
from hub.bus.serving import next_offsets, serve, wait
from hub.errors import BusUnavailable, Fenced, StoreUnavailable
from tests.unit.records import record

SOURCE, TARGET = Place("customs.gb.inbound", 0), "customs.gb.canonical"


class Trying(MemoryLane):
    """A lane whose publications fail a few times, after or before they are done."""

    def __init__(self, bus: MemoryBus, *troubles: Exception) -> None:
        super().__init__(bus, "lane", [SOURCE])
        self._troubles, self.starts, self.stops = list(troubles), 0, 0

    async def start(self) -> None:
        self.starts += 1
        await super().start()

    async def batch(self) -> list[Record]:
        await asyncio.sleep(0)
        return await super().batch()

    async def publish(self, outputs: Sequence[Outgoing], done: Mapping[Place, int]) -> None:
        if self._troubles:
            raise self._troubles.pop(0)
        await super().publish(outputs, done)

    async def stop(self) -> None:
        self.stops += 1


class Handling:
    """Copies what it reads, after failing a few times; stops when three are copied."""

    def __init__(self, *troubles: Exception) -> None:
        self.stopping = asyncio.Event()
        self._troubles, self.read = list(troubles), list[list[bytes]]()

    async def handle(self, records: list[Record]) -> list[Outgoing]:
        if self._troubles:
            raise self._troubles.pop(0)
        self.read.append([r.value for r in records])
        return [Outgoing(TARGET, b"k", r.value, []) for r in records]


def filled() -> MemoryBus:
    """Return a bus with three records to be handled."""
    bus = MemoryBus()
    for value in (b"1", b"2", b"3"):
        bus.append(Outgoing(SOURCE.topic, b"k", value, []))
    return bus


@pytest.fixture(autouse=True)
def _impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Do not wait between the tries."""

    async def at_once(stopping: asyncio.Event, seconds: float) -> None:
        await asyncio.sleep(0)

    monkeypatch.setattr(serving, "wait", at_once)


async def _until_copied(bus: MemoryBus, stopping: asyncio.Event) -> None:
    async with asyncio.timeout(5):
        while len(bus.read(TARGET)) < 3:
            await asyncio.sleep(0)
    stopping.set()


@pytest.mark.parametrize(
    ("of_lane", "of_handler"),
    [
        ((), ()),
        ((BusUnavailable(), BusUnavailable()), ()),
        ((), (StoreUnavailable(), StoreUnavailable())),
        ((BusUnavailable(),), (StoreUnavailable(),)),
    ],
)
async def test_whatever_is_away_for_now_every_record_is_handled_and_published_once(
    of_lane: tuple[Exception, ...], of_handler: tuple[Exception, ...]
) -> None:
    """After trouble the lane starts again from its last commit, and lets go each time."""
    bus, handling = filled(), Handling(*of_handler)
    lane = Trying(bus, *of_lane)
    await asyncio.gather(
        serve(lane, "lane", handling.handle, handling.stopping),
        _until_copied(bus, handling.stopping),
    )
    assert [r.value for r in bus.read(TARGET)] == [b"1", b"2", b"3"]
    assert bus.committed["lane", SOURCE] == 3
    assert lane.starts == lane.stops == 1 + len(of_lane) + len(of_handler)


@pytest.mark.parametrize("trouble", [Fenced(), ZeroDivisionError()])
async def test_a_fenced_owner_and_a_bug_end_the_loop(trouble: Exception) -> None:
    """Neither is tried again; the lane is let go and nothing is published."""
    bus, handling = filled(), Handling()
    lane = Trying(bus, trouble)
    with pytest.raises(type(trouble)):
        await serve(lane, "lane", handling.handle, handling.stopping)
    assert lane.stops == 1
    assert bus.read(TARGET) == []


async def test_nothing_is_handled_where_there_is_nothing() -> None:
    """An idle lane publishes no empty transactions."""
    bus, handling = MemoryBus(), Handling()
    lane = Trying(bus, ZeroDivisionError())

    async def stop_soon() -> None:
        for _ in range(20):
            await asyncio.sleep(0)
        handling.stopping.set()

    await asyncio.gather(serve(lane, "lane", handling.handle, handling.stopping), stop_soon())
    assert handling.read == []


def test_the_next_offset_follows_the_last_record_of_each_place() -> None:
    """Places are committed separately."""
    records = [record("customs.gb.inbound", offset=4), record("customs.cn.inbound", offset=9)]
    records.append(record("customs.gb.inbound", offset=5))
    assert next_offsets(records) == {
        Place("customs.gb.inbound", 0): 6,
        Place("customs.cn.inbound", 0): 10,
    }


async def test_waiting_ends_at_once_when_it_is_time_to_stop() -> None:
    """A process told to stop in the middle of a pause does not finish the pause."""
    stopping = asyncio.Event()
    began = time.monotonic()
    await wait(stopping, 0.01)
    assert time.monotonic() - began >= 0.009
    asyncio.get_running_loop().call_soon(stopping.set)
    await wait(stopping, 60)
    assert time.monotonic() - began < 5
