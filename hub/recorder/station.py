"""The recorder's loop: every topic into PostgreSQL, positions kept in the rows' transaction."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from typing import Protocol

import structlog

from hub.bus.records import Place, Record
from hub.bus.serving import LONGEST_PAUSE, wait
from hub.errors import Retriable
from hub.recorder.rows import Decoder, row
from hub.store.recording import MessageRow

log = structlog.get_logger()


class Reader(Protocol):
    """What the recorder needs of the bus."""

    async def start(self, positions: Mapping[Place, int]) -> None:
        """Stand at these offsets."""
        ...

    async def batch(self) -> list[Record]:
        """Return the next records."""
        ...

    async def stop(self) -> None:
        """Let go."""
        ...


class Recording(Protocol):
    """What the recorder needs of the store."""

    async def positions(self) -> dict[tuple[str, int], int]:
        """Return the next position to record, by (topic, partition)."""
        ...

    async def record(
        self,
        rows: Sequence[MessageRow],
        tallies: Mapping[tuple[str, str, str], int],
        moves: Mapping[tuple[str, int], tuple[int, int]],
    ) -> None:
        """Write a batch with what follows from it; `moves`: position before and after."""
        ...


class Recorder:
    """Records all places."""

    def __init__(
        self,
        make_reader: Callable[[], Reader],
        recording: Recording,
        places: Sequence[Place],
        decoder: Decoder,
    ) -> None:
        self._make_reader, self._recording = make_reader, recording
        self._places, self._decoder = places, decoder
        self._positions: dict[tuple[str, int], int] = {}

    async def serve(self, stopping: asyncio.Event) -> None:
        """Record until `stopping`; after trouble start again where the database says."""
        pause = 0.1
        while not stopping.is_set():
            reader = self._make_reader()
            try:
                self._positions = await self._recording.positions()
                stand = {place: self._positions.get(place, 0) for place in self._places}
                await reader.start(stand)
                log.info("recorder_started", places=len(self._places))
                while not stopping.is_set():
                    records = await reader.batch()
                    if records:
                        await self.record(records)
                        pause = 0.1
            except Retriable as trouble:
                log.warning("recorder_interrupted", reason=str(trouble), pause=pause)
                await wait(stopping, pause)
                pause = min(pause * 2, LONGEST_PAUSE)
            finally:
                await reader.stop()

    async def record(self, records: Sequence[Record]) -> None:
        """Write one batch."""
        rows = [row(record, self._decoder) for record in records]
        tallies = Counter((each.country, each.stage, each.kind) for each in rows)
        after = {(r.topic, r.partition): r.offset + 1 for r in records}
        moves = {place: (self._positions.get(place, 0), end) for place, end in after.items()}
        await self._recording.record(rows, tallies, moves)
        self._positions |= after
