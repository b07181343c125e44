"""What lies on the bus: records as read, records to be written, places, headers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple, Protocol

Headers = Sequence[tuple[str, bytes]]


class Place(NamedTuple):
    """One partition of one topic."""

    topic: str
    partition: int


class Record(NamedTuple):
    """A record as it was read; `timestamp` in milliseconds UTC."""

    topic: str
    partition: int
    offset: int
    key: bytes | None
    value: bytes
    headers: Headers
    timestamp: int

    @property
    def place(self) -> Place:
        """Where it stands."""
        return Place(self.topic, self.partition)

    @property
    def source(self) -> str:
        """Return `topic/partition/offset`: the identity of this very record."""
        return f"{self.topic}/{self.partition}/{self.offset}"


class Outgoing(NamedTuple):
    """A record to be written; the lane decides the partition unless one is named."""

    topic: str
    key: bytes | None
    value: bytes
    headers: Headers
    partition: int | None = None


class Lane(Protocol):
    """One owner's view of partition *n* of its input topics: read in order, publish once."""

    async def start(self) -> None:
        """Fence a former owner, then stand where its last commit left off."""
        ...

    async def batch(self) -> list[Record]:
        """Return the next records, after waiting at most one interval; empty when there are none.

        Raises `BusUnavailable` or `Fenced`.
        """
        ...

    async def publish(self, outputs: Sequence[Outgoing], done: Mapping[Place, int]) -> None:
        """Write outputs and consumed offsets (next to read) in one transaction.

        Raises `Fenced` when somebody else owns the lane now, `BusUnavailable` when the outcome is
        unknown: start again from the last commit.
        """
        ...

    def hold(self, place: Place) -> None:
        """Do not read this partition until `release`."""
        ...

    def release(self, place: Place) -> None:
        """Read this partition again."""
        ...

    async def stop(self) -> None:
        """Let go without committing anything more."""
        ...


def header(headers: Headers, name: str) -> str:
    """Return a header as text, empty where it is absent."""
    for key, value in headers:
        if key == name:
            return value.decode("utf-8", "replace")
    return ""
