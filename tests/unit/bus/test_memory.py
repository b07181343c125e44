"""The bus in memory keeps the promises of the real one (tests/integration/test_lane.py)."""

from __future__ import annotations

import pytest

from hub.bus.memory import MemoryBus, MemoryLane
from hub.bus.records import Outgoing, Place, Record
from hub.errors import BusUnavailable, Fenced

SOURCE, TARGET = Place("customs.gb.inbound", 0), Place("customs.gb.canonical", 0)


def filled(*values: bytes) -> MemoryBus:
    """Return a bus whose source topic holds these values."""
    bus = MemoryBus()
    for value in values:
        bus.append(Outgoing(SOURCE.topic, b"k", value, [("n", b"1")]))
    return bus


def out(value: bytes) -> Outgoing:
    """Return a record for the target topic."""
    return Outgoing(TARGET.topic, b"k", value, [])


def values(records: list[Record]) -> list[bytes]:
    """Return what records hold."""
    return [record.value for record in records]


async def test_a_second_owner_goes_on_where_the_first_committed() -> None:
    """What was published is not read again; what was only read is; the first is fenced."""
    bus = filled(b"1", b"2", b"3")
    one, two = MemoryLane(bus, "lane", [SOURCE]), MemoryLane(bus, "lane", [SOURCE])
    await one.start()
    assert values(await one.batch()) == [b"1", b"2", b"3"]
    await one.publish([out(b"1")], {SOURCE: 1})
    await two.start()

    assert values(await two.batch()) == [b"2", b"3"]
    with pytest.raises(Fenced):
        await one.publish([out(b"zombie")], {SOURCE: 0})
    await two.publish([out(b"2"), out(b"3")], {SOURCE: 3})
    assert values(bus.read(TARGET.topic)) == [b"1", b"2", b"3"]
    assert bus.committed["lane", SOURCE] == 3


async def test_lanes_of_other_names_do_not_fence_each_other() -> None:
    """Two stations read the same topic, each with its own place in it."""
    bus = filled(b"1")
    router, recorder = MemoryLane(bus, "router", [SOURCE]), MemoryLane(bus, "recorder", [SOURCE])
    for lane in (router, recorder):
        await lane.start()
    await router.publish([], {SOURCE: 1})
    assert values(await recorder.batch()) == [b"1"]
    await recorder.publish([], {SOURCE: 1})


async def test_a_held_place_is_not_read_and_others_are() -> None:
    """Releasing it brings its records, none of them lost."""
    bus = filled(b"held")
    bus.append(out(b"flows"))
    lane = MemoryLane(bus, "lane", [SOURCE, TARGET])
    await lane.start()
    lane.hold(SOURCE)
    assert values(await lane.batch()) == [b"flows"]
    lane.release(SOURCE)
    assert values(await lane.batch()) == [b"held"]
    assert await lane.batch() == []


async def test_while_the_bus_is_down_nothing_is_written_in_part() -> None:
    """Every call says so, and afterwards all is as it was."""
    bus = filled(b"1")
    lane = MemoryLane(bus, "lane", [SOURCE])
    await lane.start()
    bus.down = True
    for call in (lane.start, lane.batch, lambda: lane.publish([out(b"x")], {SOURCE: 1})):
        with pytest.raises(BusUnavailable):
            await call()
    with pytest.raises(BusUnavailable):
        await bus.write([out(b"x")])
    bus.down = False
    assert bus.read(TARGET.topic) == []
    assert bus.committed == {}
