"""Accepting messages in batches: known already? else onto Kafka, then the receipt is kept.

One batch is under way at a time and the next gathers meanwhile, so batches grow with load.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Protocol

from hub.bus import topics
from hub.bus.events import timestamp
from hub.bus.records import Outgoing
from hub.domain.identifiers import message_id
from hub.errors import HubError, Retriable
from hub.store.receipts import ReceiptRow

MAX_PENDING_BYTES = 64_000_000
GATHER_SECONDS, GATHER_STEPS = 0.005, 20
"""A batch waits for the next message this long, and at most so many times over: who sends one
message after the other is answered at once, a crowd in few large batches."""


class Writer(Protocol):
    """What intake needs of the bus."""

    async def write(self, outputs: Sequence[Outgoing]) -> None:
        """Write all with `acks=all`."""
        ...


class ReceiptStore(Protocol):
    """What intake needs of the store."""

    async def find(self, keys: Sequence[tuple[str, str]]) -> dict[tuple[str, str], ReceiptRow]:
        """Return the receipts there are."""
        ...

    async def keep(self, rows: Sequence[ReceiptRow]) -> dict[tuple[str, str], ReceiptRow]:
        """Store what is new, return what was there before."""
        ...


@dataclass(frozen=True, slots=True)
class Arrival:
    """A message at the door."""

    sender: str
    sender_message_id: str
    body: bytes
    sha256: bytes
    content_type: str
    traceparent: str

    @property
    def key(self) -> tuple[str, str]:
        """What makes it the same message."""
        return self.sender, self.sender_message_id


class Changed(HubError):
    """The message id was used before with other content."""


class Overloaded(Retriable):
    """More waits to be stored than intake may hold."""


class Accepting:
    """Turns arrivals into receipts."""

    def __init__(self, writer: Writer, receipts: ReceiptStore) -> None:
        self._writer, self._receipts = writer, receipts
        self._waiting: list[tuple[Arrival, asyncio.Future[ReceiptRow]]] = []
        self._pending_bytes = 0
        self._task: asyncio.Task[None] | None = None

    async def accept(self, arrival: Arrival) -> ReceiptRow:
        """Return the receipt once Kafka holds the message, or the one it got before.

        Raises `Changed` for a used id with other content, `Retriable` when it could not be
        stored: the sender tries again with the same id.
        """
        size = len(arrival.body)
        if self._pending_bytes + size > MAX_PENDING_BYTES:
            raise Overloaded
        outcome: asyncio.Future[ReceiptRow] = asyncio.get_running_loop().create_future()
        self._waiting.append((arrival, outcome))
        self._pending_bytes += size
        if self._task is None:
            self._task = asyncio.create_task(self._work())
        try:
            row = await outcome
        finally:
            self._pending_bytes -= size
        if row.sha256 != arrival.sha256:
            raise Changed
        return row

    async def stored(self, sender: str, sender_message_id: str) -> ReceiptRow | None:
        """Return the receipt a message got, or None. Raises `Retriable`."""
        key = (sender, sender_message_id)
        return (await self._receipts.find([key])).get(key)

    async def _work(self) -> None:
        while self._waiting:
            await self._gather()
            batch, self._waiting = self._waiting, []
            try:
                rows = await self._store([arrival for arrival, _ in batch])
            except Exception as trouble:
                # Whatever it was, every waiting sender hears it and nobody waits for ever.
                for _, outcome in batch:
                    if not outcome.done():
                        outcome.set_exception(type(trouble)(str(trouble)))
            else:
                for arrival, outcome in batch:
                    if not outcome.done():
                        outcome.set_result(rows[arrival.key])
        self._task = None

    async def _gather(self) -> None:
        # Statements, disk writes and Kafka batches are paid a batch.
        came = 0
        for _ in range(GATHER_STEPS):
            await asyncio.sleep(GATHER_SECONDS)
            if len(self._waiting) == came:
                return
            came = len(self._waiting)

    async def _store(self, arrivals: list[Arrival]) -> dict[tuple[str, str], ReceiptRow]:
        first = {arrival.key: arrival for arrival in reversed(arrivals)}
        rows = await self._receipts.find(list(first))
        fresh = [arrival for key, arrival in first.items() if key not in rows]
        if fresh:
            now = datetime.now(UTC)
            await self._writer.write([_outgoing(arrival, now) for arrival in fresh])
            new = [ReceiptRow(*a.key, a.sha256, len(a.body), now) for a in fresh]
            # Another intake may have been quicker: then its receipt is the answer, and the router
            # recognises the second record by its id.
            rows |= {row[:2]: row for row in new} | await self._receipts.keep(new)
        return rows


def _outgoing(arrival: Arrival, now: datetime) -> Outgoing:
    identity = message_id(*arrival.key)
    trace = arrival.traceparent or f"00-{identity.replace('-', '')}-{arrival.sha256[:8].hex()}-01"
    when = timestamp(now).encode()
    return Outgoing(
        topics.name(topics.INBOUND, arrival.sender),
        arrival.sender_message_id.encode(),
        arrival.body,
        [
            ("ce_specversion", b"1.0"),
            ("ce_id", identity.encode()),
            ("ce_type", b"hub.customs.Raw.v1"),
            ("ce_source", f"/customs/{arrival.sender.lower()}".encode()),
            ("ce_subject", b""),
            ("ce_time", when),
            ("ce_correlationid", identity.encode()),
            ("ce_sender", arrival.sender.encode()),
            ("ce_senderid", arrival.sender_message_id.encode()),
            ("ce_receivedat", when),
            ("ce_sha256", arrival.sha256.hex().encode()),
            ("traceparent", trace.encode()),
            ("content-type", arrival.content_type.encode("latin-1", "replace")),
        ],
    )
