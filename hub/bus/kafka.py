"""Lanes and writers on a real Kafka, through aiokafka."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from typing import Any

from aiokafka import AIOKafkaConsumer, AIOKafkaProducer, TopicPartition
from aiokafka.errors import (
    InvalidProducerEpoch,
    KafkaError,
    ProducerFenced,
    TransactionalIdAuthorizationFailed,
)
from aiokafka.partitioner import murmur2
from aiokafka.structs import OffsetAndMetadata

from hub.bus import topics
from hub.bus.records import Outgoing, Place, Record
from hub.errors import BusUnavailable, Fenced, Misconfigured

MAX_BYTES = 11_000_000
BATCH_BYTES = 900_000
COMPRESSION = "zstd"
"""aiokafka's lz4 runs at its slow level: docs/decisions/0004."""
PUBLISH_TIMEOUT = 30.0


_FENCING = (ProducerFenced, InvalidProducerEpoch)


@contextmanager
def _translated() -> Iterator[None]:
    try:
        yield
    except ProducerFenced as error:
        raise Fenced("another process owns this lane now (Kafka fenced this producer)") from error
    except TransactionalIdAuthorizationFailed as error:
        raise Misconfigured(f"Kafka does not allow this transactional id: {error}") from error
    except (KafkaError, OSError, TimeoutError, AssertionError) as error:
        # aiokafka asserts its own state after a fence or a lost connection: the outcome is unknown.
        causes = list(_causes(error))
        if any(isinstance(cause, _FENCING) for cause in causes):
            raise Fenced("another process owns this lane now (Kafka refused its epoch)") from error
        raise BusUnavailable("; ".join(repr(cause) for cause in causes)) from error


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    """Yield an error and what it was raised from: aiokafka wraps what the broker said."""
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__


async def _all(work: Iterable[Awaitable[Any]]) -> None:
    """Wait for every one, then raise the first failure: no other is left unheard."""
    for result in await asyncio.gather(*work, return_exceptions=True):
        if isinstance(result, BaseException):
            raise result


class _Sender:
    """Batches by partition: several records cost about one."""

    def __init__(self, producer: AIOKafkaProducer, lanes: int) -> None:
        self._producer, self._lanes = producer, lanes

    def _place(self, out: Outgoing) -> Place:
        if out.partition is not None:
            return Place(out.topic, out.partition)
        partitions = topics.partitions(out.topic, self._lanes)
        if partitions == 1 or out.key is None:
            return Place(out.topic, 0)
        return Place(out.topic, (murmur2(out.key) & 0x7FFFFFFF) % partitions)

    async def send(self, outputs: Sequence[Outgoing]) -> None:
        """Write all; return when Kafka has acknowledged every one."""
        by_place: dict[Place, list[Outgoing]] = {}
        for out in outputs:
            by_place.setdefault(self._place(out), []).append(out)
        await _all(self._send_place(*pair) for pair in by_place.items())

    async def _send_place(self, place: Place, outputs: list[Outgoing]) -> None:
        sent: list[Any] = []
        builder = self._producer.create_batch()
        for out in outputs:
            if not self._append(builder, out):
                sent.append(await self._submit(builder, place))
                builder = self._producer.create_batch()
                self._append(builder, out)
        sent.append(await self._submit(builder, place))
        await _all(sent)

    @staticmethod
    def _append(builder: Any, out: Outgoing) -> bool:
        added = builder.append(
            timestamp=None, key=out.key, value=out.value, headers=list(out.headers)
        )
        return added is not None

    async def _submit(self, builder: Any, place: Place) -> Any:
        builder.close()
        return await self._producer.send_batch(builder, place.topic, partition=place.partition)


class KafkaWriter:
    """Writes without consuming: idempotent, `acks=all`."""

    def __init__(
        self, bootstrap: str, lanes: int, client: str, compression: str = COMPRESSION
    ) -> None:
        self._bootstrap, self._lanes, self._client = bootstrap, lanes, client
        self._compression = compression
        self._producer: AIOKafkaProducer | None = None

    async def start(self) -> None:
        """Connect. Raises `BusUnavailable`."""
        self._producer = AIOKafkaProducer(
            bootstrap_servers=self._bootstrap,
            client_id=self._client,
            acks="all",
            enable_idempotence=True,
            compression_type=self._compression,
            max_batch_size=BATCH_BYTES,
            max_request_size=MAX_BYTES,
        )
        with _translated():
            await self._producer.start()

    async def write(self, outputs: Sequence[Outgoing], timeout: float = PUBLISH_TIMEOUT) -> None:
        """Write all and wait for every acknowledgement.

        Raises `BusUnavailable` where the outcome is unknown; the producer is then made anew.
        """
        if self._producer is None:
            await self.start()
        assert self._producer is not None
        try:
            with _translated():
                async with asyncio.timeout(timeout):
                    await _Sender(self._producer, self._lanes).send(outputs)
        except BusUnavailable:
            await self.stop()
            raise

    async def stop(self) -> None:
        """Let go."""
        producer, self._producer = self._producer, None
        if producer:
            with suppress(Exception):
                async with asyncio.timeout(5):
                    await producer.stop()


class KafkaLane:
    """See `hub.bus.records.Lane`: `assign()` and one transactional id, no consumer group."""

    def __init__(
        self,
        bootstrap: str,
        identity: str,
        places: Sequence[Place],
        *,
        lanes: int = 1,
        interval_ms: int = 100,
        max_records: int = 1000,
        compression: str = COMPRESSION,
    ) -> None:
        self._compression = compression
        self._bootstrap, self.identity, self._lanes = bootstrap, identity, lanes
        self._places = [TopicPartition(*place) for place in places]
        self._interval_ms, self._max_records = interval_ms, max_records
        self._group = f"hub.{identity}"
        self._producer: AIOKafkaProducer | None = None
        self._consumer: AIOKafkaConsumer | None = None

    async def start(self) -> None:
        """Fence the former owner first, only then look where it stopped."""
        self._producer = AIOKafkaProducer(
            bootstrap_servers=self._bootstrap,
            client_id=self.identity,
            transactional_id=self.identity,
            transaction_timeout_ms=60_000,
            compression_type=self._compression,
            max_batch_size=BATCH_BYTES,
            max_request_size=MAX_BYTES,
        )
        self._consumer = _consumer(self._bootstrap, self._group, self._interval_ms)
        with _translated():
            async with asyncio.timeout(30):
                await self._producer.start()
                await self._consumer.start()
                self._consumer.assign(self._places)
                for place in self._places:
                    committed = await self._consumer.committed(place)
                    self._consumer.seek(place, committed or 0)

    async def batch(self) -> list[Record]:
        """Return the next records of all places, each place in order."""
        assert self._consumer is not None
        with _translated():
            found = await self._consumer.getmany(
                timeout_ms=self._interval_ms, max_records=self._max_records
            )
        return [_record(item) for items in found.values() for item in items]

    async def publish(self, outputs: Sequence[Outgoing], done: Mapping[Place, int]) -> None:
        """One transaction for outputs and offsets; either may be empty, not both."""
        assert self._producer is not None
        offsets = {TopicPartition(*p): OffsetAndMetadata(o, "") for p, o in done.items()}
        with _translated():
            async with asyncio.timeout(PUBLISH_TIMEOUT):
                await self._producer.begin_transaction()
                sender = _Sender(self._producer, self._lanes)
                work: list[Awaitable[Any]] = [sender.send(outputs)]
                if offsets:
                    work.append(self._producer.send_offsets_to_transaction(offsets, self._group))
                await _all(work)
                await self._producer.commit_transaction()

    def hold(self, place: Place) -> None:
        """Do not read this partition until `release`."""
        assert self._consumer is not None
        self._consumer.pause(TopicPartition(*place))

    def release(self, place: Place) -> None:
        """Read this partition again."""
        assert self._consumer is not None
        self._consumer.resume(TopicPartition(*place))

    async def stop(self) -> None:
        """Let go; an open transaction is left to be aborted by whoever comes next."""
        for client in (self._consumer, self._producer):
            if client:
                with suppress(Exception):
                    async with asyncio.timeout(5):
                        await client.stop()
        self._consumer = self._producer = None


class KafkaReader:
    """Reads without a group: the caller says where to stand and keeps the offsets itself."""

    def __init__(self, bootstrap: str, interval_ms: int = 500, max_records: int = 5000) -> None:
        self._consumer = _consumer(bootstrap, None, interval_ms)
        self._interval_ms, self._max_records = interval_ms, max_records

    async def start(self, positions: Mapping[Place, int]) -> None:
        """Stand at these offsets (-1: at the end). Raises `BusUnavailable`."""
        with _translated():
            await self._consumer.start()
            self._consumer.assign([TopicPartition(*place) for place in positions])
            for place, offset in positions.items():
                if offset >= 0:
                    self._consumer.seek(TopicPartition(*place), offset)
                else:
                    await self._consumer.seek_to_end(TopicPartition(*place))

    async def batch(self) -> list[Record]:
        """Return the next records after at most one interval."""
        with _translated():
            found = await self._consumer.getmany(
                timeout_ms=self._interval_ms, max_records=self._max_records
            )
        return [_record(item) for items in found.values() for item in items]

    async def stop(self) -> None:
        """Let go."""
        with suppress(Exception):
            async with asyncio.timeout(5):
                await self._consumer.stop()


def _consumer(bootstrap: str, group: str | None, interval_ms: int) -> AIOKafkaConsumer:
    # The broker waits for a full batch or the interval, so every getmany is one batch, no sleep.
    return AIOKafkaConsumer(
        bootstrap_servers=bootstrap,
        group_id=group,
        enable_auto_commit=False,
        isolation_level="read_committed",
        auto_offset_reset="earliest",
        fetch_min_bytes=4_000_000,
        fetch_max_wait_ms=interval_ms,
        max_partition_fetch_bytes=2_000_000,
        check_crcs=False,
    )


def _record(item: Any) -> Record:
    return Record(
        item.topic,
        item.partition,
        item.offset,
        item.key,
        item.value or b"",
        item.headers,
        item.timestamp,
    )


async def tail(
    bootstrap: str, topic: str, partitions: int, from_beginning: bool = False
) -> AsyncIterator[Record]:
    """Yield records of one topic as they come, or from its beginning. Raises `BusUnavailable`."""
    reader = KafkaReader(bootstrap, interval_ms=200)
    await reader.start({Place(topic, n): 0 if from_beginning else -1 for n in range(partitions)})
    try:
        while True:
            for record in await reader.batch():
                yield record
    finally:
        await reader.stop()
