"""Lanes on the real Kafka: fencing, one transaction for outputs and offsets, large messages."""

from __future__ import annotations

from uuid import uuid4

import pytest

from hub.bus.admin import create_topics
from hub.bus.kafka import KafkaLane, KafkaReader, KafkaWriter
from hub.bus.records import Outgoing, Place, Record
from hub.bus.topics import DAY, Topic
from hub.errors import Fenced, Misconfigured
from hub.local.machine import Machine

pytestmark = pytest.mark.real


@pytest.fixture
def kafka(machine: Machine) -> str:
    """Return the bootstrap address."""
    return machine.env["HUB_KAFKA"]


@pytest.fixture
async def topic_pair(kafka: str) -> tuple[str, str]:
    """Return the names of two new topics with two partitions each."""
    name = uuid4().hex[:8]
    pair = (f"test.{name}.inbound", f"test.{name}.outbound")
    await create_topics(kafka, [Topic(each, 2, DAY) for each in pair], 1)
    return pair


async def first(lane: KafkaLane | KafkaReader, count: int) -> list[Record]:
    """Return the first `count` records."""
    found: list[Record] = []
    for _ in range(100):
        found += await lane.batch()
        if len(found) >= count:
            break
    return found


async def fill(kafka: str, topic: str, values: list[bytes]) -> None:
    """Write values into partition 0."""
    writer = KafkaWriter(kafka, 2, "test")
    await writer.start()
    await writer.write([Outgoing(topic, b"k", value, [("n", b"1")], 0) for value in values])
    await writer.stop()


async def test_a_second_owner_goes_on_where_the_first_committed(
    kafka: str, topic_pair: tuple[str, str]
) -> None:
    """What was published is not read again; what was only read is."""
    source, target = topic_pair
    await fill(kafka, source, [b"1", b"2", b"3"])
    place = Place(source, 0)
    one = KafkaLane(kafka, f"lane-{source}", [place], lanes=2)
    await one.start()
    records = await first(one, 3)
    await one.publish([Outgoing(target, b"k", records[0].value, [], 0)], {place: 1})
    two = KafkaLane(kafka, f"lane-{source}", [place], lanes=2)
    await two.start()

    again = await first(two, 2)

    assert [record.value for record in again] == [b"2", b"3"]
    with pytest.raises(Fenced):
        await one.publish([Outgoing(target, b"k", b"zombie", [], 0)], {place: 0})
    await two.publish([Outgoing(target, b"k", r.value, [], 0) for r in again], {place: 3})
    await one.stop()
    await two.stop()
    reader = KafkaReader(kafka)
    await reader.start({Place(target, 0): 0})
    assert [record.value for record in await first(reader, 3)] == [b"1", b"2", b"3"]
    await reader.stop()


async def test_the_largest_allowed_message_travels(kafka: str, topic_pair: tuple[str, str]) -> None:
    """Ten million bytes go in and come out unharmed, among small ones."""
    source, _ = topic_pair
    await fill(kafka, source, [b"small", bytes(10_000_000), b"after"])
    reader = KafkaReader(kafka)
    await reader.start({Place(source, 0): 0})

    found = await first(reader, 3)

    assert [len(record.value) for record in found] == [5, 10_000_000, 5]
    await reader.stop()


async def test_a_held_place_is_not_read_and_others_are(
    kafka: str, topic_pair: tuple[str, str]
) -> None:
    """Holding one partition leaves the others flowing; releasing it brings its records."""
    source, other = topic_pair
    places = [Place(source, 0), Place(other, 0)]
    lane = KafkaLane(kafka, f"lane-{source}", places, lanes=2)
    await lane.start()
    lane.hold(places[0])
    await fill(kafka, source, [b"held"])
    await fill(kafka, other, [b"flows"])

    assert [record.value for record in await first(lane, 1)] == [b"flows"]
    lane.release(places[0])
    assert [record.value for record in await first(lane, 1)] == [b"held"]
    await lane.stop()


async def test_outputs_may_be_published_before_any_offset(
    kafka: str, topic_pair: tuple[str, str]
) -> None:
    """Reports go out while the first message of a partition still waits for its recipient."""
    source, target = topic_pair
    lane = KafkaLane(kafka, f"lane-{source}", [Place(source, 0)], lanes=2)
    await lane.start()

    await lane.publish([Outgoing(target, b"k", b"report", [], 0)], {})

    reader = KafkaReader(kafka)
    await reader.start({Place(target, 0): 0})
    assert [record.value for record in await first(reader, 1)] == [b"report"]
    await reader.stop()
    await lane.stop()


async def test_topics_of_one_partition_take_every_key_whatever_the_lanes(kafka: str) -> None:
    """Matches and parked messages are not spread over partitions that are not there."""
    topic = f"test.{uuid4().hex[:8]}.matches"
    await create_topics(kafka, [Topic(topic, 1, DAY)], 1)
    writer = KafkaWriter(kafka, 4, "test")
    await writer.write([Outgoing(topic, b"GB:%d" % n, b"%d" % n, []) for n in range(20)])
    await writer.stop()

    reader = KafkaReader(kafka)
    await reader.start({Place(topic, 0): 0})
    assert [record.value for record in await first(reader, 20)] == [b"%d" % n for n in range(20)]
    await reader.stop()


async def test_creating_topics_again_changes_nothing(
    kafka: str, topic_pair: tuple[str, str]
) -> None:
    """`hub prepare` may run at any time; three replicas on one broker are refused by name."""
    assert await create_topics(kafka, [Topic(each, 2, DAY) for each in topic_pair], 1) == []
    impossible = f"test.{uuid4().hex[:8]}.inbound"
    with pytest.raises(Misconfigured, match=impossible):
        await create_topics(kafka, [Topic(impossible, 1, DAY)], 3)
