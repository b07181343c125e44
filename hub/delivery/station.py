"""The delivery loop: outbound records to couriers, reports and watermarks back to the lane."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping

import structlog

from hub.bus import topics
from hub.bus.records import Lane, Outgoing, Place
from hub.bus.serving import LONGEST_PAUSE, wait
from hub.delivery.courier import Courier, Partner
from hub.delivery.jobs import Codec
from hub.errors import Retriable

WINDOW = 500
"""Messages of one recipient under way; with more its topic waits."""
SPAN = 10_000
"""Offsets of one recipient read but not committed: what a restart delivers again at most. One
message that is tried on its own keeps the commit back while others overtake it."""
DRAIN_STEPS = 100

log = structlog.get_logger()


class Delivery:
    """Delivers the outbound topics of several countries, one lane number."""

    def __init__(
        self, lane: Lane, partners: Mapping[str, Partner], codec: Codec, workers: int
    ) -> None:
        self._lane, self._codec, self._workers = lane, codec, workers
        self._partners = {topics.name(topics.OUTBOUND, cc): p for cc, p in partners.items()}
        self._couriers: dict[Place, Courier] = {}
        self._holding: set[Place] = set()

    async def serve(self, name: str, stopping: asyncio.Event) -> None:
        """Deliver until `stopping`. Raises `Fenced` when somebody else owns the lane now."""
        pause = 0.1
        try:
            while not stopping.is_set():
                try:
                    await self._lane.start()
                    log.info("lane_started", lane=name)
                    while not stopping.is_set():
                        if await self._turn():
                            pause = 0.1
                    await self._drain()
                except Retriable as trouble:
                    log.warning("lane_interrupted", lane=name, reason=str(trouble), pause=pause)
                    await self._drop()
                    await wait(stopping, pause)
                    pause = min(pause * 2, LONGEST_PAUSE)
        finally:
            await self._drop()

    async def _turn(self) -> bool:
        """Read, and publish what has ended since. Return whether anything has."""
        for record in await self._lane.batch():
            self._courier(record.place).take(record)
        self._hold_the_full()
        return await self._publish()

    def _courier(self, place: Place) -> Courier:
        found = self._couriers.get(place)
        if found is None:
            found = Courier(self._partners[place.topic], self._codec, self._workers)
            self._couriers[place] = found
        return found

    def _hold_the_full(self) -> None:
        """Stop reading for a recipient that has enough under way; nobody else waits for it."""
        for place, courier in self._couriers.items():
            unfinished, pending = courier.watermark.unfinished, courier.watermark.pending
            full = unfinished >= WINDOW or pending >= SPAN
            if full and place not in self._holding:
                self._lane.hold(place)
                self._holding.add(place)
            elif place in self._holding and unfinished < WINDOW // 2 and pending < SPAN // 2:
                self._lane.release(place)
                self._holding.discard(place)

    async def _publish(self) -> bool:
        outputs: list[Outgoing] = []
        done: dict[Place, int] = {}
        for place, courier in self._couriers.items():
            reports, offset = courier.collect()
            outputs += reports
            if offset is not None:
                done[place] = offset
        if outputs or done:
            await self._lane.publish(outputs, done)
        return bool(outputs or done)

    async def _drain(self) -> None:
        for _ in range(DRAIN_STEPS):
            if not any(courier.moving for courier in self._couriers.values()):
                break
            await asyncio.sleep(0.05)
        await self._publish()

    async def _drop(self) -> None:
        for courier in self._couriers.values():
            await courier.stop()
        self._couriers.clear()
        self._holding.clear()
        await self._lane.stop()
