"""Every topic: name, key, writer, retention, partitions. docs/topics.md is made from here."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

DAY = 86_400_000


class TopicKind(NamedTuple):
    """One row of the topic table; `{cc}` in the name stands for a country code in lower case."""

    name: str
    key: str
    value: str
    written_by: str
    retention_days: int
    by_lane: bool


INBOUND = TopicKind("customs.{cc}.inbound", "sender's message id", "raw bytes", "intake", 30, True)
CANONICAL = TopicKind("customs.{cc}.canonical", "declaration key", "Avro", "connector", 30, True)
OUTBOUND = TopicKind(
    "customs.{cc}.outbound", "declaration key", "Avro", "router, connector (refusals)", 30, True
)
DELIVERED = TopicKind("customs.{cc}.delivered", "declaration key", "Avro", "delivery", 30, True)
PARKED = TopicKind(
    "customs.{cc}.parked", "message id", "the original bytes, reason in headers", "any", 90, False
)
MATCHES = TopicKind("customs.hub.matches", "consignment", "Avro", "router", 90, False)
AUDIT = TopicKind("customs.hub.audit", "-", "Avro", "all", 365, False)

COUNTRY_KINDS = (INBOUND, CANONICAL, OUTBOUND, DELIVERED, PARKED)
HUB_KINDS = (MATCHES, AUDIT)


class Topic(NamedTuple):
    """A topic to be created."""

    name: str
    partitions: int
    retention_ms: int


@lru_cache(maxsize=1024)
def name(kind: TopicKind, country: str = "") -> str:
    """Return the name of a country's topic of this kind."""
    return kind.name.format(cc=country.lower())


@lru_cache(maxsize=1024)
def stage(topic: str) -> tuple[str, str]:
    """Return (stage, country) of a topic name: `customs.vn.outbound` → (`outbound`, `VN`)."""
    _, middle, last = topic.split(".")
    return last, "" if middle == "hub" else middle.upper()


_ONE_PARTITION = frozenset(
    kind.name.rpartition(".")[2] for kind in (*COUNTRY_KINDS, *HUB_KINDS) if not kind.by_lane
)


@lru_cache(maxsize=1024)
def partitions(topic: str, lanes: int) -> int:
    """Return how many partitions a topic has: one a lane, or one where people read it whole."""
    return 1 if topic.rpartition(".")[2] in _ONE_PARTITION else lanes


def all_topics(countries: tuple[str, ...], lanes: int) -> list[Topic]:
    """Return every topic of these countries and the hub's own."""
    named = [(name(kind, cc), kind) for cc in countries for kind in COUNTRY_KINDS]
    named += [(kind.name, kind) for kind in HUB_KINDS]
    return [
        Topic(text, lanes if kind.by_lane else 1, kind.retention_days * DAY) for text, kind in named
    ]
