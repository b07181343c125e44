"""What is ours between the hub and aiokafka; tests/integration/test_lane.py has the real broker."""

from __future__ import annotations

import asyncio
import gc
from collections.abc import Awaitable
from types import SimpleNamespace
from typing import Any

import pytest
from aiokafka import TopicPartition
from aiokafka.errors import (
    InvalidProducerEpoch,
    KafkaConnectionError,
    KafkaError,
    ProducerFenced,
    RequestTimedOutError,
    TransactionalIdAuthorizationFailed,
)

from hub.bus import kafka
from hub.bus.kafka import KafkaLane, KafkaReader, KafkaWriter
from hub.bus.records import Outgoing, Place
from hub.errors import BusUnavailable, Fenced, HubError, Misconfigured

IN, OUT = "customs.gb.inbound", "customs.gb.outbound"


class Batch:
    """A batch that holds two records."""

    def __init__(self) -> None:
        self.values: list[bytes] = []
        self.closed = False

    def append(self, *, timestamp: None, key: Any, value: bytes, headers: Any) -> object | None:
        if len(self.values) == 2:
            return None
        self.values.append(value)
        return object()

    def close(self) -> None:
        self.closed = True


class Client:
    """Producer and consumer in one; `fails` names the call that raises, and what."""

    def __init__(self) -> None:
        self.calls: list[str] = []
        self.options: list[dict[str, Any]] = []
        self.batches: list[tuple[Place, list[bytes]]] = []
        self.offsets: list[dict[TopicPartition, Any]] = []
        self.stands: dict[TopicPartition, int | str] = {}
        self.stored: dict[TopicPartition, int] = {}
        self.paused: set[TopicPartition] = set()
        self.records: dict[TopicPartition, list[Any]] = {}
        self.fails: dict[str, BaseException] = {}

    def __call__(self, **options: Any) -> Client:
        self.options.append(options)
        return self

    async def _do(self, name: str) -> None:
        self.calls.append(name)
        await asyncio.sleep(0)
        if name in self.fails:
            raise self.fails[name]

    async def start(self) -> None:
        await self._do("start")

    async def stop(self) -> None:
        await self._do("stop")

    async def begin_transaction(self) -> None:
        await self._do("begin")

    async def commit_transaction(self) -> None:
        await self._do("commit")

    def create_batch(self) -> Batch:
        return Batch()

    async def send_batch(self, batch: Batch, topic: str, *, partition: int) -> Awaitable[None]:
        assert batch.closed
        self.batches.append((Place(topic, partition), batch.values))
        return asyncio.ensure_future(self._do("acknowledge"))

    async def send_offsets_to_transaction(
        self, offsets: dict[TopicPartition, Any], group: str
    ) -> None:
        await self._do("offsets")
        self.offsets.append({place: meta.offset for place, meta in offsets.items()})

    def assign(self, places: list[TopicPartition]) -> None:
        self.stands = dict.fromkeys(places, "nowhere")

    async def committed(self, place: TopicPartition) -> int | None:
        return self.stored.get(place)

    def seek(self, place: TopicPartition, offset: int) -> None:
        self.stands[place] = offset

    async def seek_to_end(self, place: TopicPartition) -> None:
        self.stands[place] = "end"

    async def getmany(self, **_: Any) -> dict[TopicPartition, list[Any]]:
        await self._do("fetch")
        return self.records

    def pause(self, place: TopicPartition) -> None:
        self.paused.add(place)

    def resume(self, place: TopicPartition) -> None:
        self.paused.discard(place)


@pytest.fixture
def client(monkeypatch: pytest.MonkeyPatch) -> Client:
    """The client every lane, reader and writer of a test gets."""
    found = Client()
    monkeypatch.setattr(kafka, "AIOKafkaProducer", found)
    monkeypatch.setattr(kafka, "AIOKafkaConsumer", found)
    return found


@pytest.fixture
async def lane(client: Client) -> KafkaLane:
    """A lane that has started."""
    found = KafkaLane("kafka:9092", "router-1", [Place(IN, 1)], lanes=2)
    await found.start()
    client.calls.clear()
    return found


def out(
    value: bytes, key: bytes | None = b"k", topic: str = OUT, place: int | None = 0
) -> Outgoing:
    """Return a record to be written."""
    return Outgoing(topic, key, value, [], place)


async def written(
    client: Client, lanes: int, *outputs: Outgoing
) -> list[tuple[Place, list[bytes]]]:
    """Write these and return the batches in the order of their places."""
    await KafkaWriter("kafka:9092", lanes, "test").write(outputs)
    return sorted(client.batches)


# --- where records go -------------------------------------------------------


async def test_records_of_a_partition_share_batches_and_keep_their_order(client: Client) -> None:
    """A full batch is followed by the next one; no record is lost between them."""
    outputs = [out(b"%d" % n, place=n % 2) for n in range(6)]
    assert await written(client, 2, *outputs) == [
        (Place(OUT, 0), [b"0", b"2"]),
        (Place(OUT, 0), [b"4"]),
        (Place(OUT, 1), [b"1", b"3"]),
        (Place(OUT, 1), [b"5"]),
    ]


async def test_a_declaration_stays_in_its_partition(client: Client) -> None:
    """The key decides, as Kafka's own partitioner does; what has one partition stays in it."""
    outputs = [out(b"v", key=b"GB:%d" % n, place=None) for n in range(30)]
    first = {place.partition for place, _ in await written(client, 4, *outputs)}
    assert first == {0, 1, 2, 3}
    once = {place for place, _ in client.batches}
    client.batches.clear()
    again = await written(client, 4, *outputs)
    assert {place for place, _ in again} == once


@pytest.mark.parametrize(
    ("output", "partition"),
    [
        (out(b"v", key=b"GB:1", place=3), 3),
        (out(b"v", key=None, place=None), 0),
        (out(b"v", key=b"a", topic="customs.gb.parked", place=None), 0),
        (out(b"v", key=b"b", topic="customs.gb.parked", place=None), 0),
        (out(b"v", key=b"c", topic="customs.gb.parked", place=None), 0),
        # Java's murmur2 of the two bytes, by which stock producers place the same key.
        (out(b"v", key=b"21", place=None), (-973932308 & 0x7FFFFFFF) % 4),
    ],
)
async def test_a_record_goes_where_its_topic_has_a_partition(
    output: Outgoing, partition: int, client: Client
) -> None:
    """A named partition is obeyed; no key, and what needs a person, is partition 0."""
    ((place, _),) = await written(client, 4, output)
    assert place.partition == partition


async def test_matches_have_one_partition_whatever_the_lanes(client: Client) -> None:
    """The hub's own topics are not made with one partition a lane."""
    outputs = [out(b"v", b"GB:%d" % n, "customs.hub.matches", None) for n in range(20)]
    assert {place.partition for place, _ in await written(client, 4, *outputs)} == {0}


# --- what the broker says ---------------------------------------------------


def wrapped(inner: Exception) -> KafkaError:
    """Return what aiokafka raises after the broker said `inner`."""
    outer = KafkaError("unexpected error in the sender")
    outer.__cause__ = inner
    return outer


TROUBLES = [
    (ProducerFenced(), Fenced),
    (InvalidProducerEpoch(), Fenced),
    (wrapped(InvalidProducerEpoch()), Fenced),
    (wrapped(wrapped(ProducerFenced())), Fenced),
    (TransactionalIdAuthorizationFailed(), Misconfigured),
    (KafkaConnectionError("gone"), BusUnavailable),
    (RequestTimedOutError(), BusUnavailable),
    (OSError("no route"), BusUnavailable),
    (TimeoutError(), BusUnavailable),
    (AssertionError("state of the transaction"), BusUnavailable),
]


@pytest.mark.parametrize("call", ["begin", "acknowledge", "offsets", "commit"])
@pytest.mark.parametrize(("trouble", "meaning"), TROUBLES)
async def test_trouble_of_a_publication_says_what_to_do(
    call: str, trouble: Exception, meaning: type[HubError], lane: KafkaLane, client: Client
) -> None:
    """Fenced: leave. Misconfigured: do not start. Anything else: the outcome is unknown."""
    client.fails[call] = trouble
    with pytest.raises(meaning):
        await lane.publish([out(b"1"), out(b"2", topic=IN)], {Place(IN, 1): 5})
    assert ("commit" in client.calls) == (call == "commit")


async def test_a_bug_is_no_trouble_of_the_broker(lane: KafkaLane, client: Client) -> None:
    """A fault of ours is not tried again for ever."""
    client.fails["begin"] = ZeroDivisionError()
    with pytest.raises(ZeroDivisionError):
        await lane.publish([out(b"1")], {})


async def test_every_failed_write_is_heard(lane: KafkaLane, client: Client) -> None:
    """When all batches fail, no failure is left for the event loop to complain about."""
    unheard: list[Any] = []
    asyncio.get_running_loop().set_exception_handler(lambda loop, told: unheard.append(told))
    client.fails["acknowledge"] = KafkaConnectionError("gone")
    with pytest.raises(BusUnavailable, match="gone"):
        await lane.publish([out(b"%d" % n, place=n % 2) for n in range(9)], {})
    await asyncio.sleep(0.01)
    client.fails.clear()  # its traceback holds the failed writes
    gc.collect()
    assert unheard == []


# --- a lane -----------------------------------------------------------------


async def test_a_lane_fences_before_it_looks_where_to_stand(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The offset is read after the former owner can commit no more, else it would be stale."""
    done: list[str] = []

    class Fencing(Client):
        async def start(self) -> None:
            await asyncio.sleep(0)
            done.append("fenced")

    class Looking(Client):
        async def committed(self, place: TopicPartition) -> int | None:
            done.append("looked")
            return None

    monkeypatch.setattr(kafka, "AIOKafkaProducer", Fencing())
    monkeypatch.setattr(kafka, "AIOKafkaConsumer", Looking())
    await KafkaLane("kafka:9092", "router-1", [Place(IN, 1)], lanes=2).start()
    assert done == ["fenced", "looked"]


async def test_a_lane_stands_where_its_last_commit_left_off(client: Client) -> None:
    """At the beginning where it never committed; it reads only what is committed, by itself."""
    places = [Place(IN, 1), Place("customs.cn.inbound", 1)]
    client.stored = {TopicPartition(IN, 1): 7}
    await KafkaLane("kafka:9092", "router-1", places, lanes=2).start()
    assert client.stands == {TopicPartition(*places[0]): 7, TopicPartition(*places[1]): 0}
    producer, consumer = client.options
    assert producer["transactional_id"] == "router-1"
    assert (consumer["group_id"], consumer["isolation_level"]) == (
        "hub.router-1",
        "read_committed",
    )
    assert consumer["enable_auto_commit"] is False


async def test_outputs_and_offsets_stand_in_one_transaction(
    lane: KafkaLane, client: Client
) -> None:
    """Neither is sent before it begins, both are there before it is committed."""
    await lane.publish([out(b"1")], {Place(IN, 1): 5})
    assert client.calls[0] == "begin"
    assert sorted(client.calls[1:-1]) == ["acknowledge", "offsets"]
    assert client.calls[-1] == "commit"
    assert client.offsets == [{TopicPartition(IN, 1): 5}]


@pytest.mark.parametrize(
    ("outputs", "done", "between"),
    [([out(b"report")], {}, ["acknowledge"]), ([], {Place(IN, 1): 5}, ["offsets"])],
)
async def test_either_part_of_a_transaction_may_be_missing(
    outputs: list[Outgoing],
    done: dict[Place, int],
    between: list[str],
    lane: KafkaLane,
    client: Client,
) -> None:
    """Reports before any offset, offsets of messages that led to nothing."""
    await lane.publish(outputs, done)
    assert client.calls == ["begin", *between, "commit"]


async def test_records_keep_what_kafka_says_of_them(lane: KafkaLane, client: Client) -> None:
    """A tombstone is an empty value, not None: nobody downstream need ask."""
    item = SimpleNamespace(
        topic=IN, partition=1, offset=3, key=None, value=None, headers=(), timestamp=9
    )
    client.records = {TopicPartition(IN, 1): [item]}
    (found,) = await lane.batch()
    assert (found.source, found.value, found.timestamp) == (f"{IN}/1/3", b"", 9)


async def test_holding_is_for_one_partition(lane: KafkaLane, client: Client) -> None:
    """Others flow on; releasing undoes it."""
    lane.hold(Place(IN, 1))
    assert client.paused == {TopicPartition(IN, 1)}
    lane.release(Place(IN, 1))
    assert client.paused == set()


@pytest.mark.parametrize("trouble", [None, KafkaConnectionError("gone")])
async def test_letting_go_never_fails_and_may_be_done_twice(
    trouble: Exception | None, lane: KafkaLane, client: Client
) -> None:
    """Whatever is broken, both clients are asked to stop, once; the lane can start again."""
    client.fails |= {"stop": trouble} if trouble else {}
    await lane.stop()
    await lane.stop()
    assert client.calls == ["stop", "stop"]
    await lane.start()


# --- writer and reader ------------------------------------------------------


async def test_a_writer_whose_outcome_is_unknown_begins_anew(client: Client) -> None:
    """The producer is dropped, so that none of its old batches goes out later by itself."""
    writer = KafkaWriter("kafka:9092", 1, "intake")
    await writer.start()
    client.fails["acknowledge"] = RequestTimedOutError()
    with pytest.raises(BusUnavailable):
        await writer.write([out(b"1")])
    client.fails.clear()
    await writer.write([out(b"2")])
    assert client.calls == ["start", "acknowledge", "stop", "start", "acknowledge"]
    assert {options["acks"] for options in client.options} == {"all"}
    assert all(options["enable_idempotence"] for options in client.options)


async def test_a_writer_waits_no_longer_than_it_is_told(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A broker that never acknowledges is the same as one that is away."""

    async def never(*_: Any, **__: Any) -> Awaitable[None]:
        return asyncio.get_running_loop().create_future()

    monkeypatch.setattr(client, "send_batch", never)
    with pytest.raises(BusUnavailable, match="TimeoutError"):
        await KafkaWriter("kafka:9092", 1, "intake").write([out(b"1")], timeout=0.01)


async def test_a_reader_stands_where_it_is_told(client: Client) -> None:
    """-1 is the end, 0 the very beginning; it belongs to no group and commits nothing."""
    reader = KafkaReader("kafka:9092")
    await reader.start({Place(IN, 0): 0, Place(IN, 1): 12, Place(IN, 2): -1})
    assert list(client.stands.values()) == [0, 12, "end"]
    assert client.options[0]["group_id"] is None


@pytest.mark.parametrize("call", ["start", "fetch"])
async def test_a_reader_says_when_the_broker_is_away(call: str, client: Client) -> None:
    """Both to connect and to read."""
    client.fails[call] = KafkaConnectionError("gone")
    reader = KafkaReader("kafka:9092")

    async def read() -> None:
        await reader.start({Place(IN, 0): 0})
        await reader.batch()

    with pytest.raises(BusUnavailable, match="gone"):
        await read()
    await reader.stop()


@pytest.mark.parametrize(("from_beginning", "stand"), [(True, 0), (False, "end")])
async def test_tailing_reads_every_partition_and_lets_go(
    from_beginning: bool, stand: int | str, client: Client
) -> None:
    """From the end unless asked for all; leaving in the middle closes the consumer."""
    item = SimpleNamespace(
        topic=IN, partition=0, offset=0, key=b"k", value=b"v", headers=(), timestamp=0
    )
    client.records = {TopicPartition(IN, 0): [item, item]}
    following = kafka.tail("kafka:9092", IN, 2, from_beginning)
    first = await anext(following)
    assert first.value == b"v"
    assert client.stands == {TopicPartition(IN, 0): stand, TopicPartition(IN, 1): stand}
    await following.aclose()  # type: ignore[attr-defined]
    assert client.calls[-1] == "stop"
