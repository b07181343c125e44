"""Making topics, with a broker that answers as Kafka does."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
from aiokafka.errors import KafkaConnectionError

from hub.bus import admin
from hub.bus.topics import Topic
from hub.errors import BusUnavailable, Misconfigured

TOPICS = [Topic("customs.gb.inbound", 3, 1000), Topic("customs.hub.audit", 1, 5000)]
EXISTS, INVALID_REPLICATION = 36, 38


class Broker:
    """Admin client and broker in one; `codes` are its answers by topic, `away` its absences."""

    def __init__(self, codes: dict[str, int] | None = None, away: int = 0) -> None:
        self._codes, self._away = codes or {}, away
        self.made: list[Any] = []
        self.open = 0

    def __call__(self, bootstrap_servers: str) -> Broker:
        return self

    async def start(self) -> None:
        self.open += 1
        if self._away:
            self._away -= 1
            raise KafkaConnectionError("nobody there")

    async def create_topics(self, topics: list[Any]) -> Any:
        self.made = topics
        rows = [(topic.name, self._codes.get(topic.name, 0), None) for topic in topics]
        return SimpleNamespace(topic_errors=rows)

    async def close(self) -> None:
        self.open -= 1


async def create(
    broker: Broker, monkeypatch: pytest.MonkeyPatch, replication: int = 1
) -> list[str]:
    """Create the topics at this broker."""
    monkeypatch.setattr(admin, "AIOKafkaAdminClient", broker)
    return await admin.create_topics("kafka:9092", TOPICS, replication)


async def test_what_exists_is_left_as_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    """Preparing twice is no error; only the new names are returned."""
    broker = Broker({"customs.gb.inbound": EXISTS})
    assert await create(broker, monkeypatch) == ["customs.hub.audit"]
    assert broker.open == 0


async def test_every_topic_kafka_refuses_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """Three replicas on one broker: a wrong setting, told with the names."""
    broker = Broker(dict.fromkeys([t.name for t in TOPICS], INVALID_REPLICATION))
    with pytest.raises(Misconfigured, match=r"customs\.gb\.inbound.*38.*customs\.hub\.audit"):
        await create(broker, monkeypatch)
    assert broker.open == 0


async def test_a_broker_that_is_away_is_tried_later(monkeypatch: pytest.MonkeyPatch) -> None:
    """Its absence is no wrong setting, and the client is closed."""
    broker = Broker(away=1)
    with pytest.raises(BusUnavailable, match="nobody there"):
        await create(broker, monkeypatch)
    assert broker.open == 0


@pytest.mark.parametrize(("replication", "in_sync"), [(1, "1"), (2, "1"), (3, "2"), (5, "2")])
async def test_a_write_needs_two_replicas_where_there_are_three(
    replication: int, in_sync: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """`acks=all` alone would be content with one; with two replicas, one may still be down."""
    broker = Broker()
    await create(broker, monkeypatch, replication)
    assert {t.topic_configs["min.insync.replicas"] for t in broker.made} == {in_sync}
    assert [t.num_partitions for t in broker.made] == [3, 1]
    assert broker.made[0].topic_configs["retention.ms"] == "1000"


async def test_waiting_for_kafka_ends_when_it_answers(monkeypatch: pytest.MonkeyPatch) -> None:
    """It comes up while we wait."""
    broker = Broker(away=1)
    monkeypatch.setattr(admin, "AIOKafkaAdminClient", broker)
    await admin.wait_for_kafka("kafka:9092")
    assert broker.open == 0


async def test_waiting_for_kafka_has_an_end(monkeypatch: pytest.MonkeyPatch) -> None:
    """After the time allowed the address is named that did not answer."""
    broker = Broker(away=99)
    monkeypatch.setattr(admin, "AIOKafkaAdminClient", broker)
    with pytest.raises(BusUnavailable, match="Kafka at kafka:9092 does not answer"):
        await admin.wait_for_kafka("kafka:9092", seconds=0)
    assert broker.open == 0
