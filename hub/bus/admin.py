"""Making the topics, once, by name: nothing is ever created by writing to it."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Sequence

from aiokafka.admin import AIOKafkaAdminClient, NewTopic
from aiokafka.errors import KafkaError

from hub.bus.topics import Topic
from hub.errors import BusUnavailable, Misconfigured

_EXISTS = 36
_MAX_MESSAGE = "11000000"


async def create_topics(bootstrap: str, topics: Sequence[Topic], replication: int) -> list[str]:
    """Create what is missing and return the new names.

    Raises `BusUnavailable`, or `Misconfigured` naming every topic Kafka would not make.
    """
    admin = AIOKafkaAdminClient(bootstrap_servers=bootstrap)
    try:
        await admin.start()
        answer = await admin.create_topics([_new_topic(topic, replication) for topic in topics])
    except KafkaError as error:
        raise BusUnavailable(f"{type(error).__name__}: {error}") from error
    finally:
        await admin.close()
    failed = [(row[0], row[1]) for row in answer.topic_errors if row[1] not in (0, _EXISTS)]
    if failed:
        raise Misconfigured(f"Kafka did not create (name, error code) {failed}")
    return [row[0] for row in answer.topic_errors if row[1] == 0]


def _new_topic(topic: Topic, replication: int) -> NewTopic:
    return NewTopic(
        name=topic.name,
        num_partitions=topic.partitions,
        replication_factor=replication,
        topic_configs={
            "retention.ms": str(topic.retention_ms),
            "max.message.bytes": _MAX_MESSAGE,
            "min.insync.replicas": "2" if replication > 2 else "1",
        },
    )


async def wait_for_kafka(bootstrap: str, seconds: float = 60) -> None:
    """Return when the broker answers. Raises `BusUnavailable` after `seconds`."""
    deadline = time.monotonic() + seconds
    while True:
        admin = AIOKafkaAdminClient(bootstrap_servers=bootstrap)
        try:
            await admin.start()
        except (KafkaError, OSError) as error:
            if time.monotonic() > deadline:
                raise BusUnavailable(f"Kafka at {bootstrap} does not answer: {error}") from error
            await asyncio.sleep(0.3)
        else:
            return
        finally:
            await admin.close()
