"""The loop of a lane: read, handle, publish; after trouble start again from the last commit."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Sequence

import structlog

from hub.bus.records import Lane, Outgoing, Place, Record
from hub.errors import Retriable

Handle = Callable[[list[Record]], Awaitable[Sequence[Outgoing]]]
LONGEST_PAUSE = 5.0

log = structlog.get_logger()


def next_offsets(records: Iterable[Record]) -> dict[Place, int]:
    """Return for every place the offset after the last of these records."""
    return {record.place: record.offset + 1 for record in records}


async def serve(lane: Lane, name: str, handle: Handle, stopping: asyncio.Event) -> None:
    """Serve one lane until `stopping`. Raises `Fenced` when somebody else owns it now."""
    pause = 0.1
    while not stopping.is_set():
        try:
            await lane.start()
            log.info("lane_started", lane=name)
            while not stopping.is_set():
                records = await lane.batch()
                if records:
                    await lane.publish(await handle(records), next_offsets(records))
                    pause = 0.1
        except Retriable as trouble:
            log.warning("lane_interrupted", lane=name, reason=str(trouble), pause=pause)
            await wait(stopping, pause)
            pause = min(pause * 2, LONGEST_PAUSE)
        finally:
            await lane.stop()


async def wait(stopping: asyncio.Event, seconds: float) -> None:
    """Sleep, but wake up at once when it is time to stop."""
    try:
        async with asyncio.timeout(seconds):
            await stopping.wait()
    except TimeoutError:
        return
